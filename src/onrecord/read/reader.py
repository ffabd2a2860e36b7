"""Reading a text: paragraphs, head, dates, actors, statements and events, put together."""

from collections.abc import Sequence
from datetime import date

from onrecord.errors import InputError
from onrecord.model.report import ActorKind, DateMention, Paragraph, Published, Report, Span
from onrecord.read.blocks import Block, blocks, judge
from onrecord.read.claims import Claim, claims
from onrecord.read.events import events
from onrecord.read.head import Head, PageDate, dateline, head
from onrecord.read.language import language
from onrecord.read.names import NameMention, names
from onrecord.read.parse import Parsed, parse
from onrecord.read.published import published
from onrecord.read.resolve import resolve
from onrecord.read.roster import Roster
from onrecord.read.speakers import bodies_described
from onrecord.read.statements import drafts, statements
from onrecord.read.timex import find
from onrecord.text.spans import Squeezed

LONGEST = 10_000_000  # characters of a page: more is no report
_LONGEST_STORY = 200_000  # characters: the longest news stories have a quarter of that


def read_text(
    text: str,
    *,
    id: str,  # noqa: A002 - the word of the report and of its JSON
    page: Sequence[PageDate] = (),
) -> Report:
    """The report of a flat text; `page` are dates that its page states besides.

    Raises InputError for a text without words or too long for a report, Unsupported
    where no English model is installed.
    """
    if len(text) > LONGEST:
        raise InputError(f"not a report: {id}: more than {LONGEST:,} characters")
    found = blocks(text)
    if not any(letter.isalnum() for block in found for letter in block.text):
        raise InputError(f"not a report: {id}: no text in it")
    top = head(found)
    judged = judge(found, top.title, top.first)
    story = [block for place, block in enumerate(judged) if block.is_story and place != top.title]
    size = sum(len(block.text) for block in story)
    if size > _LONGEST_STORY:
        raise InputError(
            f"not a report: {id}: a story of {size:,} characters, more than {_LONGEST_STORY:,}:"
            " give one story"
        )
    foreign = _foreign(judged, story)
    if foreign is not None:
        return _unread(text, id, judged, top, foreign)
    line = dateline(judged[top.first].text) if judged[top.first].is_story else None
    shown = (*page, *top.rendered)
    when = published([b.text for b in story], line.day if line else None, shown)
    dates = _dates(text, judged, when)
    read = _parsed(text, judged, top, line.length if line else 0)
    return _report(text, id, judged, top, shown, when, dates, read)


def _foreign(judged: Sequence[Block], story: Sequence[Block]) -> str | None:
    """The language of a report that is not in English."""
    other = [kind for b in judged if (kind := b.furniture or "").startswith("language: ")]
    size = sum(len(b.text) for b in judged if (b.furniture or "").startswith("language: "))
    if other and size > 3 * sum(len(b.text) for b in story):
        return max(sorted(set(other)), key=other.count)
    code = language(" ".join(b.text for b in story))
    return None if code in (None, "en") else f"language: {code}"


def _unread(text: str, name: str, judged: Sequence[Block], top: Head, why: str) -> Report:
    return Report(
        name, text, None, top.outlet, top.byline, top.wire,
        top.rendered[0].day if top.rendered else None,
        Published(None, None, ()),
        tuple(Paragraph(b.start, b.end, b.furniture) for b in judged),
        not_read=why,
    )  # fmt: skip


def _dates(text: str, judged: Sequence[Block], when: Published) -> tuple[DateMention, ...]:
    out: list[DateMention] = []
    said = when.earliest if _is_narrow(when) else None
    for block in judged:
        if not block.is_story:
            continue
        squeezed = Squeezed.of(text, block.start, block.end)
        for expression in find(squeezed.text):
            meaning = resolve(expression, said)
            start, end = squeezed.back(expression.start, expression.end)
            out.append(
                DateMention(
                    Span(start, end, text[start:end]),
                    meaning.value,
                    meaning.earliest,
                    meaning.latest,
                    meaning.basis,
                )
            )
    return tuple(out)


def _is_narrow(when: Published) -> bool:
    """Whether the day is known well enough for "Friday" to mean something."""
    if when.earliest is None or when.latest is None:
        return False
    return (when.latest - when.earliest).days <= 3


def _parsed(
    text: str, judged: Sequence[Block], top: Head, skip: int
) -> tuple[tuple[Parsed, list[Claim]], ...]:
    stretches = [
        (block.start + (skip if place == top.first else 0), block.end)
        for place, block in enumerate(judged)
        if block.is_story
    ]
    return tuple((parsed, claims(parsed)) for parsed in parse(text, stretches))


def _report(
    text: str,
    name: str,
    judged: Sequence[Block],
    top: Head,
    shown: Sequence[PageDate],
    when: Published,
    dates: tuple[DateMention, ...],
    read: tuple[tuple[Parsed, list[Claim]], ...],
) -> Report:
    title = judged[top.title] if top.title is not None else None
    roster = Roster()
    roster.gather(
        [
            (mention, span)
            for part, (parsed, _) in enumerate(read)
            for mention in names(part, parsed)
            if not _only_in_headline(
                span := parsed.letters(mention.start, mention.end), mention, title, text
            )
        ]
    )
    bodies_described([parsed for parsed, _ in read], roster)
    drafted = drafts(read, roster)
    actors, ids = roster.actors()
    return Report(
        id=name,
        text=text,
        title=Span(title.start, title.end, title.text) if title is not None else None,
        outlet=top.outlet,
        byline=top.byline,
        wire=top.wire,
        rendered=_rendered(shown),
        published=when,
        paragraphs=tuple(Paragraph(b.start, b.end, b.furniture) for b in judged),
        actors=actors,
        dates=dates,
        statements=statements(drafted, roster, ids),
        events=events([parsed for parsed, _ in read], roster, ids, dates),
    )


def _only_in_headline(span: Span, mention: NameMention, title: Block | None, text: str) -> bool:
    """A body's name that only a Headline in Capitals has: there every word looks like one."""
    if title is None or mention.kind is not ActorKind.ORGANISATION:
        return False
    if not title.start <= span.start < title.end or _small_words(title.text):
        return False
    return span.text not in text[title.end :]


def _small_words(title: str) -> bool:
    """Whether some word of more than four letters begins small, as in a sentence."""
    return any(word.isalpha() and len(word) > 4 and word[0].islower() for word in title.split())


def _rendered(shown: Sequence[PageDate]) -> date | None:
    return min(shown, key=lambda one: one.rank).day if shown else None
