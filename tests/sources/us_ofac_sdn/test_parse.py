import csv
import io
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import sources
from onrecord.errors import InputError
from onrecord.model.dates import PartialDate
from onrecord.model.listing import Entry, NameKind
from onrecord.model.snapshot import Snapshot

HERE = Path(__file__).parent
NAMES = ("sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv")
Real = Callable[[str], Iterator[tuple[str, str, dict[str, bytes]]]]
Outcome = Callable[[str, dict[str, bytes]], tuple[str, tuple[Entry, ...]]]
SDN = sources.get("us_ofac_sdn")


def golden_files() -> dict[str, bytes]:
    return {name: (HERE / name).read_bytes() for name in NAMES}


def row(uid: str = "1", name: str = "ZENDA WORKS", remarks: str = "", kind: str = "") -> str:
    said = f'"{remarks}"' if remarks else "-0- "
    nulls = ",".join(["-0- "] * 7)
    return f'{uid},"{name}",{kind or "-0- "},"RURITANIA",{nulls},{said}\r\n'


def listed(*rows: str, end: str = "\x1a\r\n") -> dict[str, bytes]:
    return {"sdn.csv": ("".join(rows) + end).encode()}


def parsed(files: dict[str, bytes], *carried: str) -> Snapshot:
    return sources.parse(SDN, files, frozenset(carried))


def only(remarks: str) -> Entry:
    return parsed(listed(row(remarks=remarks))).entries[0]


def test_invented_rows_read_as_the_golden_file_has_them(
    golden: Callable[[str, str], None], told: Callable[[Snapshot], str]
) -> None:
    golden("golden.json", told(parsed(golden_files())))


def test_pipes_say_the_same_as_commas() -> None:
    piped = {}
    for name, content in golden_files().items():
        rows = csv.reader(io.StringIO(content.decode(), newline=""))
        lines = [each[0] if len(each) == 1 else "|".join(map(quoted, each)) for each in rows]
        piped[name.replace(".csv", ".pip")] = "\r\n".join([*lines, ""]).encode()

    assert parsed(piped).entries == parsed(golden_files()).entries


def quoted(text: str) -> str:
    return text if text.isdigit() or text == "-0- " else f'"{text}"'


def test_a_header_on_a_piped_file_is_told_and_no_row() -> None:
    header = "Ent_num|SDN_name|SDN_Type|Program|Title|Call_Sign|Vess_type|Tonnage|GRT|Vess_flag"
    content = f"{header}|Vess_owner|Remarks\r\n{row().replace(',', '|')}\x1a\r\n"

    snapshot = parsed({"sdn.pip": content.encode()})

    assert [entry.uid for entry in snapshot.entries] == ["1"]
    assert [finding.code for finding in snapshot.findings] == ["header"]


@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_entry(dice: random.Random) -> None:
    shuffled = {}
    for name, content in golden_files().items():
        *rows, end = content.splitlines(keepends=True)
        dice.shuffle(rows)
        shuffled[name] = b"".join([*rows, end])

    assert set(parsed(shuffled).entries) == set(parsed(golden_files()).entries)


@pytest.mark.parametrize("change", ["lf", "cr", "bom", "blank line"])
def test_line_ends_and_a_byte_order_mark_change_nothing(change: str) -> None:
    files = golden_files()
    for name, content in files.items():
        files[name] = {
            "lf": content.replace(b"\r\n", b"\n"),
            "cr": content.replace(b"\r\n", b"\r"),
            "bom": b"\xef\xbb\xbf" + content,
            "blank line": content.replace(b"\x1a", b"\r\n\x1a"),
        }[change]

    assert parsed(files) == parsed(golden_files())


def test_several_programmes_in_one_field_are_a_listing_each() -> None:
    entry = next(e for e in parsed(golden_files()).entries if e.uid == "102")

    assert [each.programme for each in entry.listings] == ["NPWMD", "DPRK2"]
    assert [each.basis for each in entry.listings] == [("EO13382",), ("EO13687",)]


def test_a_programme_may_have_blanks_and_dashes_and_need_not_be_known() -> None:
    entry = next(e for e in parsed(golden_files()).entries if e.uid == "103")

    assert [(each.programme, each.basis) for each in entry.listings] == [("GRAUSTARK - SEA", ())]


def test_a_remark_that_goes_on_in_the_comments_is_joined_inside_a_name() -> None:
    entry = next(e for e in parsed(golden_files()).entries if e.uid == "105")

    assert entry.names[-1].text == "THE MASTER OF HENTZAU"
    assert entry.linked_to[-1] == "ZENDA SHIPPING S.A."
    assert "cut" not in dict(entry.details)


def test_the_last_words_of_a_cut_remark_are_no_name() -> None:
    entry = next(e for e in parsed(golden_files()).entries if e.uid == "106")

    assert [name.text for name in entry.names] == ["TARLENHEIM, Fritz"]
    assert dict(entry.details)["cut"] == "a.k.a. 'THE BA"


def test_a_remark_that_breaks_off_behind_a_semicolon_loses_nothing() -> None:
    words = "a.k.a. 'FOX'; " + "Linked To: ZENDA WORKS; " * 60
    entry = only(words[:973] + "; a.k.a. 'HENTZAU THE FOX';")

    assert len(entry.remarks or "") == 1000
    assert entry.names[-1].text == "HENTZAU THE FOX"


@pytest.mark.parametrize(
    ("remarks", "kind", "text"),
    [
        ("a.k.a. 'KA ZA SA'.", NameKind.WEAK, "KA ZA SA"),
        ("f.k.a. 'QUEEN FLAVIA'.", NameKind.FORMER, "QUEEN FLAVIA"),
        ("n.k.a. 'KING MICHAEL'.", NameKind.WEAK, "KING MICHAEL"),
        ("a.k.a. 'PRINCE'S MEN'.", NameKind.WEAK, "PRINCE'S MEN"),
        ("a.k.a. ''ABD AL-ZENDA'.", NameKind.WEAK, "'ABD AL-ZENDA"),
        ("a.k.a. 'ABU ZENDA''.", NameKind.WEAK, "ABU ZENDA'"),
        ("a.k.a. ''FOX''.", NameKind.WEAK, "'FOX'"),
        ("alt. a.k.a. 'FOX'.", NameKind.WEAK, "FOX"),
    ],
)
def test_names_in_remarks_lose_their_outermost_quotes_only(
    remarks: str, kind: NameKind, text: str
) -> None:
    name = only(remarks).names[1]

    assert (name.kind, name.text) == (kind, text)


@pytest.mark.parametrize(
    ("remark", "earliest", "latest", "circa"),
    [
        ("DOB 10 Dec 1948", "1948-12-10", "1948-12-10", False),
        ("DOB Sep 1938", "1938-09", "1938-09", False),
        ("DOB 1946", "1946", "1946", False),
        ("DOB circa 1951", "1951", "1951", True),
        ("alt. DOB 1960 to 1962", "1960", "1962", False),
        ("DOB 01 Jan 1960 to 31 Dec 1961", "1960-01-01", "1961-12-31", False),
        ("DOB circa Sep 1958", "1958-09", "1958-09", True),
        ("DOB circa 1958 to circa 1960", "1958", "1960", True),
        ("DOB 1958-1960", "1958", "1960", False),
    ],
)
def test_births_are_read_in_every_form(
    remark: str, earliest: str, latest: str, circa: bool
) -> None:
    (birth,) = only(f"{remark}.").births

    assert birth.earliest == PartialDate.parse(earliest)
    assert birth.latest == PartialDate.parse(latest)
    assert birth.circa is circa


@pytest.mark.parametrize("text", ["31 Feb 1950", "Year of the Fox", "1962 to 1960", "0000", "٢٠١٧"])
def test_a_birth_in_no_known_form_is_kept_as_words(text: str) -> None:
    entry = only(f"DOB {text}.")

    assert entry.births == ()
    assert ("birth", text) in entry.details


def test_numbers_keep_country_days_and_notes_apart() -> None:
    text = "Passport A 1 (Strelsau) (Ruritania) issued 01 Jan 2000 expires Feb 2010"
    (number,) = only(f"{text}; alt. Passport lost at sea.").identifiers

    assert (number.type, number.value, number.country) == ("passport", "A 1", "Ruritania")
    assert (str(number.issued), str(number.expires)) == ("2000-01-01", "2010-02")
    assert number.note == "Strelsau"


@pytest.mark.parametrize(
    ("kind", "remarks", "type_"),
    [
        ("", "Company Number IMO 7654321.", "imo_company"),
        ("", "Identification Number IMO 7654321.", "imo_company"),
        ('"vessel"', "Identification Number IMO 7654321.", "imo"),
        ('"vessel"', "Vessel Registration Identification IMO 7654321.", "imo"),
    ],
)
def test_a_ships_number_and_a_companys_are_told_apart(kind: str, remarks: str, type_: str) -> None:
    (number,) = parsed(listed(row(kind=kind, remarks=remarks))).entries[0].identifiers

    assert (number.type, number.value) == (type_, "7654321")


def test_nothing_in_remarks_is_lost() -> None:
    entry = only("Marshal of Strelsau; arrested 1 Apr 2003; Passport lost at sea.")

    assert [said for what, said in entry.details if what == "remark"] == [
        "Marshal of Strelsau",
        "arrested 1 Apr 2003",
        "Passport lost at sea",
    ]


def test_an_empty_string_for_remarks_is_none() -> None:
    assert parsed(listed(row().replace("-0- \r\n", '""\r\n'))).entries[0].remarks is None


def test_a_missing_end_mark_is_told_and_does_no_damage() -> None:
    snapshot = parsed(listed(row(), end=""))

    assert [(f.code, f.damages) for f in snapshot.findings] == [("no_end_mark", False)]


def test_one_uid_twice_with_equal_rows_is_a_warning() -> None:
    snapshot = parsed(listed(row(), row().replace("-0- \r\n", "-0-\r\n")))

    assert len(snapshot.entries) == 1
    assert [(f.code, f.damages) for f in snapshot.findings] == [("uid_twice", False)]


def test_one_uid_twice_with_different_rows_damages_and_the_first_is_taken() -> None:
    snapshot = parsed(listed(row(), row(name="HAMMER AND NAIL")))

    assert [entry.names[0].text for entry in snapshot.entries] == ["ZENDA WORKS"]
    assert [(f.code, f.damages) for f in snapshot.findings] == [("uid_differs", True)]


def test_what_a_carried_companion_says_of_others_is_no_fault() -> None:
    files = listed(row()) | {
        "alt.csv": b'1,1,"aka","FORGE",-0- \r\n2,2,"aka","GONE",-0- \r\n\x1a\r\n'
    }

    snapshot = parsed(files, "alt.csv")

    assert [name.text for name in snapshot.entries[0].names] == ["ZENDA WORKS", "FORGE"]
    assert snapshot.findings == ()


def test_few_orphans_in_a_companion_of_its_own_are_told() -> None:
    rows = [row(uid=str(n)) for n in range(1, 201)]
    aliases = [f'{n},{n},"aka","FORGE {n}",-0- \r\n' for n in range(2, 202)]
    files = listed(*rows) | {"alt.csv": ("".join(aliases) + "\x1a\r\n").encode()}

    assert [(f.code, f.damages) for f in parsed(files).findings] == [("orphans", False)]


def test_an_empty_comments_file_is_no_fault() -> None:
    assert parsed(listed(row()) | {"sdn_comments.csv": b"\x1a\r\n"}).findings == ()


ORPHANS = {"alt.csv": b'1,1,"aka","FORGE",-0- \r\n2,2,"aka","GONE",-0- \r\n\x1a\r\n'}
TWO_LISTS = [row(uid=str(n), name=name) for name in ("A", "B") for n in range(1, 13)]


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"sdn.csv": b""}, "^an empty file: sdn.csv"),
        ({"sdn.csv": b" \r\n \r\n"}, "^a file of blanks only: sdn.csv"),
        ({"sdn.csv": b"\x1a\r\n"}, "^a file of blanks only: sdn.csv"),
        ({"sdn.csv": b"\x89PNG\r\n\x1a\n..."}, "^not a list but a PNG image: sdn.csv"),
        ({"sdn.csv": b"%PDF-1.4"}, "^not a list but a PDF"),
        ({"sdn.csv": b"\x7fELF\x02"}, r"^not a list but a program \(ELF\)"),
        ({"sdn.csv": b"<!DOCTYPE html><html>"}, "^not a list but an HTML page"),
        ({"sdn.csv": b"\x1f\x8b\x08"}, "^not a list but a gzip file"),
        ({"sdn.csv": b"PK\x03\x04"}, "^not a list but a ZIP archive"),
        ({"sdn.csv": row().encode("utf-16")}, "^not a list but UTF-16 text"),
        (listed(row(), row(uid="2\x00")), "^a NUL byte at byte 75: sdn.csv, line 2"),
        (
            {"sdn.csv": row().encode() + b'2,"CAF\xc9"'},
            r"^byte 0xc9 at byte 80 is not utf-8: sdn.csv, line 2",
        ),
        (listed('"ID","NAME",' + "-0- ," * 9 + "-0- \r\n", row()), "^a header line .'ID'.*line 1"),
        (listed(row(), row(uid="two")), "^a row whose uid is no number .'two'.*line 2"),
        (
            listed(row(), '2,"CUT",-0- ,"RUR', end=""),
            r"^a row that cannot be read \(a quote is nev",
        ),
        (listed(row(), '2,"CUT",-0- ,', end=""), "^not a whole row.*4 fields where 12.*line 2"),
        (listed(row(), row()[:-4], end=""), "^the last row is cut: sdn.csv, line 2"),
        (listed(row(), row()[:-5], end=""), "^the last row is cut: sdn.csv, line 2"),
        (listed(row(), row().replace(",", ",-0- ,", 1)), "^not a whole row.*13 fields.*line 2"),
        (listed('"1,""ZENDA"",-0- ,""X"""\r\n'), "^a row quoted whole.*sdn.csv, line 1"),
        (listed(row(name="ZENDA\r\nWORKS")), "^a field that runs over the end of its line"),
        (listed(*TWO_LISTS), "^more than 10 uids twice with different rows.*line 23"),
        (listed(row(), "\x1a\r\n", row("2")), "^two lists joined.*line 3"),
        (listed(row(), "\x1a" + row("2")), "^two lists joined.*line 2"),
        (
            listed(row(kind='"ship"')),
            "^a code that is not known: 'ship': sdn.csv, line 1, SDN_Type",
        ),
        (listed(row(name="-0-")), "^an entry without a name: sdn.csv, line 1, SDN_name"),
        (listed(row().replace('"RURITANIA"', "-0- ")), "^no programme: .*line 1, Program"),
        ({"alt.csv": ORPHANS["alt.csv"]}, "^sdn.csv is lacking, without which .*: alt.csv"),
        (listed(row()) | ORPHANS, "^a companion of another day: 1 of 2 rows .*: alt.csv"),
        (
            listed(row()) | {"alt.csv": b'1,1,"alias","FORGE",-0- \r\n\x1a\r\n'},
            "^a code that is not known: 'alias': alt.csv, line 1, Alt_type",
        ),
        (
            listed(row()) | {"add.csv": b'1,one,"Lane",-0- ,-0- ,-0- \r\n\x1a\r\n'},
            "^not a number: 'one': add.csv, line 1, Add_num",
        ),
        (
            {"alt.csv": b'"1,1,""aka"",""FORGE"",-0-"\r\n', "add.csv": b""},
            "^a row quoted whole, as a spreadsheet does: alt.csv, line 1",
        ),
    ],
)
def test_what_is_not_the_published_form_is_refused_with_its_place(
    files: dict[str, bytes], says: str
) -> None:
    with pytest.raises(InputError, match=says) as told:
        parsed(files)
    assert len(str(told.value).splitlines()) == 1


def test_a_quote_never_closed_in_a_huge_file_is_refused_early() -> None:
    files = listed(row(), '2,"' + "x" * 5_000_000)

    with pytest.raises(InputError, match=r"a quote is never closed\): sdn.csv, line 2"):
        parsed(files)


def rows_of(content: bytes) -> int:
    text = content.decode("utf-8", "replace")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    return sum(1 for each in rows if len(each) > 1)


def refusal(why: InputError) -> str:
    assert len(str(why).splitlines()) == 1
    return "refused"


def refused_or_whole(files: dict[str, bytes]) -> str:
    try:
        snapshot = parsed(files)
    except InputError as why:
        return refusal(why)
    twice = sum(finding.code.startswith("uid_") for finding in snapshot.findings)
    assert len(snapshot.entries) + twice == rows_of(files["sdn.csv"])
    return "loaded"


@pytest.mark.parametrize("name", NAMES)
def test_spoilt_bytes_are_refused_or_loaded_whole(
    name: str, spoilt: Callable[[bytes, int], Iterator[bytes]]
) -> None:
    files = golden_files()

    came = {refused_or_whole(files | {name: each}) for each in spoilt(files[name], 100)}

    assert came == {"refused", "loaded"}


# lists/README.md, "us-ofac-sdn": rows counted by other means; a uid that stands twice once
ROWS = {
    "2015-01-17": 5876,
    "2018-01-27": 6068,
    "2019-01-04": 7379,
    "2020-06-11": 8224,
    "2021-01-14": 8754,
    "2021-07-07": 8976,
    "2021-12-09": 9121,
    "2021-12-10": 9146,
    "2022-01-31": 9043,
    "2022-01-31b": 9052,
    "2022-11-09": 11020,
    "2024-05-01": 14966,
    "2024-05-03": 14965,
}


@pytest.mark.real
def test_every_capture_comes_out_as_it_should(real: Real, outcome: Outcome) -> None:
    counted = {}
    for name, expect, files in [*real("us-ofac-sdn/*"), *real("odd/us-ofac-sdn*")]:
        came, entries = outcome("us_ofac_sdn", files)
        assert came == expect, name
        counted[name] = len(entries)

    assert {name: counted[name] for name in ROWS} == ROWS


@pytest.mark.real
def test_spoilt_real_rows_are_refused_or_loaded_whole(
    real: Real, spoilt: Callable[[bytes, int], Iterator[bytes]]
) -> None:
    ((_, _, files),) = real("us-ofac-sdn/2021-12-10")
    rows = files["sdn.csv"].splitlines(keepends=True)
    some = b"".join([*rows[::60], rows[-1]])

    assert {refused_or_whole({"sdn.csv": each}) for each in spoilt(some, 200)}


def test_what_was_read_before_moves_nothing_in_what_is_read_now() -> None:
    """Rows and companions are remembered by all that goes into them, and by nothing less."""
    with_alias = listed(row()) | {"alt.csv": b'1,1,"aka","FORGE",-0- \r\n\x1a\r\n'}
    other_alias = listed(row()) | {"alt.csv": b'1,1,"fka","FORGE",-0- \r\n\x1a\r\n'}
    captures = [with_alias, listed(row()), other_alias, listed(row(remarks="DOB 1948."))]

    forwards = [parsed(files) for files in captures]
    backwards = [parsed(files) for files in reversed(captures)]

    assert forwards == backwards[::-1]
    assert len({snapshot.entries for snapshot in forwards}) == len(captures)
    theirs = sources.parse(sources.get("us_ofac_cons"), {"cons_prim.csv": listed(row())["sdn.csv"]})
    assert theirs.entries[0].source == "us_ofac_cons"
    assert theirs.entries[0].listings != forwards[1].entries[0].listings


def test_a_fault_seen_before_is_told_with_the_line_that_it_has_now() -> None:
    for before in range(3):
        rows = [row(uid=str(n)) for n in range(2, 2 + before)]
        with pytest.raises(InputError, match=f"sdn.csv, line {before + 1}, SDN_Type"):
            parsed(listed(*rows, row(kind="boat")))
        few = listed(*rows, row(), row(name="TWICE"))
        assert [f.says.partition(":")[0] for f in parsed(few).findings] == [
            f"sdn.csv, line {before + 2}"
        ]
        tail = few | {"alt.csv": b'1,1,"aka","FORGE",-0- \r\n'}
        assert ["alt.csv" in f.says for f in parsed(tail).findings] == [True, False]
