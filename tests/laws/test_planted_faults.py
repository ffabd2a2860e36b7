"""The suite is tested too: each fault, planted into the record, is seen against the oracle."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from importlib import import_module
from typing import Any

import pytest
from tests.laws.comparison import Asking, first_difference, loaded
from tests.laws.histories import Calendar, calendar

from onrecord import sources
from onrecord.model import answer, dates
from onrecord.model.answer import Measure, Status
from onrecord.model.dates import Bound, InForce
from onrecord.model.snapshot import Snapshot
from onrecord.record import Record, holdings, kept, timeline, view
from onrecord.record.kept import Kept
from onrecord.record.status import status
from onrecord.record.timeline import Seen, Stretch

# the module, which the function of that name hides in its room
changes_of = import_module("onrecord.record.changes")
_QUESTIONS = 300
_ZONE = timezone(timedelta(hours=6, minutes=30))  # Yangon's
_LATER = datetime(9000, 1, 1, tzinfo=UTC)
Held = dict[str, list[Kept]]
Plant = Callable[[pytest.MonkeyPatch], None]


@pytest.fixture(scope="module")
def histories() -> Iterator[list[tuple[Record, Calendar]]]:
    """A few, loaded once, since most faults are in how the record answers."""
    with ExitStack() as stack:
        yield [
            (stack.enter_context(loaded(made)), made)
            for made in (calendar(f"fault {number}", 4) for number in range(6))
        ]


def difference(histories: list[tuple[Record, Calendar]]) -> str | None:
    """The first that shows; a record that breaks under its fault is seen as well."""
    for record, history in histories:
        try:
            found = next(Asking(record, history, _QUESTIONS).differences(), None)
        except Exception as why:  # whatever it is, the suite has seen it
            return f"broken: {why!r}"
        if found is not None:
            return found
    return None


def test_without_a_fault_nothing_is_seen(histories: list[tuple[Record, Calendar]]) -> None:
    assert difference(histories) is None


def closed_intervals(patch: pytest.MonkeyPatch) -> None:
    def closed(start: Bound, end: Bound | None, on: date) -> InForce:
        return dates.in_force(start, end, on if end is None else on - timedelta(days=1))

    patch.setattr(view, "in_force", closed)
    patch.setattr(answer, "in_force", closed)


def known_ignored(patch: pytest.MonkeyPatch) -> None:
    opened = view.View.__init__

    def all_known(
        self: view.View, connection: Any, archive: Any, known: datetime, *rest: Any
    ) -> None:
        opened(self, connection, archive, _LATER, *rest)
        self.known = known

    patch.setattr(view.View, "__init__", all_known)


def one_a_day(patch: pytest.MonkeyPatch) -> None:
    opened = holdings.Holdings.__init__

    def dropping(
        self: holdings.Holdings, connection: Any, archive: Any, known: datetime, *rest: Any
    ) -> None:
        opened(self, connection, archive, known, *rest)
        for source, seen in self.seen.items():
            self.seen[source] = list({s.day: s for s in reversed(seen)}.values())[::-1]

    patch.setattr(holdings.Holdings, "__init__", dropping)


def loading_time_as_known(patch: pytest.MonkeyPatch) -> None:
    """As if each had been fetched when it was loaded, an hour after another."""
    held = kept.kept

    def as_loaded(connection: Any, source: str | None = None) -> Held:
        first = min(k.seen.captured for each in held(connection).values() for k in each)
        return _reseen(
            held(connection, source),
            lambda s: replace(s, captured=first + timedelta(hours=s.capture)),
        )

    patch.setattr(holdings, "kept", as_loaded)


def _reseen(held: Held, change: Callable[[Seen], Seen]) -> Held:
    return {s: [replace(k, seen=change(k.seen)) for k in each] for s, each in held.items()}


def _stretched(change: Callable[[Sequence[Seen], list[Stretch]], list[Stretch]]) -> Plant:
    """A fault in when something stood on a list."""

    def plant(patch: pytest.MonkeyPatch) -> None:
        def changed(seen: Sequence[Seen], present: Sequence[bool]) -> list[Stretch]:
            return change(seen, right(seen, present))

        right = timeline.stretches
        patch.setattr(timeline, "stretches", changed)
        patch.setattr(view, "stretches", changed)

    return plant


def _glued(_: Sequence[Seen], found: list[Stretch]) -> list[Stretch]:
    return [replace(found[0], last=found[-1].last, end=found[-1].end)] if found else []


def _ends_when_last_seen(seen: Sequence[Seen], found: list[Stretch]) -> list[Stretch]:
    return [replace(s, end=s.end and Bound.day(seen[s.last].day)) for s in found]


def _starts_when_first_seen(seen: Sequence[Seen], found: list[Stretch]) -> list[Stretch]:
    return [replace(s, start=Bound.day(seen[s.first].day)) for s in found]


def _held(change: Callable[[Held], Held]) -> Plant:
    """A fault in which captures there are, and of when."""

    def plant(patch: pytest.MonkeyPatch) -> None:
        right = kept.kept
        patch.setattr(
            holdings, "kept", lambda connection, source=None: change(right(connection, source))
        )

    return plant


def _by_loading(held: Held) -> Held:
    return {s: sorted(each, key=lambda k: k.seen.capture) for s, each in held.items()}


def _local_day(held: Held) -> Held:
    return _reseen(held, lambda s: replace(s, day=s.captured.astimezone(_ZONE).date()))


def _told_as(wrong: Status, right: Status) -> Plant:
    """A fault in what a status is said to be."""

    def plant(patch: pytest.MonkeyPatch) -> None:
        def decide(measures: Sequence[Measure], on: date, *rest: Any, **more: Any) -> Any:
            says, why = status(measures, on, *rest, **more)
            return (wrong if says is right else says), why

        patch.setattr(view, "status", decide)

    return plant


FAULTS: dict[str, Plant] = {
    "closed intervals": closed_intervals,
    "`known` ignored": known_ignored,
    "loading time as `known_at`": loading_time_as_known,
    "a return glued to the old measure": _stretched(_glued),
    "end = day last seen": _stretched(_ends_when_last_seen),
    "start = day first seen": _stretched(_starts_when_first_seen),
    "newest by loading order": _held(_by_loading),
    "local day": _held(_local_day),
    "second capture of a day dropped": one_a_day,
    "unknown told as not listed": _told_as(Status.NOT_LISTED, Status.UNKNOWN),
    "former forgotten": _told_as(Status.NOT_LISTED, Status.FORMERLY_LISTED),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_seen(
    fault: str, histories: list[tuple[Record, Calendar]], monkeypatch: pytest.MonkeyPatch
) -> None:
    FAULTS[fault](monkeypatch)

    seen = difference(histories)

    assert seen is not None
    assert not seen.startswith("broken"), seen


def test_a_row_twice_counted_twice_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    read = sources.parse

    def doubled(source: Any, files: Any, carried: frozenset[str] = frozenset()) -> Snapshot:
        snapshot = read(source, files, carried)
        again = [f for f in snapshot.findings if f.code == "uid_twice"]
        return replace(snapshot, entries=snapshot.entries + snapshot.entries[: len(again)])

    monkeypatch.setattr(sources, "parse", doubled)

    found = (first_difference(calendar(f"twice {n}", 4), 10) for n in range(6))
    assert any(difference is not None for difference in found)


def test_a_change_of_id_read_as_a_delisting_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes_of, "_renumbered", lambda *_: {})
    history = calendar("renumbered 0", 2, renumbers=True, source="us_ofac_sdn")

    with loaded(history) as record:
        found = list(Asking(record, history, _QUESTIONS).differences())

    assert any(each.startswith("changes") for each in found)
