import csv
import io
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as supposing
from hypothesis import strategies as st

from onrecord import sources
from onrecord.errors import InputError
from onrecord.model.listing import Authority, Effect, Entry, Kind
from onrecord.model.snapshot import Snapshot

HERE = Path(__file__).parent
CSL = sources.get("us_csl")
TEXT = (HERE / "consolidated.csv").read_bytes()
JSON = (HERE / "consolidated.json").read_bytes()
Real = Callable[[str], Iterator[tuple[str, str, dict[str, bytes]]]]
Outcome = Callable[[str, dict[str, bytes]], tuple[str, tuple[Entry, ...]]]
Spoilt = Callable[[bytes, int], Iterator[bytes]]


def parsed(content: bytes, name: str = "consolidated.csv") -> Snapshot:
    return sources.parse(CSL, {name: content})


def changed(before: str, after: str) -> bytes:
    assert before.encode() in TEXT
    return TEXT.replace(before.encode(), after.encode(), 1)


def without(*columns: str, short: bool = False) -> bytes:
    """The invented rows in an older column set."""
    rows = list(csv.DictReader(io.StringIO(TEXT.decode(), newline="")))
    kept = [column for column in rows[0] if column not in columns]
    written = io.StringIO()
    writer = csv.DictWriter(written, kept, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for row in rows:
        if short:
            row["source"] = row["source"].partition("(")[2].partition(")")[0].removesuffix(" List")
        writer.writerow(row)
    return written.getvalue().encode()


def edited(change: Callable[[Any], None]) -> bytes:
    told = json.loads(JSON)
    change(told)
    return json.dumps(told).encode()


def entry(uid: str) -> Entry:
    return next(each for each in parsed(TEXT).entries if each.uid == uid)


@pytest.mark.parametrize(
    ("name", "told_in"), [("consolidated.csv", "csv.json"), ("consolidated.json", "json.json")]
)
def test_invented_rows_read_as_the_golden_files_have_them(
    name: str,
    told_in: str,
    golden: Callable[[str, str], None],
    told: Callable[[Snapshot], str],
) -> None:
    golden(told_in, told(parsed((HERE / name).read_bytes(), name)))


def test_json_gives_the_same_entries_as_csv() -> None:
    def said(snapshot: Snapshot) -> list[tuple[object, ...]]:
        return [(e.uid, e.authority, e.kind, e.names, e.listings) for e in snapshot.entries]

    assert said(parsed(JSON, "consolidated.json")) == said(parsed(TEXT))
    assert sources.recognise({"consolidated.json": JSON}) == "us_csl"
    assert sources.recognise({"consolidated.csv": TEXT}) == "us_csl"
    assert parsed(JSON, "download").entries == parsed(JSON, "consolidated.json").entries


def test_the_older_column_sets_give_the_same_entries_but_for_the_numbers() -> None:
    middle = parsed(without("_id"))
    oldest = parsed(without("_id", "ids", short=True))

    assert middle == parsed(TEXT)
    assert [e.uid for e in oldest.entries] == [e.uid for e in middle.entries]
    assert [e.listings for e in oldest.entries] == [e.listings for e in middle.entries]


@supposing(st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_entry(dice: random.Random) -> None:
    header, *rows = TEXT.splitlines(keepends=True)
    dice.shuffle(rows)

    assert set(parsed(header + b"".join(rows)).entries) == set(parsed(TEXT).entries)


@pytest.mark.parametrize(
    ("uid", "authority", "programme", "effect"),
    [
        ("sdn-102", Authority.US_OFAC, "DPRK2", Effect.ASSET_FREEZE),
        ("ssi-201", Authority.US_OFAC, "UKRAINE-EO13662", Effect.OTHER),
        ("mbs-201", Authority.US_OFAC, "RUSSIA-EO14024", Effect.OTHER),
        ("cap-206", Authority.US_OFAC, "561-Related", Effect.CORRESPONDENT_ACCOUNT),
        ("cmic-204", Authority.US_OFAC, "CMIC-EO13959", Effect.INVESTMENT_BAN),
        (
            "el-ministry-of-the-castle-2021-03-08-gk-rz",
            Authority.US_BIS,
            "Entity List",
            Effect.EXPORT_CONTROL,
        ),
        (
            "dpl-r-hentzau-2003-06-19",
            Authority.US_BIS,
            "Denied Persons List",
            Effect.EXPORT_CONTROL,
        ),
        (
            "uvl-strelsau-optics-oy-undated-rz",
            Authority.US_BIS,
            "Unverified List",
            Effect.EXPORT_CONTROL,
        ),
        (
            "meu-zenda-dirigibles-works-2020-12-23",
            Authority.US_BIS,
            "Military End User List",
            Effect.EXPORT_CONTROL,
        ),
        (
            "isn-tarlenheim-rocket-bureau-2020-09-23",
            Authority.US_STATE,
            "INKSNA",
            Effect.PROCUREMENT_BAN,
        ),
        (
            "dtc-antoinette-de-mauban-undated",
            Authority.US_STATE,
            "AECA Debarred",
            Effect.EXPORT_CONTROL,
        ),
    ],
)
def test_the_list_of_a_row_says_authority_and_effect(
    uid: str, authority: Authority, programme: str, effect: Effect
) -> None:
    found = entry(uid)

    assert CSL.authority is None
    assert found.authority is authority
    assert (found.listings[0].programme, found.listings[0].effects[0]) == (programme, effect)


def test_a_party_on_two_lists_of_the_treasury_is_an_entry_on_each() -> None:
    uids = [each.uid for each in parsed(TEXT).entries if each.uid.endswith("-201")]

    assert uids == ["mbs-201", "ssi-201"]
    assert all(CSL.is_numbered(uid) for uid in uids)
    assert not CSL.is_numbered("uvl-strelsau-optics-oy-undated-rz")


def test_start_end_and_notice_stand_on_the_listing() -> None:
    (listing,) = entry("dpl-r-hentzau-2003-06-19").listings

    assert (str(listing.listed), str(listing.ended)) == ("2003-06-19", "2056-06-29")
    assert listing.cites == "68 F.R. 1 6/27/03"


def test_programmes_of_nonproliferation_have_the_names_and_terms_of_their_own_list() -> None:
    listings = entry("isn-tarlenheim-rocket-bureau-2020-09-23").listings

    assert [(each.programme, each.term_years) for each in listings] == [
        ("INKSNA", 2),
        ("Missile Sanctions", None),
    ]


def test_what_is_no_number_is_not_taken_for_one() -> None:
    person = entry("sdn-102")

    assert [each.type for each in person.identifiers] == ["passport", "passport", "wallet:XBT"]
    assert ("gender", "Male") in person.details
    passport, lone, _ = person.identifiers
    assert (passport.country, str(passport.issued)) == ("RZ", "2000-01-01")
    assert (str(passport.expires), lone.note) == ("2010-01-01", "issued or expires 2011-01-01")


def test_ties_inside_one_bracket_are_told_apart() -> None:
    assert entry("sdn-102").linked_to == ("ZENDA STEEL WORKS", "ZENDA (OLD) BANK")


def test_rows_that_share_name_start_and_country_are_told_apart_by_their_notice() -> None:
    uid = "el-forge-research-institute-2019-05-14-rz"

    assert entry(uid).listings[0].cites == "84 FR 9"
    assert entry(f"{uid}--2").listings[0].cites == "85 FR 9"


def test_the_last_of_several_names_loses_its_and() -> None:
    names = [name.text for name in entry("el-ministry-of-the-castle-2021-03-08-gk-rz").names]

    assert names == ["Ministry of the Castle", "Castle Office", "MOC"]


def test_a_ships_number_is_its_own() -> None:
    ship = entry("sdn-103")

    assert ship.kind is Kind.VESSEL
    assert [(each.type, each.value) for each in ship.identifiers] == [
        ("call_sign", "RZ7AB"),
        ("imo", "1234567"),
    ]


def test_equal_rows_are_one_entry_and_told() -> None:
    last = TEXT.splitlines(keepends=True)[-1]

    snapshot = parsed(TEXT + last.replace(b"digest13", b"digest99"))

    assert snapshot.entries == parsed(TEXT).entries
    assert [(f.code, f.damages) for f in snapshot.findings] == [("uid_twice", False)]


HEADER = TEXT.splitlines(keepends=True)[0]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "^an empty file"),
        (HEADER, "^a list without an entry"),
        (HEADER + HEADER, "^a second header, as where two files are joined.*line 2, source"),
        (TEXT[: TEXT.rindex(b",ITAR")], "^a row of 1 fields under a header of 29"),
        (changed("(EL)", "(XL)"), "^a list that is not known: 'Entity List .XL.*line 8, source"),
        (changed("Individual", "Duke"), "^a code that is not known: 'Duke'.*line 2, type"),
        (changed(",103,Vessel", ",IMO,Vessel"), "^not a number: 'IMO'.*line 3, entity_number"),
        (changed("2021-03-08", "8 March"), "^not a date: .8 March.*line 8, start_date"),
        (changed("2056-06-29", "1956-06-29"), "^days in the wrong order: 2003-06-19, 1956"),
        (changed("BANK OF STRELSAU", " "), "^nothing where a value must be.*line 6, name"),
        (changed("561-Related", ""), "^no programme.*line 6, programs"),
        (changed("vessel_owner", "vessel_colour"), "^a column that is not known: 'vessel_colour'"),
        (without("addresses"), "^a column is lacking: 'addresses'"),
    ],
)
def test_what_is_not_the_published_csv_is_refused_with_its_place(content: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says) as told:
        parsed(content)
    assert len(str(told.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (JSON[:-40], "^JSON that is not whole or not well formed"),
        (b"[]", "^JSON without a list of results"),
        (b'{"results": 7}', "^JSON without a list of results"),
        (b'{"results": []}', "^a list without an entry"),
        (b'{"results": [7]}', "^not an object: consolidated.json, result 1, results"),
        (b'{"results":' + b"[" * 5000, "^JSON that "),
        (edited(lambda j: j.update(total=99)), "^only a part of the list: 14 results of 99"),
        (edited(lambda j: j.update(colour=1)), "^a field that is not known: 'colour'"),
        (edited(lambda j: j["results"][2].update(colour="red")), "known: 'colour'.*result 3"),
        (edited(lambda j: j["results"][0].update(name=["x"])), "^not a text.*result 1, name"),
        (edited(lambda j: j["results"][0].update(name="O\0")), r"^no character: U\+0000.*name"),
        (edited(lambda j: j["results"][0].update(name="O\ud800")), r"^no character: U\+D800.*name"),
        (edited(lambda j: j["results"][0].update(addresses=["x"])), "^not an object.*addresses"),
        (
            edited(lambda j: j["results"][0]["ids"][0].update(colour="x")),
            "^a field that is not known: 'colour'.*ids",
        ),
        (
            edited(lambda j: j["results"][0]["ids"][1].update(issue_date="soon")),
            "'soon'.*ids, issue_date",
        ),
        (edited(lambda j: j["results"][0].pop("source")), "^a list that is not known: ''"),
    ],
)
def test_what_is_not_the_published_json_is_refused_with_its_place(
    content: bytes, says: str
) -> None:
    with pytest.raises(InputError, match=says) as told:
        parsed(content, "consolidated.json")
    assert len(str(told.value).splitlines()) == 1


def test_an_id_of_the_row_alone_moves_nothing() -> None:
    assert parsed(changed("digest9", "digest0")) == parsed(TEXT)


def refused_or_loaded(content: bytes, name: str) -> str:
    try:
        snapshot = parsed(content, name)
    except InputError as why:
        return refusal(why)
    assert snapshot.entries
    return "loaded"


def refusal(why: InputError) -> str:
    assert len(str(why).splitlines()) == 1
    return "refused"


@pytest.mark.parametrize("name", ["consolidated.csv", "consolidated.json"])
def test_spoilt_bytes_are_refused_or_loaded(name: str, spoilt: Spoilt) -> None:
    content = (HERE / name).read_bytes()

    assert {refused_or_loaded(each, name) for each in spoilt(content, 250)} == {
        "refused",
        "loaded",
    }


# lists/README.md, "us-csl": rows by list, counted by other means; one CAP row is there twice
ROWS = {
    "sdn": 10026,
    "el": 2001,
    "dtc": 727,
    "dpl": 462,
    "ssi": 290,
    "uvl": 201,
    "isn": 163,
    "plc": 78,
    "meu": 71,
    "cmic": 68,
    "cap": 53 - 1,
    "mbs": 17,
    "fse": 3,
}


@pytest.mark.real
def test_the_whole_capture_comes_out_to_the_row(real: Real, outcome: Outcome) -> None:
    ((_, expect, given),) = real("us-csl/*")

    came, entries = outcome("us_csl", given)

    counted: dict[str, int] = {}
    for each in entries:
        listed_on = each.uid.partition("-")[0]
        counted[listed_on] = counted.get(listed_on, 0) + 1
    assert came == expect
    assert counted == ROWS
    assert len({each.uid for each in entries}) == len(entries)
    ddi = next(each for each in entries if each.uid == "sdn-33537")
    assert ddi.listings[0].programme == "BURMA-EO14014"
    assert not any(e.authority == "us_state" and "DEFENSE INDUSTRIES" in repr(e) for e in entries)


@pytest.mark.real
@pytest.mark.parametrize(("folder", "rows"), [("2016-02-17", 399), ("2019-12-03", 115)])
def test_real_parts_in_the_older_column_sets_are_read(
    captures: Path, folder: str, rows: int
) -> None:
    content = (captures / "us-csl" / folder / "consolidated.csv").read_bytes()

    assert len(parsed(content).entries) == rows


@pytest.mark.real
def test_the_cut_capture_with_a_second_header_is_refused(captures: Path) -> None:
    content = (captures / "us-csl" / "2023-11-30" / "consolidated.csv").read_bytes()

    with pytest.raises(InputError, match="a second header"):
        parsed(content)


@pytest.mark.real
def test_spoilt_real_rows_are_refused_or_loaded(captures: Path, spoilt: Spoilt) -> None:
    content = (captures / "us-csl" / "2019-12-03" / "consolidated.csv").read_bytes()

    came = {refused_or_loaded(each, "consolidated.csv") for each in spoilt(content, 200)}

    assert came == {"refused", "loaded"}
