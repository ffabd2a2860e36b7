"""Blocks of a text: paragraphs, and which of them are page furniture and no part of the story."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.read.furniture import end_of_story, kind_of_line, looks_like_menu, pitch
from onrecord.read.language import language

_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
_SENTENCE_END = re.compile(r"[.!?…:][”’\"')\]]*$")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph with its words; `furniture` says what it is where it is no part of the story."""

    start: int
    end: int
    text: str
    furniture: str | None = None

    @property
    def is_story(self) -> bool:
        """Whether it belongs to the story."""
        return self.furniture is None


def blocks(text: str) -> list[Block]:
    """The paragraphs of a text in order, without blanks at their edges, none judged yet.

    A line is a paragraph, but for lines wrapped to one width, which are joined.
    """
    found: list[Block] = []
    for group in _groups(text):
        if _is_wrapped(text, group):
            start, end = group[0][0], group[-1][1]
            found.append(Block(start, end, text[start:end]))
        else:
            found.extend(Block(a, b, text[a:b]) for a, b in group)
    return found


def _groups(text: str) -> Iterator[list[tuple[int, int]]]:
    """Runs of lines without a blank line between."""
    group: list[tuple[int, int]] = []
    after = 0
    for match in _LINE.finditer(text):
        gap = text[after : match.start()]
        after = match.end()
        line = match.group()
        stripped = line.strip()
        if group and (not stripped or gap.replace("\r\n", "\n").count("\n") > 1):
            yield group
            group = []
        if stripped:
            start = match.start() + len(line) - len(line.lstrip())
            group.append((start, start + len(stripped)))
    if group:
        yield group


def _is_wrapped(text: str, group: Sequence[tuple[int, int]]) -> bool:
    """Whether lines were broken by width: near one length, and mostly within a sentence."""
    if len(group) < 2:
        return False
    full = [b - a for a, b in group[:-1]]
    if not 50 <= min(full) <= max(full) <= 120 or max(full) - min(full) > 25:
        return False
    inside = sum(1 for a, b in group[:-1] if not _SENTENCE_END.search(text[a:b]))
    return inside * 2 > len(full)


def judge(found: Sequence[Block], title: int | None, first: int) -> list[Block]:
    """The blocks with their furniture named.

    `title` is the place of the title among them, `first` that of the story's first paragraph.
    """
    out = list(found)
    headline = found[title].text if title is not None else None
    for place, block in enumerate(found):
        kind = kind_of_line(block.text)
        if place < first and place != title:
            kind = kind or _before(block, headline, title is not None and place < title)
        elif headline is not None and place != title and _repeats(block.text, headline):
            kind = kind or "repeated title"
        if place != title and kind is None:
            kind = _foreign(block.text)
        out[place] = replace(block, furniture=None if place == title else kind)
    return _tail(out, first)


def _before(block: Block, headline: str | None, above: bool) -> str | None:
    if headline is not None and _repeats(block.text, headline):
        return "breadcrumb and repeated title" if block.text != headline else "repeated title"
    if above:
        return "header"
    return "header" if looks_like_menu(block.text) else None


def _repeats(line: str, headline: str) -> bool:
    return len(headline) > 12 and headline in line and len(line) < len(headline) + 120


def _foreign(text: str) -> str | None:
    if len(text) < 60:
        return None
    code = language(text)
    return None if code in (None, "en") else f"language: {code}"


def _tail(found: list[Block], first: int) -> list[Block]:
    """From the end upwards, what no longer is the story; and all below an end mark."""
    out = list(found)
    telling = [place for place, block in enumerate(out) if _tells(block.text)]
    for place in range(first + 1, len(out)):
        if end_of_story(out[place].text) and (not telling or telling[-1] < place):
            for later in range(place, len(out)):
                below = out[later].furniture or "below the story"
                out[later] = replace(out[later], furniture=below)
            break
    for place in range(len(out) - 1, first, -1):
        block = out[place]
        if block.furniture is not None:
            continue
        kind = pitch(block.text) or ("menu" if looks_like_menu(block.text) else None)
        if kind is None:
            break
        out[place] = replace(block, furniture=kind)
    return out


def _tells(text: str) -> bool:
    return len(text) > 80 and bool(re.search(r"\b(said|told|says|according to)\b", text))
