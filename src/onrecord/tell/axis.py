"""Time as a line to draw on: days laid out on the cells of a terminal or the pixels of an SVG."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from math import ceil

from onrecord.tell.safe import one_line

_LEAST_DAYS = 366
_LEAST_CELLS = 10
_APART = 2  # cells between a label and its row
_YEAR_CELLS = 6  # the figures of a year, and the least between it and the next
_YEAR, _DAY = 34, 80  # pixels that the figures of a year and of a day need
_STYLE = """
svg { font: 12px system-ui, "Noto Sans", "DejaVu Sans", sans-serif; color-scheme: light dark; }
.ink { fill: #1d1c1a; } .quiet { fill: #5f5b55; } .rule { stroke: #d9d5cc; }
.at { stroke: #14567d; } .at-word { fill: #14567d; } .paper { fill: #fbfaf7; }
@media (prefers-color-scheme: dark) { .ink { fill: #e9e6df; } .quiet { fill: #a8a49b; }
.rule { stroke: #3a3b40; } .at { stroke: #8ecbee; } .at-word { fill: #8ecbee; }
.paper { fill: #16171a; } }
"""


@dataclass(frozen=True, slots=True)
class Axis:
    """The days from `first` to `last`, both included, with the day `at` marked."""

    first: date
    last: date
    at: date

    def __post_init__(self) -> None:
        if not self.first <= self.at <= self.last:
            raise ValueError(f"a day outside its axis: {self.at}, {self.first} to {self.last}")

    @classmethod
    def over(cls, days: Iterable[date], at: date) -> "Axis":
        """An axis that holds all of these days, and a year before the last of them at least."""
        found = (*days, at)
        last = max(found)
        return cls(min(*found, last - timedelta(days=_LEAST_DAYS)), last, at)

    @property
    def days(self) -> int:
        """How many there are."""
        return (self.last - self.first).days + 1

    def cell(self, day: date, cells: int) -> int:
        """The cell, of so many, in which a day of the axis falls."""
        return (day - self.first).days * cells // self.days

    def span(self, cell: int, cells: int) -> tuple[date, date]:
        """The first and the last day of a cell; one and the same where cells are more than days."""
        first = self.first + timedelta(days=-(-cell * self.days // cells))
        last = self.first + timedelta(days=-(-(cell + 1) * self.days // cells) - 1)
        return min(first, self.last), max(first, last)

    def part(self, day: date) -> float:
        """How far along the axis a day begins: 0 is its first day, 1 the end of its last."""
        return (day - self.first).days / self.days


@dataclass(frozen=True, slots=True)
class Cells:
    """How the rows of a drawing share the columns of a terminal: labels, then cells of time."""

    label: int
    cells: int

    @classmethod
    def of(cls, labels: Iterable[str], width: int) -> "Cells":
        """As wide as the longest label, a third of the width at most; the cells take the rest."""
        label = max(8, min(max(map(len, labels)), width // 3))
        return cls(label, max(_LEAST_CELLS, width - label - _APART))

    def row(self, label: str, cells: Iterable[str]) -> str:
        """A label, cut where it is too long, and its cells."""
        short = label if len(label) <= self.label else f"{label[: self.label - 1]}…"
        return f"{short:{self.label}}{' ' * _APART}{''.join(cells)}"

    def years(self, axis: Axis) -> str:
        """The line of years that stands above the rows."""
        line = [" "] * self.cells
        free = 0
        begun = [
            (year, axis.cell(max(axis.first, date(year, 1, 1)), self.cells))
            for year in range(axis.first.year, axis.last.year + 1)
        ]
        if len(begun) > 1 and begun[1][1] < _YEAR_CELLS:
            del begun[0]  # the rest of a year must not hide the first whole one
        for year, place in begun:
            if place >= free and place + 4 <= self.cells:
                line[place : place + 4] = f"{year:04}"
                free = place + _YEAR_CELLS
        return self.row("", line).rstrip()

    def at(self, axis: Axis) -> str:
        """The line that stands below the rows and names the day marked."""
        place = axis.cell(axis.at, self.cells)
        told = f"│ {axis.at}"
        # to the left of its mark where there is no room to the right of it
        if place + len(told) > self.cells and place + 1 >= len(told):
            return self.row("", f"{axis.at} │".rjust(place + 1))
        return self.row("", " " * place + told[: max(1, self.cells - place)])


@dataclass(frozen=True, slots=True)
class Frame:
    """Where an axis stands in an SVG: from `left` to `right` of `width` pixels, `top` to `foot`."""

    axis: Axis
    width: int
    height: int
    left: int
    right: int
    top: int
    foot: int

    def x(self, day: date) -> float:
        """Where a day begins, in pixels."""
        return round(self.left + (self.right - self.left) * self.axis.part(day), 1)

    def after(self, day: date) -> float:
        """Where a day is over."""
        return round(self.x(day) + (self.right - self.left) / self.axis.days, 1)

    def opened(self, title: str, says: str, all_of_it: Iterable[str], style: str) -> Iterator[str]:
        """The head: what it is for those who cannot see it, its looks, its paper."""
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" '
            f'role="img" aria-label="{safe(title)}: {safe(says)}">'
        )
        yield f"<title>{safe(title)}</title><desc>{safe(' '.join(all_of_it))}</desc>"
        yield f"<style>{_STYLE}{style}</style>"
        yield f'<rect class="paper" width="{self.width}" height="{self.height}"/>'

    def years(self) -> Iterator[str]:
        """A rule where a year begins, as many as have room for their figures."""
        first, last = self.axis.first.year, self.axis.last.year
        room = (self.right - self.left) * 365.25 / self.axis.days
        step = max(1, ceil(_YEAR / room))
        for year in range(first + 1, last + 1, step):
            x = self.x(date(year, 1, 1))
            yield f'<line class="rule" x1="{x}" x2="{x}" y1="{self.top}" y2="{self.foot}"/>'
            if x + _YEAR <= self.width:
                yield f'<text class="quiet" x="{x + 3}" y="{self.top - 4}">{year:04}</text>'

    def marked(self) -> Iterator[str]:
        """The line of the day marked, and below it its name and that of the first day."""
        x = self.x(self.axis.at)
        side = "end" if x > self.width - _DAY else "start"
        yield f'<line class="at" x1="{x}" x2="{x}" y1="{self.top}" y2="{self.foot + 4}"/>'
        yield (
            f'<text class="at-word" text-anchor="{side}" x="{x}" y="{self.foot + 18}">'
            f"{self.axis.at}</text>"
        )
        if x - self.left > 2 * _DAY:
            y = self.foot + 18
            yield f'<text class="quiet" x="{self.left}" y="{y}">{self.axis.first}</text>'


def safe(text: str) -> str:
    """Words from anywhere, harmless within SVG."""
    return escape(one_line(text))
