"""The record and the oracle asked the same: where they part, and how much was asked."""

import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from tests.laws.histories import Calendar, Row
from tests.laws.oracle import Oracle, Period, Standing

from onrecord import sources
from onrecord.errors import RecordError
from onrecord.model.answer import Measure
from onrecord.model.dates import end_of_day
from onrecord.record import Record, View, changes
from onrecord.record.timeline import Seen

_LOADED = datetime(2026, 1, 1, tzinfo=UTC)
_MEMORY = Path("/dev/shm")  # noqa: S108 - waiting for a disk is a third of the time
_INSTANTS = 7  # of those known, besides the newest: each costs the making of a view


@contextmanager
def loaded(history: Calendar) -> Iterator[Record]:
    """The captures in a record of their own, in the history's order of loading."""
    with tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as folder:
        yield filled(Record(Path(folder) / "record"), history)


def filled(record: Record, history: Calendar) -> Record:
    """The captures added to a record, in the history's order of loading."""
    for number, at in enumerate(history.load_order):
        record.add(history.capture(at), _LOADED + timedelta(days=number))
    return record


class Asking:
    """Questions about histories that share a calendar; `asked` counts those that were put."""

    def __init__(self, record: Record, history: Calendar, each: int) -> None:
        self.asked = 0
        self._lanes = len(history.lanes)
        self._names = set[tuple[str, str]]()
        self._record, self._history, self._each = record, history, each
        self._source = sources.get(history.source)
        states_days = self._source.id == "un_sc"
        self._oracle = Oracle(history.wholes, self._source.rhythm_days, states_days=states_days)
        self._dice = random.Random(f"questions {history.seed}")  # noqa: S311 - not for secrets

    def differences(self) -> Iterator[str]:
        """A sentence for each answer in which the record and the oracle part."""
        yield from self._sizes()
        instants = self._instants()
        for known in instants:
            if not self._oracle.known(known):
                yield from self._refused(known)
                continue
            with self._record.view(known) as view:
                yield from self._lists(view)
                for lane in self._history.lanes:
                    yield from self._entries(view, lane, -(-self._each // 2 // len(instants)))
                # the newest state answers what is still to be asked
                while known == instants[-1] and self.asked < self._each * self._lanes:
                    for lane in self._history.lanes:
                        yield from self._entries(view, lane, 10)

    @cached_property
    def _seen(self) -> dict[datetime, Seen]:
        held = self._record.captures().get(self._source.id, [])
        return {kept.seen.captured: kept.seen for kept in held}

    @cached_property
    def _days(self) -> list[date]:
        """Each capture's day, those beside it, one in each gap, and long before and after."""
        own = sorted({whole.day for whole in self._history.wholes})
        beside = {day + timedelta(days=n) for day in own for n in (-1, 0, 1)}
        within = {a + (b - a) // 2 for a, b in pairwise(own)}
        far = {own[0] - timedelta(days=900), own[-1] + timedelta(days=900)}
        return sorted(beside | within | far)

    def _instants(self) -> list[datetime]:
        """Some of: each capture's instant, a second before it, the end of its day; and the last."""
        own = [whole.captured for whole in self._history.wholes]
        found = {i for c in own for i in (c, c - timedelta(seconds=1), end_of_day(c.date()))}
        some = self._dice.sample(sorted(found), k=min(_INSTANTS, len(found)))
        return sorted({*some, max(own)})

    def _same(self, what: str, record: object, oracle: object) -> Iterator[str]:
        self.asked += 1
        if record != oracle:
            yield f"{what}: the record says {record}, the oracle {oracle}"

    def _sizes(self) -> Iterator[str]:
        """How many entries each capture has, an id that stands twice counted once."""
        held = self._record.captures().get(self._source.id, [])
        record = {kept.seen.captured: kept.entries for kept in held}
        for whole in self._history.wholes:
            size = record.get(whole.captured)
            yield from self._same(f"entries of {whole.captured}", size, len(whole.rows))

    def _refused(self, known: datetime) -> Iterator[str]:
        try:
            with self._record.view(known):
                answers = True
        except RecordError:
            answers = False
        yield from self._same(f"whether anything was known by {known}", answers, False)

    def _lists(self, view: View) -> Iterator[str]:
        """What is asked of the whole list: the names on it, and what changed."""
        names = {(text, ref.partition("/")[2]) for text, _, _, _, ref in view.names()}
        self._names = self._oracle.names(view.known)
        yield from self._same(f"names known {view.known}", names, self._names)
        days = self._days
        for first, last in (sorted(self._dice.sample(days, k=2)), [days[-1]] * 2):
            yield from self._changes(view, first, last)
        for first, last in pairwise(sorted({w.day for w in self._oracle.known(view.known)})[-3:]):
            yield from self._changes(view, first, last)

    def _changes(self, view: View, first: date, last: date) -> Iterator[str]:
        try:
            found = changes(view, first, last, self._source.id)
            record = {c.entry.partition("/")[2]: (c.kind, c.touches) for c in found}
        except RecordError:
            record = None
        oracle = self._oracle.changes(first, last, view.known)
        what = f"changes from {first} to {last} known {view.known}"
        yield from self._same(what, record, oracle)

    def _entries(self, view: View, lane: tuple[str, ...], count: int) -> Iterator[str]:
        measured = set[str]()
        days = self._days
        newest = self._oracle.known(view.known)[-1]
        members = view.members(self._source.id, self._seen[newest.captured])
        for _ in range(count):
            uid, on = self._dice.choice(lane), self._dice.choice(days)
            party = view.party_of(f"{self._source.id}/{uid}")
            assert self._source.authority is not None
            history = view.history(party, on)
            answer = history.at(self._source.authority)
            record = Standing(answer.status, answer.verified, answer.stale)
            oracle = self._oracle.standing(uid, on, view.known)
            what = f"{uid} on {on} known {view.known}"
            yield from self._same(what, record, oracle)
            if uid not in measured:
                measured.add(uid)
                bounds = sorted(map(_period, answer.measures), key=repr)
                expected = sorted(self._oracle.periods(uid, view.known), key=repr)
                yield from self._same(f"measures on {uid} known {view.known}", bounds, expected)
                names = {item.name.text for item in history.party.names}
                called = self._oracle.called(uid, view.known)
                yield from self._same(f"names of {uid} known {view.known}", names, called)
                is_there, stood = uid in members, uid in newest.rows
                yield from self._same(f"whether {uid} is on the newest", is_there, stood)


def _period(measure: Measure) -> Period:
    start, end = measure.start, measure.end
    return Period(
        measure.programme,
        (start.earliest, start.latest),
        None if end is None else (end.earliest, end.latest),
        bool(measure.conflicts),
    )


def first_difference(history: Calendar, each: int) -> str | None:
    """The first answer in which a record of this history and the oracle part; None if none."""
    with loaded(history) as record:
        return next(Asking(record, history, each).differences(), None)


def shrunk(history: Calendar, fails: Callable[[Calendar], bool]) -> Calendar:
    """The same failure in few captures and entries: halves are dropped, then ever smaller parts."""
    for parts, without in ((_captures, _without_captures), (_entries, _without_entries)):
        size = max(1, len(parts(history)) // 2)
        while size:
            for part in reversed(list(_batched(parts(history), size))):
                fewer = without(history, set(part))
                if fewer.shots and fails(fewer):
                    history = fewer
            size //= 2
    return history


def _batched(items: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (items[at : at + size] for at in range(0, len(items), size))


def _captures(history: Calendar) -> list[str]:
    return [str(shot.whole.captured) for shot in history.shots]


def _without_captures(history: Calendar, left_out: set[str]) -> Calendar:
    kept = [n for n, captured in enumerate(_captures(history)) if captured not in left_out]
    order = tuple(kept.index(n) for n in history.load_order if n in kept)
    return replace(history, shots=tuple(history.shots[n] for n in kept), load_order=order)


def _entries(history: Calendar) -> list[str]:
    return sorted({uid for lane in history.lanes for uid in lane})


def _without_entries(history: Calendar, left_out: set[str]) -> Calendar:
    shots = history.shots
    for uid in left_out:
        shots = tuple(shot.without(uid) for shot in shots)
    lanes = tuple(tuple(u for u in lane if u not in left_out) for lane in history.lanes)
    return replace(history, shots=shots, lanes=tuple(lane for lane in lanes if lane))


def told(history: Calendar) -> str:
    """A history to be read by people, a capture a line."""
    lines = [f"seed {history.seed!r}, loaded in the order {history.load_order}"]
    for shot in history.shots:
        whole = shot.whole
        rows = ", ".join(f"{uid}: {_brief(row)}" for uid, row in whole.rows.items())
        damaged = " damaged" if whole.damaged else ""
        lines.append(f"  {whole.captured} for {whole.day}{damaged}: {rows}; {whole.aliases}")
    return "\n".join(lines)


def _brief(row: Row) -> str:
    listed = f" since {row.listed}" if row.listed else ""
    return f"{row.name} ({', '.join(row.programmes)}){listed}"
