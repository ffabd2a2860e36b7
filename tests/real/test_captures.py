"""The laws on the real captures of OFAC's list (validation plan, section 1.4)."""

import csv
import io
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from onrecord.intake import captures_at
from onrecord.model.answer import Status
from onrecord.model.dates import end_of_day
from onrecord.model.listing import Authority
from onrecord.record import Capture, Kept, Record, changes
from onrecord.tell import json

pytestmark = pytest.mark.real
SDN = "us_ofac_sdn"
LOADED = datetime(2026, 1, 1, tzinfo=UTC)
NEWEST = datetime(2026, 1, 1, tzinfo=UTC)
# around the one that went through a spreadsheet: damaged, and one of two of its day
SHUFFLED = ("2021-01-14", "2022-01-21", "2022-01-31", "2022-01-31b", "2022-02-25")
Real = list[tuple[str, Capture]]


@pytest.fixture(scope="module")
def real(captures: Path) -> Real:
    """All captures of the list, by the name of their folder, oldest first."""
    found = [(Path(f.where).name, f.capture) for f in captures_at(captures / "us-ofac-sdn")]
    return [(name, capture) for name, capture in found if capture is not None]


@pytest.fixture(scope="module")
def record(real: Real, tmp_path_factory: pytest.TempPathFactory) -> Record:
    """All of them, loaded."""
    record = Record(tmp_path_factory.mktemp("ofac") / "record")
    for _, capture in real:
        record.add(capture, LOADED)
    return record


@pytest.fixture(scope="module")
def ids(real: Real) -> dict[datetime, list[str]]:
    """The ids of each capture as its bytes have them, by a plain scan."""
    return {capture.captured: list(scanned(capture)) for _, capture in real}


def scanned(capture: Capture) -> Iterator[str]:
    (name,) = {"sdn.csv", "sdn.pip"} & set(capture.files)
    text = io.StringIO(capture.files[name].decode("latin-1"), newline="")
    for row in csv.reader(text, delimiter="|" if name.endswith(".pip") else ","):
        if len(row) > 1 and row[0].strip().isdigit():
            yield row[0].strip()


def test_all_are_there_with_the_entries_that_were_counted(
    record: Record, ids: dict[datetime, list[str]]
) -> None:
    """Rows, and what each capture is said to have; one id stands twice, in the spreadsheet's."""
    assert len(ids) == 49
    assert sum(len(set(each)) for each in ids.values()) == 541_981
    assert len({uid for each in ids.values() for uid in each}) == 17_599

    held = record.captures()[SDN]

    assert {k.seen.captured: k.entries for k in held} == {c: len(set(e)) for c, e in ids.items()}
    assert [k.seen.captured.date() for k in held if k.seen.damaged] == [date(2022, 1, 31)]


def test_l05_as_known_at_each_captures_instant_its_ids_are_those_on_the_list(
    record: Record, ids: dict[datetime, list[str]]
) -> None:
    for kept in record.captures()[SDN]:
        with record.view(kept.seen.captured) as view:
            assert view.members(SDN, kept.seen).keys() == set(ids[kept.seen.captured])


def test_l05_and_read_listed_on_its_day_and_no_others_do(
    record: Record, ids: dict[datetime, list[str]]
) -> None:
    """Of each capture some that stand on it, some that do not; an absence from damage proves none.

    Of two captures of one day, that day's answer is of the second.
    """
    dice = random.Random(1)  # noqa: S311 - not for secrets
    ever = sorted({uid for each in ids.values() for uid in each})
    for kept in record.captures()[SDN]:
        there = set(ids[kept.seen.captured])
        with record.view(kept.seen.captured) as view:
            for uid in (*dice.sample(sorted(there), 8), *dice.sample(ever, 8)):
                history = view.history(view.party_of(f"{SDN}/{uid}"), kept.seen.day)
                status = history.at(Authority.US_OFAC).status
                # a party may stand there under another id
                entries = {ref.partition("/")[2].partition("@")[0] for ref in history.party.entries}
                stands = not there.isdisjoint({uid} | entries)
                allowed = {Status.LISTED} if stands else set(Status) - {Status.LISTED}
                assert status in allowed, (uid, kept.seen.captured)


def test_l08_the_changes_from_step_to_step_lead_from_the_first_to_the_last(
    record: Record, ids: dict[datetime, list[str]]
) -> None:
    days = sorted({kept.seen.day for kept in record.captures()[SDN]})
    first, last = min(ids), max(ids)
    with record.view(NEWEST) as view:
        steps = [changes(view, a, b, SDN) for a, b in pairwise(days)]
        on_the_list = set(ids[first])
        for step in steps:
            for change in step:
                uid = change.entry.partition("/")[2]
                assert (uid in on_the_list) is (change.kind != "added")
                if change.kind == "added":
                    on_the_list.add(uid)
                elif change.kind == "removed":
                    on_the_list.remove(uid)
        at_once = kinds(list(changes(view, first.date(), last.date(), SDN)))

    assert on_the_list == set(ids[last])
    assert at_once["added"] == set(ids[last]) - set(ids[first])
    assert at_once["removed"] == set(ids[first]) - set(ids[last])


def kinds(found: list[Any]) -> dict[str, set[str]]:
    """Ids by the kind of change."""
    return {
        kind: {c.entry.partition("/")[2] for c in found if c.kind == kind}
        for kind in ("added", "removed", "amended")
    }


def test_l11_ids_that_come_back_between_clean_captures_open_a_new_measure(
    record: Record, ids: dict[datetime, list[str]]
) -> None:
    """Hundreds leave and come back years later; a sample of them is asked."""
    clean = [k.seen for k in record.captures()[SDN] if not k.seen.damaged]
    gaps = dict[str, tuple[date, date]]()
    last_seen = dict[str, int]()
    for at, seen in enumerate(clean):
        for uid in set(ids[seen.captured]):
            if at - last_seen.get(uid, at) > 1:
                gaps[uid] = clean[last_seen[uid] + 1].day, seen.day
            last_seen[uid] = at
    assert len(gaps) > 100

    dice = random.Random(2)  # noqa: S311 - not for secrets
    with record.view(NEWEST) as view:
        for uid in dice.sample(sorted(gaps), 40):
            absent, back = gaps[uid]
            answer = view.history(view.party_of(f"{SDN}/{uid}"), absent).at(Authority.US_OFAC)
            assert answer.status in {Status.FORMERLY_LISTED, Status.UNKNOWN}, uid
            assert any(m.start.latest == back for m in answer.measures), uid
            assert any(m.end and m.end.latest == absent for m in answer.measures), uid


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_l01_in_any_order_they_give_the_same_record(
    seed: int, real: Real, tmp_path: Path, in_order: list[Any]
) -> None:
    some = [capture for name, capture in real if name in SHUFFLED]
    random.Random(seed).shuffle(some)  # noqa: S311 - not for secrets

    record = Record(tmp_path / "record")
    for capture in some:
        record.add(capture, LOADED)

    assert answers(record) == in_order


@pytest.fixture(scope="module")
def in_order(real: Real, tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """What the same captures answer, loaded oldest first."""
    record = Record(tmp_path_factory.mktemp("order") / "record")
    for name, capture in real:
        if name in SHUFFLED:
            record.add(capture, LOADED)
    return answers(record)


def answers(record: Record) -> list[Any]:
    """Fingerprint, captures and names as known at each instant, and some histories."""
    held = record.captures()[SDN]
    dice = random.Random(3)  # noqa: S311 - not for secrets
    found: list[Any] = [told(kept) for kept in held]
    for known in (held[0].seen.captured, held[2].seen.captured, end_of_day(held[-1].seen.day)):
        with record.view(known) as view:
            members = [view.members(SDN, k.seen) for k in held if k.seen.captured <= known]
            found += [json.record(view.state), sorted(set(view.names()))]
            found += [sorted(each) for each in members]
            for uid in dice.sample(sorted({u for each in members for u in each}), 40):
                party = view.party_of(f"{SDN}/{uid}")
                found.append(json.history(view.history(party, date(2022, 1, 31))))
    return found


def told(kept: Kept) -> tuple[Any, ...]:
    """A capture as held, without the number that the order of loading gives it."""
    return (
        kept.seen.captured,
        kept.seen.day,
        kept.seen.damaged,
        kept.files,
        kept.carried,
        kept.entries,
    )
