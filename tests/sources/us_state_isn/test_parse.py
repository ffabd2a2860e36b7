import csv
import io
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from onrecord import sources
from onrecord.errors import InputError
from onrecord.model.dates import PartialDate
from onrecord.model.listing import Effect, Entry, Kind, NameKind
from onrecord.model.snapshot import Snapshot

Real = Callable[[str], Iterator[tuple[str, str, dict[str, bytes]]]]
Outcome = Callable[[str, dict[str, bytes]], tuple[str, tuple[Entry, ...]]]
ISN = sources.get("us_state_isn")
HERE = Path(__file__).parent
SCHEMAS = ("seven_columns", "thirty_one_columns", "nine_columns")
HEADER = (
    "Programs,Name,Address,Country,Federal Register Notice,Effective Date,"
    "Date Lifted/Waived/Expired"
)


def parsed(content: bytes) -> Snapshot:
    return sources.parse(ISN, {"isn.csv": content})


def golden_file(schema: str) -> bytes:
    return (HERE / f"{schema}.csv").read_bytes()


def rows(*given: str, header: str = HEADER) -> bytes:
    return "\n".join([header, *given, ""]).encode()


def only(row: str) -> Entry:
    return parsed(rows(row)).entries[0]


@pytest.mark.parametrize("schema", SCHEMAS)
def test_invented_rows_read_as_the_golden_file_has_them(
    schema: str, golden: Callable[[str, str], None], told: Callable[[Snapshot], str]
) -> None:
    golden(f"{schema}.json", told(parsed(golden_file(schema))))


def test_one_determination_keeps_its_id_in_other_schemas_and_under_a_corrected_day() -> None:
    before, after = (parsed(golden_file(name)).entries for name in SCHEMAS[1:])

    assert before[0].listings[0].listed == PartialDate(2015, 9, 2)
    assert after[0].listings[0].listed == PartialDate(2015, 8, 28)
    assert before[0].uid == after[0].uid == "inksna-2015-strelsau-sunny-works"
    assert before[1].uid == after[1].uid


@pytest.mark.parametrize(
    ("written", "programme"),
    [
        ("Missle Sanctions Laws", "Missile Sanctions"),
        ("INSKNA", "INKSNA"),
        ("E.O. 13328 - D.P.R.K.", "E.O. 13382"),
        ("E.O. 12938 ", "E.O. 12938"),
        ("Executive Order 12938 ", "E.O. 12938"),
        ("Chemical and Biological Weapons", "Chemical and Biological Weapons Act"),
    ],
)
def test_one_programme_has_one_name_however_it_is_spelt(written: str, programme: str) -> None:
    assert only(f"{written},Zenda Works,,,,1/2/2003,").listings[0].programme == programme


def test_inksna_runs_for_two_years_and_freezes_nothing() -> None:
    listing = only('INKSNA,Zenda Works,,,"Vol. 1, No. 2",12/28/2006,').listings[0]

    assert (listing.term_years, listing.basis) == (2, ("INKSNA",))
    assert Effect.ASSET_FREEZE not in listing.effects
    assert listing.cites == "Vol. 1, No. 2"


@pytest.mark.parametrize(
    ("written", "ended", "says"),
    [
        ("12/28/2008", date(2008, 12, 28), None),
        ("4/1/2004", date(2004, 4, 1), None),
        ("", None, None),
        ("Waived on 9/19/03; Extended on 9/19/04", None, "Waived on 9/19/03; Extended on 9/19/04"),
        ("(partial) 11/2/2001", None, "(partial) 11/2/2001"),
        ("09/19/05; Permanently waived on 03/18/07", None, "09/19/05; Permanently waived on"),
    ],
)
def test_only_one_plain_day_is_an_end(written: str, ended: date | None, says: str | None) -> None:
    listing = only(f"INKSNA,Zenda Works,,,,12/28/2006,{written}").listings[0]

    assert listing.ended == (PartialDate.of(ended) if ended else None)
    assert (listing.end_says or "").startswith(says or "")
    assert (listing.end_says is None) is (says is None)


def test_no_day_at_all_is_unknown() -> None:
    entry = only("INKSNA,Zenda Works,,,,N/A,")

    assert entry.listings[0].listed is None
    assert entry.uid == "inksna-undated-zenda-works"


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Zenda Mining Corp. (ZOMID)", ["Zenda Mining Corp.", "ZOMID"]),
        ("Zenda Works [also known as ZW]", ["Zenda Works", "ZW"]),
        ("Zenda Works (China) [also know as: The Forge]", ["Zenda Works", "The Forge"]),
        ("Black  Michael  (a.k.a. B.M. Elphberg)", ["Black Michael", "B.M. Elphberg"]),
        ("Zenda Works (aka Forge, aka Old Forge)", ["Zenda Works", "Forge", "Old Forge"]),
        (
            "Zenda Works (AKA Forge; Mill; and Zenda Mill)",
            ["Zenda Works", "Forge", "Mill", "Zenda Mill"],
        ),
        ("Zenda Works AKA: Zenda Werke", ["Zenda Works", "Zenda Werke"]),
        ("Zenda (Old Town) Works", ["Zenda (Old Town) Works"]),
        ("Bank of Zenda (all offices worldwide)", ["Bank of Zenda (all offices worldwide)"]),
        ("Zenda Works (Kaliningrad)", ["Zenda Works"]),
        ("(ZOMID)", ["(ZOMID)"]),
        ("Zenda Works [also known as: Forge; MI", ["Zenda Works", "Forge"]),
    ],
)
def test_names_inside_a_name_are_names_too(written: str, names: list[str]) -> None:
    entry = only(f'INKSNA,"{written}",,,,12/28/2006,')

    assert [name.text for name in entry.names] == names


def test_alternative_names_are_divided_but_not_before_a_legal_form() -> None:
    entry = parsed(golden_file("nine_columns")).entries[0]

    assert [(name.text, name.kind) for name in entry.names[1:]] == [
        ("SSW", NameKind.ACRONYM),
        ("Sunny Trade Co., Ltd", NameKind.ALIAS),
        ("the Sunny Company", NameKind.ALIAS),
    ]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Zenda Works Ltd.", Kind.ORGANISATION),
        ("Ministry of War", Kind.ORGANISATION),
        ("General Bureau of Steel", Kind.ORGANISATION),
        ("Brigadier General Rupert Hentzau", Kind.PERSON),
        ("Mr. Black Michael", Kind.PERSON),
        ("Black Michael", Kind.OTHER),
        ("Zenda", Kind.OTHER),
    ],
)
def test_a_kind_is_told_by_a_title_or_a_word_of_the_name_or_not_at_all(
    name: str, kind: Kind
) -> None:
    assert only(f"INKSNA,{name},,,,12/28/2006,").kind is kind


def test_rows_that_share_an_id_are_numbered_by_day_whatever_their_order() -> None:
    first, second = (f"INKSNA,Zenda Works,,,,{day},{day[:-1]}9" for day in ("3/6/1992", "6/3/1992"))

    told = parsed(rows(first, second)).entries
    turned = parsed(rows(second, first)).entries

    assert [each.uid for each in told] == ["inksna-1992-zenda-works", "inksna-1992-zenda-works--2"]
    assert set(told) == set(turned)


def test_equal_rows_are_one_entry_and_told() -> None:
    row = "INKSNA,Zenda Works,,,,3/6/1992,"

    snapshot = parsed(rows(row, row))

    assert len(snapshot.entries) == 1
    assert [(f.code, f.damages) for f in snapshot.findings] == [("uid_twice", False)]


@pytest.mark.parametrize("schema", SCHEMAS)
def test_line_ends_order_of_columns_and_a_byte_order_mark_change_nothing(schema: str) -> None:
    content = golden_file(schema).replace(b"\r\n", b"\n")
    text = content.replace(b"\xff", b" ").replace(b"\x92", "’".encode()).decode()
    table = list(csv.reader(io.StringIO(text)))
    turned = io.StringIO()
    csv.writer(turned).writerows(row[::-1] for row in table)
    entries = parsed(content).entries

    assert parsed(content.replace(b"\n", b"\r\n")).entries == entries
    assert parsed(b"\xef\xbb\xbf" + text.encode()).entries == entries
    assert parsed(turned.getvalue().encode()).entries == entries


def test_bytes_of_no_encoding_are_blanks_and_told() -> None:
    snapshot = parsed(golden_file("seven_columns"))

    assert snapshot.entries[0].names[0].text == "9th of Zenda"
    assert snapshot.findings[0].code == "encoding"
    assert not any(finding.damages for finding in snapshot.findings)


GOOD = "INKSNA,Zenda Works,,,,3/6/1992,"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "^an empty file: isn.csv"),
        (b"\r\n\r\n", "^a file of blanks only: isn.csv"),
        (b"<!DOCTYPE HTML PUBLIC>", "^not a list but an HTML page: isn.csv"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "^not a list but an old Office file"),
        (rows(), "^a list without an entry: isn.csv"),
        (rows(GOOD, GOOD[:-1]), "^a row of 6 fields under a header of 7: isn.csv, line 3"),
        (rows(GOOD, 'INKSNA,"Zenda'), r"^a row that cannot be read \(a quote is never closed\)"),
        (rows(header=HEADER.replace("Name", "Party")), "^a column is lacking: 'Name'"),
        (rows(GOOD + ",x", header=f"{HEADER},New"), "^a column that is not known: 'New'.*line 2"),
        (rows(header=f"{HEADER},Name"), "^a column that stands twice: 'Name'"),
        (rows(GOOD.replace("INKSNA", "ZENDA")), "^a code that is not known: 'ZENDA'.*line 2, Prog"),
        (rows(GOOD.replace("Zenda Works", " ")), "^nothing where a value must be: .*line 2, Name"),
        (rows(GOOD.replace("3/6/1992", "1992-03-06")), "^not a day as M/D/YYYY: '1992-03-06'"),
        (rows(GOOD.replace("3/6/1992", "2/30/1992")), "^no such date: 1992-02-30.*Effective Date"),
        (rows(GOOD + "2/30/1992"), "^no such date: 1992-02-30.*Date Lifted"),
        (rows(GOOD).replace(b"Zenda", b"Z\x81nda"), "^byte 0x81 at byte 104 is not utf-8.*line 2"),
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
    text = content.decode("latin-1")
    twice = sum(finding.code == "uid_twice" for finding in snapshot.findings)
    assert len(snapshot.entries) + twice == sum(map(bool, csv.reader(io.StringIO(text)))) - 1
    return "loaded"


@pytest.mark.parametrize("schema", SCHEMAS)
def test_spoilt_bytes_are_refused_or_loaded_whole(
    schema: str, spoilt: Callable[[bytes, int], Iterator[bytes]]
) -> None:
    came = {refused_or_whole(each) for each in spoilt(golden_file(schema), 100)}

    assert came == {"refused", "loaded"}


@pytest.mark.real
def test_every_capture_comes_out_as_it_should(real: Real, outcome: Outcome) -> None:
    for name, expect, files in [*real("us-state-isn/*"), *real("odd/us-state-isn*")]:
        assert outcome("us_state_isn", files)[0] == expect, name


@pytest.mark.real
def test_corrected_days_and_rewritten_notices_make_no_entry_anew(
    real: Real, outcome: Outcome
) -> None:
    """lists/README.md: by name, programme and day these steps show 23 + 23, and 30 + 20."""
    uids = {
        name: {entry.uid for entry in outcome("us_state_isn", files)[1]}
        for name, _, files in real("us-state-isn/*")
    }

    assert uids["2015-11-03"] == uids["2015-09-24"]
    assert len(uids["2016-12-02"] - uids["2016-07-22"]) == 12
    assert len(uids["2016-07-22"] - uids["2016-12-02"]) == 2


@pytest.mark.real
def test_spoilt_real_bytes_are_refused_or_loaded_whole(
    real: Real, spoilt: Callable[[bytes, int], Iterator[bytes]]
) -> None:
    for name in ("2014-09-04", "2016-07-22", "2016-12-02"):
        ((_, _, files),) = real(f"us-state-isn/{name}")
        assert {refused_or_whole(each) for each in spoilt(files["isn.csv"], 70)}
