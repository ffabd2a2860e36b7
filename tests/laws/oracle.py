"""The oracle: what the record should answer, found by keeping whole captures and scanning them.

Plain and slow, and of another making: every question goes through all of them by the rules of the
design. Only value types are shared with the record.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby, pairwise
from typing import TypeAlias

from tests.laws.histories import Row, Whole

from onrecord.model.answer import Status
from onrecord.model.change import ChangeClass, ChangeKind
from onrecord.model.dates import InForce

Days: TypeAlias = tuple[date | None, date | None]  # the earliest and the latest; None is open
Amended: TypeAlias = dict[str, tuple[ChangeKind, ChangeClass]]


@dataclass(frozen=True, slots=True)
class Period:
    """A measure: the days on which it may have begun and ended, and whether evidence disagrees."""

    programme: str
    start: Days
    end: Days | None
    is_disputed: bool

    def holds(self, on: date) -> InForce:
        """Whether it is in force on a day: from its first day to before its end."""
        earliest, latest = self.start
        first, last = (None, None) if self.end is None else self.end
        if (earliest is not None and on < earliest) or (last is not None and on >= last):
            return InForce.NO
        is_begun = latest is not None and on >= latest
        is_going_on = self.end is None or (first is not None and on < first)
        return InForce.YES if is_begun and is_going_on else InForce.UNKNOWN

    def is_over(self, on: date) -> bool:
        """Whether it surely ended by a day."""
        return self.end is not None and self.end[1] is not None and on >= self.end[1]


@dataclass(frozen=True, slots=True)
class Standing:
    """How an entry stands on a day; `verified` is the day of the newest capture."""

    status: Status
    verified: date | None
    is_stale: bool


class Oracle:
    """Answers from a heap of captures of one list; a copy is stale after `rhythm` days.

    `states_days` where each capture gives the day that it speaks for as its own.
    """

    def __init__(
        self, captures: Sequence[Whole], rhythm: int, *, states_days: bool = False
    ) -> None:
        self._captures = list(captures)
        self._rhythm = rhythm
        self._states_days = states_days

    def known(self, at: datetime) -> list[Whole]:
        """The captures that were out by then, in the order of the days they speak for."""
        out = [c for c in self._captures if c.captured <= at]
        return sorted(out, key=lambda c: (c.day, c.captured))

    def standing(self, uid: str, on: date, at: datetime) -> Standing:
        """The status of an entry on a day, as known at an instant at which something was."""
        seen = self.known(at)
        status, verified = self._status(seen, uid, on), seen[-1].day
        # an answer that nothing was found for rests on no capture
        rests = status is not Status.UNKNOWN or bool(self.periods(uid, at))
        is_stale = (min(on, at.date()) - verified).days > self._rhythm
        return Standing(status, verified if rests else None, is_stale)

    def _status(self, seen: list[Whole], uid: str, on: date) -> Status:
        periods = list(self._periods(seen, uid))
        told = {period.holds(on) for period in periods}
        # present in two neighbours is listed throughout, whichever its programmes were
        present = (p.holds(on) for p, _, _ in _stretches(None, seen, _who(seen, uid)))
        if InForce.YES in told or InForce.YES in present:
            return Status.LISTED
        if InForce.UNKNOWN in told:
            return Status.UNKNOWN
        if any(period.is_over(on) for period in periods):
            return Status.FORMERLY_LISTED
        first = next((c.day for c in seen if not c.damaged), None)
        return Status.UNKNOWN if first is None or on < first else Status.NOT_LISTED

    def periods(self, uid: str, at: datetime) -> list[Period]:
        """The measures on an entry, ended ones too."""
        return list(self._periods(self.known(at), uid))

    def _periods(self, seen: list[Whole], uid: str) -> Iterator[Period]:
        who = _who(seen, uid)
        rows = (row for c in seen for row in c.rows.values() if row.party == who)
        for label in {label: None for row in rows for label in row.programmes}:
            last_before: date | None = None
            for period, row, (first, last) in _stretches(label, seen, who):
                told = _stated(period, row.listed, last_before)
                within = seen[seen.index(first) : seen.index(last) + 1]
                contested = any(c in within for c in self._contested(seen, who))
                yield replace(told, is_disputed=told.is_disputed or contested)
                last_before = last.day

    def _contested(self, seen: list[Whole], who: str | None) -> Iterator[Whole]:
        """Neighbours that give one day as their own and differ in an entry, both of each two."""
        for a, b in pairwise(seen if self._states_days else []):
            was, now = (self._of(capture, who) for capture in (a, b))
            if a.day == b.day and was != now:
                yield from (a, b)

    def _of(self, capture: Whole, who: str | None) -> dict[str, tuple[Row, str | None]]:
        held = self._content(capture)
        return {uid: content for uid, content in held.items() if content[0].party == who}

    def called(self, uid: str, at: datetime) -> set[str]:
        """Every name that could be known of the party that has this id now."""
        seen = self.known(at)
        who = _who(seen, uid)
        found = set[str]()
        for capture in seen:
            aliases = self._aliases(capture)
            for held, row in capture.rows.items():
                if row.party == who:
                    found |= {row.name} | ({aliases[held]} if held in aliases else set())
        return found

    def names(self, at: datetime) -> set[tuple[str, str]]:
        """Every name that could be known, with the uid that carries it."""
        seen = self.known(at)
        firsts = {(row.name, uid) for c in seen for uid, row in c.rows.items()}
        return firsts | {(text, u) for c in seen for u, text in self._aliases(c).items()}

    def _aliases(self, capture: Whole) -> Mapping[str, str]:
        """The capture's own, or of the newest one before it that has some."""
        known = self.known(capture.captured)
        before = [c.aliases for c in known[: known.index(capture) + 1] if c.aliases is not None]
        held = before[-1] if before else {}
        return {uid: text for uid, text in held.items() if uid in capture.rows}

    def changes(self, first: date, last: date, at: datetime) -> Amended | None:
        """What differs between the newest captures by the end of two days; None without both."""
        seen = self.known(at)
        old, new = ([c for c in seen if c.day <= day] for day in (first, last))
        if not old or not new:
            return None
        was, now, found = self._content(old[-1]), self._content(new[-1]), Amended()
        for uid in was.keys() | now.keys():
            a, b = was.get(uid), now.get(uid)
            if a is None or b is None:
                kind = ChangeKind.ADDED if a is None else ChangeKind.REMOVED
                here, there = (old[-1], new[-1]) if b is None else (new[-1], old[-1])
                is_moved = _goes_on(here, there, uid)
                found[uid] = kind, ChangeClass.IDENTITY if is_moved else ChangeClass.LEGAL
            elif a != b:
                found[uid] = ChangeKind.AMENDED, _class(a, b)
        return found

    def _content(self, capture: Whole) -> dict[str, tuple[Row, str | None]]:
        aliases = self._aliases(capture)
        return {uid: (row, aliases.get(uid)) for uid, row in capture.rows.items()}


def _who(seen: list[Whole], uid: str) -> str | None:
    """Who bears an id by the newest capture that shows it: an old id may go to a new party."""
    return next((c.rows[uid].party for c in reversed(seen) if uid in c.rows), None)


def _goes_on(here: Whole, there: Whole, uid: str) -> bool:
    """Whether a party whose id is only in one capture is in the other under one that is new."""
    who = here.rows[uid].party
    return any(row.party == who for u, row in there.rows.items() if u not in here.rows)


def _stretches(
    label: str | None, seen: list[Whole], who: str | None
) -> Iterator[tuple[Period, Row, tuple[Whole, Whole]]]:
    """Unbroken presence, with the newest row of each and the first and last capture with it.

    Under a programme, or under any. A capture that may have lost the row says nothing.
    """
    says: list[tuple[Whole, Row | None]] = []
    for capture in seen:
        rows = [row for row in capture.rows.values() if row.party == who]
        row = next((r for r in rows if label is None or label in r.programmes), None)
        if row is not None or not capture.damaged:
            says.append((capture, row))
    groups = [list(g) for _, g in groupby(says, key=lambda pair: pair[1] is not None)]
    for at, group in enumerate(groups):
        last, row = group[-1]
        if row is None:
            continue
        absent = groups[at - 1][-1][0].day if at else None
        end: Days | None = None
        if at + 1 < len(groups):
            end = (last.day, groups[at + 1][0][0].day)
        elif last is not seen[-1]:
            end = (last.day, None)
        first = group[0][0]
        yield Period(label or "", (absent, first.day), end, is_disputed=False), row, (first, last)


def _stated(period: Period, listed: date | None, last_before: date | None) -> Period:
    """With the day of listing that the list states, which beats an absence but not a return."""
    absent, first = period.start
    if listed is None or first is None:
        return period
    is_within = (absent is None or absent <= listed) and listed <= first
    if not is_within and last_before is not None and listed <= last_before:
        return period
    return Period(period.programme, (listed, listed), period.end, not is_within)


def _class(a: tuple[Row, str | None], b: tuple[Row, str | None]) -> ChangeClass:
    if set(a[0].programmes) != set(b[0].programmes) or a[0].listed != b[0].listed:
        return ChangeClass.LEGAL
    (was, now) = ((_plain(row.name), row.born, alias and _plain(alias)) for row, alias in (a, b))
    return ChangeClass.FORMATTING if was == now else ChangeClass.IDENTITY


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
