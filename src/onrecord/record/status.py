"""The status of a party with an authority on a day, and why; one function a rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from onrecord.model.answer import Measure, Status
from onrecord.model.dates import InForce


@dataclass(frozen=True, slots=True)
class Coverage:
    """Whether the record can say "not on the list" of a day, and on what ground.

    `from_beginning`: it covers the list from its first day on, so that it can say "never".
    """

    covers: bool
    from_beginning: bool = False
    says: str = ""


def status(
    measures: Sequence[Measure], on: date, coverage: Coverage, *, stands: InForce
) -> tuple[Status, str]:
    """The status and one sentence on why.

    `stands` is whether an entry stood on a list of the authority that day, whatever its
    programmes: an entry seen in two neighbouring captures is listed throughout.
    """
    on_it = [m for m in measures if m.in_force(on) is InForce.YES]
    if on_it:
        programmes = ", ".join(dict.fromkeys(m.programme for m in on_it))
        return Status.LISTED, f"in force on {on}: {programmes}"
    if stands is InForce.YES:
        return Status.LISTED, f"on the list on {on}; under which programme cannot be told"
    perhaps = [m for m in measures if m.in_force(on) is InForce.UNKNOWN]
    if perhaps:
        return Status.UNKNOWN, _perhaps(perhaps[0], on)
    if stands is InForce.UNKNOWN:
        return Status.UNKNOWN, f"whether it was on the list on {on} cannot be told"
    over = [m for m in measures if _was(m, on)]
    if over:
        newest = max(over, key=lambda m: (m.end.latest if m.end else None) or date.min)
        return Status.FORMERLY_LISTED, f"{newest.programme} ended {newest.end}: {newest.end_cause}"
    if not coverage.covers:
        return Status.UNKNOWN, coverage.says or f"the record does not cover {on}"
    if coverage.from_beginning:
        return Status.NEVER_LISTED, coverage.says
    return Status.NOT_LISTED, coverage.says


def _was(measure: Measure, on: date) -> bool:
    """Over by that day; a measure that ends the day it starts counts, though it never held."""
    end = measure.end
    return end is not None and end.latest is not None and on >= end.latest


def _perhaps(measure: Measure, on: date) -> str:
    start, end = measure.start, measure.end
    if start.latest is None or on < start.latest:
        if start.earliest is None:
            return f"{measure.programme} was in force by {start.latest}; since when is unknown"
        return f"{measure.programme} began {start}; whether by {on} cannot be told"
    return f"{measure.programme} ended {end}; whether by {on} cannot be told"
