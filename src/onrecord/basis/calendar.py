"""When instruments lapse unless somebody acts: anniversaries of emergencies, ends and renewals."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from onrecord.basis.graph import BasisGraph
from onrecord.model.dates import years_after
from onrecord.model.facts import StatedEdge

_UNTIL = re.compile(r"\bto ([0-9]{4})-([0-9]{2})-([0-9]{2})$")
_EMERGENCIES = "NEA"  # 50 U.S.C. 1622(d): an emergency ends on its anniversary unless continued
_NOTICE_DAYS = 90


@dataclass(frozen=True, slots=True)
class Due:
    """That an instrument lapses on a day unless continued, or ends on it; facts that say so."""

    day: date
    instrument: str
    says: str
    facts: tuple[str, ...]


def due(graph: BasisGraph, first: date, last: date) -> list[Due]:
    """What lapses or ends from `first` to `last`, both included, the soonest first."""
    found = [
        one
        for key in graph.instruments
        for one in (*_ends(graph, key), *_renewals(graph, key, first))
        if first <= one.day <= last
    ]
    return sorted(found, key=lambda one: (one.day, one.instrument))


def _ends(graph: BasisGraph, key: str) -> Iterator[Due]:
    for edge in graph.relations(key):
        if edge.relation == "ends_on" and edge.date is not None:
            yield Due(edge.date.earliest, key, "ends by its own terms", (edge.fact,))


def _renewals(graph: BasisGraph, key: str, first: date) -> Iterator[Due]:
    end = graph.end_of([key])
    if end is not None and end.when.latest is not None and end.when.latest <= first:
        return
    edges = graph.relations(key)
    renewed = [e for e in edges if e.relation == "renewed_by" and e.date is not None]
    newest = max(renewed, key=lambda e: e.date.latest if e.date else date.min, default=None)
    declared = graph.instruments[key].date
    if declared is not None and declared.earliest > first:
        return
    if declared is not None and declared.day is not None:
        for edge in edges:
            if edge.relation == "hangs_on" and edge.end == _EMERGENCIES:
                day = _anniversary(declared.earliest, first)
                yield Due(
                    day, key, _continued(declared.earliest, newest, day), _facts(edge, newest)
                )
    if newest is not None and (found := _UNTIL.search(newest.end)) is not None:
        until = date(*map(int, found.groups()))
        day = until if until >= first else _anniversary(until, first)
        says = f"lapses unless renewed; the newest renewal seen ran to {until}"
        yield Due(day, key, says, (newest.fact,))


def _facts(edge: StatedEdge, newest: StatedEdge | None) -> tuple[str, ...]:
    return (edge.fact,) if newest is None else (edge.fact, newest.fact)


def _anniversary(day: date, first: date) -> date:
    """The first return of a day that is not before another."""
    this_year = years_after(day, first.year - day.year)
    return this_year if this_year >= first else years_after(day, first.year - day.year + 1)


def _continued(declared: date, newest: StatedEdge | None, day: date) -> str:
    says = "the emergency lapses unless a notice continues it"
    if newest is None or newest.date is None:
        return f"{says}; no continuation was seen"
    # a notice comes within the 90 days before the anniversary that it carries over
    carried = _anniversary(declared, newest.date.latest)
    until = years_after(carried, 1)
    if (carried - newest.date.latest) > timedelta(days=_NOTICE_DAYS):
        until = carried
    if until >= day:
        return f"{says}; the newest continuation seen is of {newest.date}"
    return (
        f"{says}; the newest continuation seen is of {newest.date} and ran to {until}: "
        "whether it still runs is unknown"
    )
