"""What rests on an instrument: the measures of all parties, and what would fall with it."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from onrecord.basis import BasisEnd, due
from onrecord.errors import NotFound
from onrecord.model.answer import Asked, Measure, Party, RecordState
from onrecord.model.dates import Bound, InForce
from onrecord.model.facts import StatedBasis, StatedEdge
from onrecord.record.view import View


@dataclass(frozen=True, slots=True)
class Resting:
    """A measure that rests on an instrument, with its party."""

    party: Party
    measure: Measure


@dataclass(frozen=True, slots=True)
class BasisAnswer:
    """An instrument with what is stated of it, what hangs on it, and the measures on all that.

    `stays` are, of the parties whose measures in force would fall, those with another measure in
    force that would not.
    """

    instrument: StatedBasis
    asked: Asked
    relations: tuple[StatedEdge, ...]
    end: BasisEnd | None
    hanging: tuple[str, ...]
    measures: tuple[Resting, ...]
    falls: tuple[Resting, ...]
    stays: tuple[Resting, ...]
    record: RecordState


@dataclass(frozen=True, slots=True)
class Expiry:
    """Something that ends or lapses on a day (or within a bound), and why."""

    when: Bound
    says: str
    facts: tuple[str, ...]
    party: Party | None = None
    measure: Measure | None = None
    instrument: str | None = None


def basis(view: View, key: str, on: date) -> BasisAnswer:
    """An instrument and all that rests on it. Raises NotFound for one that is not in the graph."""
    graph = view.facts.graph
    if key not in graph.instruments:
        near = difflib.get_close_matches(key.upper(), graph.instruments, n=3, cutoff=0.5)
        hint = f"did you mean {' or '.join(near)}?" if near else "the starter record has the graph"
        raise NotFound(f"no such instrument: {key!r}: {hint}")
    hanging = graph.hanging_on(key)
    falling = {key, *hanging}
    measures, falls, stays = [], [], []
    for party_id in _parties_on(view, falling):
        history = view.history(party_id, on)
        held = [m for a in history.authorities for m in a.measures]
        on_it = [m for m in held if falling & set(m.basis)]
        measures += [Resting(history.party, m) for m in on_it]
        would_fall = [m for m in on_it if m.in_force(on) is InForce.YES]
        falls += [Resting(history.party, m) for m in would_fall]
        if would_fall:
            others = [m for m in held if m not in on_it and m.in_force(on) is InForce.YES]
            stays += [Resting(history.party, m) for m in others]
    return BasisAnswer(
        graph.instruments[key],
        Asked(on, view.known),
        tuple(graph.relations(key)),
        graph.end_of([key]),
        tuple(hanging),
        tuple(measures),
        tuple(falls),
        tuple(stays),
        view.state,
    )


def _parties_on(view: View, keys: Iterable[str]) -> list[str]:
    """Parties with a fact or an entry that rests on one of these instruments, sorted."""
    wanted = set(keys)
    found = {
        party
        for party, facts in view.facts.measures.items()
        if any(wanted & set(fact.basis) for fact in facts)
    }
    return sorted(found | view.parties_citing(wanted))


def expiring(view: View, first: date, last: date) -> list[Expiry]:
    """What ends or lapses from `first` to `last`: terms of measures, instruments; soonest first."""
    found = [
        Expiry(Bound.day(one.day), one.says, one.facts, instrument=one.instrument)
        for one in due(view.facts.graph, first, last)
    ]
    for party_id in _parties_with_terms(view):
        history = view.history(party_id, first)
        for answer in history.authorities:
            for measure in answer.measures:
                when = _ends_within(measure, first, last)
                if when is not None:
                    says = f"{measure.programme} of {answer.authority}: {measure.term or 'its end'}"
                    facts = tuple(e.fact for e in measure.evidence if e.fact)
                    found.append(Expiry(when, says, facts, history.party, measure))
    return sorted(found, key=lambda e: (e.when.latest or date.max, e.says))


def _parties_with_terms(view: View) -> list[str]:
    """Parties with a measure that has a term or a stated end."""
    found = {p for p, facts in view.facts.measures.items() if any(f.term or f.end for f in facts)}
    return sorted(found | view.parties_of_lists_with_own_dates())


def _ends_within(measure: Measure, first: date, last: date) -> Bound | None:
    if measure.in_force(first) is InForce.NO or measure.end is None:
        return None
    end = measure.end
    if end.latest is None or end.earliest is None or end.latest < first or end.earliest > last:
        return None
    return end
