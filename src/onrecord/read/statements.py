"""Statements of a report: claims with their speakers, stances and nesting, in the text's order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.model.report import ActorKind, Naming, OnRecord, Span, Stance, Statement
from onrecord.read.claims import Claim
from onrecord.read.parse import Parsed
from onrecord.read.roster import Figure, Roster
from onrecord.read.speakers import Speakers, relay
from onrecord.read.stance import is_hedged, stance_of

# "who asked not to be identified": on what terms somebody speaks, and nothing that is said
_WITHOUT_A_NAME = re.compile(r"(?:not|to remain|for)\b.*\b(?:named?|identif|quoted|anonym)")


@dataclass(slots=True)
class Draft:
    """A statement whose speaker is still a figure."""

    part: int
    span: Span
    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    content: tuple[Span, ...]
    figure: Figure | None
    naming: Naming
    relay: str | None
    record: OnRecord
    stance: Stance
    hedged: bool
    direct: bool


def drafts(parts: Sequence[tuple[Parsed, list[Claim]]], roster: Roster) -> list[Draft]:
    """One draft a claim; quotations that run on from the paragraph before are joined to theirs."""
    speakers = Speakers(roster)
    out: list[Draft] = []
    for part, (parsed, found) in enumerate(parts):
        speakers.passes(parsed)
        out.extend(
            draft for claim in found if (draft := _draft(claim, part, parsed, speakers)) is not None
        )
    return out


def _draft(claim: Claim, part: int, parsed: Parsed, speakers: Speakers) -> Draft | None:
    stance = stance_of(claim, parsed)
    if stance is None:
        return None
    figure, naming = speakers.of(claim, parsed)
    cue = tuple(parsed.letters(a, b) for a, b in claim.cue)
    source = (parsed.letters(*claim.source),) if claim.source is not None else ()
    content = tuple(parsed.letters(a, b) for a, b in claim.content)
    if stance is Stance.ASKS and any(_WITHOUT_A_NAME.match(span.text) for span in content):
        return None
    spans = (*cue, *source, *content)
    start, end = min(s.start for s in spans), max(s.end for s in spans)
    via = relay(claim, parsed)
    if figure is not None and via is not None and via == figure.name:
        via = None
    return Draft(
        part,
        Span(start, end, parsed.whole[start:end]),
        cue,
        source,
        content,
        figure,
        naming,
        via,
        _record(figure, parsed, claim),
        stance,
        is_hedged(claim, parsed),
        claim.direct,
    )


def _record(figure: Figure | None, parsed: Parsed, claim: Claim) -> OnRecord:
    sentence = parsed.doc[claim.verb].sent.text.lower()
    if "off the record" in sentence:
        return OnRecord.OFF
    named = figure is not None and figure.is_named and figure.kind is ActorKind.PERSON
    return OnRecord.ON if named or "on the record" in sentence else OnRecord.NOT_SAID


def statements(
    found: Sequence[Draft], roster: Roster, ids: dict[int, str]
) -> tuple[Statement, ...]:
    """The statements, numbered, each with the innermost one whose content holds it."""
    order = sorted(found, key=lambda d: (d.span.start, -d.span.end, d.cue[0].start))
    beside: dict[int, list[Draft]] = {}
    for draft in order:
        beside.setdefault(draft.part, []).append(draft)
    index = roster.index()
    names = {id(draft): f"s{number}" for number, draft in enumerate(order, 1)}
    return tuple(
        Statement(
            names[id(draft)],
            draft.span,
            draft.cue,
            draft.source,
            draft.content,
            ids[id(draft.figure)] if draft.figure is not None else None,
            draft.naming,
            draft.relay,
            draft.record,
            draft.stance,
            draft.hedged,
            draft.direct,
            _outer(draft, beside[draft.part], names),
            tuple(
                ids[id(figure)]
                for figure in index.within(draft.content)
                if figure is not draft.figure
            ),
        )
        for draft in order
    )


def _outer(draft: Draft, order: Sequence[Draft], names: dict[int, str]) -> str | None:
    holders = [
        (piece.end - piece.start, names[id(other)])
        for other in order
        if other is not draft
        for piece in other.content
        if piece.contains(draft.cue[0]) and all(piece.contains(s) for s in draft.source)
    ]
    return min(holders)[1] if holders else None
