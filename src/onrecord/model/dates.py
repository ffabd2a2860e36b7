"""Dates as sources give them: to the year, the month or the day, and never more exactly."""

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum
from typing import Self

# [0-9], not \d: \d also takes Arabic-Indic and full-width digits
_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_INSTANT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?"
    r"(Z|[+-][0-9]{2}:?[0-9]{2})"
)
_FURTHEST_EAST, _FURTHEST_WEST = timedelta(hours=14), timedelta(hours=-12)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """2012, 2012-07 or 2012-07-11: a set of days, from `earliest` to `latest`, both included.

    Two are equal if they say the same at the same precision. There is no `<`: whether 2012 comes
    before 2012-07 has no answer. Ask `before` (surely) or `meets` (possibly the same day).
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.month is None and self.day is not None:
            raise ValueError(f"a day without its month: {self.year}, day {self.day}")
        try:
            _ = self.earliest
        except ValueError as why:
            raise ValueError(f"no such date: {self}") from why

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read YYYY, YYYY-MM or YYYY-MM-DD and nothing else. Raises ValueError."""
        found = _ISO.fullmatch(text)
        if found is None:
            raise ValueError(f"not a date: {text!r}: write YYYY, YYYY-MM or YYYY-MM-DD")
        return cls(*(int(part) for part in found.groups() if part is not None))

    @classmethod
    def of(cls, when: date) -> Self:
        """The date that is exactly this day."""
        return cls(when.year, when.month, when.day)

    def __str__(self) -> str:
        rest = (f"-{n:02}" for n in (self.month, self.day) if n is not None)
        return f"{self.year:04}" + "".join(rest)

    @property
    def earliest(self) -> date:
        """The first day that it can be."""
        # not `self.month or 1`, which would take month 0 for "not given"
        month = 1 if self.month is None else self.month
        return date(self.year, month, 1 if self.day is None else self.day)

    @property
    def latest(self) -> date:
        """The last day that it can be."""
        month = 12 if self.month is None else self.month
        last = calendar.monthrange(self.year, month)[1]
        return date(self.year, month, last if self.day is None else self.day)

    def before(self, other: Self) -> bool:
        """Surely before: the last day of this precedes the first of the other."""
        return self.latest < other.earliest

    def meets(self, other: Self) -> bool:
        """Possibly the same day."""
        return not self.before(other) and not other.before(self)


class InForce(StrEnum):
    """Whether something holds on a day: there are three answers."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Bound:
    """The day of a thing, known only to lie from `earliest` to `latest`, both included.

    None on either side means that nothing bounds it there.
    """

    earliest: date | None
    latest: date | None

    def __post_init__(self) -> None:
        if self.earliest is not None and self.latest is not None and self.latest < self.earliest:
            raise ValueError(f"a bound that ends before it begins: {self.earliest}, {self.latest}")

    @classmethod
    def day(cls, when: date) -> Self:
        """Exactly this day."""
        return cls(when, when)

    @classmethod
    def of(cls, when: PartialDate) -> Self:
        """A year is its first to its last day, a month likewise."""
        return cls(when.earliest, when.latest)

    @property
    def is_exact(self) -> bool:
        """Whether only one day is possible."""
        return self.earliest is not None and self.earliest == self.latest

    def meet(self, other: Self) -> Self | None:
        """The days that both allow; None where they have nothing in common."""
        firsts = [d for d in (self.earliest, other.earliest) if d is not None]
        lasts = [d for d in (self.latest, other.latest) if d is not None]
        first, last = max(firsts, default=None), min(lasts, default=None)
        if first is not None and last is not None and last < first:
            return None
        return type(self)(first, last)

    def sooner(self, other: Self) -> Self:
        """The bound of whichever of the two comes first."""
        firsts, lasts = (self.earliest, other.earliest), (self.latest, other.latest)
        known = [d for d in lasts if d is not None]
        first = None if None in firsts else min(d for d in firsts if d is not None)
        return type(self)(first, min(known, default=None))

    def __str__(self) -> str:
        if self.is_exact:
            return str(self.earliest)
        return f"between {self.earliest or 'unknown'} and {self.latest or 'unknown'}"


def in_force(start: Bound, end: Bound | None, on: date) -> InForce:
    """Whether what starts and ends within these bounds holds on a day.

    Half-open: `start` is the first day in force, `end` the first day no longer in force, so that
    what starts and ends on one day is in force on none.
    """
    if start.earliest is not None and on < start.earliest:
        return InForce.NO
    if end is not None and end.latest is not None and on >= end.latest:
        return InForce.NO
    if start.latest is None or on < start.latest:
        return InForce.UNKNOWN
    if end is not None and (end.earliest is None or on >= end.earliest):
        return InForce.UNKNOWN
    return InForce.YES


def years_after(start: date, years: int) -> date:
    """The same day so many years on; from a 29 February, 1 March where there is none."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return date(start.year + years, 3, 1)


def parse_day(text: str) -> date:
    """Read YYYY-MM-DD and nothing less. Raises ValueError with the whole sentence."""
    found = _ISO.fullmatch(text)
    if found is None or found[3] is None:
        raise ValueError(f"not a day: {text!r}: write YYYY-MM-DD")
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError as why:
        raise ValueError(f"no such date: {text}: write YYYY-MM-DD") from why


def parse_instant(text: str) -> datetime:
    """Read 2021-12-10T12:00Z, with seconds, fractions or an offset if given; gives UTC.

    Raises ValueError for 24:00, for a leap second (no clock of ours has one) and for an offset
    beyond -12:00 and +14:00, the furthest in use.
    """
    found = _INSTANT.fullmatch(text)
    if found is None:
        raise ValueError(f"not an instant: {text!r}: write YYYY-MM-DDTHH:MMZ")
    day = parse_day(found[1])
    micros = int((found[5] or "0").ljust(6, "0")[:6])
    try:
        clock = time(int(found[2]), int(found[3]), int(found[4] or 0), micros)
    except ValueError as why:
        raise ValueError(f"no such time: {text}: hours are 00 to 23, seconds 00 to 59") from why
    try:
        return datetime.combine(day, clock, _offset(found[6], text)).astimezone(UTC)
    except OverflowError as why:
        raise ValueError(f"no such date: {text}") from why


def _offset(zone: str, text: str) -> timezone:
    if zone == "Z":
        return UTC
    hours, minutes = int(zone[1:3]), int(zone[-2:])
    shift = timedelta(hours=hours, minutes=minutes) * (-1 if zone[0] == "-" else 1)
    if minutes > 59 or not _FURTHEST_WEST <= shift <= _FURTHEST_EAST:
        raise ValueError(f"no such offset: {text}: offsets go from -12:00 to +14:00")
    return timezone(shift)


def end_of_day(day: date) -> datetime:
    """The last instant of a day in UTC: what "as known on a day" means."""
    return datetime.combine(day, time.max, UTC)


def write_instant(when: datetime) -> str:
    """An instant in UTC, to the second, as in 2021-12-10T18:50:16Z; rounded down."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
