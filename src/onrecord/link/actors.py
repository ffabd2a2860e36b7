"""Actors of a report → parties of the record: by name as a match, by description as a question."""

import re
from collections.abc import Mapping
from datetime import date

from onrecord.link.authorities import AUTHORITY_NAMES, authorities_named, is_authority, told
from onrecord.link.values import Histories, Link, LinkOutcome, Screen
from onrecord.model.answer import Match, Measure, Outcome, Screened
from onrecord.model.dates import Bound
from onrecord.model.listing import Authority, Kind
from onrecord.model.report import Actor, ActorKind, Event, EventType, Report, Statement

# what a report calls a person or body may be any of these on a list
_KINDS = {
    ActorKind.PERSON: frozenset({Kind.PERSON, Kind.OTHER}),
    ActorKind.ORGANISATION: frozenset(Kind) - {Kind.PERSON, Kind.WALLET},
}
_MOST_PROPOSED = 0.5  # a question is never told as more likely than not
_DESCRIBED = 0.3
_BRACKETS = re.compile(r"\s*\([^()]*\)\s*")
_SANCTIONING = re.compile(r"\b(?:sanction|blacklist|designat|black-list)\w*", re.IGNORECASE)


def why_unscreened(actor: Actor, report: Report) -> str | None:
    """Why an actor's name is not looked for; None where it is: a person or an organisation."""
    if not actor.is_named:
        return "described, not named"
    if actor.kind not in _KINDS:
        return f"only persons and organisations are looked for, and this is of kind {actor.kind}"
    if actor.name in {report.outlet, report.wire, *(s.relay for s in report.statements)}:
        return "the report came through it"
    if is_authority(actor.name):
        return "it is an authority, which lists others"
    return None


def link_named(actor: Actor, screen: Screen, on: date) -> tuple[Link, Match | None, Screened]:
    """The party that a named actor may be, the match it rests on, and the answer as given."""
    answers = []
    for query in _queries(actor):
        answer = screen(query, on)
        answers.append(answer)
        if answer.outcome in (Outcome.MATCH, Outcome.REVIEW):
            return *_link(actor, answer), answer
    return *_link(actor, answers[0]), answers[0]


def link_described(
    actor: Actor, report: Report, named: Mapping[str, Link], history: Histories, on: date
) -> Link | None:
    """The named party of the same report that a body without a name may mean; never more.

    It takes a listing that the report tells of the body, and one linked party alone that was
    listed within the time told, by an authority that the words allow. None where the report
    tells of no dated listing of it, so that there is nothing to ask.
    """
    told_of = _listing_told(actor, report, on)
    if told_of is None:
        return None
    when, authorities = told_of
    fitting: dict[str, tuple[Link, Measure]] = {}
    for link in named.values():
        if link.party is None or link.outcome is not LinkOutcome.LINKED:
            continue
        measure = _fitting(history, link.party, on, when, authorities)
        if measure is not None:
            fitting[link.party] = (link, measure)
    if len(fitting) != 1:
        return _no_single(actor, [link for link, _ in fitting.values()])
    link, measure = next(iter(fitting.values()))
    because = (
        f"“{actor.name}” is described, not named",
        f"the report tells of a listing of it {_within(when)}"
        + (f" by {told(authorities)}" if authorities else ""),
        f"of the parties that the report names, only {link.name} was listed then: "
        f"{AUTHORITY_NAMES[measure.authority]}, {measure.programme}, {measure.start}",
        "a question for a person: the two are not merged",
    )
    return Link(LinkOutcome.PROPOSED, because, link.party, link.name, _DESCRIBED, is_described=True)


def _queries(actor: Actor) -> list[str]:
    """The actor's name, without what stands in brackets, then fuller mentions: at least two words.

    One word alone ("Yun") fits too many to be asked on its own.
    """
    tried = [actor.name, _BRACKETS.sub(" ", actor.name).strip()]
    mentions = {span.text for span in actor.mentions if len(span.text.split()) > 1}
    tried += sorted((m for m in mentions if m[0].isupper()), key=lambda m: (-len(m), m))[:3]
    return [query for query in dict.fromkeys(tried) if query]


def _link(actor: Actor, answer: Screened) -> tuple[Link, Match | None]:
    if answer.outcome is Outcome.NOT_SCREENED:
        why = answer.why or "the name could not be screened"
        return Link(LinkOutcome.NOT_SCREENED, (why,)), None
    offered = [m for m in answer.matches if m.decision in (Outcome.MATCH, Outcome.REVIEW)]
    fitting = [m for m in offered if m.history.party.kind in _KINDS[actor.kind]]
    if not fitting:
        return Link(LinkOutcome.NONE, _none(actor, answer, offered)), None
    sure = [m for m in fitting if m.decision is Outcome.MATCH]
    best = (sure or fitting)[0]
    party = best.history.party
    # a name alone is never certainty
    confidence = min(0.99, best.score * (1 + best.sufficiency) / 2)
    others = tuple(f"{m.history.party.name} ({m.history.party.id})" for m in fitting if m != best)
    because: tuple[str, ...] = (
        *best.because,
        "only the name was compared: the report gives no birth date or number",
    )
    if len(sure) == 1 and not _as_good(best, fitting):
        return Link(
            LinkOutcome.LINKED, because, party.id, party.name, round(confidence, 2), others
        ), best
    if others:
        because = (*because, f"the name fits {len(fitting)} parties: a person must choose")
    proposed = round(min(_MOST_PROPOSED, confidence / max(1, len(sure))), 2)
    return Link(LinkOutcome.PROPOSED, because, party.id, party.name, proposed, others), best


def _as_good(best: Match, fitting: list[Match]) -> bool:
    """Whether another party's name fits just as well; a namesake is never chosen for the reader."""
    return any(m != best and m.score >= best.score for m in fitting)


def _none(actor: Actor, answer: Screened, other_kind: list[Match]) -> tuple[str, ...]:
    reasons = [f"no party in this record bears the name {answer.query}"]
    reasons += [
        f"{m.history.party.name} bears it, but is of kind {m.history.party.kind}, and the report "
        f"speaks of one of kind {actor.kind}"
        for m in other_kind
    ]
    return tuple(reasons)


def _no_single(actor: Actor, fitting: list[Link]) -> Link:
    names = tuple(f"{link.name} ({link.party})" for link in fitting)
    why = (
        f"the listing told of “{actor.name}” fits {len(names)} parties that the report names"
        if names
        else f"the listing told of “{actor.name}” fits no party that the report names"
    )
    return Link(LinkOutcome.NONE, (why,), others=names, is_described=True)


def _listing_told(
    actor: Actor, report: Report, on: date
) -> tuple[Bound, frozenset[Authority]] | None:
    """When, and by whom, the report says that the actor was listed; None where it does not."""
    by_id = {a.id: a for a in report.actors}
    for event in report.events:
        if event.type is EventType.LISTING and _is_of(event, actor) and event.date is not None:
            doer = by_id.get(event.actor or "")
            words = (doer.name if doer else "", event.span.text)
            whose = next((a for a in map(authorities_named, words) if a), frozenset[Authority]())
            if event.date.earliest is not None:
                return _until(event.date.earliest, event.date.latest, on), whose
    for statement in report.statements:
        if _tells_of_listing(statement, actor):
            first, last = statement.span.start, statement.span.end
            dates = [d for d in report.dates if first <= d.span.start and d.span.end <= last]
            for mention in dates:
                if mention.earliest is not None:
                    whose = authorities_named(" ".join(s.text for s in statement.content))
                    return _until(mention.earliest, mention.latest, on), whose
    return None


def _is_of(event: Event, actor: Actor) -> bool:
    return event.recipient == actor.id or (
        event.recipient is None and any(event.span.contains(m) for m in actor.mentions)
    )


def _tells_of_listing(statement: Statement, actor: Actor) -> bool:
    return any(
        _SANCTIONING.search(part.text) and any(part.contains(m) for m in actor.mentions)
        for part in statement.content
    )


def _until(earliest: date, latest: date | None, on: date) -> Bound:
    # "this year" does not reach beyond the day it was written
    last = min(latest, on) if latest is not None else on
    return Bound(min(earliest, last), last)


def _fitting(
    history: Histories, party: str, on: date, when: Bound, authorities: frozenset[Authority]
) -> Measure | None:
    for answer in history(party, on).authorities:
        if authorities and answer.authority not in authorities:
            continue
        for measure in answer.measures:
            start = measure.start
            if None not in (start.earliest, start.latest) and start.meet(when) == start:
                return measure
    return None


def _within(when: Bound) -> str:
    return f"on {when}" if when.is_exact else str(when)
