"""Measures as bars over time: what surely held, what perhaps, drawn for a terminal or as SVG."""

from collections.abc import Iterator
from datetime import date, timedelta
from html import escape

from onrecord.model.answer import History
from onrecord.tell.document import Bar, Bars
from onrecord.tell.safe import one_line
from onrecord.tell.words import SHORT

_SURE, _PERHAPS, _NOT = "█", "░", "·"
_LEAST_DAYS = 366
_ROW, _LABEL, _WIDE, _TOP = 22, 250, 900, 34  # of the SVG, in pixels
_STYLE = """
svg { font: 12px system-ui, "Noto Sans", "DejaVu Sans", sans-serif; color-scheme: light dark; }
.ink { fill: #1d1c1a; } .quiet { fill: #5f5b55; } .sure { fill: #a3231a; }
.perhaps { fill: #a3231a; fill-opacity: .3; } .rule { stroke: #d9d5cc; } .at { stroke: #14567d; }
.at-word { fill: #14567d; } .paper { fill: #fbfaf7; }
@media (prefers-color-scheme: dark) { .ink { fill: #e9e6df; } .quiet { fill: #a8a49b; }
.sure, .perhaps { fill: #ff9d90; } .rule { stroke: #3a3b40; } .at { stroke: #8ecbee; }
.at-word { fill: #8ecbee; } .paper { fill: #16171a; } }
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
        for bound in (bar.start, bar.end)
        if bound is not None
        for day in (bound.earliest, bound.latest)
        if day is not None
    ]
    last = max(*days, on, history.asked.known.date())
    first = min(*days, on, last - timedelta(days=_LEAST_DAYS))
    caption = f"{_SURE} in force, {_PERHAPS} perhaps, │ {on}; the table has the same in words"
    return Bars(caption, first, last, on, rows)


def lines(drawn: Bars, width: int) -> Iterator[str]:
    """The bars as text, a label and as many cells as fit; the years above, the day asked marked."""
    labels = [one_line(bar.label) for bar in drawn.rows]
    room = max(8, min(max(map(len, labels)), width // 3))
    cells = max(10, width - room - 2)
    days = (drawn.last - drawn.first).days + 1
    asked = (drawn.at - drawn.first).days * cells // days
    yield " " * (room + 2) + _years(drawn, cells)
    for label, bar in zip(labels, drawn.rows, strict=True):
        row = [_cell(bar, *_span(drawn, n, cells)) for n in range(cells)]
        if row[asked] == _NOT:
            row[asked] = "│"
        short = label if len(label) <= room else f"{label[: room - 1]}…"
        yield f"{short:{room}}  {''.join(row)}"
    yield " " * (room + 2 + asked) + f"│ {drawn.at}"[: max(1, cells - asked)]


def _span(drawn: Bars, cell: int, cells: int) -> tuple[date, date]:
    days = (drawn.last - drawn.first).days + 1
    first = drawn.first + timedelta(days=cell * days // cells)
    last = drawn.first + timedelta(days=max(0, (cell + 1) * days // cells - 1))
    return first, max(first, last)


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


def _years(drawn: Bars, cells: int) -> str:
    axis = [" "] * cells
    free = 0
    days = (drawn.last - drawn.first).days + 1
    for year in range(drawn.first.year, drawn.last.year + 1):
        place = max(0, (date(year, 1, 1) - drawn.first).days * cells // days)
        if place >= free and place + 4 <= cells:
            axis[place : place + 4] = str(year)
            free = place + 6
    return "".join(axis).rstrip()


def svg(drawn: Bars, title: str) -> str:
    """The bars as an SVG image that stands alone, light and dark, with a title for readers."""
    height = _TOP + _ROW * len(drawn.rows) + 30
    scale = (_WIDE - _LABEL - 20) / ((drawn.last - drawn.first).days + 1)

    def x(day: date | None, otherwise: date) -> float:
        return round(_LABEL + ((day or otherwise) - drawn.first).days * scale, 1)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {height}" role="img" '
        f'aria-label="{_safe(title)}: {_safe(drawn.caption)}">',
        f"<title>{_safe(title)}</title><style>{_STYLE}</style>",
        f'<rect class="paper" width="{_WIDE}" height="{height}"/>',
    ]
    step = max(1, (drawn.last.year - drawn.first.year) // 12)
    for year in range(drawn.first.year + 1, drawn.last.year + 1, step):
        at = x(date(year, 1, 1), drawn.first)
        parts.append(f'<line class="rule" x1="{at}" x2="{at}" y1="{_TOP - 8}" y2="{height - 26}"/>')
        parts.append(f'<text class="quiet" x="{at + 3}" y="{_TOP - 12}">{year}</text>')
    for place, bar in enumerate(drawn.rows):
        y = _TOP + place * _ROW
        parts.append(f'<text class="ink" x="8" y="{y + 13}">{_safe(_short(bar.label))}</text>')
        begin, stop = x(bar.start.earliest, drawn.first), x(_last(bar), drawn.last)
        sure, until = x(bar.start.latest, drawn.last), x(_sure_end(bar), drawn.last)
        parts.append(_box("perhaps", begin, stop, y))
        if until > sure:
            parts.append(_box("sure", sure, until, y))
    at = x(drawn.at, drawn.first)
    parts.append(f'<line class="at" x1="{at}" x2="{at}" y1="{_TOP - 8}" y2="{height - 22}"/>')
    parts.append(f'<text class="at-word" x="{at}" y="{height - 8}">{drawn.at}</text></svg>')
    return "\n".join(parts) + "\n"


def _last(bar: Bar) -> date | None:
    return None if bar.end is None else bar.end.latest


def _sure_end(bar: Bar) -> date | None:
    return None if bar.end is None else bar.end.earliest


def _box(kind: str, begin: float, stop: float, y: int) -> str:
    width = max(1.5, round(stop - begin, 1))
    return f'<rect class="{kind}" x="{begin}" y="{y + 2}" width="{width}" height="14" rx="2"/>'


def _short(label: str) -> str:
    return label if len(label) <= 40 else f"{label[:39]}…"


def _safe(text: str) -> str:
    return escape(one_line(text))
