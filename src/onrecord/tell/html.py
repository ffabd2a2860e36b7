"""Documents as one HTML file: no script, nothing fetched, every character from outside escaped."""

import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from html import escape
from itertools import pairwise

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
    Mark,
    MarkedText,
    MarkKind,
    Paragraph,
    Section,
    Sides,
    Table,
    Tone,
)
from onrecord.tell.safe import many_lines, one_line
from onrecord.tell.style import STYLE

# a day is never broken at its hyphens; [0-9] as in the dates that the product writes
_DAY = re.compile(r"(?<![0-9-])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9-])")
_BAR_COLUMNS = 96
_UNBROKEN = r'<span class="day">\g<0></span>'

# tones that name a box as well have a class of their own for words
_WORD = {
    Tone.SUPPORTS: "supports-word",
    Tone.DENIES: "denies-word",
    Tone.SILENT: "silent-word",
    Tone.BESIDE: "beside-word",
}
_KEY = (
    "Shaded: statements, each with the word for what it does. Underlined: events. Dotted: dates. "
    "Bold: those who are named. Struck through: the page’s own furniture, not read."
)


def render(document: Document) -> str:
    """The document as a whole page, to be kept, sent and printed as one file."""
    title = _safe(document.title)
    digest = b64encode(sha256(STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    parts = [
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{title} – Onrecord</title>\n<style>{STYLE}</style>\n</head>\n<body>",
        '<a class="skip" href="#main">Skip to the answer</a>',
        f'<header>\n<p class="kind">Onrecord · {_safe(document.kind)}</p>\n<h1>{title}</h1>',
        f'<div class="head">{_facts(document.head)}</div>\n</header>',
        '<main id="main">',
    ]
    for number, section in enumerate(document.sections, 1):
        parts += _section(section, 2, f"s{number}")
    parts.append(
        "</main>\n<footer><p>Made by Onrecord. A match is a proposal with reasons, and a report "
        "asserts nothing: somebody in it does. What a machine read is unreviewed until a person "
        "has seen it.</p></footer>\n</body>\n</html>\n"
    )
    return "\n".join(parts)


def _safe(text: str) -> str:
    return escape(one_line(text), quote=True)


def _section(section: Section, level: int, anchor: str) -> Iterator[str]:
    if section.is_page_only and level > 2:
        yield from _folded(section, level, anchor)
        return
    heading = f"h{min(level, 6)}"
    yield f'<section aria-labelledby="{anchor}">'
    yield f'<{heading} id="{anchor}"><bdi>{_safe(section.title)}</bdi></{heading}>'
    for block in section.blocks:
        yield _block(block, level)
    for number, inner in enumerate(section.sections, 1):
        yield from _section(inner, level + 1, f"{anchor}-{number}")
    yield "</section>"


def _folded(section: Section, level: int, anchor: str) -> Iterator[str]:
    """A part that a reader opens at need; without a script, and open on paper."""
    yield f'<details id="{anchor}"><summary><bdi>{_safe(section.title)}</bdi></summary>'
    for block in section.blocks:
        yield _block(block, level)
    yield "</details>"


def _block(block: Block, level: int) -> str:
    match block:
        case Paragraph():
            return f"<p>{_line(block.line)}</p>"
        case Listing():
            return f"<ul>{''.join(f'<li>{_line(one)}</li>' for one in block.lines)}</ul>"
        case Facts():
            return f'<div class="glance">{_facts(block)}</div>'
        case Table():
            return _table(block)
        case Sides():
            return _sides(block, level)
        case Bars():
            return _drawn(block.caption, *lines(block, _BAR_COLUMNS))
        case Coverage():
            return _drawn(key(block), *coverage_lines(block, _BAR_COLUMNS))
        case MarkedText():
            return f'<p class="key">{_KEY}</p>\n<div class="text" dir="auto">{_marked(block)}</div>'


def _drawn(*lines: str) -> str:
    text = escape("\n".join(lines))
    return f'<pre class="bars" tabindex="0">{text}</pre>'


def _line(line: Line) -> str:
    words = "".join(_run(run.text, run.tone, run.strong) for run in line.runs)
    refs = ", ".join(f'<a href="#{_safe(ref.to)}">{_safe(ref.label)}</a>' for ref in line.refs)
    shown = f'{words} <span class="refs">[{refs}]</span>' if refs else words
    return f'<span id="{_safe(line.anchor)}">{shown}</span>' if line.anchor else shown


def _run(text: str, tone: Tone, strong: bool) -> str:
    words = f"<bdi>{_DAY.sub(_UNBROKEN, _safe(text))}</bdi>"
    if tone is not Tone.PLAIN:
        words = f'<span class="{_WORD.get(tone, tone)}">{words}</span>'
    return f"<strong>{words}</strong>" if strong else words


def _facts(facts: Facts) -> str:
    rows = (
        f"<dt>{_safe(label)}</dt><dd>{''.join(f'<p>{_line(one)}</p>' for one in lines)}</dd>"
        for label, lines in facts.rows
    )
    return f"<dl>{''.join(rows)}</dl>"


def _table(table: Table) -> str:
    caption = _safe(table.caption)
    head = "".join(f'<th scope="col">{_safe(column)}</th>' for column in table.columns)
    rows = []
    for first, *rest in table.rows:
        cells = "".join(f"<td>{_line(cell)}</td>" for cell in rest)
        rows.append(f'<tr><th scope="row">{_line(first)}</th>{cells}</tr>')
    # a region that scrolls must be reached by the keyboard and have a name
    return (
        f'<div class="wide" role="region" tabindex="0" aria-label="{caption}">'
        f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _sides(sides: Sides, level: int) -> str:
    outer, inner = f"h{level + 1}", f"h{level + 2}"
    boxes = []
    for side in sides.sides:
        voices = "".join(
            f"<li>{''.join(f'<p>{_line(one)}</p>' for one in voice)}</li>" for voice in side.voices
        )
        boxes.append(
            f'<div class="side {side.tone}"><{inner}>{_safe(side.title)}</{inner}>'
            f"<ul>{voices}</ul></div>"
        )
    title = f"<{outer}><bdi>{_safe(sides.title)}</bdi></{outer}>"
    return f'{title}<div class="sides">{"".join(boxes)}</div>'


def _marked(text: MarkedText) -> str:
    """The text cut at every edge of a mark, each piece in all the marks that cover it.

    Marks nest and overlap, elements may not: so each piece is wrapped by itself.
    """
    edges = {0, len(text.text)}
    for mark in text.marks:
        edges |= {mark.start, mark.end}
    for start, end in text.faded:
        edges |= {start, end}
    cuts = sorted(edge for edge in edges if 0 <= edge <= len(text.text))
    parts = []
    for start, end in pairwise(cuts):
        parts += [_opening(mark) for mark in text.marks if mark.start == start]
        covering = [m for m in text.marks if m.start <= start and end <= m.end]
        words = escape(many_lines(text.text[start:end]), quote=True)
        if any(first <= start and end <= last for first, last in text.faded):
            words = f'<span class="faded">{words}</span>'
        parts.append(_wrapped(words, covering) if words.strip() else words)
    return "".join(parts)


def _opening(mark: Mark) -> str:
    tag = _safe(mark.tag) if mark.tag else ""
    if tag and mark.to:
        tag = f'<a class="tag" href="#{_safe(mark.to)}">{tag}</a>'
    elif tag:
        tag = f'<span class="tag">{tag}</span>'
    return f'<span id="{_safe(mark.anchor)}">{tag}</span>' if mark.anchor else tag


def _wrapped(words: str, covering: list[Mark]) -> str:
    if not covering:
        return words
    statements = [m for m in covering if m.kind is MarkKind.STATEMENT]
    # of nested statements the inner one has the colour: it is nearer to the words
    inner = min(statements, key=lambda m: m.end - m.start, default=None)
    others = {str(m.kind) for m in covering if m.kind is not MarkKind.STATEMENT}
    classes = " ".join(sorted(others) + ([str(inner.tone)] if inner else []))
    return f'<mark class="{classes}">{words}</mark>'
