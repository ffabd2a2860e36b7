"""What a report says of listings and delistings, beside what the record has of them."""

from collections.abc import Mapping
from datetime import date, timedelta

from onrecord.link.authorities import AUTHORITY_NAMES, authorities_named, names_programme, told
from onrecord.link.values import Histories, Link, LinkOutcome, RecordSays, Verdict
from onrecord.model.answer import History, Measure, Status
from onrecord.model.dates import Bound
from onrecord.model.listing import Authority
from onrecord.model.report import ActorKind, Event, EventType, Report

_ANNOUNCED = timedelta(days=31)  # a notice in the Federal Register follows within some weeks


def record_says(
    event: Event, report: Report, links: Mapping[str, Link], history: Histories, on: date
) -> RecordSays:
    """The record's word on one listing or delisting that a report tells of.

    It contradicts only where the record covers the days told for every authority that the words
    allow, and has nothing then. Raises ValueError for an event of another type.
    """
    if event.type not in (EventType.LISTING, EventType.DELISTING):
        raise ValueError(f"not an event of listing: {event.id}, {event.type}")
    link = links.get(event.recipient or "")
    whom = next((a for a in report.actors if a.id == event.recipient), None)
    if whom is not None and whom.kind is ActorKind.STATE:
        says = f"it is told of {whom.name} as a country, and not of one party"
        return RecordSays(Verdict.CANNOT_TELL, says)
    if link is None or link.party is None:
        return RecordSays(Verdict.CANNOT_TELL, "whom it is about is no party of this record")
    known = history(link.party, on)
    if link.outcome is not LinkOutcome.LINKED:
        said = _beside(event, report, known, history, on)
        says = f"if {known.party.name} is meant, which is only proposed: {said.says}"
        return RecordSays(Verdict.CANNOT_TELL, says, said.measures)
    return _beside(event, report, known, history, on)


def _beside(
    event: Event, report: Report, known: History, history: Histories, on: date
) -> RecordSays:
    measures = [m for answer in known.authorities for m in answer.measures]
    allowed, named = _allowed(event, report, measures)
    candidates = named or [m for m in measures if not allowed or m.authority in allowed]
    when = _when(event, on)
    if when is None:
        return _undated(event, candidates, on)
    fitting = [m for m in candidates if _lies_within(event, m, when)]
    if fitting:
        return RecordSays(Verdict.AGREES, _sentence(event, fitting[:1]), tuple(fitting))
    possible = [m for m in candidates if _may_lie_within(event, m, when)]
    if possible:
        says = f"possible, but the record is no more exact: {_sentence(event, possible[:1])}"
        return RecordSays(Verdict.CANNOT_TELL, says, tuple(possible))
    asked = {m.authority for m in named} or allowed or {m.authority for m in measures}
    return _nothing_then(event, when, asked, candidates, known, history)


def _allowed(
    event: Event, report: Report, measures: list[Measure]
) -> tuple[frozenset[Authority], list[Measure]]:
    """The authorities that the words name, and the measures whose programme they name."""
    sentence = event.span.text
    named = [m for m in measures if names_programme(sentence, m)]
    doer = next((a.name for a in report.actors if a.id == event.actor), "")
    # a programme such as the "Iran, North Korea … Act" says who lists better than a country does
    allowed = frozenset(m.authority for m in named) or authorities_named(doer)
    return allowed or authorities_named(sentence), named


def _when(event: Event, on: date) -> Bound | None:
    if event.date is None or event.date.earliest is None:
        return None  # not told, or not resolved: `_undated` tells the two apart
    latest = event.date.latest or on
    return Bound(event.date.earliest, max(event.date.earliest, min(latest, on)))


def _day(event: Event, measure: Measure) -> Bound | None:
    return measure.start if event.type is EventType.LISTING else measure.end


def _lies_within(event: Event, measure: Measure, when: Bound) -> bool:
    day = _day(event, measure)
    if day is None:
        return False
    if None not in (day.earliest, day.latest) and day.meet(when) == day:
        return True
    return event.type is EventType.LISTING and any(
        when.meet(Bound.day(announced)) is not None for announced in _announced(measure)
    )


def _announced(measure: Measure) -> set[date]:
    """Days on which a listing was made known soon after it began: reports date it by these too.

    Evidence that came to light years later announced nothing.
    """
    first = measure.start.latest
    if first is None:
        return set()
    known = {e.known.date() for e in measure.evidence if e.fact is not None}
    return {day for day in known if first <= day <= first + _ANNOUNCED}


def _may_lie_within(event: Event, measure: Measure, when: Bound) -> bool:
    day = _day(event, measure)
    return day is not None and day.meet(when) is not None


def _undated(event: Event, candidates: list[Measure], on: date) -> RecordSays:
    past = [
        m
        for m in candidates
        if (day := _day(event, m)) is not None and day.latest is not None and day.latest <= on
    ]
    if not past:
        says = "no day is told or resolved, and the record has no such act before the report"
        return RecordSays(Verdict.CANNOT_TELL, says)
    if event.date is not None:
        says = f"“{event.date.span.text}” could not be resolved; the record has: "
        return RecordSays(Verdict.CANNOT_TELL, says + _sentence(event, past), tuple(past))
    says = f"the report gives no date; the record has: {_sentence(event, past)}"
    return RecordSays(Verdict.AGREES, says, tuple(past))


def _nothing_then(
    event: Event,
    when: Bound,
    asked: frozenset[Authority] | set[Authority],
    candidates: list[Measure],
    known: History,
    history: Histories,
) -> RecordSays:
    days = [d for d in (when.earliest, when.latest) if d is not None]
    views = [history(known.party.id, day) for day in days]
    blind = {a for a in asked for v in views if v.at(a).status is Status.UNKNOWN}
    act = "began" if event.type is EventType.LISTING else "ended"
    if blind or not asked:
        where = f" for {told(blind)}" if blind else ""
        says = f"no measure is known that {act} {_in(when)}; the record does not cover that{where}"
        return RecordSays(Verdict.CANNOT_TELL, says)
    says = f"no measure of {told(asked)} {act} {_in(when)}"
    if candidates:
        says += f"; the record has: {_sentence(event, candidates)}"
    return RecordSays(Verdict.CONTRADICTS, says, tuple(candidates))


def _in(when: Bound) -> str:
    return f"on {when}" if when.is_exact else str(when)


def _sentence(event: Event, measures: list[Measure]) -> str:
    parts = []
    for m in measures:
        day = _day(event, m)
        act = "listed by" if event.type is EventType.LISTING else "taken off by"
        dated = "with no end seen" if day is None else str(day)
        cause = f" ({m.end_cause})" if event.type is EventType.DELISTING and m.end_cause else ""
        parts.append(f"{act} {AUTHORITY_NAMES[m.authority]} under {m.programme}, {dated}{cause}")
    return "; ".join(parts)
