"""One measure from all that speaks of it: facts and entries joined, bounds met, conflicts shown."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from onrecord.basis import BasisGraph
from onrecord.model.answer import Evidence, Measure
from onrecord.model.dates import Bound, end_of_day
from onrecord.model.facts import Day, StatedMeasure
from onrecord.record.timeline import ends_before


def stated(fact: StatedMeasure, known: datetime) -> Measure:
    """The measure that a fact states, as far as it was known: its end only from its own day on."""
    conflicts: list[str] = []
    start = _bound(fact.start, "start", conflicts)
    end_is_known = fact.end_known_at is not None and end_of_day(fact.end_known_at) <= known
    end = _bound(fact.end, "end", conflicts) if fact.end is not None and end_is_known else None
    if end is not None and ends_before(end, start):
        conflicts.append(f"the stated end {end} comes before the start {start}")
    return Measure(
        authority=fact.authority,
        party=fact.party,
        programme="; ".join(fact.programmes),
        basis=fact.basis,
        effects=fact.effects,
        start=start,
        end=end,
        end_cause=fact.end_cause if end is not None else None,
        term=fact.term,
        evidence=(
            Evidence(
                known=end_of_day(fact.known_at),
                says=fact.note or f"fact {fact.id}",
                fact=fact.id,
                cites=fact.cites,
                confidence=fact.confidence,
                entry=fact.list_id,
            ),
        ),
        conflicts=tuple(conflicts),
    )


def _bound(day: Day, what: str, conflicts: list[str]) -> Bound:
    """The stated date met with the bounds of better evidence; where they part, the bounds hold."""
    seen = Bound(day.earliest, day.latest)
    if day.stated is None:
        return seen
    said = Bound.of(day.stated)
    met = said.meet(seen)
    if met is None:
        conflicts.append(f"the stated {what} {day.stated} lies outside what was seen, {seen}")
        return seen
    return met


def joined(
    facts: Sequence[StatedMeasure], known: datetime, seen: Iterable[Measure]
) -> list[Measure]:
    """Facts and the measures seen in captures, the same ones joined into one; oldest first.

    Same: one authority, one of the fact's programmes, an entry that the fact names (if it names
    any that the record holds), and periods that may overlap.
    """
    rest = list(seen)
    found: list[Measure] = []
    for fact in facts:
        measure = stated(fact, known)
        named = set(fact.entries)
        same = [m for m in rest if _is_same(measure, set(fact.programmes), named, m)]
        for other in same:
            rest.remove(other)
            measure = _join(measure, other)
        found.append(measure)
    found.extend(rest)
    return sorted(found, key=_place)


def _place(measure: Measure) -> tuple[date, date, str, str]:
    start = measure.start
    first = start.earliest or start.latest or date.min
    return first, start.latest or date.max, measure.authority, measure.programme


def _is_same(fact: Measure, programmes: set[str], entries: set[str], seen: Measure) -> bool:
    if fact.authority is not seen.authority or seen.programme not in programmes:
        return False
    if entries and seen.evidence[0].entry not in entries:
        return False
    return _may_overlap(fact, seen) and not _seen_only_after(fact.end, seen)


def _seen_only_after(end: Bound | None, seen: Measure) -> bool:
    """First seen after the fact's end, and not as a row that says itself that it is over.

    Lists print the first day of listing again after a gap, so that the dates alone would fit.
    """
    first = seen.evidence[0].captured
    if end is None or end.latest is None or first is None or first.date() <= end.latest:
        return False
    return seen.end is None or seen.end.latest is None or seen.end.latest >= first.date()


def _may_overlap(a: Measure, b: Measure) -> bool:
    return not (_surely_over(a.end, b.start) or _surely_over(b.end, a.start))


def _surely_over(end: Bound | None, start: Bound) -> bool:
    if end is None or end.latest is None or start.earliest is None:
        return False
    return end.latest <= start.earliest


def _join(fact: Measure, seen: Measure) -> Measure:
    """Bounds met. Where they have nothing in common the stated day holds, and both are shown."""
    conflicts = [*fact.conflicts, *seen.conflicts]
    entry = seen.evidence[0].entry
    start = fact.start.meet(seen.start)
    if start is None:
        conflicts.append(
            f"stated to begin {fact.start}, yet by captures of {entry} it begins {seen.start}"
        )
        start = fact.start
    end, cause = fact.end, fact.end_cause
    if seen.end is not None:
        if end is None:
            end, cause = seen.end, seen.end_cause
        elif (met := end.meet(seen.end)) is not None:
            end = met
        else:
            conflicts.append(f"stated to end {end}, yet by captures of {entry} it ends {seen.end}")
    elif end is not None and _still_seen(end, seen):
        conflicts.append(f"stated to end {end}, yet {entry} is in a capture after that")
    return replace(
        fact,
        start=start,
        end=end,
        end_cause=cause,
        effects=fact.effects + tuple(e for e in seen.effects if e not in fact.effects),
        basis=fact.basis or seen.basis,
        evidence=fact.evidence + seen.evidence,
        conflicts=tuple(dict.fromkeys(conflicts)),
    )


def _still_seen(end: Bound, seen: Measure) -> bool:
    newest = seen.evidence[0].last_captured
    return newest is not None and end.latest is not None and newest.date() > end.latest


def ended_by_basis(measure: Measure, graph: BasisGraph) -> Measure:
    """The measure with its end no later than that of what it rests on."""
    fall = graph.end_of(measure.basis)
    if fall is None or _surely_over(fall.when, measure.start):
        return measure
    if measure.end is None:
        says = f"basis ended: {fall.says} (fact {fall.fact})"
        return replace(measure, end=fall.when, end_cause=says)
    sooner = measure.end.sooner(fall.when)
    if sooner == measure.end:
        return measure
    is_fall = sooner == fall.when
    cause = f"basis ended: {fall.says} (fact {fall.fact})" if is_fall else measure.end_cause
    return replace(measure, end=sooner, end_cause=cause)
