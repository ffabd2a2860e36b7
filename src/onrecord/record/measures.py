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
    any of that list), and periods that may overlap. Two lists of one authority that show the
    same programme show one measure too.
    """
    rest = _alongside(seen)
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


def _alongside(seen: Iterable[Measure]) -> list[Measure]:
    """Measures of one authority and programme that several of its lists show, as one each."""
    found: list[Measure] = []
    for measure in seen:
        for at, other in enumerate(found):
            if _is_copy(other, measure):
                found[at] = _beside(other, measure)
                break
        else:
            found.append(measure)
    return found


def _is_copy(one: Measure, other: Measure) -> bool:
    lists = [{str(e.entry).partition("/")[0] for e in m.evidence} for m in (one, other)]
    return (
        one.authority is other.authority
        and one.programme == other.programme
        and lists[0].isdisjoint(lists[1])
        and _may_overlap(one, other)
    )


def _beside(one: Measure, other: Measure) -> Measure:
    """Bounds met; where they have nothing in common those of the first hold, and both are shown.

    A copy of a list runs behind it: that it shows a row for longer is a conflict, told.
    """
    conflicts = [*one.conflicts, *other.conflicts]
    name = other.evidence[0].entry
    start = one.start.meet(other.start)
    if start is None:
        conflicts.append(f"begins {one.start}, yet by captures of {name} it begins {other.start}")
        start = one.start
    end, cause = one.end, one.end_cause
    if end is not None and other.end is not None:
        met = end.meet(other.end)
        if met is None:
            conflicts.append(f"ends {end}, yet by captures of {name} it ends {other.end}")
        end = met or end
    elif end is not None and _still_seen(end, other):
        conflicts.append(f"ends {end}, yet {name} is in a capture after that")
    elif end is None and other.end is not None:
        conflicts.append(f"by captures of {name} it ends {other.end}")
    return replace(
        one,
        start=start,
        end=end,
        end_cause=cause,
        effects=one.effects + tuple(e for e in other.effects if e not in one.effects),
        basis=one.basis or other.basis,
        term=one.term or other.term,
        evidence=one.evidence + other.evidence,
        conflicts=tuple(dict.fromkeys(conflicts)),
    )


def _place(measure: Measure) -> tuple[date, date, str, str]:
    start = measure.start
    first = start.earliest or start.latest or date.min
    return first, start.latest or date.max, measure.authority, measure.programme


def _is_same(fact: Measure, programmes: set[str], entries: set[str], seen: Measure) -> bool:
    if fact.authority is not seen.authority or seen.programme not in programmes:
        return False
    lists = {entry.partition("/")[0] for entry in entries}
    refs = {e.entry for e in seen.evidence if e.entry is not None}
    if entries and not refs & entries and any(ref.partition("/")[0] in lists for ref in refs):
        return False
    return _may_overlap(fact, seen) and not _seen_only_after(fact.end, seen)


def _seen_only_after(end: Bound | None, seen: Measure) -> bool:
    """First seen after the fact's end, and not as a row that says itself that it is over.

    Lists print the first day of listing again after a gap, so that the dates alone would fit.
    """
    first = min((e.captured for e in seen.evidence if e.captured), default=None)
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
    newest = max((e.last_captured for e in seen.evidence if e.last_captured), default=None)
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
