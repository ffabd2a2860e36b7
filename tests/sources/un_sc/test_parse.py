import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from onrecord import sources
from onrecord.errors import InputError
from onrecord.model.listing import Effect, Entry, NameKind
from onrecord.model.snapshot import Snapshot

Real = Callable[[str], Iterator[tuple[str, str, dict[str, bytes]]]]
Outcome = Callable[[str, dict[str, bytes]], tuple[str, tuple[Entry, ...]]]
UN = sources.get("un_sc")
GOLDEN = (Path(__file__).parent / "consolidated.xml").read_bytes()


def parsed(content: bytes) -> Snapshot:
    return sources.parse(UN, {"consolidated.xml": content})


def changed(old: str, new: str) -> bytes:
    text = GOLDEN.decode()
    assert old in text
    return text.replace(old, new, 1).encode()


def test_invented_records_read_as_the_golden_file_has_them(
    golden: Callable[[str, str], None], told: Callable[[Snapshot], str]
) -> None:
    golden("golden.json", told(parsed(GOLDEN)))


@pytest.mark.parametrize(
    "written",
    ["2018-06-07T19:03:43.97-04:00", "2018-06-07T00:00:02.610Z", "2018-06-07T23:59:59.1+14:00"],
)
def test_the_day_is_the_one_written_in_the_files_own_zone(written: str) -> None:
    content = changed('"2018-06-07T23:03:43.97-04:00"', f"'{written}'")

    assert parsed(content).published == date(2018, 6, 7)


def test_blanks_around_a_reference_are_no_part_of_it() -> None:
    assert [entry.uid for entry in parsed(GOLDEN).entries] == ["KPi.901", "IRe.901"]


def test_layout_changes_no_entry() -> None:
    packed = re.sub(rb">\s+<", b"><", GOLDEN).replace(b"<VALUE/>", b"<VALUE></VALUE>")
    marked = b"\xef\xbb\xbf" + GOLDEN.replace(b"\n", b"\r\n")

    assert parsed(packed).entries == parsed(GOLDEN).entries
    assert parsed(marked).entries == parsed(GOLDEN).entries


def test_aliases_have_the_kind_of_their_quality() -> None:
    person, entity = parsed(GOLDEN).entries

    assert [name.kind for name in person.names[2:]] == [NameKind.ALIAS, NameKind.WEAK]
    assert [name.kind for name in entity.names[1:]] == [NameKind.ALIAS, NameKind.FORMER]


def test_an_entity_is_under_no_travel_ban() -> None:
    person, entity = parsed(GOLDEN).entries

    assert Effect.TRAVEL_BAN in person.listings[0].effects
    assert entity.listings[0].effects == (Effect.ASSET_FREEZE,)
    assert (person.listings[0].programme, person.listings[0].basis) == (
        "1718 (DPRK)",
        ("UNSCR1718",),
    )


def test_one_reference_twice_with_another_record_does_damage() -> None:
    text = GOLDEN.decode()
    record = re.search(r"<ENTITY>.*?</ENTITY>", text, re.S)
    assert record is not None
    again = record[0].replace("STEEL WORKS", "IRON WORKS")
    content = text.replace(record[0], record[0] + again).encode()

    snapshot = parsed(content)

    assert len(snapshot.entries) == 2
    assert [(f.code, f.damages) for f in snapshot.findings] == [("uid_differs", True)]


def test_the_same_record_twice_is_a_warning() -> None:
    text = GOLDEN.decode()
    record = re.search(r"<ENTITY>.*?</ENTITY>", text, re.S)
    assert record is not None

    snapshot = parsed(text.replace(record[0], record[0] * 2).encode())

    assert [(f.code, f.damages) for f in snapshot.findings] == [("uid_twice", False)]


DEEP = b"<CONSOLIDATED_LIST>" + b"<A>" * 100_000
ROOT = '<CONSOLIDATED_LIST dateGenerated="2018-06-07T00:00:00Z">'
FEW = f"{ROOT}<INDIVIDUALS/><ENTITIES/></CONSOLIDATED_LIST>".encode()
DECLARED = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>'


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "^an empty file: consolidated.xml"),
        (b"\x89PNG\r\n\x1a\n", "^not XML but a PNG image"),
        (b"<html><body>Sorry</body></html>", "^not XML but an HTML page"),
        (
            GOLDEN[: len(GOLDEN) // 2],
            r"^XML that is not whole or not well formed .*line \d+, column",
        ),
        (GOLDEN + GOLDEN, "^XML that is not whole or not well formed .*line"),
        (GOLDEN + b"<CONSOLIDATED_LIST/>", "^XML that is not whole or not well formed .*line"),
        (changed("RUPERT", "R & D"), "^XML that is not whole .*line 7, column"),
        (changed("RUPERT", "R\x19"), "^XML that is not whole .*line 7, column"),
        (changed("RUPERT", "R&xxe;"), "^XML that is not whole .*line 7"),
        ((DECLARED + GOLDEN.decode()[39:]).encode(), "^XML with a document type or entity decl"),
        (changed("xmlns:xsi=", 'xmlns:x="http://www.w3.org/2001/XInclude" xmlns:xsi='), "includes"),
        (changed("UTF-8", "UTF-7"), "^XML that says it is UTF-7, not UTF-8"),
        (GOLDEN.decode().encode("utf-16"), "^not XML but UTF-16 text"),
        (GOLDEN.decode().replace("Р", "É").encode("latin-1", "replace"), "^byte 0xc9 .*line 15"),
        (DEEP, "^XML that is not whole"),
        (DEEP[: 19 + 3 * 210] + b"</A>" * 210 + b"</CONSOLIDATED_LIST>", "more than 200 deep"),
        (b"<sdnList/>", "^another kind of XML: its root is 'sdnList'"),
        (b'<CONSOLIDATED_LIST xmlns="http://x"/>', "^another kind of XML: its root is '{http"),
        (FEW, "^a list without an entry: consolidated.xml"),
        (f"{ROOT}<INDIVIDUALS/></CONSOLIDATED_LIST>".encode(), "^0 sections where one .*ENTITIES"),
        (changed("2018-06-07T23", "7 June T23"), "^not the day of a list: .*line 2, dateGenerated"),
        (
            changed("<GENDER>Male</GENDER>", "<SEX>Male</SEX>"),
            "not known: 'SEX'.*line 4, INDIVIDUAL",
        ),
        (changed("<CITY>Hentzau</CITY>", "<TOWN>X</TOWN>"), "an element that is not known: 'TOWN'"),
        (changed("<TITLE>", "<TITLE><B/>"), "an element that is not known: 'B'"),
        (changed("<GENDER>", "<GENDER><B/>"), "an element that is not known: 'B'"),
        (changed("<INDIVIDUAL>", '<INDIVIDUAL new="1">'), "an attribute that is not known: 'new'"),
        (changed("<TITLE>", "stray<TITLE>"), "text between elements"),
        (changed("KPi.901 ", " "), "nothing where a value must be.*REFERENCE_NUMBER"),
        (changed(">DPRK<", ">ZENDA<"), "^a list that is not known: 'ZENDA'"),
        (changed(">Good<", ">Fair<"), "^a quality that is not known: 'Fair'"),
        (changed(">EXACT<", ">GUESS<"), "^a type of date that is not known: 'guess'"),
        (changed("2015-04-14", "2015-02-30"), "^no such date: 2015-02-30.*LISTED_ON"),
        (changed("<YEAR>1868", "<YEAR>about 1868"), "^not a year: 'about 1868'.*YEAR"),
        (changed("<TO_YEAR>1871", "<TO_YEAR>1860"), "^years in the wrong order"),
        (changed("<GENDER>", "<LISTED_ON>2001-01-01</LISTED_ON><GENDER>"), "stands 2 times"),
    ],
)
def test_what_is_not_the_published_form_is_refused_with_its_place(
    content: bytes, says: str
) -> None:
    with pytest.raises(InputError, match=says) as told:
        parsed(content)
    assert len(str(told.value).splitlines()) == 1


def refusal(why: InputError) -> str:
    assert len(str(why).splitlines()) == 1
    return "refused"


def refused_or_whole(content: bytes) -> str:
    try:
        snapshot = parsed(content)
    except InputError as why:
        return refusal(why)
    records = len(re.findall(rb"<(?:INDIVIDUAL|ENTITY)[\s>]", content))
    assert len(snapshot.entries) + len(snapshot.findings) == records
    return "loaded"


def test_spoilt_bytes_are_refused_or_loaded_whole(
    spoilt: Callable[[bytes, int], Iterator[bytes]],
) -> None:
    assert {refused_or_whole(each) for each in spoilt(GOLDEN, 400)} == {"refused", "loaded"}


# lists/README.md, "un-sc": individuals + entities, counted by other means
COUNTED = {
    "2017-07-02": 653 + 371,
    "2017-07-02b": 653 + 371,
    "2017-07-04": 650 + 371,
    "2018-06-08": 693 + 405,
    "2018-06-22": 695 + 405,
    "2018-10-30": 703 + 390,
    "2020-04-15": 709 + 305,
    "2020-11-24": 713 + 305,
    "2020-11-25": 713 + 305,
    "2020-12-01": 713 + 305,
    "2020-12-08": 712 + 294,
    "2022-09-24": 699 + 253,
    "2024-09-22": 682 + 193,
    "2024-09-26": 682 + 193,
    "2024-12-18": 686 + 193,
    "2025-05-25": 684 + 193,
    "2026-02-27": 730 + 273,
}


@pytest.mark.real
def test_every_capture_comes_out_as_it_should(real: Real, outcome: Outcome) -> None:
    seen: dict[str, set[str]] = {}
    for name, expect, files in real("un-sc/*"):
        came, entries = outcome("un_sc", files)
        assert came == expect, name
        if entries:
            seen[name] = {entry.uid for entry in entries}

    assert {name: len(uids) for name, uids in seen.items()} == COUNTED
    assert seen["2017-07-02b"] - seen["2017-07-04"] == {"QDi.168", "QDi.169", "QDi.170"}
    assert seen["2024-12-18"] - seen["2025-05-25"] == {"LYi.020", "QDi.095"}
    assert [name for name, uids in seen.items() if "IRe.001" not in uids] == [
        "2024-09-22",
        "2024-09-26",
        "2024-12-18",
        "2025-05-25",
    ]


@pytest.mark.real
def test_spoilt_real_bytes_are_refused_or_loaded_whole(
    real: Real, spoilt: Callable[[bytes, int], Iterator[bytes]]
) -> None:
    ((_, _, files),) = real("un-sc/2024-12-18")

    assert {refused_or_whole(each) for each in spoilt(files["consolidated.xml"], 25)}
