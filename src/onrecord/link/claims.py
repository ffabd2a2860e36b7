"""Statements → claims: who says that it is so, who denies it, who is silent, matter by matter."""

from onrecord.link.matters import Matter, Matters, content_words, points_back
from onrecord.link.topics import Polarity, polarity
from onrecord.link.values import Claim, Voice
from onrecord.model.report import (
    Actor,
    ActorKind,
    Event,
    Naming,
    OnRecord,
    Report,
    Span,
    Stance,
    Statement,
)

_SUPPORTS = frozenset({Stance.ASSERTS, Stance.CONFIRMS, Stance.ALLEGES, Stance.BELIEVES})
_SILENT = {
    Stance.DECLINES: "declines to say",
    Stance.NO_RESPONSE: "has not answered",
    Stance.DOES_NOT_DENY: "is said not to deny it: neither a denial nor a confirmation",
    Stance.DOES_NOT_RULE_OUT: "leaves it open",
}


def claims(report: Report) -> tuple[Claim, ...]:
    """The report's statements by matter: the contested, the denied, then by number of voices."""
    matters = Matters(report)
    own_words = {}
    for statement in sorted(report.statements, key=lambda s: (s.span.start, -s.span.end)):
        own = _own_words(statement, report)
        if not _only_carries(statement, own, report):  # else what it carries tells who told it
            own_words[statement.id] = own
            matters.place(statement, own)
    built = [_claim(matter, own_words, report) for matter in matters.all]
    return tuple(sorted(built, key=lambda c: (not c.is_contested, not c.denies, -_weight(c))))


def voice(statement: Statement, report: Report, note: str | None = None) -> Voice:
    """A statement as one voice: the speaker as the report names it, in full where it can."""
    actors = {a.id: a for a in report.actors}
    outer = next((s for s in report.statements if s.id == statement.nested_in), None)
    return Voice(
        statement=statement.id,
        span=statement.span,
        content=statement.content,
        speaker=_speaker(statement, actors),
        words=_joined(statement.source) or None,
        naming=statement.naming,
        record=statement.record,
        stance=statement.stance,
        hedged=statement.hedged,
        direct=statement.direct,
        relay=statement.relay or (outer.relay if outer else None),
        told_by=_lowered(_speaker(outer, actors)) if outer else None,
        note=note,
    )


def event_voice(event: Event, report: Report) -> tuple[str, Voice]:
    """An event as told, and on which side: by the speaker whose words tell it, else by the report.

    The side is the name of a field of Claim.
    """
    holding = [s for s in report.statements if _tells(s, event)]
    if holding:
        nearest = min(holding, key=lambda s: s.span.end - s.span.start)
        side, note = _side(nearest, event.span.text)
        # a worry about a listing, or its praise, still tells that it was
        told = side if nearest.stance not in _SUPPORTS or side == "denies" else "supports"
        return told, voice(nearest, report, note if told == side else None)
    outlet = report.outlet or report.wire
    return "supports", Voice(
        statement=event.id,
        span=event.span,
        content=(event.span,),
        speaker=f"the report itself ({outlet})" if outlet else "the report itself",
        words=None,
        naming=Naming.NONE,
        record=OnRecord.NOT_SAID,
        stance=Stance.ASSERTS,
    )


def _tells(statement: Statement, event: Event) -> bool:
    """Whether the event stands, for the most part, in the words of the statement."""
    return any(
        2 * (min(part.end, event.span.end) - max(part.start, event.span.start))
        >= event.span.end - event.span.start
        for part in statement.content
    )


def _speaker(statement: Statement, actors: dict[str, Actor]) -> str:
    said = _joined(statement.source)
    actor = actors.get(statement.speaker or "")
    if actor is not None and actor.is_named:
        is_titled = actor.role and actor.kind is not ActorKind.STATE
        return f"{actor.name}, {actor.role}" if is_titled else actor.name
    # an unnamed source is told in the fullest words that the report has for it, never as "he"
    if actor is not None:
        return actor.name
    return said or "nobody named"


def _lowered(speaker: str) -> str:
    """An article in the middle of a sentence."""
    article, blank, rest = speaker.partition(" ")
    return article.lower() + blank + rest if article in ("A", "An", "The") else speaker


def _side(statement: Statement, own: str) -> tuple[str, str | None]:
    stance = statement.stance
    if stance is Stance.DENIES:
        return "denies", None
    if stance in _SILENT:
        asked = "; about what, the report does not say" if points_back(statement) else ""
        return "silent", _SILENT[stance] + asked
    if stance not in _SUPPORTS:
        return "beside", None
    if stance is Stance.CONFIRMS:
        return "supports", None
    match polarity(own):
        case Polarity.NOT_SO:
            return "denies", "says that it is not so, or no longer"
        case Polarity.NEITHER:
            return "silent", "says neither that it is so nor that it is not"
        case Polarity.BESIDE:
            return "beside", None
        case Polarity.SO:
            return "supports", "a belief" if stance is Stance.BELIEVES else None


def _own_words(statement: Statement, report: Report) -> str:
    """The content without what is nested in it, so that a carrier is not counted for its load."""
    inner = [
        span
        for s in report.statements
        if s.nested_in == statement.id
        for span in (*s.source, *s.cue, *s.content)
    ]
    kept = []
    for part in statement.content:
        taken: set[int] = set()
        for span in inner:
            taken.update(range(max(span.start, part.start), min(span.end, part.end)))
        kept.append("".join(" " if part.start + n in taken else c for n, c in enumerate(part.text)))
    return " ".join(kept)


def _only_carries(statement: Statement, own: str, report: Report) -> bool:
    holds = any(s.nested_in == statement.id for s in report.statements)
    return holds and len(content_words(own)) < 2


def _claim(matter: Matter, own_words: dict[str, str], report: Report) -> Claim:
    sides: dict[str, list[Voice]] = {"supports": [], "denies": [], "silent": [], "beside": []}
    for statement in matter.statements:
        side, note = _side(statement, own_words[statement.id])
        sides[side].append(voice(statement, report, note))
    by_id = {a.id: a for a in report.actors}
    states = [i for i, _ in matter.actors.most_common() if by_id[i].kind is ActorKind.STATE]
    others = [i for i, _ in matter.actors.most_common() if i not in states]
    chosen = (states[:2] or others[:2]) if matter.topic else (states[:2] + others[:1])
    names = " – ".join(sorted(by_id[i].name for i in chosen))
    quoted = f"“{_short(matter.first_words)}”" if matter.first_words else "what is not said"
    topic = matter.topic or quoted
    return Claim(
        about=f"{topic}: {names}" if names else topic,
        actors=tuple(i for i, _ in matter.actors.most_common()),
        supports=tuple(sides["supports"]),
        denies=tuple(sorted(sides["denies"], key=_openness)),
        silent=tuple(sorted(sides["silent"], key=_openness)),
        beside=tuple(sides["beside"]),
    )


def _openness(voice: Voice) -> tuple[bool, bool]:
    """Those who plainly deny or decline before those who only come to it, the named ones first."""
    return voice.stance in _SUPPORTS, voice.record is not OnRecord.ON


def _short(words: str, most: int = 60) -> str:
    if len(words) <= most:
        return words
    return words[:most].rsplit(" ", 1)[0] + " …"


def _weight(claim: Claim) -> int:
    return 2 * (len(claim.supports) + len(claim.denies)) + len(claim.silent)


def _joined(spans: tuple[Span, ...]) -> str:
    return " … ".join(s.text for s in spans)
