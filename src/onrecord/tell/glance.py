"""The ten-second part of a brief: the claim, who stands by it, who denies it, the record."""

from collections.abc import Iterable

from onrecord.link import ActorBrief, Brief, Claim, LinkOutcome, Since, Turn, Voice, joined
from onrecord.model.answer import Status
from onrecord.tell.document import Facts, Line, Run, Tone, line
from onrecord.tell.index import Index
from onrecord.tell.voices import span_refs, standing, unquoted, upper
from onrecord.tell.words import SHORT, bound, short


def glance(brief: Brief, matters: tuple[Claim, ...], index: Index) -> Facts:
    """What a reader sees in ten seconds, each line with its evidence."""
    rows: list[tuple[str, tuple[Line, ...]]] = []
    if matters:
        main = matters[0]
        first = next(iter(main.supports), None)
        claimed = [Run(upper(main.about), strong=True)]
        if first and first.content:
            claimed.append(Run(f" — “{short(unquoted(first), 130)}”", Tone.QUOTE))
        rows.append(("Claimed", (Line(tuple(claimed), span_refs(first, index)),)))
        rows.append(("On the word of", _speakers(main.supports, index) or (_nobody(),)))
        rows.append(("Denied by", _speakers(main.denies, index) or (_nobody(),)))
        if main.silent:
            rows.append(("Neither", _speakers(main.silent, index)))
    rows.append((f"The record, {brief.asked.on}", _record(brief, index)))
    since = [one for one in brief.actors if one.since]
    told = tuple(_since(one, index) for one in since)
    rows.append(("Since then", told or (line(f"no change to {brief.today}", Tone.MUTED),)))
    return Facts(tuple(rows))


def _nobody() -> Line:
    return line("nobody in this report", Tone.MUTED)


def _record(brief: Brief, index: Index) -> tuple[Line, ...]:
    lines: list[Line] = []
    free: list[str] = []
    absent: list[str] = []
    for one in brief.actors:
        if one.on_date is None:
            if not one.link.is_described:
                absent.append(one.actor.name)
        elif one.link.outcome is LinkOutcome.PROPOSED or one.in_force or one.perhaps:
            lines.append(_told_of(one, index))
        else:
            free.append(one.actor.name)
    if free:
        names = joined(free)
        says = ": under no measure in force that day that this record knows of"
        lines.append(Line((Run(names, strong=True), Run(says))))
    if absent:
        says = ": not found in this record, which is not to be on no list"
        lines.append(Line((Run(joined(absent), strong=True), Run(says, Tone.UNKNOWN))))
    return tuple(lines) or (line("nobody named in the report could be looked for", Tone.MUTED),)


def _told_of(one: ActorBrief, index: Index) -> Line:
    asks = f" (if it is {one.link.name})" if one.link.outcome is LinkOutcome.PROPOSED else ""
    says: tuple[Run, ...] = (Run("a measure may have been in force", Tone.UNKNOWN),)
    if one.in_force:
        says = (Run(one.says[0], Tone.LISTED), *(Run(f"; {s}") for s in one.says[1:2]))
    elif not one.perhaps:
        says = (Run(one.says[0]),)
    runs = (Run(one.actor.name, strong=True), Run(f"{asks}: "), *says)
    return Line(runs, index.refs(one.in_force or one.perhaps))


def _since(one: ActorBrief, index: Index) -> Line:
    listing = {
        a.authority for a in (one.today.authorities if one.today else ())
        if a.status is Status.LISTED
    }  # fmt: skip
    begun: dict[str, list[str]] = {}
    ended = []
    for since in one.since:
        authority, day = since.measure.authority, _when(since)
        if since.turn is Turn.BEGAN:
            begun.setdefault(SHORT[authority], []).append(day)
        elif authority not in listing:
            cause = f": {since.measure.end_cause}" if since.measure.end_cause else ""
            ended.append(f"{since.measure.programme} of {SHORT[authority]} ({day}{cause})")
    parts = []
    if begun:
        whose = [f"{authority} ({', '.join(days)})" for authority, days in begun.items()]
        parts.append(f"listed by {joined(whose)}")
    if ended:
        parts.append(f"ended: {joined(ended)}")
    runs = (Run(one.actor.name, strong=True), Run(": " + "; ".join(parts)))
    return Line(runs, index.refs(s.measure for s in one.since))


def _when(since: Since) -> str:
    return bound(since.when) if since.is_sure else f"perhaps, {bound(since.when)}"


def _speakers(voices: Iterable[Voice], index: Index) -> tuple[Line, ...]:
    """Each speaker once, with how far they stand by their words."""
    first: dict[str, Voice] = {}
    for voice in voices:
        first.setdefault(voice.speaker, voice)
    return tuple(
        Line((Run(v.speaker, strong=True), Run(standing(v))), span_refs(v, index))
        for v in first.values()
    )
