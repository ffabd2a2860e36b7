"""A brief → its document: what is claimed, on whose word, who denies it, what the record said."""

from collections.abc import Iterable

from onrecord.link import ActorBrief, Brief, Claim, LinkOutcome, Turn, Verdict, Voice, joined
from onrecord.model.dates import write_instant
from onrecord.model.report import ActorKind, Report, Stance
from onrecord.tell.document import (
    Block,
    Document,
    Facts,
    Line,
    Listing,
    Mark,
    MarkedText,
    MarkKind,
    Paragraph,
    Run,
    Section,
    Side,
    Sides,
    Table,
    Tone,
    line,
)
from onrecord.tell.glance import glance
from onrecord.tell.index import Index, record_section
from onrecord.tell.voices import span_refs, standing, unquoted, upper
from onrecord.tell.words import SHORT, SIGNS, STATUS, bound, long_day

_VERDICT = {
    Verdict.AGREES: ("agrees", Tone.SUPPORTS),
    Verdict.CONTRADICTS: ("contradicts", Tone.DENIES),
    Verdict.CANNOT_TELL: ("cannot tell", Tone.UNKNOWN),
}
_SIDES = (
    ("supports", "Says so", Tone.SUPPORTS),
    ("denies", "Denies", Tone.DENIES),
    ("silent", "Neither confirms nor denies", Tone.SILENT),
    ("beside", "On the matter, beside the question", Tone.BESIDE),
)
_STANCE_TONE = {
    Stance.DENIES: Tone.DENIES,
    Stance.DOES_NOT_DENY: Tone.SILENT,
    Stance.DOES_NOT_RULE_OUT: Tone.SILENT,
    Stance.DECLINES: Tone.SILENT,
    Stance.NO_RESPONSE: Tone.SILENT,
}


def brief_document(brief: Brief) -> Document:
    """The document of a brief, the shortest answer first and the evidence last."""
    index = Index()
    day = long_day(brief.asked.on)
    matters = tuple(c for c in brief.claims if c.record is None)
    listings = tuple(c for c in brief.claims if c.record is not None)
    sections = [
        Section("At a glance", (glance(brief, matters, index),)),
        _claims(matters, index),
        _listings(listings, index),
        _actors(brief, day, index),
        Section("What could not be told", _unknown(brief)),
        Section("How the day of the report was inferred", _basis(brief.report)),
        _text(brief.report, index),
        index.section(),
        record_section(brief.record),
    ]
    title = brief.report.title.text if brief.report.title else "A report without a title"
    return Document(
        "brief", title, _head(brief), tuple(s for s in sections if s is not None and _is_full(s))
    )


def _is_full(section: Section) -> bool:
    return bool(section.blocks or section.sections)


def _head(brief: Brief) -> Facts:
    report = brief.report
    published = report.published
    if published.latest is None:
        day = line("unknown", Tone.UNKNOWN)
    elif published.earliest == published.latest:
        day = line(long_day(published.latest), strong=True)
    else:
        first = long_day(published.earliest) if published.earliest else "unknown"
        day = line(f"{first} to {long_day(published.latest)}", strong=True)
    rows = [("published", (day, *(line(b, Tone.MUTED) for b in published.basis[:1])))]
    if report.rendered is not None and report.rendered != published.latest:
        shown = f"{long_day(report.rendered)}, which is the page’s, not the report’s"
        rows.append(("the page shows", (line(shown, Tone.MUTED),)))
    whence = [w for w in (report.outlet, report.byline) if w]
    if report.wire and report.wire not in whence:
        whence.append(f"wire: {report.wire}")
    if whence:
        rows.append(("from", (line(" · ".join(whence)),)))
    asked = f"as of {brief.asked.on}, as known {write_instant(brief.asked.known)}"
    rows.append(("the record is asked", (line(asked),)))
    if report.not_read:
        rows.append(("not read", (line(report.not_read, Tone.UNKNOWN),)))
    return Facts(tuple(rows))


def _claims(matters: tuple[Claim, ...], index: Index) -> Section:
    blocks: list[Block] = []
    for claim in matters:
        if _is_lone(claim):
            continue
        sides = []
        for attribute, title, tone in _SIDES:
            voices = getattr(claim, attribute)
            if voices:
                sides.append(Side(title, tone, tuple(_voice(v, index) for v in voices)))
        blocks.append(Sides(upper(claim.about), tuple(sides)))
    lone = tuple(_lone(claim, index) for claim in matters if _is_lone(claim))
    other = (Section("Said once, and denied by nobody", (Listing(lone),)),) if lone else ()
    return Section("Who says so, who denies it", tuple(blocks), sections=other)


def _is_lone(claim: Claim) -> bool:
    voices = (*claim.supports, *claim.silent, *claim.beside)
    return len(voices) == 1 and not claim.denies


def _lone(claim: Claim, index: Index) -> Line:
    (voice,) = (*claim.supports, *claim.silent, *claim.beside)
    runs = [Run(voice.speaker, strong=True), Run(standing(voice), Tone.MUTED)]
    if voice.content:
        runs.append(Run(f": “{unquoted(voice)}”", Tone.QUOTE))
    return Line(tuple(runs), span_refs(voice, index), index.place(voice.statement))


def _voice(voice: Voice, index: Index) -> tuple[Line, ...]:
    speaker = Line(
        (Run(voice.speaker, strong=True), Run(standing(voice), Tone.MUTED)),
        span_refs(voice, index),
        anchor=index.place(voice.statement),
    )
    if not voice.content:
        return (speaker,)
    quoted = f"“{unquoted(voice)}”"
    return speaker, line(quoted, Tone.QUOTE)


def _listings(listings: tuple[Claim, ...], index: Index) -> Section:
    rows = []
    for claim in listings:
        voice = (*claim.supports, *claim.denies, *claim.silent, *claim.beside)[0]
        record = claim.record
        if record is None:
            continue
        how = "" if claim.supports else f", {voice.stance.replace('_', ' ')}"
        word, tone = _VERDICT[record.verdict]
        rows.append(
            (
                Line(
                    (
                        Run(upper(claim.about), strong=True),
                        Run(f" — {voice.speaker}{how}", Tone.MUTED),
                    ),
                    span_refs(voice, index),
                    index.place(voice.statement),
                ),
                line(word, tone, strong=True),
                Line((Run(record.says),), index.refs(record.measures)),
            )
        )
    if not rows:
        return Section("What it says of listings", ())
    caption = "The report’s own claims about listings, beside the record"
    table = Table(caption, ("the report says", "the record", "because"), tuple(rows))
    return Section("What it says of listings", (table,))


def _actors(brief: Brief, day: str, index: Index) -> Section:
    missing = [one for one in brief.actors if _is_missing(one)]
    found = sorted((one for one in brief.actors if not _is_missing(one)), key=_rank)
    inner = tuple(_actor(one, brief, index) for one in found)
    blocks: tuple[Block, ...] = ()
    if missing:
        names = joined([one.actor.name for one in missing])
        says = " — no party of this record bears the name, which is not to be on no list."
        runs = (Run(f"Not found: {names}", Tone.UNKNOWN, strong=True), Run(says, Tone.MUTED))
        # one who is of another kind than the bearer of the name has a reason worth telling
        reasons = [line(reason) for one in missing for reason in one.link.because[1:]]
        blocks = (Paragraph(Line(runs)), *((Listing(tuple(reasons)),) if reasons else ()))
    return Section(f"Those it names, on {day} and since", blocks, sections=inner)


def _rank(one: ActorBrief) -> int:
    """Those first of whom there is most to tell: listed that day, perhaps, or since."""
    return next((n for n, a in enumerate((one.in_force, one.perhaps, one.since)) if a), 3)


def _is_missing(one: ActorBrief) -> bool:
    return one.link.outcome is LinkOutcome.NONE and not one.link.is_described


def _actor(one: ActorBrief, brief: Brief, index: Index) -> Section:
    blocks: list[Block] = [Paragraph(_link(one))]
    inner: tuple[Section, ...] = ()
    if one.on_date is not None:
        blocks.append(Listing(tuple(_says(one, index))))
        on = brief.asked.on
        rows = tuple(
            (
                line(SHORT[answer.authority]),
                line(
                    f"{SIGNS[answer.status]} {STATUS[answer.status][0]}", STATUS[answer.status][1]
                ),
                line(answer.why + (" (old capture)" if answer.stale else "")),
            )
            for answer in one.on_date.authorities
        )
        caption = f"{one.on_date.party.name} with the nine authorities on {on}"
        blocks.append(_since(one, brief, index))
        nine = Table(caption, ("authority", "status", "why"), rows)
        inner = (Section("Authority by authority", (nine,), is_page_only=True),)
    role = f", {one.actor.role}" if one.actor.role else ""
    return Section(upper(f"{one.actor.name}{role}"), tuple(blocks), sections=inner)


def _says(one: ActorBrief, index: Index) -> Iterable[Line]:
    for n, sentence in enumerate(one.says):
        tone = Tone.LISTED if n == 0 and one.in_force else Tone.PLAIN
        yield line(sentence, tone, *(index.refs(one.in_force) if n == 0 else ()), strong=n == 0)
    if one.perhaps:
        programmes = ", ".join(f"{m.programme} ({SHORT[m.authority]})" for m in one.perhaps)
        yield line(f"perhaps in force: {programmes}", Tone.UNKNOWN, *index.refs(one.perhaps))


def _link(one: ActorBrief) -> Line:
    link = one.link
    because = "; ".join(link.because)
    if link.outcome is LinkOutcome.LINKED:
        head = Run(f"Taken to be {link.name} ({link.party}), confidence {link.confidence:.2f}")
    elif link.outcome is LinkOutcome.PROPOSED:
        head = Run(
            f"Is it {link.name} ({link.party})? Proposed only, confidence {link.confidence:.2f}",
            Tone.UNKNOWN,
            strong=True,
        )
    elif link.outcome is LinkOutcome.NOT_SCREENED:
        head = Run("Not screened", Tone.UNKNOWN, strong=True)
    else:
        head = Run("Not found in this record", Tone.UNKNOWN, strong=True)
    others = f" It may also be {joined(list(link.others))}." if link.others else ""
    return Line((head, Run(f" — {because}.{others}", Tone.MUTED)))


def _since(one: ActorBrief, brief: Brief, index: Index) -> Block:
    if not one.since:
        return Paragraph(line(f"Since then, to {brief.today}: no change known.", Tone.MUTED))
    rows = tuple(
        (
            line(bound(s.when)),
            line(
                ("" if s.is_sure else "perhaps ") + s.turn,
                Tone.LISTED if s.turn is Turn.BEGAN else Tone.FORMER,
                strong=True,
            ),
            line(f"{SHORT[s.measure.authority]}, {s.measure.programme}"),
            Line(
                (Run((s.measure.end_cause or "cause unknown") if s.turn is Turn.ENDED else ""),),
                index.refs((s.measure,)),
            ),
        )
        for s in one.since
    )
    caption = f"What changed after {brief.asked.on}, to {brief.today}"
    return Table(caption, ("day", "what", "measure", "cause and evidence"), rows)


def _basis(report: Report) -> tuple[Block, ...]:
    # one reason alone stands in the head already
    reasons = report.published.basis
    return (Listing(tuple(line(upper(b)) for b in reasons)),) if len(reasons) > 1 else ()


def _unknown(brief: Brief) -> tuple[Block, ...]:
    if not brief.unknown:
        return ()
    return (Listing(tuple(line(f"{upper(s)}.") for s in brief.unknown)),)


def _text(report: Report, index: Index) -> Section:
    marks = [
        Mark(
            statement.span.start,
            statement.span.end,
            MarkKind.STATEMENT,
            _STANCE_TONE.get(statement.stance, Tone.SUPPORTS),
            index.in_text(statement.id),
            statement.stance.replace("_", " "),
            index.told(statement.id),
        )
        for statement in report.statements
    ]
    marks += [
        Mark(
            event.span.start,
            event.span.end,
            MarkKind.EVENT,
            anchor=index.in_text(event.id),
            tag=event.type,
            to=index.told(event.id),
        )
        for event in report.events
    ]
    marks += [Mark(d.span.start, d.span.end, MarkKind.DATE) for d in report.dates]
    marks += [
        Mark(m.start, m.end, MarkKind.ACTOR)
        for a in report.actors
        if a.kind is not ActorKind.STATE and a.is_named
        for m in a.mentions
    ]
    faded = tuple((p.start, p.end) for p in report.paragraphs if p.furniture)
    return Section(
        "The report’s text",
        (MarkedText(report.text, tuple(marks), faded),),
        is_page_only=True,
    )
