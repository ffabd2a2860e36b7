"""The head of a report: title, byline, dateline, wire, outlet, and the dates of its page."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from onrecord.read.blocks import Block
from onrecord.read.furniture import is_date_line, kind_of_line, looks_like_menu
from onrecord.read.resolve import resolve
from onrecord.read.timex import find

WIRES = (
    "Reuters", "Associated Press", "Agence France-Presse", "AFP", "UPI", "dpa", "DPA", "Xinhua",
    "Kyodo", "Yonhap", "TASS", "PTI", "IANS", "ANI", "Bernama", "EFE", "ANSA", "Interfax",
    "Anadolu", "KCNA", "AP", "RIA Novosti", "Bloomberg",
)  # fmt: skip
_LONG = {"AP": "Associated Press", "AFP": "Agence France-Presse", "DPA": "dpa"}
_WIRE = (
    "(?P<wire>" + "|".join(re.escape(wire) for wire in sorted(WIRES, key=len, reverse=True)) + ")"
)
_DATELINE = re.compile(
    rf"^(?P<place>[A-Z][A-Z.'’-]+(?:[ /][A-Z][A-Z.'’-]*)*(?:,? [A-Z][\w.]+(?: "
    rf"[A-Z][\w.]+)?)?)?,?\s*"
    rf"(?P<date>(?:[A-Z][a-z]{{2,8}}\.? \d{{1,2}}|\d{{1,2}} [A-Z][a-z]{{2,8}})"
    rf"(?:,? \d{{4}})?)?,?\s*"
    rf"(?:\(\s*(?P<credit>[A-Z][\w. /]{{1,40}})\s*\)|{_WIRE})?\s*(?:[-–—]{{1,2}}|:)\s+"
)
_BYLINE = re.compile(
    r"^(?:(?:By|BY|Written by|Author:|Reported by)\s+)(?P<names>[A-Z][\w.’'-]+(?:[ "
    r",&|/]+(?:and |with )?[\w.’'-]+){0,9})\s*$"
)
_WIRE_LINE = re.compile(
    rf"^(?:By |Source: |Via )?(?:The )?{_WIRE}(?: News Agency| News| staff)?\W*$", re.I
)
_TOLD = re.compile(rf"\b(?:told|tells|telling|to|by) (?:the )?{_WIRE}\b")
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:\(c\)|©)?\s*(?:\d{4}(?:[-–]\d{2,4})?)?\s*(?:by "
    r")?(?:the )?(?P<name>[A-Z][\w’'&.-]*(?: (?:of |the |and )?[A-Z][\w’'&-]*)"
    r"{0,4})",
    re.I,
)
_SENTENCE = re.compile(r"[.!?][”’\"')\]]*$")
_HEAD = 60  # lines that may stand between the top of a page and its story
_LABEL = re.compile(r"\b(?:published|posted|first published|issued)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dateline:
    """What stands before the first sentence: its length, place, wire, and its date as written."""

    length: int
    place: str | None
    wire: str | None
    day: str | None


@dataclass(frozen=True, slots=True)
class PageDate:
    """A date that the page shows; the lower `rank`, the nearer to being the story's own."""

    day: date
    rank: int
    says: str


@dataclass(frozen=True, slots=True)
class Head:
    """Where title and story begin among the blocks, and what is said of the report itself."""

    title: int | None
    first: int
    byline: str | None
    wire: str | None
    outlet: str | None
    rendered: tuple[PageDate, ...]


def dateline(text: str) -> Dateline | None:
    """The dateline that a paragraph begins with: "YANGON, July 21 (Reuters) - "."""
    match = _DATELINE.match(text[:160])
    if match is None or not (match["credit"] or match["wire"] or match["place"]):
        return None
    wire = match["credit"] or match["wire"]
    place = match["place"]
    if not wire and not (place and len(place) > 3 and place.split(",")[0].isupper()):
        return None
    if wire and not place and not match["date"]:
        return Dateline(match.end(), None, _wire_name(wire), None)
    return Dateline(match.end(), place, _wire_name(wire) if wire else None, match["date"])


def _wire_name(text: str) -> str | None:
    found = re.search(_WIRE, text)
    return _LONG.get(found.group(), found.group()) if found else None


def head(blocks: Sequence[Block]) -> Head:
    """Title, byline, wire, outlet and page dates of a flat text."""
    first = _first_story(blocks)
    title = _title(blocks, first)
    byline, byline_wire = _byline(blocks, first)
    line = dateline(blocks[first].text) if blocks else None
    wire = (line.wire if line else None) or byline_wire or _told_wire(blocks)
    return Head(title, first, byline, wire, _outlet(blocks), _page_dates(blocks, title, first))


def _first_story(blocks: Sequence[Block]) -> int:
    """The first paragraph that is a sentence of some length, or opens with a dateline."""
    for place, block in enumerate(blocks):
        if kind_of_line(block.text) is not None or byline_of(block.text):
            continue
        count = len(block.text.split())
        if dateline(block.text) and count > 8:
            return place
        if count >= 12 and _SENTENCE.search(block.text):
            return place
    for place, block in enumerate(blocks):
        if kind_of_line(block.text) is None and _SENTENCE.search(block.text):
            return place
    return min(1, len(blocks) - 1) if blocks else 0


def _title(blocks: Sequence[Block], first: int) -> int | None:
    fit = [
        place for place in range(max(0, first - _HEAD), first) if _may_be_title(blocks[place].text)
    ]
    if not fit:
        return None
    texts = [block.text for block in blocks[:first]]
    near = texts[max(0, first - _HEAD) :]
    for place in reversed(fit):  # the page repeats its title: glued to a breadcrumb, in a menu
        mine = texts[place]
        if len(mine) > 20 and sum(mine in other for other in near) > 1:
            return place
    verbal = [place for place in fit if len(texts[place].split()) >= 5]
    return (verbal or fit)[0]


def _may_be_title(text: str) -> bool:
    count = len(text.split())
    return (
        3 <= count <= 30
        and not re.search(r"[.:;,][”’\"')\]]*$", text)
        and kind_of_line(text) is None
        and not (looks_like_menu(text) and count < 3)
        and len(re.findall(r"[|›»>•·]", text)) < 2
        and byline_of(text) is None
    )


def byline_of(text: str) -> str | None:
    """The names of a byline, None for any other line."""
    if len(text) > 120:
        return None
    match = _BYLINE.match(text.strip())
    if match and not _SENTENCE.search(text):
        return match["names"].strip()
    return text.strip() if _WIRE_LINE.match(text.strip()) else None


def _byline(blocks: Sequence[Block], first: int) -> tuple[str | None, str | None]:
    for block in (*blocks[:first], *blocks[first + 1 : first + 3]):
        names = byline_of(block.text)
        if names:
            return names, _wire_name(names)
    return None, None


def _told_wire(blocks: Sequence[Block]) -> str | None:
    told = Counter(
        _LONG.get(match["wire"], match["wire"])
        for block in blocks
        for match in _TOLD.finditer(block.text)
    )
    return max(sorted(told), key=lambda wire: told[wire]) if told else None


def _outlet(blocks: Sequence[Block]) -> str | None:
    for block in reversed(blocks):
        match = _COPYRIGHT.search(block.text) if len(block.text) < 200 else None
        if match and match["name"].lower() not in ("all", "all rights"):
            name = re.sub(r"\s+All(?: Rights.*)?$", "", match["name"])
            return name if name[:1].isupper() else None
    return None


def _page_dates(blocks: Sequence[Block], title: int | None, first: int) -> tuple[PageDate, ...]:
    """Date lines of the page; one below the title is nearer to the story than one above."""
    out: list[PageDate] = []
    for place, block in enumerate(blocks):
        below = title is not None and title < place <= first + 12
        line = len(block.text) < 120 and not _SENTENCE.search(block.text) and "©" not in block.text
        if not is_date_line(block.text) and not (line and place <= first + 12):
            continue
        rank = 0 if below and _LABEL.search(block.text) else 1 if below else 2 if place else 3
        for found in find(block.text):
            if found.kind != "day" or "year" not in found.fields:
                continue
            when = resolve(found, date(2000, 1, 1)).earliest
            if when is not None:
                out.append(PageDate(when, rank, block.text))
    return tuple(sorted(out, key=lambda one: one.rank))
