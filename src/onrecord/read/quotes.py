"""Quotations in a paragraph: where they open and close, and which run on from the one before."""

import re
from bisect import bisect_right
from dataclasses import dataclass

_MARK = re.compile(r"[“”„«»\"]|``|''")
_OPENING, _CLOSING = frozenset("“„«") | {"``"}, frozenset("”»") | {"''"}


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation with its marks; not `closed` where it runs on into the next paragraph."""

    start: int
    end: int
    closed: bool = True

    def holds(self, place: int) -> bool:
        """Whether a character lies in it."""
        return self.start <= place < self.end


def quotes(text: str) -> tuple[Quote, ...]:
    """The quotations of a paragraph in order; an unclosed one reaches to its end."""
    found: list[Quote] = []
    start: int | None = None
    for mark in _MARK.finditer(text):
        sign, at = mark.group(), mark.start()
        if start is None:
            if sign in _CLOSING and sign != "''":
                continue
            if sign == '"' and at and text[at - 1].isdigit():
                continue  # inches
            start = at
        elif sign in _CLOSING or (sign == '"'):
            found.append(Quote(start, mark.end()))
            start = None
    if start is not None and text[start:].strip(' "“„«`'):
        found.append(Quote(start, len(text), closed=False))
    return tuple(found)


def within(found: tuple[Quote, ...], place: int) -> Quote | None:
    """The quotation that a character lies in."""
    at = bisect_right(found, place, key=lambda quote: quote.start) - 1
    return found[at] if at >= 0 and found[at].holds(place) else None
