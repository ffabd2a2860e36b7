"""A report beside the record of its own day: the door of the room."""

import re
from dataclasses import replace
from datetime import date, datetime

from onrecord.link.actors import link_described, link_named, why_unscreened
from onrecord.link.authorities import joined, told
from onrecord.link.claims import claims, event_voice
from onrecord.link.listings import record_says
from onrecord.link.since import changes_since, measures_on, says_on
from onrecord.link.values import ActorBrief, Brief, Claim, Histories, Link, LinkOutcome, Screen
from onrecord.model.answer import Asked, History, RecordState, Screened, Status
from onrecord.model.dates import end_of_day
from onrecord.model.report import Actor, ActorKind, Event, EventType, Naming, Published, Report

_PRONOUN = re.compile(r"\b(?:him|her|them|it)\b", re.IGNORECASE)
_FEW_DAYS = 7
_NEAR = 12  # letters between a name and what is told of it: room for ", which the"


def brief(
    report: Report,
    screen: Screen,
    history: Histories,
    *,
    today: date,
    known: datetime | None = None,
    record: RecordState | None = None,
) -> Brief:
    """The report's actors, claims and listings as the record has them on the report's own day.

    Of a day with bounds a few days apart the first is asked. Where no day could be inferred the
    record is asked as of `today`, and the brief says so among what is unknown. `known` and
    `record` are needed only where a report may name nobody to be screened; else they are taken
    from the answers.
    """
    on = _day(report.published) or today
    links: dict[str, Link] = {}
    actors: list[ActorBrief] = []
    answers: list[Screened] = []
    for actor in report.actors:
        if why_unscreened(actor, report) is not None:
            continue
        link, match, answer = link_named(actor, screen, on)
        links[actor.id] = link
        answers.append(answer)
        actors.append(_actor_brief(actor, link, match.history if match else None, history, today))
    for actor in report.actors:
        if not actor.is_named and actor.kind is ActorKind.ORGANISATION:
            described = link_described(actor, report, links, history, on)
            if described is not None:
                links[actor.id] = described
                actors.append(ActorBrief(actor, described))
    listings = _listing_claims(report, links, history, on)
    state = record or (answers[0].record if answers else RecordState("", ()))
    known = known or (answers[0].asked.known if answers else end_of_day(today))
    return Brief(
        report=report,
        asked=Asked(on, known),
        today=today,
        actors=tuple(actors),
        claims=(*claims(report), *listings),
        unknown=_unknown(report, actors, listings, on),
        record=state,
    )


def _actor_brief(
    actor: Actor, link: Link, on_date: History | None, history: Histories, today: date
) -> ActorBrief:
    if on_date is None or link.party is None:
        return ActorBrief(actor, link)
    on = on_date.asked.on
    now = history(link.party, today)
    in_force, perhaps = measures_on(on_date, on)
    return ActorBrief(
        actor=actor,
        link=link,
        on_date=on_date,
        in_force=in_force,
        perhaps=perhaps,
        says=says_on(on_date, in_force),
        since=changes_since(now, on, today),
        today=now,
    )


def _listing_claims(
    report: Report, links: dict[str, Link], history: Histories, on: date
) -> tuple[Claim, ...]:
    names = {a.id: a.name for a in report.actors}
    told_of = []
    for as_read in report.events:
        if as_read.type not in (EventType.LISTING, EventType.DELISTING):
            continue
        event = _with_recipient(as_read, report, links)
        act = "listing" if event.type is EventType.LISTING else "delisting"
        whom = names.get(event.recipient or "", "somebody not made out")
        when = f", “{event.date.span.text}”" if event.date else ", no date given"
        side, voice = event_voice(event, report)
        told_of.append(
            Claim(
                about=f"{act} of {whom}{when}",
                actors=tuple(i for i in (event.recipient, event.actor) if i is not None),
                record=record_says(event, report, links, history, on),
                supports=(voice,) if side == "supports" else (),
                denies=(voice,) if side == "denies" else (),
                silent=(voice,) if side == "silent" else (),
                beside=(voice,) if side == "beside" else (),
            )
        )
    return tuple(told_of)


def _with_recipient(event: Event, report: Report, links: dict[str, Link]) -> Event:
    """The event, with the one linked actor named in it or right before, where none was made out.

    "X, which the UN listed" is about X; who is only named farther off may be somebody else.
    """
    if event.recipient is not None or _PRONOUN.search(event.span.text):
        return event
    start, end = event.span.start, event.span.end
    named = [
        a.id
        for a in report.actors
        if a.id in links
        and links[a.id].party is not None
        and a.id != event.actor
        and any(start <= m.end + _NEAR and m.end <= end for m in a.mentions)
    ]
    return replace(event, recipient=named[0]) if len(named) == 1 else event


def _day(published: Published) -> date | None:
    """The day to ask about: the first of a few, since a report knows nothing of later ones.

    Where months are possible, the last: a status before what the report tells of would mislead
    more than one after it, and the brief says what is not known.
    """
    first, last = published.earliest, published.latest
    if first is None or last is None or (last - first).days > _FEW_DAYS:
        return last
    return first


def _unknown(
    report: Report, actors: list[ActorBrief], listings: tuple[Claim, ...], on: date
) -> tuple[str, ...]:
    sentences = []
    if report.not_read:
        sentences.append(f"the report was not read: {report.not_read}")
    if report.published.latest is None:
        sentences.append(
            f"the day of the report could not be inferred: the record was asked as of {on}"
        )
    elif report.published.earliest != report.published.latest:
        first, last = report.published.earliest or "unknown", report.published.latest
        sentences.append(f"the report is of a day between {first} and {last}: {on} was asked")
    sentences += _unknown_actors(actors)
    unresolved = [d.span.text for d in report.dates if d.earliest is None and d.latest is None]
    if unresolved:
        quoted = ", ".join(f"“{text}”" for text in dict.fromkeys(unresolved))
        sentences.append(f"no day of the calendar could be given to {quoted}")
    unnamed = {
        s.speaker or "".join(x.text for x in s.source).lower()
        for s in report.statements
        if s.naming is Naming.UNNAMED
    }
    if unnamed:
        count = "one source is" if len(unnamed) == 1 else f"{len(unnamed)} sources are"
        sentences.append(f"{count} unnamed: who they are cannot be told from the report")
    untold = sum(c.record is not None and c.record.verdict == "cannot_tell" for c in listings)
    if untold:
        what = "one listing" if untold == 1 else f"{untold} listings"
        sentences.append(f"on {what} that the report tells of, the record cannot say")
    return tuple(sentences)


def _unknown_actors(actors: list[ActorBrief]) -> list[str]:
    sentences = []
    blind: dict[str, list[str]] = {}
    for one in actors:
        if one.on_date is not None:
            unknown = [a for a in one.on_date.authorities if a.status is Status.UNKNOWN]
            blind.setdefault(told(a.authority for a in unknown), []).append(one.actor.name)
    sentences += [
        f"{joined(n)}: the status with {whose} that day" for whose, n in blind.items() if whose
    ]
    missing = [
        one.actor.name
        for one in actors
        if one.link.outcome is LinkOutcome.NONE and not one.link.is_described
    ]
    if missing:
        bears = "no party in this record bears the name" + ("s" if len(missing) > 1 else "")
        sentences.append(f"{bears} {joined(missing)}: that is not to be on no list")
    for one in actors:
        name = one.actor.name
        if one.on_date is not None:
            stale = [a for a in one.on_date.authorities if a.stale]
            if stale:
                sentences.append(
                    f"{name}: old captures only for {told(a.authority for a in stale)}"
                )
        if one.link.outcome is LinkOutcome.PROPOSED:
            sentences.append(f"{name}: whether it is {one.link.name}, a person must say")
        elif one.link.outcome is LinkOutcome.NOT_SCREENED:
            sentences.append(f"{name}: not screened, {one.link.because[0]}")
        elif one.link.is_described:
            sentences.append(f"{name}: who is meant; {one.link.because[0]}")
    return sentences + _same_party(actors)


def _same_party(actors: list[ActorBrief]) -> list[str]:
    by_party: dict[str, list[ActorBrief]] = {}
    for one in actors:
        if one.link.outcome is LinkOutcome.LINKED and one.link.party is not None:
            by_party.setdefault(one.link.party, []).append(one)
    return [
        f"{' and '.join(o.actor.name for o in several)} are all taken to be {several[0].link.name}"
        for several in by_party.values()
        if len(several) > 1
    ]
