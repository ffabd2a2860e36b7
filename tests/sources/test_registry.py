import pytest

from onrecord import sources
from onrecord.errors import InputError, UsageError

SDN = b'1,"ZENDA WORKS",-0- ,"RURITANIA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n\x1a\r\n'
UN = b'<?xml version="1.0"?>\n<CONSOLIDATED_LIST dateGenerated="2020-01-01T00:00:00Z">'
ISN = b"Source List,Programs,Name,Alternative Names,Country"


def test_every_folder_with_a_source_toml_is_known() -> None:
    assert {"un_sc", "us_ofac_sdn", "us_state_isn"} <= set(sources.known())
    assert list(sources.known()) == sorted(sources.known())


@pytest.mark.parametrize("source_id", sources.known())
def test_every_source_reads_and_says_what_it_is(source_id: str) -> None:
    source = sources.get(source_id)

    assert source.id == source_id
    assert source.title
    assert source.files
    assert source.rhythm_days > 0
    assert all(reason.strip() for reason in source.ignored.values())


def test_an_unknown_source_is_wrong_use_and_near_ids_are_named() -> None:
    with pytest.raises(UsageError, match=r"no such source: 'us_ofac_sdm': did you mean us_ofac_"):
        sources.get("us_ofac_sdm")
    with pytest.raises(UsageError, match="`onrecord sources` names them"):
        sources.get("qqq")


def test_what_is_known_of_a_source_cannot_be_written_to() -> None:
    source = sources.get("us_state_isn")

    with pytest.raises(TypeError):
        source.codes["KIND"]["ship"] = "vessel"  # type: ignore[index]  # that is the test


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"sdn.csv": SDN}, "us_ofac_sdn"),
        ({"SDN.CSV": SDN, "alt.csv": b""}, "us_ofac_sdn"),
        ({"sdn.pip": SDN.replace(b",", b"|")}, "us_ofac_sdn"),
        ({"sdn.csv": b""}, "us_ofac_sdn"),
        ({"sdn.csv": b"\x89PNG\r\n\x1a\n"}, "us_ofac_sdn"),
        ({"consolidated.xml": UN}, "un_sc"),
        ({"consolidated.xml": b"\xef\xbb\xbf" + UN}, "un_sc"),
        ({"consolidated.xml": b"<sdnList/>"}, None),
        ({"consolidated.xml": b""}, None),
        ({"isn.csv": ISN}, "us_state_isn"),
        ({"scan.png": b"\x89PNG\r\n\x1a\n"}, None),
        ({"sdn.csv": SDN, "isn.csv": ISN}, None),
        ({}, None),
    ],
)
def test_a_list_is_recognised_by_its_published_name_and_first_bytes(
    files: dict[str, bytes], found: str | None
) -> None:
    assert sources.recognise(files) == found


def test_a_single_file_under_any_name_is_taken_for_the_first_of_the_source() -> None:
    snapshot = sources.parse(sources.get("us_ofac_sdn"), {"download (1).csv": SDN})

    assert [entry.uid for entry in snapshot.entries] == ["1"]


def test_a_file_of_nobodys_beside_the_list_is_named() -> None:
    with pytest.raises(InputError, match=r"not a file of us_ofac_sdn: notes\.txt: leave it out"):
        sources.parse(sources.get("us_ofac_sdn"), {"sdn.csv": SDN, "notes.txt": b"x"})


def test_one_file_in_two_shapes_is_refused() -> None:
    both = {"sdn.csv": SDN, "sdn.pip": SDN.replace(b",", b"|")}

    with pytest.raises(InputError, match=r"the same file as sdn\.csv once more: sdn\.pip"):
        sources.parse(sources.get("us_ofac_sdn"), both)
