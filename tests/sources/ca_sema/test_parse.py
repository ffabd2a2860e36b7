import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from onrecord import sources
from onrecord.errors import InputError
from onrecord.model.dates import PartialDate
from onrecord.model.listing import Birth, Effect, Entry, Identifier, Kind
from onrecord.model.snapshot import Snapshot

Real = Callable[[str], Iterator[tuple[str, str, dict[str, bytes]]]]
Outcome = Callable[[str, dict[str, bytes]], tuple[str, tuple[Entry, ...]]]
SEMA = sources.get("ca_sema")
HERE = Path(__file__).parent
A = (HERE / "shape_a.xml").read_bytes()
B = (HERE / "shape_b.xml").read_bytes()


def parsed(content: bytes) -> Snapshot:
    return sources.parse(SEMA, {"sema-lmes.xml": content})


def by_uid(content: bytes) -> dict[str, Entry]:
    return {entry.uid: entry for entry in parsed(content).entries}


def changed(old: str, new: str, content: bytes = B) -> bytes:
    assert old.encode() in content
    return content.replace(old.encode(), new.encode(), 1)


@pytest.mark.parametrize(("content", "name"), [(A, "shape_a"), (B, "shape_b")])
def test_invented_records_read_as_the_golden_file_has_them(
    content: bytes, name: str, golden: Callable[[str, str], None], told: Callable[[Snapshot], str]
) -> None:
    golden(f"{name}.json", told(parsed(content)))


def test_a_record_keeps_its_id_from_one_shape_to_the_other() -> None:
    before, after = by_uid(A), by_uid(B)

    assert before.keys() - after.keys() == {"belarus-zendabank"}
    assert after.keys() - before.keys() == {"russia-schedule-1.1-901", "russia-2-901"}
    assert all(before[uid].names[0] == after[uid].names[0] for uid in before.keys() & after.keys())


@pytest.mark.parametrize(
    ("country", "schedule", "uid"),
    [
        ("Burma / Birmanie", "1", "burma-1-7"),
        ("Myanmar (Burma) / Myanmar (Birmanie)", "Part 1", "burma-1-7"),
        ("China/Chine", "1, Part 1", "china-1-7"),
        ("China / Chine", "Part 1", "china-1-7"),
        ("Belarus / Bélarus", "1.1", "belarus-1.1-7"),
        ("Belarus / Bélarus", "1,Part 1.1", "belarus-1.1-7"),
        ("Russia / Russie", "1", "russia-1-7"),
        ("Russia / Russie", "1, Part 2", "russia-2-7"),
        ("Russia / Russie", "2", "russia-schedule-2-7"),
        ("Russia / Russie", "1.1", "russia-schedule-1.1-7"),
        ("Venezuela ", "N/A", "venezuela-7"),
        ("Haiti / Haïti", "Part 3", "haiti-3-7"),
    ],
)
def test_country_and_schedule_have_one_writing(country: str, schedule: str, uid: str) -> None:
    content = (
        f"<data-set><record><Country>{country}</Country><LastName>Sapt</LastName>"
        f"<Schedule>{schedule}</Schedule><Item>7</Item></record></data-set>"
    )

    assert [entry.uid for entry in parsed(content.encode()).entries] == [uid]


def test_a_listing_names_the_regulations_and_cites_the_place_and_its_day() -> None:
    (listing,) = by_uid(B)["burma-1-957"].listings

    assert listing.programme == "Special Economic Measures (Burma) Regulations"
    assert (listing.effects, listing.basis) == ((Effect.ASSET_FREEZE,), ("CA-SEMA-BURMA",))
    assert (listing.cites, listing.listed) == ("Part 1, item 957", PartialDate(2021, 12, 10))
    assert by_uid(A)["burma-1-957"].listings[0].listed is None


def test_a_country_of_tomorrow_has_its_english_name_for_a_programme() -> None:
    content = changed("Iran", "Ruritania / Ruritanie")

    assert by_uid(content)["ruritania-2-921"].listings[0].programme == "Ruritania"


def test_a_ship_is_known_by_its_number_and_its_other_fields_are_a_ships() -> None:
    ship = by_uid(B)["russia-schedule-1.1-901"]

    assert (ship.kind, ship.births, ship.titles) == (Kind.VESSEL, (), ())
    assert ship.identifiers == (Identifier("imo", "9000001"),)
    assert ship.details == (("built", "1980"), ("vessel_type", "Oil Tanker"))


@pytest.mark.parametrize(
    ("written", "births"),
    [
        ("1868-02-01", [("1868-02-01", "1868-02-01")]),
        ("1868", [("1868", "1868")]),
        ("1963 or 1964", [("1963", "1963"), ("1964", "1964")]),
        ("1965-07-15 OR 1969-09-28", [("1965-07-15",) * 2, ("1969-09-28",) * 2]),
        ("1963-1964", [("1963", "1964")]),
    ],
)
def test_birth_dates_are_one_or_either_of_two_or_a_range(
    written: str, births: list[tuple[str, str]]
) -> None:
    rupert = by_uid(changed("1868-02-01", written))["burma-2-946"]

    assert rupert.births == tuple(
        Birth(PartialDate.parse(first), PartialDate.parse(last)) for first, last in births
    )


@pytest.mark.parametrize("written", ["Sep-99", "born in the early 1970s", "1968-02-30"])
def test_a_birth_date_in_other_words_is_kept_in_them(written: str) -> None:
    rupert = by_uid(changed("1868-02-01", written))["burma-2-946"]

    assert (rupert.births, rupert.details) == ((), (("birth_note", written),))


def test_two_records_at_one_place_keep_ids_of_their_own_in_any_order() -> None:
    records = re.findall(rb"<record>.*?</record>", B, re.S)
    again = records[0].replace(b"Zenda Defence", b"Strelsau Defence")
    content = B.replace(records[0], records[0] + again + records[0])
    turned = B.replace(records[0], again + records[0])

    first, second = by_uid(content), by_uid(turned)

    assert [f.code for f in parsed(content).findings] == ["uid_twice", "uid_differs"]
    assert first == second
    assert first["burma-1-957--2"].names[0].text == "Zenda Defence Works"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "^an empty file: sema-lmes.xml"),
        (b"<html><body>Sorry</body></html>", "^not XML but an HTML page"),
        (B[:900], r"^XML that is not whole or not well formed .*line \d+"),
        (b"<data-set/>", "^a list without an entry"),
        (b"<CONSOLIDATED_LIST/>", "^another kind of XML"),
        (changed("<Item>957</Item>", "<Item>957</Item><New>1</New>"), "not known: 'New'"),
        (changed("<record>", '<record id="1">'), "an attribute that is not known: 'id'"),
        (changed("<data-set ", '<data-set x="1" '), "an attribute that is not known: 'x'"),
        (changed("<Item>957", "<Item>9x"), "^not the number of an item: '9x': .*, Item"),
        (changed("Part 1<", "Annex 1<"), "^not a part of a schedule: 'Annex 1'"),
        (changed("2021-12-10", "10/12/2021"), "^not a date: '10/12/2021'.*DateOfListing"),
        (changed("9000001", "IMO 1"), "^not an IMO number: 'IMO 1'"),
        (changed("Iran", " / "), "^a country without a letter"),
        (changed("<Country>Iran</Country>", ""), "^nothing where a value must be.*Country"),
        (changed("Zenda Defence Works", " "), "^neither a person's name nor another's"),
        (
            changed("<GivenName>Rupert", "<EntityOrShip>Works</EntityOrShip><GivenName>Rupert"),
            "^neither a person's name nor another's, or both",
        ),
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
    twice = sum(finding.code == "uid_twice" for finding in snapshot.findings)
    assert len(snapshot.entries) + twice == len(re.findall(rb"<record[\s>]", content))
    return "loaded"


@pytest.mark.parametrize("content", [A, B])
def test_spoilt_bytes_are_refused_or_loaded_whole(
    content: bytes, spoilt: Callable[[bytes, int], Iterator[bytes]]
) -> None:
    assert {refused_or_whole(each) for each in spoilt(content, 200)} == {"refused", "loaded"}


@pytest.mark.real
def test_every_capture_comes_out_as_it_should(real: Real, outcome: Outcome) -> None:
    """lists/README.md, "ca-sema" and the golden answers."""
    seen: dict[str, dict[str, Entry]] = {}
    for name, expect, files in real("ca-sema/*"):
        came, entries = outcome("ca_sema", files)
        assert came == expect, name
        seen[name[:4]] = {entry.uid: entry for entry in entries}

    assert {name: len(entries) for name, entries in seen.items()} == {
        "2020": 1369,
        "2022": 2606,
        "2025": 4759,
    }
    ddi = seen["2025"]["burma-1-57"]
    assert ddi.names[0].text == "Myanmar Directorate of Defence Industries"
    assert ddi.names == seen["2022"]["burma-1-57"].names
    assert "burma-1-57" not in seen["2020"]
    assert ddi.listings[0].listed == PartialDate(2021, 12, 10)
    assert seen["2025"]["burma-2-46"].listings[0].listed == PartialDate(2021, 2, 18)
    assert seen["2025"]["burma-1-42"].listings[0].listed == PartialDate(2012, 4, 24)
    assert len(seen["2020"]["burma-1-42"].names) == 1
    assert all(e.listings[0].listed is not None for e in seen["2025"].values())


@pytest.mark.real
def test_from_one_shape_to_the_other_only_those_leave_who_left(
    real: Real, outcome: Outcome
) -> None:
    """A hundred of Zimbabwe left; two banks were given items, and five came to other places."""
    _, before, after = (outcome("ca_sema", files)[1] for _, _, files in real("ca-sema/*"))
    staying = {entry.uid for entry in after}

    gone = [entry.uid for entry in before if entry.uid not in staying]

    assert sum(uid.startswith("zimbabwe-") for uid in gone) == 100
    assert len(gone) <= 110
