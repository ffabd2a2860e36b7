"""A history → its document: measures and gaps one by one, then each authority's status."""

from datetime import date

from onrecord.link import is_blocking
from onrecord.model.answer import AuthorityAnswer, Gap, History, Measure
from onrecord.model.dates import write_instant
from onrecord.model.judgement import Judgement
from onrecord.tell.bars import bars
from onrecord.tell.document import (
    Block,
    Document,
    Facts,
    Line,
    Listing,
    Run,
    Section,
    Table,
    Tone,
    line,
)
from onrecord.tell.index import Index, record_section
from onrecord.tell.words import IN_FORCE, SHORT, SIGNS, STATUS, bound, effects, short

_GAP = 40  # letters of a gap in the table; all of it stands below
_COLUMNS = ("from", "to", "", "authority", "programme", "blocks", "what is known of it")


def history_document(history: History) -> Document:
    """The document of a history: the measures with start, end and cause, gaps in their place."""
    index = Index()
    on = history.asked.on
    drawn = bars(history)
    found: tuple[Block, ...] = (
        *((drawn,) if drawn else ()),
        _measures(history, on, index),
        *_long_gaps(history),
        *_conflicts(history),
    )
    sections = [
        Section("Measures and gaps", found),
        Section(f"Status on {on}", (_statuses(history),)),
        index.section(),
        record_section(history.record),
    ]
    return Document(
        "history",
        history.party.name,
        _head(history),
        tuple(s for s in sections if s is not None),
    )


def _head(history: History) -> Facts:
    party = history.party
    rows: list[tuple[str, tuple[Line, ...]]] = [
        ("party", (line(f"{party.id}, {party.kind}"),)),
        (
            "asked",
            (line(f"as of {history.asked.on}, as known {write_instant(history.asked.known)}"),),
        ),
    ]
    others = list(dict.fromkeys(n.name.text for n in party.names if n.name.text != party.name))
    if others:
        rows.append(("also", (line("; ".join(others)),)))
    if party.note:
        rows.append(("note", (line(party.note),)))
    if party.links:
        rows.append(("one party because", tuple(line(link, Tone.MUTED) for link in party.links)))
    if history.judgements:
        rows.append(("judged", tuple(line(_judged(one)) for one in history.judgements)))
    return Facts(tuple(rows))


def _judged(one: Judgement) -> str:
    by = f" by {one.by}" if one.by else ""
    return f"{one.at.date()}{by}: {one.a} and {one.b} {one.verdict}: {one.because}"


def _measures(history: History, on: date, index: Index) -> Table:
    found: list[tuple[date, AuthorityAnswer, Measure | Gap]] = []
    for answer in history.authorities:
        found += [(m.start.earliest or date.min, answer, m) for m in answer.measures]
        if answer.measures:
            found += [(gap.start or date.min, answer, gap) for gap in answer.gaps]
    found.sort(key=lambda row: row[0])
    rows = tuple(
        _measure(what, on, index) if isinstance(what, Measure) else _gap(answer, what)
        for _, answer, what in found
    )
    if not rows:
        return Table("No measure is known", _COLUMNS, ())
    caption = f"Every measure known, the oldest first: ● in force on {on}, ○ not, ? unknown"
    return Table(caption, _COLUMNS, rows)


def _measure(measure: Measure, on: date, index: Index) -> tuple[Line, ...]:
    sign, tone = IN_FORCE[measure.in_force(on)]
    basis = [b for b in measure.basis if b != measure.programme]
    known = [
        f"ended: {measure.end_cause or 'cause unknown'}" if measure.end else "",
        f"term: {measure.term}" if measure.term else "",
        effects(measure),
        f"basis: {', '.join(basis)}" if basis else "",
    ]
    return (
        line(bound(measure.start), strong=True),
        line(bound(measure.end), Tone.PLAIN if measure.end else Tone.MUTED),
        line(sign, tone),
        line(SHORT[measure.authority]),
        line(measure.programme),
        line("yes" if is_blocking(measure) else "no"),
        Line((Run("; ".join(k for k in known if k)),), index.refs((measure,))),
    )


def _gap(answer: AuthorityAnswer, gap: Gap) -> tuple[Line, ...]:
    blank = line("-", Tone.MUTED)
    return (
        line(str(gap.start or "unknown")),
        line(str(gap.end or "open")),
        blank,
        line(SHORT[answer.authority]),
        line("gap", Tone.MUTED),
        blank,
        line(short(gap.says, _GAP), Tone.MUTED),
    )


def _long_gaps(history: History) -> tuple[Listing, ...]:
    """The gaps of which the table above had room for the beginning only."""
    found = tuple(
        line(f"{SHORT[answer.authority]}, {_stretch(gap)}")
        for answer in history.authorities
        if answer.measures
        for gap in answer.gaps
        if len(gap.says) > _GAP
    )
    return (Listing(found),) if found else ()


def _stretch(gap: Gap) -> str:
    return f"{gap.start or 'unknown'} to {gap.end or 'open'}: {gap.says}"


def _conflicts(history: History) -> tuple[Listing, ...]:
    found = tuple(
        line(f"conflict, {SHORT[m.authority]} {m.programme}: {conflict}", Tone.UNKNOWN)
        for answer in history.authorities
        for m in answer.measures
        for conflict in m.conflicts
    )
    return (Listing(found),) if found else ()


def _statuses(history: History) -> Table:
    rows = tuple(
        (
            line(SHORT[answer.authority]),
            line(f"{SIGNS[answer.status]} {STATUS[answer.status][0]}", STATUS[answer.status][1]),
            Line((Run(answer.why), *_gaps(answer))),
            line(_verified(answer), Tone.UNKNOWN if answer.stale else Tone.MUTED),
        )
        for answer in history.authorities
    )
    columns = ("authority", "status", "why", "verified to")
    return Table(f"The nine authorities on {history.asked.on}", columns, rows)


def _gaps(answer: AuthorityAnswer) -> tuple[Run, ...]:
    # an authority without measures has no row above in which its gaps could stand
    told = "; ".join(_stretch(gap) for gap in answer.gaps if gap.says != answer.why)
    return (Run(f" ({told})", Tone.MUTED),) if told and not answer.measures else ()


def _verified(answer: AuthorityAnswer) -> str:
    if answer.verified is None:
        return "-"
    return f"{answer.verified}" + (" (stale)" if answer.stale else "")
