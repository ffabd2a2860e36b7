import csv
import io
import random
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it ships no types

from onrecord import sources
from onrecord.errors import InputError
from onrecord.model.dates import PartialDate
from onrecord.model.listing import Effect, Entry, Identifier, Kind, NameKind
from onrecord.model.snapshot import Snapshot

Real = Callable[[str], Iterator[tuple[str, str, dict[str, bytes]]]]
Outcome = Callable[[str, dict[str, bytes]], tuple[str, tuple[Entry, ...]]]
OFSI = sources.get("gb_ofsi")
HERE = Path(__file__).parent
NEW = (HERE / "ConList.csv").read_bytes()
OLD = (HERE / "sanctionsconlist.csv").read_bytes()


def parsed(content: bytes) -> Snapshot:
    return sources.parse(OFSI, {"ConList.csv": content})


def changed(old: str, new: str, content: bytes = NEW) -> bytes:
    assert old.encode() in content
    return content.replace(old.encode(), new.encode(), 1)


def as_sheet(content: bytes) -> bytes:
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True})
    sheet = book.add_worksheet()
    for row, cells in enumerate(csv.reader(io.StringIO(content.decode()))):
        for column, cell in enumerate(cells):
            sheet.write_string(row, column, cell)
    book.close()
    return kept.getvalue()


@pytest.mark.parametrize(("content", "name"), [(NEW, "ConList"), (OLD, "sanctionsconlist")])
def test_invented_rows_read_as_the_golden_file_has_them(
    content: bytes, name: str, golden: Callable[[str, str], None], told: Callable[[Snapshot], str]
) -> None:
    golden(f"{name}.json", told(parsed(content)))


def test_the_first_line_states_the_day_with_one_comma_or_with_as_many_as_the_header() -> None:
    assert parsed(NEW).published == date(2022, 5, 4)
    assert parsed(OLD).published == date(2018, 4, 13)
    assert parsed(OLD.replace(b"," * 27, b"", 1)).published == date(2018, 4, 13)


def test_a_party_is_a_group_and_not_a_row_or_a_name() -> None:
    assert [entry.uid for entry in parsed(NEW).entries] == ["90001", "90002", "90003"]


def test_a_group_under_two_regimes_is_one_entry_with_two_listings() -> None:
    rupert = parsed(NEW).entries[0]

    assert [(each.programme, str(each.listed)) for each in rupert.listings] == [
        ("Global Human Rights", "2020-07-06"),
        ("Myanmar", "2021-02-25"),
    ]
    assert ("designated", "Myanmar: 2021-04-29") in rupert.details


def test_the_uk_sanctions_list_reference_is_an_identifier_and_so_is_each_of_two() -> None:
    said = parsed(NEW).entries

    assert [i.value for i in said[0].identifiers if i.type == "uk_sanctions_list"] == [
        "GHR9001",
        "MYA9001",
    ]
    assert Identifier("un_reference", "KPe.901") in said[1].identifiers


def test_a_regime_that_was_only_worded_anew_keeps_one_name_and_burma_is_another() -> None:
    old = parsed(OLD).entries[1].listings[0]
    burma = changed("North Korea (Democratic People's Republic of Korea)", "Burma", OLD)

    assert (old.programme, old.basis) == ("Democratic People's Republic of Korea", ())
    assert parsed(burma).entries[1].listings[0].programme == "Burma"
    assert parsed(NEW).entries[1].listings[0].programme == old.programme


def test_a_regime_of_tomorrow_is_taken_as_published_and_freezes_assets() -> None:
    listing = parsed(NEW.replace(b",Myanmar,", b",Zenda,")).entries[0].listings[1]

    assert (listing.programme, listing.effects) == ("Zenda", (Effect.ASSET_FREEZE,))


def test_names_have_the_family_name_last_and_the_kind_of_their_row() -> None:
    rupert, works, ship = parsed(NEW).entries

    assert [(name.text, name.kind) for name in rupert.names] == [
        ("Rupert HENTZAU", NameKind.PRIMARY),
        ("Руперт Хенцау", NameKind.ALIAS),
        ("RUPERT THE BOLD", NameKind.WEAK),
    ]
    assert rupert.names[1].script == "Cyrl"
    assert works.names[1].kind is NameKind.FORMER
    assert (works.kind, ship.kind) == (Kind.ORGANISATION, Kind.VESSEL)


@pytest.mark.parametrize(
    ("written", "born"),
    [
        ("00/00/1980", "1980"),
        ("00/03/1980", "1980-03"),
        ("05/03/1980", "1980-03-05"),
        ("1980", "1980"),
        ("03/1980", "1980-03"),
        ("1980-03-05", "1980-03-05"),
        ("29285", "1980-03-05"),
    ],
)
def test_a_birth_date_is_as_exact_as_it_is_written(written: str, born: str) -> None:
    (first, *_) = parsed(changed("00/00/1869", written)).entries[0].births[::-1]

    assert (str(first.earliest), str(first.latest)) == (born, born)


@pytest.mark.parametrize("written", ["29/02/1969", "00/00/0", "31/04/1970"])
def test_a_birth_date_that_is_no_day_is_kept_as_it_stands_and_told(written: str) -> None:
    snapshot = parsed(changed("00/00/1869", written))

    assert ("birth_note", written) in snapshot.entries[0].details
    assert len(snapshot.entries[0].births) == 1
    assert [(f.code, f.damages) for f in snapshot.findings] == [("no_such_day", False)]


def test_numbered_values_in_a_cell_are_several_and_pair_with_what_is_said_of_them() -> None:
    rupert, fritz = parsed(NEW).entries[0], parsed(OLD).entries[0]

    assert rupert.titles == ("Captain of the guard", "Colonel", "Count")
    assert rupert.nationalities == ("Ruritania", "Burlesdon")
    assert rupert.birth_places == ("Hentzau, Ruritania", "Strelsau, Ruritania")
    assert rupert.identifiers[:2] == (
        Identifier("passport", "A123456"),
        Identifier("passport", "B-77", note="Ruritania number. Issued in Zenda"),
    )
    assert [i.value for i in fritz.identifiers if i.type == "passport"] == ["28642163", "K-48"]


def test_the_order_of_rows_and_columns_changes_no_entry() -> None:
    top, header, *rows = list(csv.reader(io.StringIO(NEW.decode())))
    random.Random(1).shuffle(rows)  # noqa: S311 - not for secrets
    turned = io.StringIO()
    csv.writer(turned).writerows([top, header[::-1], *(row[::-1] for row in rows)])

    again = parsed(turned.getvalue().encode()).entries

    assert sorted(again, key=lambda e: e.uid) == list(parsed(NEW).entries)


def test_a_sheet_and_a_csv_of_the_same_rows_are_the_same_list() -> None:
    for name in ("ConList.xlsx", "whatever.bin"):
        assert sources.parse(OFSI, {name: as_sheet(NEW)}) == parsed(NEW)


def test_a_list_in_which_many_groups_lack_their_primary_name_has_lost_rows() -> None:
    (told,) = parsed(changed("Ship,Primary name", "Ship,AKA")).findings

    assert (told.code, told.damages) == ("no_primary", True)
    assert told.says.startswith("1 of 3 groups have no primary name")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "^an empty file: ConList.csv"),
        (b"<html><body>Sorry</body></html>", "^not a list but an HTML page"),
        (b"PK\x03\x04junk", "^a packed sheet that is not whole"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1junk", "^a spreadsheet that cannot be read"),
        (NEW.split(b"\n", 1)[1], "^a first line that does not state the day of the list"),
        (changed("04/05/2022", "soon"), "^not a day as DD/MM/YYYY: 'soon': ConList.csv, line 1"),
        (changed("04/05/2022", "00/05/2022"), "^not a day: '00/05/2022'"),
        (b"\n".join(NEW.split(b"\n")[:2]) + b"\n", "^a list without an entry: ConList.csv"),
        (changed("Town of Birth", "Village"), "^a column that is not known: 'Village'.*line 2"),
        (changed("Name 5,", "Name 4,"), "^a column that stands twice: 'Name 4'"),
        (changed(",Regime", ",Position"), "^a column that stands twice"),
        (changed(",Individual,", ",Person,"), "^a code that is not known: 'Person'.*Group Type"),
        (changed(",AKA,Low", ",AKU,Low"), "^a code that is not known: 'aku'.*Alias Type"),
        (changed("Low quality", "So so"), "^a code that is not known: 'so so'.*Alias Quality"),
        (changed("06/07/2020", "2020/07/06"), "^not a day as DD/MM/YYYY.*line 4, Listed On"),
        (changed("06/07/2020", "31/06/2020"), "^no such date: 2020-06-31.*Listed On"),
        (changed("00/00/1869", "about 1869"), "^not a day as DD/MM/YYYY: 'about 1869'.*DOB"),
        (changed(",90003", ",9x"), "^not the number of a group: '9x'"),
        (changed(",90003", ",90001"), "^group 90001 is of two types"),
        (changed("QUEEN FLAVIA", ""), "^nothing where a name must be"),
        (changed(",90003", ",90003,"), "^a row of 37 fields under a header of 36"),
    ],
)
def test_what_is_not_the_published_form_is_refused_with_its_place(
    content: bytes, says: str
) -> None:
    with pytest.raises(InputError, match=says) as told:
        parsed(content)
    assert len(str(told.value).splitlines()) == 1


@pytest.mark.parametrize("text", ["1" * 100_000 + "é", "no" + " " * 100_000 + "é", "(1)" * 30_000])
def test_a_hostile_text_in_a_cell_costs_no_more_than_its_length(text: str) -> None:
    content = changed("(1) - (2) Ruritania number. Issued in Zenda", text)

    assert parsed(content.replace(b"(1) A123456 (2) B-77", b"")).entries


def refusal(why: InputError) -> str:
    assert len(str(why).splitlines()) == 1
    return "refused"


def refused_or_loaded(content: bytes) -> str:
    try:
        snapshot = parsed(content)
    except InputError as why:
        return refusal(why)
    assert snapshot.entries
    return "loaded"


def test_spoilt_bytes_are_refused_or_loaded(
    spoilt: Callable[[bytes, int], Iterator[bytes]],
) -> None:
    assert {refused_or_loaded(each) for each in spoilt(NEW, 200)} == {"refused", "loaded"}
    assert {refused_or_loaded(each) for each in spoilt(OLD, 100)} == {"refused", "loaded"}
    assert {refused_or_loaded(each) for each in spoilt(as_sheet(NEW), 100)} >= {"refused"}


# lists/README.md, "gb-ofsi": groups of 2014 and 2018, and key parties, counted by other means
COUNTED = {"2014-04-23": 2297, "2018-10-25": 2106, "2020-04-29": 2114, "2022-05-05": 3430}


@pytest.mark.real
def test_every_capture_comes_out_as_it_should(real: Real, outcome: Outcome) -> None:
    seen: dict[str, dict[str, Entry]] = {}
    for name, expect, files in real("gb-ofsi/*"):
        came, entries = outcome("gb_ofsi", files)
        assert came == expect, name
        seen[name] = {entry.uid: entry for entry in entries}

    assert {name: len(entries) for name, entries in seen.items()} == COUNTED
    for name in ("2014-04-23", "2018-10-25"):
        assert sum(len(e.listings) > 1 for e in seen[name].values()) == 6
    assert all("10892" in entries for entries in seen.values())
    ddi = seen["2022-05-05"]["14165"]
    assert ddi.names[0].text == "DIRECTORATE FOR DEFENCE INDUSTRIES"
    assert "KA PA SA" in {name.text for name in ddi.names}
    assert Identifier("uk_sanctions_list", "MYA0032") in ddi.identifiers
    assert ddi.listings[0].listed == PartialDate(2021, 12, 10)
    hlaing = seen["2022-05-05"]["13897"]
    assert [(each.programme, str(each.listed)) for each in hlaing.listings] == [
        ("Global Human Rights", "2020-07-06"),
        ("Myanmar", "2021-02-25"),
    ]


@pytest.mark.real
def test_a_part_of_the_list_is_seen_to_have_lost_rows(captures: Path) -> None:
    content = (captures / "gb-ofsi/2016-02-17/sanctionsconlist.csv").read_bytes()

    snapshot = parsed(content)

    assert len(snapshot.entries) == 463
    assert any(finding.damages for finding in snapshot.findings)
