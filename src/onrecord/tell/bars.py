"""Measures as bars over time: what surely held, what perhaps, drawn for a terminal or as SVG."""

from collections.abc import Iterator
from datetime import date

from onrecord.model.answer import History
from onrecord.tell.axis import Axis, Cells, Frame, safe
from onrecord.tell.document import Bar, Bars
from onrecord.tell.safe import one_line
from onrecord.tell.words import SHORT, bound

_SURE, _PERHAPS, _NOT = "█", "░", "·"
_ROW, _LABEL, _WIDE, _TOP = 22, 250, 900, 26  # of the SVG, in pixels
_STYLE = """.sure { fill: #a3231a; } .perhaps { fill: #a3231a; fill-opacity: .3; }
@media (prefers-color-scheme: dark) { .sure, .perhaps { fill: #ff9d90; } }
"""


def bars(history: History) -> Bars | None:
    """The measures of a history as bars, authority by authority; None where there are none."""
    on = history.asked.on
    rows = tuple(
        Bar(f"{SHORT[m.authority]} {m.programme}", m.start, m.end)
        for answer in history.authorities
        for m in answer.measures
    )
    if not rows:
        return None
    days = [
        day
        for bar in rows
        for edge in (bar.start, bar.end)
        if edge is not None
        for day in (edge.earliest, edge.latest)
        if day is not None
    ]
    caption = f"{_SURE} in force, {_PERHAPS} perhaps, │ {on}; the table has the same in words"
    return Bars(caption, Axis.over((*days, history.asked.known.date()), on), rows)


def lines(drawn: Bars, width: int) -> Iterator[str]:
    """The bars as text, a label and as many cells as fit; the years above, the day asked marked."""
    labels = [one_line(bar.label) for bar in drawn.rows]
    laid = Cells.of(labels, width)
    asked = drawn.axis.cell(drawn.axis.at, laid.cells)
    yield laid.years(drawn.axis)
    for label, bar in zip(labels, drawn.rows, strict=True):
        row = [_cell(bar, *drawn.axis.span(n, laid.cells)) for n in range(laid.cells)]
        if row[asked] == _NOT:
            row[asked] = "│"
        yield laid.row(label, row)
    yield laid.at(drawn.axis)


def _cell(bar: Bar, first: date, last: date) -> str:
    """Sure where it held on any day of the cell, so that a short measure is never lost."""
    sure_from, sure_to = bar.start.latest, bar.end.earliest if bar.end else None
    if sure_from is not None and sure_from <= last and (bar.end is None or _after(sure_to, first)):
        return _SURE
    from_, to = bar.start.earliest, bar.end.latest if bar.end else None
    may_have_begun = from_ is None or from_ <= last
    may_go_on = bar.end is None or to is None or to > first
    return _PERHAPS if may_have_begun and may_go_on else _NOT


def _after(end: date | None, day: date) -> bool:
    return end is not None and end > day


def svg(drawn: Bars, title: str) -> str:
    """The bars as an SVG image that stands alone, light and dark, with a title for readers."""
    axis = drawn.axis
    foot = _TOP + 8 + _ROW * len(drawn.rows) + 4
    frame = Frame(axis, _WIDE, foot + 26, _LABEL, _WIDE - 20, _TOP, foot)
    said = (f"{bar.label}: from {bound(bar.start)}, end {bound(bar.end)}." for bar in drawn.rows)
    parts = [*frame.opened(title, drawn.caption, said, _STYLE), *frame.years()]
    for place, bar in enumerate(drawn.rows):
        y = _TOP + 8 + place * _ROW
        parts.append(f'<text class="ink" x="8" y="{y + 13}">{safe(_short(bar.label))}</text>')
        begin, stop = frame.x(bar.start.earliest or axis.first), _x_end(frame, _last(bar))
        sure, until = frame.x(bar.start.latest or axis.last), _x_end(frame, _sure_end(bar))
        parts.append(_box("perhaps", begin, stop, y))
        if until > sure:
            parts.append(_box("sure", sure, until, y))
    return "\n".join([*parts, *frame.marked(), "</svg>"]) + "\n"


def _x_end(frame: Frame, end: date | None) -> float:
    """Where an end stands, which is the first day without; where none is known, the axis ends."""
    return frame.after(frame.axis.last) if end is None else frame.x(end)


def _last(bar: Bar) -> date | None:
    return None if bar.end is None else bar.end.latest


def _sure_end(bar: Bar) -> date | None:
    return None if bar.end is None else bar.end.earliest


def _box(kind: str, begin: float, stop: float, y: int) -> str:
    width = max(1.5, round(stop - begin, 1))
    return f'<rect class="{kind}" x="{begin}" y="{y + 2}" width="{width}" height="14" rx="2"/>'


def _short(label: str) -> str:
    return label if len(label) <= 40 else f"{label[:39]}…"
