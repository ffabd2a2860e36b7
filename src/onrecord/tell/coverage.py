"""What is held of each list over time, drawn for a terminal or as SVG: captures, gaps, age."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from textwrap import wrap

from onrecord.intake import Fetched, Quarantined
from onrecord.record import Conflict, Kept
from onrecord.sources import Source
from onrecord.tell.axis import Axis, Cells, Frame, safe
from onrecord.tell.document import Coverage, Held, Sign
from onrecord.tell.safe import one_line
from onrecord.tell.words import short

_CELL = {Sign.WHOLE: "█", Sign.DAMAGED: "×", Sign.CONFLICT: "!"}
_STEADY, _GAP, _NOT = "━", "─", "·"
# where several captures share a cell, the worst of them is what must not be lost
_WORST = (Sign.WHOLE, Sign.DAMAGED, Sign.CONFLICT)

# of the SVG, in pixels: three lines a row, so that it can be read where a page is narrow
_WIDE, _EDGE, _TOP, _ROW = 640, 16, 84, 74
_BAR, _TALL, _TICK = 28, 14, 3
_LETTERS = 84  # that fit in a line of this width, in a wide face
_STYLE = """
text { paint-order: stroke; stroke: #fbfaf7; stroke-width: 4px; stroke-linejoin: round; }
.at-word, .quiet { font-size: 12px; } .name { font-weight: 600; font-size: 13px; }
.head { font-weight: 600; font-size: 17px; }
.capture, .steady { fill: #1f6b4f; } .steady { fill-opacity: .38; }
.gap { stroke: #1f6b4f; stroke-width: 1.5; stroke-dasharray: 2 4; }
.odd { fill: #9a4a00; stroke: #9a4a00; } .stale { fill: #9a4a00; }
.cross { fill: none; stroke-width: 2.2; } .halo { stroke: #fbfaf7; stroke-width: 6; }
@media (prefers-color-scheme: dark) { text, .halo { stroke: #16171a; }
.capture, .steady { fill: #7cd0ab; } .gap { stroke: #7cd0ab; }
.odd { fill: #ffb35c; stroke: #ffb35c; } .cross, .halo { fill: none; } .stale { fill: #ffb35c; } }
"""


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a record holds today of the lists that are read.

    `held` are its captures by source, in the order of the days they speak for, `fetched` what is
    remembered of downloads, `stopped` the downloads in quarantine, `conflicts` the captures that
    contradict each other.
    """

    lists: Sequence[Source]
    held: Mapping[str, Sequence[Kept]]
    today: date
    fetched: Mapping[str, Fetched]
    stopped: Sequence[Quarantined] = ()
    conflicts: Sequence[Conflict] = ()

    def conflicts_of(self, one: Source, kept: Kept) -> list[Conflict]:
        """Those that a capture of a list is part of."""
        mark = (kept.seen.captured, kept.seen.digest)
        return [c for c in self.conflicts if c.source == one.id and mark in c.captures]

    def of(self, one: Source) -> Held | None:
        """What is held of one list; None where nothing is."""
        kept = [k for k in self.held.get(one.id, ()) if k.withdrawn() is None]
        if not kept:
            return None
        days = [k.seen.day for k in kept]
        verified = self.fetched.get(one.id, Fetched()).verified
        until = days[-1] if verified is None else max(days[-1], verified.date())
        return Held(
            label=one.id,
            title=one.title,
            captures=tuple((k.seen.day, self._sign(one, k)) for k in kept),
            until=until,
            stretches=tuple(
                (start, end, (end - start).days <= one.rhythm_days)
                for start, end in pairwise(sorted({*days, until}))
            ),
            rhythm_days=one.rhythm_days,
            age_days=(self.today - until).days,
            entries=kept[-1].entries,
        )

    def _sign(self, one: Source, kept: Kept) -> Sign:
        if self.conflicts_of(one, kept):
            return Sign.CONFLICT
        return Sign.DAMAGED if kept.seen.damaged else Sign.WHOLE


def coverage(holdings: Holdings) -> Coverage | None:
    """What is held of each list over time, to be drawn; None where nothing is."""
    found = {one.id: holdings.of(one) for one in holdings.lists}
    rows = tuple(row for row in found.values() if row is not None)
    if not rows:
        return None
    days = [day for row in rows for day in (row.captures[0][0], row.until)]
    lacking = tuple(label for label, row in found.items() if row is None)
    return Coverage(Axis.over(days, holdings.today), rows, lacking)


def size(row: Held) -> str:
    """How much is held: 49 captures, 14,965 entries in the newest."""
    many = len(row.captures)
    what = "entry" if row.entries == 1 else "entries"
    if many == 1:
        return f"1 capture, {row.entries:,} {what}"
    return f"{many:,} captures, {row.entries:,} {what} in the newest"


def reach(row: Held) -> str:
    """From when to when: 2015-01-17 to 2024-05-03."""
    first = row.captures[0][0]
    return f"{first}" if first == row.until else f"{first} to {row.until}"


def gaps(row: Held) -> str:
    """The gaps that the list's rhythm does not allow; nothing where there are none."""
    found = [(end - start).days for start, end, is_steady in row.stretches if not is_steady]
    if not found:
        return ""
    if len(found) == 1:
        return f"one gap over {row.rhythm_days} days, of {found[0]:,}"
    return f"{len(found):,} gaps over {row.rhythm_days} days, the longest {max(found):,}"


def age(row: Held) -> str:
    """How old the newest bytes are, and whether that is more than the list's rhythm allows."""
    if row.age_days < 0:
        return "of a day to come"
    says = {0: "of today", 1: "1 day old"}.get(row.age_days, f"{row.age_days:,} days old")
    return f"{says}, stale" if row.is_stale else says


def lines(drawn: Coverage, width: int) -> Iterator[str]:
    """The lists as text, a label and as many cells as fit; the years above, today marked."""
    labels = [one_line(row.label) for row in drawn.rows]
    laid = Cells.of(labels, width)
    yield laid.years(drawn.axis)
    for label, row in zip(labels, drawn.rows, strict=True):
        yield laid.row(label, _cells(row, drawn.axis, laid.cells))
    yield laid.at(drawn.axis)


def key(drawn: Coverage) -> str:
    """What the signs of the text mean, those that occur."""
    parts = [
        f"{_CELL[Sign.WHOLE]} a capture",
        f"{_STEADY} within the list's rhythm",
        f"{_GAP} a longer gap",
    ]
    if Sign.DAMAGED in drawn.signs:
        parts.append(f"{_CELL[Sign.DAMAGED]} damaged")
    if Sign.CONFLICT in drawn.signs:
        parts.append(f"{_CELL[Sign.CONFLICT]} in conflict")
    return f"{', '.join(parts)}; all of it in words below"


def _cells(row: Held, axis: Axis, cells: int) -> list[str]:
    """A sign where a capture falls, so that none is lost; a line between; dots where none is."""
    signs: dict[int, Sign] = {}
    for day, sign in row.captures:
        cell = axis.cell(day, cells)
        signs[cell] = max(signs.get(cell, Sign.WHOLE), sign, key=_WORST.index)
    line = [_NOT] * cells
    line[axis.cell(axis.at, cells)] = "│"
    for start, end, is_steady in row.stretches:
        begin, stop = axis.cell(start, cells), axis.cell(end, cells)
        line[begin : stop + 1] = (_STEADY if is_steady else _GAP) * (stop + 1 - begin)
    for cell, sign in signs.items():
        line[cell] = _CELL[sign]
    return line


def words(row: Held) -> str:
    """All that a row shows, as a sentence."""
    odd = [sign for _, sign in row.captures if sign is not Sign.WHOLE]
    parts = [size(row), reach(row), gaps(row), age(row)]
    parts += [
        f"{odd.count(sign)} {says}"
        for sign, says in ((Sign.DAMAGED, "damaged"), (Sign.CONFLICT, "in conflict"))
        if sign in odd
    ]
    return f"{row.label}, {row.title}: {'; '.join(part for part in parts if part)}."


def svg(drawn: Coverage, title: str) -> str:
    """The lists as an SVG image that stands alone, light and dark, with every row in words."""
    foot = _TOP + _ROW * len(drawn.rows) + 4
    told = _lacking(drawn)
    height = foot + 28 + (14 + 17 * len(told) if told else 0)
    frame = Frame(drawn.axis, _WIDE, height, _EDGE, _WIDE - _EDGE, _TOP, foot)
    says = f"captures held of {len(drawn.rows)} lists as of {drawn.axis.at}"
    said = (*map(words, drawn.rows), *told)
    parts = [*frame.opened(title, says, said, _STYLE), *frame.years(), *frame.marked()]
    parts.append(f'<text class="ink head" x="{_EDGE}" y="28">{safe(title)}</text>')
    parts += _legend(drawn)
    for place, row in enumerate(drawn.rows):
        parts += _row(frame, row, _TOP + place * _ROW)
    for place, line in enumerate(told):
        y = foot + 42 + 17 * place
        parts.append(f'<text class="quiet" x="{_EDGE}" y="{y}">{safe(line)}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _row(frame: Frame, row: Held, y: int) -> Iterator[str]:
    """Name and reach; the captures; how many, and how old."""
    # a little inside, so that the line of today does not run through the last letters
    right, bar = frame.width - _EDGE - 6, y + _BAR
    room = max(8, _LETTERS - len(row.label) - len(reach(row)) - 3)
    yield (
        f'<text class="quiet" x="{_EDGE}" y="{y + 20}"><tspan class="ink name">'
        f"{safe(row.label)}</tspan> {safe(short(row.title, room))}</text>"
    )
    yield f'<text class="ink" text-anchor="end" x="{right}" y="{y + 20}">{safe(reach(row))}</text>'
    for start, end, is_steady in row.stretches:
        yield _stretch(frame.x(start), frame.x(end), bar, is_steady)
    for begin, stop in _runs(frame, [day for day, _ in row.captures]):
        yield _tick(begin, stop, bar)
    for day, sign in row.captures:
        if sign is not Sign.WHOLE:
            yield _odd(sign, _inside(frame, frame.x(day)), bar)
    longest = max(((b - a).days for a, b, is_steady in row.stretches if not is_steady), default=0)
    says = f"{size(row)}; longest gap {longest:,} days" if longest else size(row)
    look = "stale" if row.is_stale else "quiet"
    yield f'<text class="quiet" x="{_EDGE}" y="{bar + 28}">{safe(says)}</text>'
    yield (
        f'<text class="{look}" text-anchor="end" x="{right}" y="{bar + 28}">{safe(age(row))}</text>'
    )


def _runs(frame: Frame, days: list[date]) -> Iterator[tuple[float, float]]:
    """Ticks from where to where: those that would touch are one, so that 300 are soon drawn."""
    begin = stop = None
    for day in sorted(set(days)):
        x = _inside(frame, frame.x(day))
        if begin is None or stop is None:
            begin = x - _TICK / 2
        elif x - _TICK / 2 > stop + 0.5:
            yield begin, stop
            begin = x - _TICK / 2
        stop = x + _TICK / 2
    if begin is not None and stop is not None:
        yield begin, stop


def _inside(frame: Frame, x: float) -> float:
    """So that a tick on the first or the last day is whole."""
    return min(max(x, frame.left + _TICK / 2), frame.right - _TICK / 2)


def _tick(begin: float, stop: float, y: float) -> str:
    return (
        f'<rect class="capture" x="{begin:.1f}" y="{y}" width="{stop - begin:.1f}" '
        f'height="{_TALL}" rx="1"/>'
    )


def _stretch(begin: float, stop: float, y: float, is_steady: bool) -> str:
    middle = y + _TALL / 2
    if is_steady:
        return (
            f'<rect class="steady" x="{begin}" y="{middle - 3}" width="{stop - begin:.1f}" '
            'height="6"/>'
        )
    return f'<line class="gap" x1="{begin}" x2="{stop}" y1="{middle}" y2="{middle}"/>'


def _odd(sign: Sign, x: float, y: float) -> str:
    """A cross for a damaged capture, a diamond for a conflict; on a ground that sets it off."""
    middle, r = y + _TALL / 2, 5
    if sign is Sign.DAMAGED:
        path = f"M{x - r:.1f} {middle - r}l{2 * r} {2 * r}m0 {-2 * r}l{-2 * r} {2 * r}"
        look = "odd cross"
    else:
        path = f"M{x:.1f} {middle - r - 1}l{r + 1} {r + 1}l{-r - 1} {r + 1}l{-r - 1} {-r - 1}z"
        look = "odd"
    return f'<path class="halo" d="{path}"/><path class="{look}" d="{path}"/>'


def _legend(drawn: Coverage) -> Iterator[str]:
    """What the marks mean, those that occur, in one line."""
    y, x = 42, _EDGE
    told = [
        (_tick(x + 5, x + 5 + _TICK, y), "a capture"),
        (_stretch(x, x + 18, y, True), "within the list’s rhythm"),
        (_stretch(x, x + 18, y, False), "a longer gap"),
    ]
    if Sign.DAMAGED in drawn.signs:
        told.append((_odd(Sign.DAMAGED, x + 8, y), "damaged"))
    if Sign.CONFLICT in drawn.signs:
        told.append((_odd(Sign.CONFLICT, x + 8, y), "in conflict"))
    right = 0.0
    for mark, says in told:
        yield f'<g transform="translate({right:.1f})">{mark}'
        yield f'<text class="quiet" x="{x + 23}" y="{y + 11}">{says}</text></g>'
        right += 44 + 6.2 * len(says)


def _lacking(drawn: Coverage) -> list[str]:
    """The lists of which nothing is held, in lines that fit."""
    if not drawn.lacking:
        return []
    says = f"no capture held: {', '.join(drawn.lacking)}"
    return wrap(says, _LETTERS, break_on_hyphens=False)
