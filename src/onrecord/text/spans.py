"""Spans of a text: blanks squeezed for a parser, with the way back to the text as given."""

import re
from bisect import bisect_right
from dataclasses import dataclass

# what a parser of running text stumbles over and a reader does not see: zero-width characters,
# soft hyphens, marks of direction
_UNSEEN = frozenset(
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
)


@dataclass(frozen=True, slots=True)
class Squeezed:
    """A stretch of a text with runs of blanks as one, and the place of each character left."""

    text: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, text: str, start: int, end: int) -> "Squeezed":
        """Squeeze `text[start:end]`; no blank at either edge."""
        kept: list[str] = []
        places: list[int] = []
        blank = True
        for place in range(start, end):
            letter = text[place]
            if letter in _UNSEEN:
                continue
            if letter.isspace():
                if not blank:
                    kept.append(" ")
                    places.append(place)
                blank = True
                continue
            kept.append(letter)
            places.append(place)
            blank = False
        if kept and blank:
            kept.pop()
            places.pop()
        return cls("".join(kept), tuple(places))

    def back(self, start: int, end: int) -> tuple[int, int]:
        """The place, in the text as given, of a non-empty stretch of the squeezed text."""
        return self.places[start], self.places[end - 1] + 1

    def forth(self, place: int) -> int:
        """The first squeezed character that stands at or after a place of the text as given."""
        at = bisect_right(self.places, place)
        return at - 1 if at and self.places[at - 1] == place else at


def words(text: str) -> list[str]:
    """The words of a text, in its own spelling."""
    return re.findall(r"[^\W_]+(?:[’'\-.][^\W_]+)*", text)
