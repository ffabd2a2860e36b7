"""Answers as JSON values: the documented keys, bounds and statuses, and no key without a value."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from onrecord.link import (
    ActorBrief,
    Brief,
    Claim,
    Link,
    LinkOutcome,
    Since,
    Voice,
    is_blocking,
    why_unscreened,
)
from onrecord.model.answer import (
    Asked,
    AuthorityAnswer,
    Evidence,
    Gap,
    History,
    Match,
    Measure,
    PartyName,
    RecordState,
    Screened,
    Status,
)
from onrecord.model.dates import Bound, InForce, write_instant
from onrecord.model.judgement import Judgement
from onrecord.model.listing import NINE, Authority
from onrecord.model.report import Actor, DateMention, Event, Report, Span, Statement

Json = dict[str, Any]  # any: a JSON object ends here, at the edge
_TRUTH = {InForce.YES: True, InForce.NO: False, InForce.UNKNOWN: "unknown"}
_UNREVIEWED = "unreviewed"


def bound(when: Bound) -> str | Json:
    """One string where the day is exact, else earliest and latest, "unknown" where open."""
    if when.is_exact:
        return str(when.earliest)
    return {
        "earliest": str(when.earliest or "unknown"),
        "latest": str(when.latest or "unknown"),
    }


def asked(both: Asked) -> Json:
    """The two dates of an answer."""
    return {"on": str(both.on), "known": write_instant(both.known)}


def record(state: RecordState) -> Json:
    """What an answer rests on."""
    sources = [
        {
            "id": s.id,
            "captures": s.captures,
            "newest": write_instant(s.newest),
            "verified": str(s.verified),
            "stale": s.stale,
        }
        for s in state.sources
    ]
    return {"fingerprint": state.fingerprint, "sources": sources}


def measure(one: Measure, on: date) -> Json:
    """A measure, and whether it is in force on a day."""
    return _present(
        authority=one.authority,
        programme=one.programme,
        basis=list(one.basis),
        effects=list(one.effects),
        start=bound(one.start),
        end=bound(one.end) if one.end else None,
        end_cause=one.end_cause,
        term=one.term,
        in_force=_TRUTH[one.in_force(on)],
        evidence=[evidence(e) for e in one.evidence],
        conflicts=list(one.conflicts) or None,
    )


def evidence(one: Evidence) -> Json:
    """A fact with its citation, or an entry with its captures."""
    if one.fact is not None:
        return _present(
            fact=one.fact,
            cites=one.cites,
            confidence=one.confidence,
            known=write_instant(one.known),
            says=one.says,
        )
    return _present(
        entry=one.entry,
        captured=write_instant(one.captured) if one.captured else None,
        last_captured=write_instant(one.last_captured) if one.last_captured else None,
        sha256=one.sha256,
        known=write_instant(one.known),
        says=one.says,
    )


def history(answer: History) -> Json:
    """`history --json`: a party with all nine authorities."""
    on = answer.asked.on
    party = answer.party
    return _present(
        party=party.id,
        name=party.name,
        kind=party.kind,
        names=[_name(n) for n in party.names],
        entries=list(party.entries),
        links=list(party.links) or None,
        note=party.note,
        asked=asked(answer.asked),
        status=_status(answer.authorities),
        authorities=[_authority(a, on) for a in answer.authorities],
        judgements=[judgement(one) for one in answer.judgements],
        record=record(answer.record),
    )


def judgement(one: Judgement) -> Json:
    """A person's judgement on a pair: verdict, the two, why, when, and by whom if it is said."""
    return _present(
        verdict=one.verdict,
        a=one.a,
        b=one.b,
        because=one.because,
        at=write_instant(one.at),
        by=one.by,
    )


def screened(answer: Screened, *, near: bool = False) -> Json:
    """One line of `screen --format jsonl`; with the near misses only if asked."""
    on = answer.asked.on
    return _present(
        query={"name": answer.query},
        asked=asked(answer.asked),
        outcome=answer.outcome,
        why=answer.why,
        matches=[_match(m, on) for m in answer.matches],
        near=[_match(m, on) for m in answer.near] if near else None,
        record=record(answer.record),
    )


def report(read: Report) -> Json:
    """`read --json`: the report and all that was found in it, each with its span."""
    return _present(
        report=_head(read),
        not_read=read.not_read,
        paragraphs=[
            _present(start=p.start, end=p.end, furniture=p.furniture, review=_UNREVIEWED)
            for p in read.paragraphs
        ],
        actors=[_actor(a) for a in read.actors],
        dates=[_date(d) for d in read.dates],
        statements=[_statement(s) for s in read.statements],
        events=[_event(e) for e in read.events],
        ties=[],
    )


def brief(one: Brief) -> Json:
    """`brief --json`: the report, its actors beside the record, claims, and what is unknown."""
    found = report(one.report)
    briefed = {a.actor.id: a for a in one.actors}
    actors = [
        _actor_brief(briefed[a.id], one) if a.id in briefed else _unscreened(a, one.report)
        for a in one.report.actors
    ]
    return {
        **found,
        "asked": asked(one.asked),
        "today": str(one.today),
        "actors": actors,
        "claims": [_claim(c, one.asked.on) for c in one.claims],
        "unknown": list(one.unknown),
        "record": record(one.record),
    }


def _present(**values: Any) -> Json:  # any: the values of a JSON object
    return {key: value for key, value in values.items() if value is not None}


def _status(answers: Iterable[AuthorityAnswer]) -> Json:
    given: Mapping[str, Status] = {a.authority: a.status for a in answers}
    asked = (a for a in Authority if a in NINE or a in given)
    return {str(a): str(given.get(a, Status.UNKNOWN)) for a in asked}


def _authority(answer: AuthorityAnswer, on: date) -> Json:
    return _present(
        authority=answer.authority,
        status=answer.status,
        why=answer.why,
        measures=[measure(m, on) for m in answer.measures],
        gaps=[_gap(g) for g in answer.gaps],
        verified=str(answer.verified) if answer.verified else None,
        stale=answer.stale,
    )


def _gap(gap: Gap) -> Json:
    return _present(
        start=str(gap.start) if gap.start else None,
        end=str(gap.end) if gap.end else None,
        says=gap.says,
    )


def _name(name: PartyName) -> Json:
    return _present(
        text=name.name.text,
        kind=name.name.kind,
        script=name.name.script,
        language=name.name.language,
        entries=list(name.entries),
    )


def _match(match: Match, on: date) -> Json:
    party = match.history.party
    return {
        "party": party.id,
        "name": party.name,
        "kind": party.kind,
        "matched_name": match.matched.name.text,
        "name_kind": match.matched.name.kind,
        "entries": list(match.matched.entries),
        "score": match.score,
        "sufficiency": match.sufficiency,
        "decision": match.decision,
        "status": _status(match.history.authorities),
        "measures": [measure(m, on) for a in match.history.authorities for m in a.measures],
        "because": list(match.because),
    }


def _head(read: Report) -> Json:
    published = read.published
    return _present(
        id=read.id,
        title=read.title.text if read.title else None,
        outlet=read.outlet,
        byline=read.byline,
        wire=read.wire,
        rendered=str(read.rendered) if read.rendered else None,
        published={
            "earliest": str(published.earliest or "unknown"),
            "latest": str(published.latest or "unknown"),
            "basis": list(published.basis),
        },
    )


def _span(span: Span) -> Json:
    return {"start": span.start, "end": span.end, "text": span.text}


def _actor(actor: Actor) -> Json:
    first = actor.mentions[0] if actor.mentions else None
    return _present(
        id=actor.id,
        name=actor.name,
        kind=actor.kind,
        start=first.start if first else None,
        end=first.end if first else None,
        mentions=[_span(m) for m in actor.mentions],
        role=actor.role,
        is_named=actor.is_named,
        review=_UNREVIEWED,
    )


def _date(mention: DateMention) -> Json:
    return _present(
        **_span(mention.span),
        value=mention.value,
        earliest=str(mention.earliest) if mention.earliest else None,
        latest=str(mention.latest) if mention.latest else None,
        basis=mention.basis,
        review=_UNREVIEWED,
    )


def _statement(one: Statement) -> Json:
    return _present(
        id=one.id,
        **_span(one.span),
        cue=[_span(s) for s in one.cue],
        source=[_span(s) for s in one.source],
        content=[_span(s) for s in one.content],
        speaker=one.speaker,
        naming=one.naming,
        relay=one.relay,
        record=one.record,
        stance=one.stance,
        hedged=one.hedged,
        direct=one.direct,
        nested_in=one.nested_in,
        about=list(one.about),
        review=_UNREVIEWED,
    )


def _event(event: Event) -> Json:
    return _present(
        id=event.id,
        type=event.type,
        **_span(event.span),
        actor=event.actor,
        recipient=event.recipient,
        place=event.place,
        date=_date(event.date) if event.date else None,
        review=_UNREVIEWED,
    )


def _unscreened(actor: Actor, report: Report) -> Json:
    why = why_unscreened(actor, report) or "described, not named"
    return {
        "actor": _actor(actor),
        "link": _link(Link(LinkOutcome.NOT_SCREENED, (why,))),
        "since": [],
    }


def _actor_brief(one: ActorBrief, whole: Brief) -> Json:
    on = whole.asked.on
    known = one.on_date
    on_date = _present(
        on=str(on),
        status=_status(known.authorities if known else ()),
        blocked=_blocked(one) if known else "unknown",
        says=list(one.says),
        measures=[measure(m, on) for m in (*one.in_force, *one.perhaps)],
        authorities=[_authority(a, on) for a in known.authorities] if known else None,
    )
    return {
        "actor": _actor(one.actor),
        "link": _link(one.link),
        "on_date": on_date,
        "since": [_since(s, whole.today) for s in one.since],
    }


def _blocked(one: ActorBrief) -> bool | str:
    if any(is_blocking(m) for m in one.in_force):
        return True
    blind = one.on_date is not None and any(
        a.status is Status.UNKNOWN for a in one.on_date.authorities
    )
    return "unknown" if blind else False


def _link(link: Link) -> Json:
    return _present(
        outcome=link.outcome,
        party=link.party,
        name=link.name,
        confidence=link.confidence if link.party else None,
        because=list(link.because),
        others=list(link.others) or None,
        described=link.is_described or None,
    )


def _since(since: Since, today: date) -> Json:
    return {
        "what": since.turn,
        "when": bound(since.when),
        "sure": since.is_sure,
        **measure(since.measure, today),
    }


def _claim(claim: Claim, on: date) -> Json:
    says = claim.record
    return _present(
        about=claim.about,
        actors=list(claim.actors),
        supports=[_voice(v) for v in claim.supports],
        denies=[_voice(v) for v in claim.denies],
        silent=[_voice(v) for v in claim.silent],
        beside=[_voice(v) for v in claim.beside] or None,
        record=None
        if says is None
        else {
            "verdict": says.verdict,
            "says": says.says,
            "measures": [measure(m, on) for m in says.measures],
        },
    )


def _voice(voice: Voice) -> Json:
    return _present(
        statement=voice.statement,
        **_span(voice.span),
        content=[_span(s) for s in voice.content],
        speaker=voice.speaker,
        source=voice.words,
        naming=voice.naming,
        relay=voice.relay,
        told_by=voice.told_by,
        record=voice.record,
        stance=voice.stance,
        hedged=voice.hedged,
        direct=voice.direct,
        note=voice.note,
    )
