"""A report → its document: when it came out, who says what on whose word, dates and events."""

from onrecord.model.report import Actor, Report, Statement
from onrecord.tell.document import (
    Document,
    Facts,
    Line,
    Mark,
    MarkedText,
    MarkKind,
    Run,
    Section,
    Table,
    Tone,
    line,
)
from onrecord.tell.words import NAMING, RECORD


def report_document(report: Report) -> Document:
    """The document of a report by itself; nothing here has been set against a record."""
    actors = {actor.id: actor for actor in report.actors}
    sections = (
        Section("Statements", (_statements(report, actors),)),
        Section("Dates", (_dates(report),)),
        Section("Events", (_events(report, actors),)),
        Section("Actors", (_actors(report),)),
        Section("Text", (_text(report),), is_page_only=True),
    )
    title = report.title.text if report.title else report.id
    return Document("report", title, _head(report), sections if report.not_read is None else ())


def _head(report: Report) -> Facts:
    when = report.published
    told = "unknown" if when.latest is None else f"{when.earliest}"
    if when.latest is not None and when.latest != when.earliest:
        told += f" to {when.latest}"
    rows: list[tuple[str, tuple[Line, ...]]] = [
        ("published", (line(told, strong=True), *(line(b, Tone.MUTED) for b in when.basis)))
    ]
    rendered = None if report.rendered is None else str(report.rendered)
    pairs = (
        ("the page shows", rendered),
        ("outlet", report.outlet),
        ("byline", report.byline),
        ("wire", report.wire),
        ("not read", report.not_read),
    )
    rows += [(name, (line(value),)) for name, value in pairs if value]
    return Facts(tuple(rows))


def _statements(report: Report, actors: dict[str, Actor]) -> Table:
    rows = tuple(
        (
            line(one.id),
            line(one.stance.replace("_", " "), strong=True),
            Line(_who(one, actors)),
            line(" … ".join(span.text for span in one.content) or one.span.text, Tone.QUOTE),
        )
        for one in report.statements
    )
    return Table("Who says what", ("id", "stance", "who", "words"), rows)


def _who(one: Statement, actors: dict[str, Actor]) -> tuple[Run, ...]:
    who = actors[one.speaker].name if one.speaker in actors else "nobody named"
    notes = [NAMING[one.naming], RECORD[one.record]]
    notes += [f"via {one.relay}"] if one.relay else []
    notes += [f"within {one.nested_in}"] if one.nested_in else []
    notes += ["hedged"] if one.hedged else []
    told = ", ".join(note for note in notes if note)
    return (Run(who), Run(f" ({told})", Tone.MUTED))


def _dates(report: Report) -> Table:
    rows = tuple(
        (line(one.span.text), line(one.value, strong=True), line(one.basis, Tone.MUTED))
        for one in report.dates
    )
    return Table("Expressions of time, resolved", ("words", "value", "by"), rows)


def _events(report: Report, actors: dict[str, Actor]) -> Table:
    def called(actor: str | None) -> str:
        return actors[actor].name if actor in actors else "-"

    rows = tuple(
        (
            line(one.type, strong=True),
            line(called(one.actor)),
            line(called(one.recipient)),
            line(one.date.value if one.date else "-"),
            line(one.span.text, Tone.QUOTE),
        )
        for one in report.events
    )
    return Table("What happened, as told", ("type", "actor", "recipient", "date", "words"), rows)


def _actors(report: Report) -> Table:
    rows = tuple(
        (line(one.name), line(one.kind), line(one.role or "-"), line(str(len(one.mentions))))
        for one in report.actors
    )
    return Table("Who is spoken of", ("name", "kind", "role", "mentions"), rows)


def _text(report: Report) -> MarkedText:
    marks = tuple(
        Mark(one.span.start, one.span.end, MarkKind.STATEMENT, tag=one.id)
        for one in report.statements
    )
    faded = tuple((p.start, p.end) for p in report.paragraphs if p.furniture)
    return MarkedText(report.text, marks, faded)
