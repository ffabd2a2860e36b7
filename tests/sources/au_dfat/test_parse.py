import csv
import io
import random
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it ships no types

from onrecord import sources
from onrecord.errors import InputError
from onrecord.model.dates import PartialDate
from onrecord.model.listing import Effect, Entry, Identifier, NameKind
from onrecord.model.snapshot import Snapshot

Real = Callable[[str], Iterator[tuple[str, str, dict[str, bytes]]]]
Outcome = Callable[[str, dict[str, bytes]], tuple[str, tuple[Entry, ...]]]
Rows = list[list[str]]
DFAT = sources.get("au_dfat")
TEXT = (Path(__file__).parent / "rows.csv").read_text(encoding="utf-8")
DAY = re.compile("(19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])")
NEWER = ("Alias Strength", "IMO Number", "Instrument of Designation")
EFFECTS = ("Targeted Financial Sanction", "Travel Ban", "Arms Embargo", "Maritime Restriction")


def rows(text: str = TEXT) -> Rows:
    return list(csv.reader(io.StringIO(text)))


def sheet(given: Rows) -> bytes:
    """A sheet as published: numbers and days as such, and empty cells far out at its end."""
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True})
    page = book.add_worksheet()
    days = book.add_format({"num_format": "d/mm/yyyy"})
    for at, cells in enumerate(given):
        for column, value in enumerate(cells):
            if value.isdecimal():
                page.write_number(at, column, int(value))
            elif DAY.fullmatch(value):
                page.write_datetime(at, column, date.fromisoformat(value), days)
            else:
                page.write_string(at, column, value)
    page.write_string(len(given) + 40, 254, " ")
    book.close()
    return kept.getvalue()


def parsed(given: Rows | bytes) -> Snapshot:
    content = given if isinstance(given, bytes) else sheet(given)
    return sources.parse(DFAT, {"regulation8_consolidated.xlsx": content})


def changed(old: str, new: str) -> Rows:
    assert old in TEXT
    return rows(TEXT.replace(old, new, 1))


def by_uid(given: Rows) -> dict[str, Entry]:
    return {entry.uid: entry for entry in parsed(given).entries}


def test_invented_rows_read_as_the_golden_file_has_them(
    golden: Callable[[str, str], None], told: Callable[[Snapshot], str]
) -> None:
    golden("golden.json", told(parsed(rows())))


def test_a_reference_with_letters_is_another_name_of_the_one_without() -> None:
    entries = by_uid(rows())

    assert list(entries) == ["9002", "9113", "9317", "9400", "9401"]
    assert [(name.text, name.kind) for name in entries["9113"].names] == [
        ("Zenda Mining Development", NameKind.PRIMARY),
        ("ZMD", NameKind.ALIAS),
        ("Old Zenda Mines", NameKind.FORMER),
    ]


def test_a_reference_is_the_same_as_a_number_and_as_a_text() -> None:
    assert by_uid(changed("9317,", "009317,")).keys() == by_uid(rows()).keys()


@pytest.mark.parametrize(
    ("uid", "listed"),
    [
        ("9002", "2019-12-04"),
        ("9113", "2009-04-24"),
        ("9317", None),
        ("9400", "2013-03-07"),
        ("9401", "2012-03-02"),
    ],
)
def test_a_listing_day_is_the_first_that_the_text_states_and_never_a_relisting(
    uid: str, listed: str | None
) -> None:
    (day,) = {listing.listed for listing in by_uid(rows())[uid].listings}

    assert day == (PartialDate.parse(listed) if listed else None)


def test_a_text_that_begins_with_another_day_states_no_listing() -> None:
    for text in ("Relisted on 3 May 2015", "Last listed on 3 May 2015", "Listed on 31 Feb. 2013"):
        listing = by_uid(changed("2013-03-07,1970", f"{text},1970"))["9400"].listings[0]
        assert (listing.listed, listing.cites) == (None, text)


def test_the_day_on_which_a_listing_will_cease_is_kept_in_its_words() -> None:
    listing = by_uid(rows())["9002"].listings[0]

    assert listing.end_says is not None
    assert listing.end_says.startswith("This listing will cease to have effect on 4 December 2022")
    assert (listing.ended, listing.term_years) == (None, None)


def test_programmes_are_the_committees_as_published_with_one_dash_and_two_are_two() -> None:
    entries = by_uid(rows())

    assert [each.programme for each in entries["9400"].listings] == [
        "1970 (Libya)",
        "1973 (Libya)",
    ]
    assert entries["9401"].listings[0].programme == "Autonomous (Thematic - Corruption)"
    assert entries["9317"].listings[0].programme == "Autonomous (Myanmar)"
    assert entries["9317"].listings[0].basis == ("AU-AS-2011",)


def test_an_autonomous_regime_of_tomorrow_bans_persons_from_travel() -> None:
    listing = by_uid(changed("Autonomous (Myanmar)", "Autonomous (Ruritania)"))["9317"].listings[0]

    assert listing.programme == "Autonomous (Ruritania)"
    assert listing.effects == (Effect.ASSET_FREEZE, Effect.TRAVEL_BAN)


def test_an_entity_is_under_no_travel_ban() -> None:
    assert by_uid(rows())["9113"].listings[0].effects == (Effect.ASSET_FREEZE,)


def test_numbers_in_the_prose_are_identifiers() -> None:
    entries = by_uid(rows())

    assert entries["9002"].identifiers == (
        Identifier("passport", "472310082"),
        Identifier("passport", "A-7713"),
    )
    assert entries["9113"].identifiers == (Identifier("imo", "9000001"),)


def test_the_newer_columns_say_what_a_listing_does() -> None:
    given = rows()
    given[0] += [*NEWER, *EFFECTS]
    for row in given[1:]:
        row += ["", "9000002", "F2023L0001", "Yes", "No", "TRUE", ""]
    given[5][12] = "Weak"

    entry = by_uid(given)["9113"]

    assert entry.listings[0].effects == (Effect.ASSET_FREEZE, Effect.ARMS_EMBARGO)
    assert (entry.listings[0].cites or "").endswith("; F2023L0001")
    assert entry.identifiers[0] == Identifier("imo", "9000002")
    assert [name.kind for name in entry.names[1:]] == [NameKind.WEAK, NameKind.FORMER]


def test_the_order_of_rows_and_columns_changes_no_entry() -> None:
    header, *body = rows()
    random.Random(1).shuffle(body)  # noqa: S311 - not for secrets

    again = by_uid([header[::-1], *(row[::-1] for row in body)])

    assert again == by_uid(rows())


def test_a_reference_that_has_lost_its_primary_name_has_lost_a_row() -> None:
    (told,) = parsed([row for row in rows() if row[0] != "9113"]).findings

    assert (told.code, told.damages) == ("no_primary", True)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (b"", "^an empty file: regulation8_consolidated.xlsx"),
        (b"Reference,Name\n", "^no spreadsheet but something else"),
        (b"<html><body>Sorry</body></html>", "^no spreadsheet but an HTML page"),
        (rows()[:1], "^a list without an entry"),
        ([], "^a file without a header"),
        (changed("Citizenship", "Nation"), "^a column that is not known: 'Nation'.*line 1"),
        (changed("9317,", "X17,"), "^not a reference: 'X17'.*line 8, Reference"),
        (changed("Individual,Primary Name,24", "Person,Primary Name,24"), "not known: 'person'"),
        (changed("Entity,AKA", "Entity,Nickname"), "not known: 'nickname'.*Name Type"),
        (changed("Entity,AKA", "Individual,AKA"), "^reference 9113 is of two types"),
        (changed("ZMD", " "), "^nothing where a name must be"),
        (changed("Autonomous (Myanmar)", ""), "^nothing where a value must be.*Committees"),
        (changed("2023-02-01", "soon"), "^not a day: 'soon'.*Control Date"),
        (changed("2023-02-01", "30 Feb. 2023"), "^no such date: 2023-02-30.*Control Date"),
    ],
)
def test_what_is_not_the_published_form_is_refused_with_its_place(
    given: Rows | bytes, says: str
) -> None:
    with pytest.raises(InputError, match=says) as told:
        parsed(given)
    assert len(str(told.value).splitlines()) == 1


def refusal(why: InputError) -> str:
    assert len(str(why).splitlines()) == 1
    return "refused"


def refused_or_loaded(given: Rows | bytes) -> str:
    try:
        snapshot = parsed(given)
    except InputError as why:
        return refusal(why)
    assert snapshot.entries
    return "loaded"


def test_spoilt_bytes_are_refused_or_loaded(
    spoilt: Callable[[bytes, int], Iterator[bytes]],
) -> None:
    content = sheet(rows())
    assert "refused" in {refused_or_loaded(each) for each in spoilt(content, 120)}


def test_spoilt_cells_are_refused_or_loaded() -> None:
    dice = random.Random(8)  # noqa: S311 - not for secrets
    came = set()
    for _ in range(120):
        given = rows()
        for _ in range(dice.randint(1, 3)):
            a, b = (dice.choice(given) for _ in range(2))
            at = dice.randrange(12)
            a[at], b[at] = b[at], a[at][: dice.randrange(40)]
        came.add(refused_or_loaded(given))

    assert came == {"refused", "loaded"}


@pytest.mark.real
def test_every_capture_comes_out_as_it_should(real: Real, outcome: Outcome) -> None:
    """lists/README.md, "au-dfat" and the golden answers."""
    seen: dict[str, dict[str, Entry]] = {}
    for name, expect, files in real("au-dfat/*"):
        came, entries = outcome("au_dfat", files)
        assert came == expect, name
        seen[name] = {entry.uid: entry for entry in entries}

    before, after = seen["2022-05-05"], seen["2024-12-18"]
    assert (len(before), len(after)) == (2666, 3062)
    assert before["1150"].names[0].text == "Amin Industrial Complex"
    assert "1150" not in after
    assert after["7713"].names[0].text == "AMIN INDUSTRIAL COMPLEX"
    assert "7317" not in before
    assert after["7317"].names[0].text == "Min Aung Hlaing"
    assert after["7317"].listings[0].programme == "Autonomous (Myanmar)"
    assert after["7334"].names[0].text.startswith("Myanmar Economic Holdings")
    assert {before["1113"].listings[0].listed, after["1113"].listings[0].listed} == {
        PartialDate(2009, 4, 24)
    }
    assert before["3188"].listings[0].listed == PartialDate(2019, 12, 4)
    assert "3188" not in after
