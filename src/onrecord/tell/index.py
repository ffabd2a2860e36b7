"""Anchors and references: each piece of evidence and each mark of the text has one place."""

from collections.abc import Iterable

from onrecord.model.answer import Evidence, Measure, RecordState
from onrecord.model.dates import write_instant
from onrecord.model.report import Span
from onrecord.tell.document import Facts, Line, Ref, Run, Section, Table, Tone, line
from onrecord.tell.words import cited, label


class Index:
    """The evidence of one document, in the order in which it was first referred to.

    Anchors are counted, never taken from outside, so that no id can carry what it should not.
    """

    def __init__(self) -> None:
        self._evidence: dict[Evidence, str] = {}
        self._voices: dict[str, int] = {}
        self._placed: set[str] = set()

    def refs(self, measures: Iterable[Measure]) -> tuple[Ref, ...]:
        """References to the evidence of measures, each once."""
        found = dict.fromkeys(e for m in measures for e in m.evidence)
        return tuple(Ref(label(e), self._anchor(e)) for e in found)

    def place(self, name: str) -> str | None:
        """An anchor for the one place where a statement or event is told; None for a second."""
        if name in self._placed:
            return None
        self._placed.add(name)
        return f"v{self._number(name)}"

    def told(self, name: str) -> str | None:
        """The anchor where a statement or event is told, if it was placed."""
        return f"v{self._number(name)}" if name in self._placed else None

    def in_text(self, name: str) -> str:
        """The anchor of a statement or event in the report's text."""
        return f"t{self._number(name)}"

    def span(self, where: Span, name: str) -> Ref:
        """A reference into the report's text, told by its offsets."""
        return Ref(f"{where.start}–{where.end}", self.in_text(name))

    def _number(self, name: str) -> int:
        return self._voices.setdefault(name, len(self._voices) + 1)

    def _anchor(self, evidence: Evidence) -> str:
        return self._evidence.setdefault(evidence, f"e{len(self._evidence) + 1}")

    def section(self) -> Section | None:
        """All evidence that was referred to; None where there was none."""
        if not self._evidence:
            return None
        rows = tuple(
            (Line((Run(label(e), strong=True),), anchor=anchor), line(cited(e)))
            for e, anchor in self._evidence.items()
        )
        table = Table("The list entries and hand-checked facts cited", ("id", "what it is"), rows)
        return Section("Evidence", (table,))


def record_section(record: RecordState) -> Section:
    """What the answer rests on: sources, their newest captures, the fingerprint."""
    rows = tuple(
        (
            line(source.id, strong=True),
            line(str(source.captures)),
            line(write_instant(source.newest)),
            line(
                f"{source.verified}" + (" (stale)" if source.stale else ""),
                Tone.UNKNOWN if source.stale else Tone.PLAIN,
            ),
        )
        for source in record.sources
    )
    blocks: list[Facts | Table] = []
    if rows:
        columns = ("source", "captures", "newest", "verified to")
        blocks.append(Table("The sources of this record as known", columns, rows))
    fingerprint = record.fingerprint or "unknown"
    blocks.append(Facts((("fingerprint", (line(fingerprint, Tone.MUTED),)),)))
    return Section("The record", tuple(blocks))
