"""Dates of birth of two entries: how far they agree, and when they cannot be one person's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from onrecord.model.listing import Birth

# a year that is given as "about" may be off by so much on either side
_CIRCA_YEARS = 2
_APART = 3


class Agreement(StrEnum):
    """How far two dates of birth agree, best first."""

    DAY = "day"
    SLIP = "slip"
    YEAR = "year"
    OFF_ONE = "off_one"
    DAY_DIFFERS = "day_differs"
    OFF_TWO = "off_two"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Compared:
    """The best agreement among all dates of both, with the two dates that agree so."""

    agreement: Agreement
    left: str
    right: str


def compare_births(ours: Sequence[Birth], theirs: Sequence[Birth]) -> Compared | None:
    """The best agreement of any two; None where either side gives no date."""
    order = tuple(Agreement)
    found = [
        (order.index(_compare(one, other)), str(one.earliest), str(other.earliest))
        for one in ours
        for other in theirs
    ]
    if not found:
        return None
    best, left, right = min(found)
    return Compared(order[best], left, right)


def _compare(one: Birth, other: Birth) -> Agreement:
    a, b = _day(one), _day(other)
    if a and b:
        return _days(a, b)
    apart = _years_apart(one, other)
    if not apart:
        return Agreement.YEAR
    return _off(max(0, apart - _CIRCA_YEARS * (one.circa or other.circa)))


def _days(a: date, b: date) -> Agreement:
    if a == b:
        # a first of January stands for a year of which no day is known, in many lists
        return Agreement.YEAR if (a.month, a.day) == (1, 1) else Agreement.DAY
    # one digit wrong, day and month the other way round, the day before or after: slips of
    # whoever copied the date
    wrong = sum(x != y for x, y in zip(a.isoformat(), b.isoformat(), strict=True))
    turned = (a.year, a.month, a.day) == (b.year, b.day, b.month)
    if turned or abs((a - b).days) == 1 or (wrong == 1 and abs(a.year - b.year) < _APART):
        return Agreement.SLIP
    if a.year == b.year:
        vague = (1, 1) in ((a.month, a.day), (b.month, b.day))
        return Agreement.YEAR if vague else Agreement.DAY_DIFFERS
    return _off(abs(a.year - b.year))


def _off(years: int) -> Agreement:
    if years >= _APART:
        return Agreement.APART
    return (Agreement.YEAR, Agreement.OFF_ONE, Agreement.OFF_TWO)[years]


def _day(born: Birth) -> date | None:
    exact = born.earliest.earliest
    return exact if exact == born.latest.latest and not born.circa else None


def _years_apart(one: Birth, other: Birth) -> int:
    first, last = one.earliest.year, one.latest.year
    start, end = other.earliest.year, other.latest.year
    return max(0, start - last, first - end)
