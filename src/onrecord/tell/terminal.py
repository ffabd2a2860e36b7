"""Documents for a terminal or a pipe, from 20 columns up."""

from collections.abc import Iterator
from io import StringIO

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from onrecord.tell.bars import lines
from onrecord.tell.coverage import key
from onrecord.tell.coverage import lines as coverage_lines
from onrecord.tell.document import (
    Bars,
    Block,
    Coverage,
    Document,
    Facts,
    Line,
    Listing,
    MarkedText,
    Paragraph,
    Section,
    Sides,
    Table,
    Tone,
)
from onrecord.tell.safe import many_lines, one_line

_NARROW = 64  # columns below which cells stand under one another: four columns need 16 each
_WIDE = 96  # columns from which cells stand two blanks apart
_UNBROKEN = 12  # letters of the longest word that a column must hold; a day has 10
_LOOKS = {
    Tone.PLAIN: "",
    Tone.MUTED: "dim",
    Tone.QUOTE: "italic",
    Tone.LISTED: "red",
    Tone.FORMER: "yellow",
    Tone.ABSENT: "green",
    Tone.UNKNOWN: "magenta",
    Tone.SUPPORTS: "cyan",
    Tone.DENIES: "red",
    Tone.SILENT: "yellow",
    Tone.BESIDE: "dim",
}


def render(document: Document, width: int, colour: bool) -> str:
    """The document as text of at most `width` columns; with ANSI colours only if asked."""
    console = Console(
        file=StringIO(),
        width=max(width, 1),
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    _print(console, document, width)
    written = console.file
    if not isinstance(written, StringIO):
        raise TypeError("the console writes elsewhere than it was told to")
    return "\n".join(part.rstrip() for part in written.getvalue().split("\n"))


def _print(console: Console, document: Document, width: int) -> None:
    console.print(Text(one_line(document.title), style="bold"))
    console.print(_facts(document.head, width))
    for section in document.sections:
        if not section.is_page_only:
            console.print(Group(*_section(section, width, 0)))


def _section(section: Section, width: int, depth: int) -> Iterator[RenderableType]:
    yield Text("")
    title = one_line(section.title)
    yield Text(title.upper() if depth == 0 else title, style="bold" if depth else "bold underline")
    for block in section.blocks:
        yield _block(block, width)
    for inner in section.sections:
        if not inner.is_page_only:
            yield from _section(inner, width, depth + 1)


def _block(block: Block, width: int) -> RenderableType:
    match block:
        case Paragraph():
            return _text(block.line)
        case Listing():
            return Group(*(_hung("· ", _text(one)) for one in block.lines))
        case Facts():
            return _facts(block, width)
        case Table():
            return _stacked(block) if width < _NARROW else _grid(block, width)
        case Sides():
            return _sides(block)
        case Bars():
            return Text("\n".join((block.caption, *lines(block, width))))
        case Coverage():
            return Text("\n".join((key(block), *coverage_lines(block, width))))
        case MarkedText():
            return Text(many_lines(block.text))


def _text(line: Line) -> Text:
    text = Text()
    for run in line.runs:
        look = _LOOKS[run.tone]
        text.append(one_line(run.text), style=f"bold {look}".strip() if run.strong else look)
    if line.refs:
        text.append(" [" + ", ".join(one_line(ref.label) for ref in line.refs) + "]", style="dim")
    return text


def _hung(sign: str, what: RenderableType) -> RenderableType:
    grid = Grid.grid(padding=0)
    grid.add_column(width=len(sign), no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(Text(sign, style="dim"), what)
    return grid


def _facts(facts: Facts, width: int) -> RenderableType:
    if width < _NARROW:
        parts: list[RenderableType] = []
        for label, lines in facts.rows:
            parts.append(Text(one_line(label), style="dim"))
            parts += [Padding(_text(one), (0, 0, 0, 2)) for one in lines]
        return Group(*parts)
    grid = Grid.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for label, lines in facts.rows:
        for n, one in enumerate(lines):
            grid.add_row(Text(one_line(label) if n == 0 else ""), _text(one))
    return grid


def _grid(table: Table, width: int) -> RenderableType:
    apart = 2 if width >= _WIDE else 1
    grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, apart, 0, 0), header_style="dim")
    for column, cells in zip(table.columns, zip(*table.rows, strict=True), strict=False):
        words = [column, *(cell.text for cell in cells)]
        longest = max(len(w) for text in words for w in (text.split() or [""]))
        least = min(longest, _UNBROKEN)
        grid.add_column(Text(one_line(column)), overflow="fold", min_width=least)
    for row in table.rows:
        grid.add_row(*(_text(cell) for cell in row))
    return Group(Text(one_line(table.caption), style="dim"), grid)


def _stacked(table: Table) -> RenderableType:
    """Each row as a small paragraph, so that 20 columns are enough."""
    parts: list[RenderableType] = [Text(one_line(table.caption), style="dim")]
    for row in table.rows:
        parts.append(_hung("· ", _text(row[0])))
        for column, cell in zip(table.columns[1:], row[1:], strict=True):
            if cell.text or cell.refs:
                told = Text(f"{one_line(column)}: ", style="dim")
                parts.append(Padding(told.append_text(_text(cell)), (0, 0, 0, 2)))
    return Group(*parts)


def _sides(sides: Sides) -> RenderableType:
    parts: list[RenderableType] = [Text(""), Text(one_line(sides.title), style="bold")]
    for side in sides.sides:
        parts.append(Text(one_line(side.title), style=f"bold {_LOOKS[side.tone]}"))
        for voice in side.voices:
            spoken = Group(*(_text(one) for one in voice))
            parts.append(Padding(_hung("· ", spoken), (0, 0, 0, 2)))
    return Group(*parts)
