"""Documents as values: sections of paragraphs, lists, tables and marked text, with references."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from onrecord.model.dates import Bound
from onrecord.tell.axis import Axis


class Tone(StrEnum):
    """What a run of words is, for its look; the words themselves always say it too."""

    PLAIN = "plain"
    MUTED = "muted"
    QUOTE = "quote"
    LISTED = "listed"
    FORMER = "former"
    ABSENT = "absent"
    UNKNOWN = "unknown"
    SUPPORTS = "supports"
    DENIES = "denies"
    SILENT = "silent"
    BESIDE = "beside"


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one look."""

    text: str
    tone: Tone = Tone.PLAIN
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Ref:
    """A way to the evidence: what is shown, and the anchor in the same document."""

    label: str
    to: str


@dataclass(frozen=True, slots=True)
class Line:
    """Runs in a row with their evidence; `anchor` where others lead to it."""

    runs: tuple[Run, ...]
    refs: tuple[Ref, ...] = ()
    anchor: str | None = None

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line as a paragraph."""

    line: Line


@dataclass(frozen=True, slots=True)
class Listing:
    """Lines as a list."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with what belongs to each, one or more lines."""

    rows: tuple[tuple[str, tuple[Line, ...]], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns; the first cell of a row names it."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"a row that does not fit the columns: {self.caption}")


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a matter: its name and its voices, each a line of speaker and a line of words."""

    title: str
    tone: Tone
    voices: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True)
class Sides:
    """A matter with its sides beside one another."""

    title: str
    sides: tuple[Side, ...]


class MarkKind(StrEnum):
    """What a mark of a text marks."""

    STATEMENT = "statement"
    EVENT = "event"
    DATE = "date"
    ACTOR = "actor"


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a marked text: what it is, and where it is spoken of.

    `tag` is a word shown before it, `anchor` its own place, `to` the anchor of what is said of it.
    """

    start: int
    end: int
    kind: MarkKind
    tone: Tone = Tone.PLAIN
    anchor: str | None = None
    tag: str | None = None
    to: str | None = None


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text as stored, with its marks; `faded` are stretches that are no part of the story."""

    text: str
    marks: tuple[Mark, ...]
    faded: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """One stretch of time: its label and its bounds; `end` None where it goes on."""

    label: str
    start: Bound
    end: Bound | None


@dataclass(frozen=True, slots=True)
class Bars:
    """Stretches over one axis, with the day asked about marked."""

    caption: str
    axis: Axis
    rows: tuple[Bar, ...]


class Sign(StrEnum):
    """What is to be seen of a capture from afar."""

    WHOLE = "whole"
    DAMAGED = "damaged"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Held:
    """What is held of one list: its captures by the days that they speak for, in order.

    `until` is the newest day that its bytes speak for, `age_days` how long ago that is, `entries`
    how many the newest capture has. `stretches` are the days from one capture to the next, and
    whether they are no more than the list's rhythm allows.
    """

    label: str
    title: str
    captures: tuple[tuple[date, Sign], ...]
    until: date
    stretches: tuple[tuple[date, date, bool], ...]
    rhythm_days: int
    age_days: int
    entries: int

    @property
    def is_stale(self) -> bool:
        """Whether the newest bytes are older than the list's rhythm allows."""
        return self.age_days > self.rhythm_days


@dataclass(frozen=True, slots=True)
class Coverage:
    """Lists over one axis that ends today, each with its captures; and those of which none is."""

    axis: Axis
    rows: tuple[Held, ...]
    lacking: tuple[str, ...]

    @property
    def signs(self) -> frozenset[Sign]:
        """Those that occur."""
        return frozenset(sign for row in self.rows for _, sign in row.captures)


Block = Paragraph | Listing | Facts | Table | Sides | MarkedText | Bars | Coverage


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part. `is_page_only` where a terminal would drown in it."""

    title: str
    blocks: tuple[Block, ...]
    is_page_only: bool = False
    sections: tuple["Section", ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """What is to be shown: the kind of answer, its title, its head, its sections."""

    kind: str
    title: str
    head: Facts
    sections: tuple[Section, ...]

    def walk(self) -> Iterator[Section]:
        """All sections, outer before inner."""
        waiting = list(self.sections)
        while waiting:
            section = waiting.pop(0)
            yield section
            waiting = [*section.sections, *waiting]


def line(text: str, tone: Tone = Tone.PLAIN, *refs: Ref, strong: bool = False) -> Line:
    """A line of one run."""
    return Line((Run(text, tone, strong),), refs)
