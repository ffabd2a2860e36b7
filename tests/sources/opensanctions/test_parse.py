import json
import random
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.sources.opensanctions.exports import (
    COLUMNS,
    entity,
    export,
    said,
    sanction,
    statements,
)

from onrecord import sources
from onrecord.errors import InputError
from onrecord.model.codec import read_entry, write_entry
from onrecord.model.listing import Authority, Entry, Kind, NameKind
from onrecord.model.snapshot import Snapshot

SOURCE = sources.get("opensanctions")
HERE = Path(__file__).parent
SHAPES = ("entities.ftm.json", "targets.nested.json", "statements.csv")


def parsed(content: bytes, name: str = "entities.ftm.json") -> Snapshot:
    return sources.parse(SOURCE, {name: content})


def only(content: bytes, name: str = "entities.ftm.json") -> Entry:
    (entry,) = parsed(content, name).entries
    return entry


def at(year: int, month: int = 1, day: int = 1) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)


def known(entry: Entry, by: datetime) -> Entry:
    """The state that the source had seen last by an instant."""
    return [sight.entry for sight in entry.seen if sight.first <= by][-1]


@pytest.mark.parametrize("name", SHAPES)
def test_invented_exports_read_as_their_golden_files_have_them(
    name: str, golden: Callable[[str, str], None]
) -> None:
    snapshot = parsed((HERE / name).read_bytes(), name)

    golden(f"{name}.golden", "\n".join(_told(snapshot)) + "\n")


def _told(snapshot: Snapshot) -> Iterator[str]:
    """A field a line; of each state through time that in which it differs from the newest."""
    for entry in snapshot.entries:
        fields = json.loads(write_entry(entry))
        yield f"=== {fields.pop('source')}/{fields.pop('uid')}"
        states = fields.pop("seen", [])
        yield from (f"{field}: {_plain(value)}" for field, value in fields.items())
        for first, last, apart in states:
            yield f"seen {first} to {last or 'the export'}"
            yield from (f"    {field}: {_plain(apart[field])}" for field in sorted(apart))
    yield "==="
    yield from (f"finding {each.code}: {each.says}" for each in snapshot.findings)
    yield f"published {snapshot.published}, covers {' '.join(snapshot.covers)}"


def _plain(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


@pytest.mark.parametrize("name", SHAPES)
def test_an_export_is_known_by_its_first_bytes_under_any_name(name: str) -> None:
    content = (HERE / name).read_bytes()

    assert sources.recognise({name: content}) == "opensanctions"
    assert sources.recognise({"download (3)": content}) == "opensanctions"


@pytest.mark.parametrize("name", SHAPES)
def test_the_instant_of_an_export_is_the_newest_at_which_anything_was_seen(name: str) -> None:
    newest = sources.newest_seen(SOURCE, {name: (HERE / name).read_bytes()})

    assert newest == datetime(2026, 2, 10, 6, tzinfo=UTC)
    assert parsed((HERE / name).read_bytes(), name).published == date(2026, 2, 10)


@pytest.mark.parametrize("name", SHAPES)
def test_entries_are_written_and_read_back_the_same(name: str) -> None:
    for entry in parsed((HERE / name).read_bytes(), name).entries:
        assert read_entry(write_entry(entry)) == entry


@pytest.mark.parametrize("name", SHAPES)
def test_rows_and_values_in_any_order_give_equal_entries(name: str) -> None:
    content = (HERE / name).read_bytes()
    shuffled = _shuffled(content, name)

    entries = {entry.uid: entry for entry in parsed(content, name).entries}

    assert shuffled != content
    assert {entry.uid: entry for entry in parsed(shuffled, name).entries} == entries


def _shuffled(content: bytes, name: str) -> bytes:
    dice = random.Random(8)  # noqa: S311 - not for secrets
    if name.endswith(".csv"):
        import csv
        import io

        rows = list(csv.DictReader(io.StringIO(content.decode())))
        dice.shuffle(rows)
        return statements(*rows, columns=tuple(reversed(COLUMNS)))
    lines = [json.loads(line) for line in content.splitlines()]
    dice.shuffle(lines)
    for line in lines:
        for values in line["properties"].values():
            dice.shuffle(values)
    return export(*lines)


def test_what_is_under_no_sanctions_is_counted_and_passed_over() -> None:
    content = export(
        entity("NK-1", name=["Zenda Works"], topics=["sanction"]),
        entity("Q1", "Person", name=["Flavia"], topics=["role.pep"]),
        entity("NK-2", "Person", name=["Michael"], topics=["sanction.linked"]),
    )

    snapshot = parsed(content)

    assert [entry.uid for entry in snapshot.entries] == ["NK-1"]
    (finding,) = snapshot.findings
    assert finding.says.endswith("under no sanctions and passed over: 2 Person")
    assert not finding.damages


def test_whoever_a_sanction_hangs_on_is_a_party_without_the_topic() -> None:
    content = export(sanction("s-1", "NK-1"), entity("NK-1", name=["Zenda Works"]))

    assert only(content).listings[0].authority is Authority.US_OFAC


def test_only_the_name_shown_and_the_listing_are_known_from_the_first_day() -> None:
    content = export(
        entity(
            "NK-1",
            changed="2023-01-01T00:00:00",
            caption="Zenda Works",
            name=["Zenda Works", "Strelsau Mill"],
            topics=["sanction"],
            notes=["Mills."],
        ),
        sanction("s-1", "NK-1", changed="2023-06-01T00:00:00", startDate=["2021-05-17"]),
    )

    entry = only(content)

    first = known(entry, at(2022))
    assert [name.text for name in first.names] == ["Zenda Works"]
    assert [(item.programme, item.listed) for item in first.listings] == [("BURMA-EO14014", None)]
    assert (first.remarks, first.details) == (None, (("dataset", "us_ofac_sdn"),))
    assert known(entry, at(2023, 2)).remarks == "Mills."
    assert str(entry.listings[0].listed) == "2021-05-17"


def test_a_sanction_is_known_from_the_day_that_it_was_itself_first_seen() -> None:
    late = ("2024-03-01T00:00:00", "2026-02-10T06:00:00")
    content = export(
        entity("NK-1", name=["Zenda Works"], topics=["sanction"]),
        sanction("s-1", "NK-1"),
        sanction("s-2", "NK-1", "GLOMAG", seen=late),
    )

    entry = only(content)

    assert [item.programme for item in known(entry, at(2024)).listings] == ["BURMA-EO14014"]
    assert [item.programme for item in entry.listings] == ["BURMA-EO14014", "GLOMAG"]


def test_an_entity_that_every_dataset_was_read_without_since_is_gone() -> None:
    gone = ("2021-05-18T10:00:00", "2024-06-01T06:00:00")
    content = export(
        entity("NK-1", name=["Zenda Works"], topics=["sanction"]),
        entity("NK-2", name=["Strelsau Mill"], topics=["sanction"], seen=gone),
        entity("NK-3", name=["Hentzau"], topics=["sanction"], seen=gone, datasets=("eu_fsf",)),
    )

    last = {entry.uid: entry.seen[-1].last for entry in parsed(content).entries}

    # of eu_fsf nothing was seen since, so that it was perhaps not read since
    assert last == {"NK-1": None, "NK-2": datetime(2024, 6, 1, 6, tzinfo=UTC), "NK-3": None}


def test_a_statement_is_known_for_its_own_stretch_of_time() -> None:
    content = statements(
        said("NK-1", "name", "Zenda Works"),
        said("NK-1", "topics", "sanction"),
        said("NK-1", "alias", "Old Mill", "2021-06-01T00:00:00", "2022-01-01T00:00:00"),
        said("NK-1", "alias", "New Mill", "2023-01-01T00:00:00"),
    )

    entry = only(content, "statements.csv")

    names = [[name.text for name in sight.entry.names] for sight in entry.seen]
    assert names == [
        ["Zenda Works"],
        ["Zenda Works", "Old Mill"],
        ["Zenda Works"],
        ["Zenda Works", "New Mill"],
    ]
    assert entry.seen[1].last == datetime(2022, 1, 1, tzinfo=UTC)
    assert [name.text for name in entry.names] == names[-1]


def test_a_statement_without_a_first_day_is_known_with_the_export_only() -> None:
    content = statements(
        said("NK-1", "name", "Zenda Works"),
        said("NK-1", "topics", "sanction"),
        said("NK-1", "notes", "Mills.", first=""),
    )

    entry = only(content, "statements.csv")

    assert entry.remarks == "Mills."
    assert {sight.entry.remarks for sight in entry.seen} == {None}


def test_columns_that_older_statements_lack_are_not_missed() -> None:
    columns = ("id", "entity_id", "prop", "schema", "value", "dataset", "canonical_id")
    rows = (said("NK-1", "name", "Zenda Works"), said("NK-1", "topics", "sanction"))
    content = statements(*rows, columns=columns)

    entry = only(content, "statements.csv")

    assert (entry.names[0].text, entry.seen) == ("Zenda Works", ())
    assert sources.newest_seen(SOURCE, {"statements.csv": content}) is None


def test_statements_of_merged_entities_are_one_entry_with_its_former_ids() -> None:
    content = statements(
        said("NK-1", "name", "Zenda Works", entity_id="ofac-90101"),
        said("NK-1", "topics", "sanction", entity_id="gb-fcdo-mya9001", dataset="eu_fsf"),
        said("s-1", "entity", "ofac-90101", schema="Sanction"),
        said("s-1", "program", "BURMA-EO14014", schema="Sanction"),
    )

    entry = only(content, "statements.csv")

    assert entry.listings[0].programme == "BURMA-EO14014"
    assert [value for field, value in entry.details if field == "referent"] == [
        "gb-fcdo-mya9001",
        "ofac-90101",
    ]


def test_statements_that_are_only_proposed_are_counted_and_passed_over() -> None:
    content = statements(
        said("NK-1", "name", "Zenda Works"),
        said("NK-1", "topics", "sanction"),
        said("NK-1", "alias", "Perhaps", external="t"),
    )

    snapshot = parsed(content, "statements.csv")

    assert [name.text for name in snapshot.entries[0].names] == ["Zenda Works"]
    assert [finding.code for finding in snapshot.findings] == ["external"]


def test_names_have_the_kinds_that_their_properties_say() -> None:
    content = export(
        entity(
            "NK-1",
            caption="Zenda Works",
            name=["Zenda Works", "Zenda Werke"],
            alias=["Hentzau Trading", "Zenda Works"],
            weakAlias=["ZW"],
            previousName=["Strelsau Mill"],
            abbreviation=["ZEWO"],
            topics=["sanction"],
        )
    )

    assert [(name.text, name.kind) for name in only(content).names] == [
        ("Zenda Works", NameKind.PRIMARY),
        ("Zenda Werke", NameKind.ALIAS),
        ("Hentzau Trading", NameKind.ALIAS),
        ("Strelsau Mill", NameKind.FORMER),
        ("ZEWO", NameKind.ACRONYM),
        ("ZW", NameKind.WEAK),
    ]


def test_a_property_that_is_not_known_is_kept_under_its_own_name() -> None:
    content = export(entity("NK-1", name=["Zenda"], topics=["sanction"], shoeSize=["44"]))

    assert ("shoeSize", "44") in only(content).details


def test_a_schema_that_is_not_known_is_kept_and_told() -> None:
    content = export(
        entity("NK-1", "Airship", name=["Zenda Star"], topics=["sanction"]),
        entity("x-1", "Weather", name=["Rain"]),
    )

    snapshot = parsed(content)

    assert snapshot.entries[0].kind is Kind.OTHER
    assert [f.code for f in snapshot.findings] == ["passed_over", "schema_unknown"]
    assert snapshot.findings[1].says.endswith("not known: Airship, Weather")


def test_a_date_that_cannot_be_read_is_kept_as_it_stands() -> None:
    person = entity("NK-1", "Person", name=["R"], topics=["sanction"], birthDate=["about 1970"])

    entry = only(export(person))

    assert (entry.births, ("birthDate", "about 1970") in entry.details) == ((), True)


def test_the_other_end_of_a_tie_is_named_as_far_as_it_was_known() -> None:
    late = ("2024-01-01T00:00:00", "2026-02-10T06:00:00")
    content = export(
        entity("NK-1", name=["Zenda Works"], topics=["sanction"]),
        entity("o-1", "Ownership", owner=["Q9"], asset=["NK-1"], role=["majority"]),
        entity("Q9", "Person", name=["Rupert Hentzau"], seen=late),
    )

    entry = only(content)

    assert entry.linked_to == ("Rupert Hentzau",)
    assert ("tie", "Ownership (majority), owner: Rupert Hentzau") in entry.details
    assert known(entry, at(2023)).linked_to == ()


def test_a_number_that_a_paper_gives_is_not_given_twice() -> None:
    content = export(
        entity("NK-1", "Person", name=["R"], topics=["sanction"], passportNumber=["P9"]),
        entity("p-1", "Passport", holder=["NK-1"], number=["P9"], country=["rt"]),
    )

    (number,) = only(content).identifiers

    assert (number.type, number.value, number.country) == ("passport", "P9", "RT")


def test_one_id_twice_with_other_values_does_damage() -> None:
    one = entity("NK-1", name=["Zenda Works"], topics=["sanction"])
    other = entity("NK-1", name=["Strelsau Mill"], topics=["sanction"])

    snapshot = parsed(export(one, other))

    assert [entry.names[0].text for entry in snapshot.entries] == ["Zenda Works"]
    assert [(f.code, f.damages) for f in snapshot.findings] == [("uid_differs", True)]
    assert [f.code for f in parsed(export(one, one)).findings] == ["uid_twice"]


LINE = export(entity("NK-1", name=["Zenda Works"], topics=["sanction"]))
ROWS = statements(said("NK-1", "name", "Zenda Works"), said("NK-1", "topics", "sanction"))


DEEP = "[" + '{"id": "x", "schema": "Person", "properties": {"parent": [' * 30 + "]}}" * 30 + "]"


def changed(content: bytes, old: str, new: str) -> bytes:
    assert old in content.decode()
    return content.replace(old.encode(), new.encode(), 1)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "^an empty file: entities"),
        (b"\x89PNG\r\n\x1a\n", "^not a list but a PNG image"),
        (b"<html><body>Sorry</body></html>", "^not a list but an HTML page"),
        (LINE[:-9], "^JSON that is not whole .*line 1"),
        (LINE + b"[1]\n", "^not an entity of FollowTheMoney: .*line 2"),
        (LINE + b'{"op": "DEL", "entity": {"id": "x"}}\n', "^a delta between two exports.*line 2"),
        (changed(LINE, '"schema": "Company"', '"schema": ""'), "^nothing where a value.*schema"),
        (changed(LINE, '"id": "NK-1"', '"id": 7'), "^nothing where a value must be: .*line 1, id"),
        (changed(LINE, '["Zenda Works"]', '"Zenda Works"'), "^not a list of values: .*name"),
        (changed(LINE, '["Zenda Works"]', "[null]"), "^not a value of a property: .*name"),
        (changed(LINE, '["Zenda Works"]', '["\\ud800"]'), "^a character that is none .0xd800"),
        (changed(LINE, '["Zenda Works"]', '[{"id": "x"}]'), "^not an entity of FollowTheMoney"),
        (changed(LINE, '["Zenda Works"]', DEEP), "^entities more than 20 deep: .*line 1"),
        (changed(LINE, '["us_ofac_sdn"]', "[7]"), "^not a list of ids: .*datasets"),
        (changed(LINE, "2026-02-10T06:00:00", "yesterday"), "^not an instant: 'yesterday'.*last"),
        (changed(LINE, "2026-02-10T06:00:00", "2020-01-01"), "^last seen before it was first"),
        (export(entity("NK-1", name=["Zenda"])), "^an export without a party under sanctions"),
        (changed(ROWS, '"value"', '"val"'), "^a column that is not known: 'val'.*line 1"),
        (changed(ROWS, '"origin"', '"prop"'), "^a column that stands twice"),
        (statements(columns=COLUMNS[1:]), "^no column canonical_id"),
        (ROWS + b'"NK-1","x"\n', "^2 cells of at least .*line 4"),
        (changed(ROWS, '"NK-1"', '""'), "^nothing where a value must be: .*line 2"),
        (changed(ROWS, "2021-05-18T10", "2021-05-38T10"), "^(?:not an instant|.*out of range)"),
        (ROWS.replace(b"Works", b"W\xff"), "^not UTF-8: .*line"),
        (ROWS[:-8], "^not whole as csv"),
    ],
)
def test_what_is_not_the_published_form_is_refused_with_its_place(
    content: bytes, says: str
) -> None:
    with pytest.raises(InputError, match=says) as why:
        parsed(content)
    assert len(str(why.value).splitlines()) == 1


def test_one_export_in_two_shapes_is_refused() -> None:
    with pytest.raises(InputError, match=r"^one export in several shapes: .*: give one of them"):
        sources.parse(SOURCE, {"entities.ftm.json": LINE, "statements.csv": ROWS})


@pytest.mark.parametrize("name", SHAPES)
def test_spoilt_bytes_are_refused_or_loaded(
    name: str, spoilt: Callable[[bytes, int], Iterator[bytes]]
) -> None:
    came = {_outcome(each, name) for each in spoilt((HERE / name).read_bytes(), 300)}

    assert came == {"refused", "loaded"}


def refusal(why: InputError) -> str:
    assert len(str(why).splitlines()) == 1
    return "refused"


def _outcome(content: bytes, name: str) -> str:
    try:
        snapshot = parsed(content, name)
        sources.newest_seen(SOURCE, {name: content})
    except InputError as why:
        return refusal(why)
    for entry in snapshot.entries:
        assert read_entry(write_entry(entry)) == entry
        write_entry(entry).encode()
    return "loaded"
