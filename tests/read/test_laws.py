"""Laws of reading: places are exact, furniture is silent, what does not matter moves nothing."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import InputError
from onrecord.model.report import Report, Span
from onrecord.read import read
from onrecord.tell.json import report as as_json

EXAMPLE = files("onrecord.examples").joinpath("report.txt").read_text("utf-8")
STORY = """Ruritania denies selling rockets to Orsinia

STRELSAU, March 4 (Reuters) - Ruritania has denied selling rockets, officials said on Tuesday.

“We never sold a rocket,” Foreign Minister Rudolf Elphberg told reporters. “It is a fairy tale.”

A senior official said the ministry did not rule out an inquiry. He declined to say more.

The Orsinian Embassy in Strelsau did not immediately respond to a request for comment.

Elphberg said that Hentzau had told the council that the army believed that traders denied the sale.
"""
FURNITURE = [
    "Wednesday, January 1, 2031",
    "Home | World | Politics | Sport",
    "Sign up for our newsletter",
    "We use cookies to improve your experience on this site.",
    "Share on Facebook",
    "Read more: Ten things a minister said",
    "© 2031 The Strelsau Courier. All rights reserved.",
    "Lost your password?",
    "Advertisement",
    "Follow us on Twitter",
    "3 Comments",
    "Photo: Anna Berg/Reuters",
    "Become a member today and support our journalism.",
]


def spans(report: Report) -> Iterator[Span]:
    """Every span of a report."""
    if report.title is not None:
        yield report.title
    for actor in report.actors:
        yield from actor.mentions
    for mention in report.dates:
        yield mention.span
    for statement in report.statements:
        yield statement.span
        yield from (*statement.cue, *statement.source, *statement.content)
    for event in report.events:
        yield event.span


def essence(report: Report) -> list[tuple[object, ...]]:
    """What the story says, without the places."""
    said = [
        (
            tuple(s.text for s in one.cue),
            tuple(s.text for s in one.source),
            tuple(" ".join(s.text.split()) for s in one.content),
            one.stance,
            one.speaker,
            one.naming,
            one.relay,
        )
        for one in report.statements
    ]
    dated = [(one.span.text, one.value) for one in report.dates]
    return [*said, *dated, (report.published.earliest, report.published.latest)]


@pytest.mark.parametrize("text", [EXAMPLE, STORY, STORY.replace("\n", "\r\n")])
def test_every_span_gives_the_words_of_its_place(text: str) -> None:
    report = read(text, id="law")

    assert report.text == text
    found = list(spans(report))
    assert len(found) > 20
    assert all(text[span.start : span.end] == span.text for span in found)


@settings(max_examples=15)
@given(
    st.lists(
        st.sampled_from(
            ["\U0001d11e", "e\u0301", "\r\n", "\u200b", "\u00a0", "  ", "\U0001f6a2 ", "က"]
        ),
        min_size=1,
        max_size=12,
    ),
    st.integers(0, 10_000),
)
def test_places_count_code_points_whatever_stands_between(odd: list[str], seed: int) -> None:
    """Astral letters, combining marks, line ends, zero-width and no-break blanks."""
    text = STORY
    for number, piece in enumerate(odd):
        gaps = [place for place, letter in enumerate(text) if letter == " "]
        at = gaps[(seed + 97 * number) % len(gaps)]
        text = text[:at] + " " + piece + text[at:]

    report = read(text, id="law")

    assert report.text == text
    assert all(text[span.start : span.end] == span.text for span in spans(report))


def test_nothing_is_read_from_furniture() -> None:
    report = read(EXAMPLE, id="law")

    silent = [p for p in report.paragraphs if p.furniture is not None]
    assert len(silent) == 8
    for span in spans(report):
        assert not any(p.start < span.end and span.start < p.end for p in silent)


@settings(max_examples=25)
@given(
    st.lists(st.sampled_from(FURNITURE), max_size=4, unique=True),
    st.lists(st.sampled_from(FURNITURE), max_size=5, unique=True),
)
def test_furniture_at_head_and_foot_changes_nothing_but_the_places(
    above: list[str], below: list[str]
) -> None:
    plain = read(STORY, id="law")

    dressed = read("\n\n".join([*above, STORY, *below]), id="law")

    assert essence(dressed) == essence(plain)
    assert dressed.title is not None
    assert plain.title is not None
    assert dressed.title.text == plain.title.text


def test_blank_lines_change_nothing() -> None:
    plain = read(STORY, id="law")

    spaced = read(STORY.replace("\n\n", "\n\n\n \n\n"), id="law")

    assert essence(spaced) == essence(plain)


def test_an_unrelated_paragraph_removes_no_statement() -> None:
    plain = read(STORY, id="law")
    other = "The harvest was good in the north, where it rained for most of the summer.\n\n"

    longer = read(STORY.replace("A senior official", other + "A senior official"), id="law")

    assert set(essence(plain)) <= set(essence(longer))


@pytest.mark.parametrize("depth", [1, 2, 3, 4])
def test_nested_verbs_give_as_many_statements_nested_in_order(depth: int) -> None:
    speakers = ["The minister", "the envoy", "the general", "the governor"]
    verbs = ["said", "claimed", "believed", "insisted"]
    text = " that ".join(f"{who} {verb}" for who, verb in zip(speakers, verbs, strict=True))
    text = " that ".join(text.split(" that ")[:depth]) + " that the sale was legal."

    found = read(text, id="law").statements

    assert len(found) == depth
    outer = [one.nested_in for one in found]
    assert outer == [None, *(one.id for one in found[:-1])]
    for inner in found[1:]:
        holder = next(one for one in found if one.id == inner.nested_in)
        assert all(holder.content[0].contains(piece) for piece in inner.content)


def test_each_statement_has_a_speaker_or_none_is_named_and_the_relay_is_another() -> None:
    for text in (EXAMPLE, STORY):
        report = read(text, id="law")
        actors = {actor.id: actor for actor in report.actors}

        for one in report.statements:
            assert one.speaker is not None or one.naming.value == "none"
            if one.speaker is not None:
                assert one.relay != actors[one.speaker].name
                assert (one.naming.value == "named") == (
                    actors[one.speaker].is_named and actors[one.speaker].kind.value == "person"
                )


@pytest.mark.parametrize(
    ("text", "naming"),
    [
        ("He said the sale was legal.", "unnamed"),
        ("Some said the sale was legal.", "collective"),
        ("It said the sale was legal.", "institutional"),
        ("“I said it was legal.”", None),
    ],
)
def test_a_pronoun_without_a_name_before_it_gets_none(text: str, naming: str | None) -> None:
    report = read(text, id="law")

    assert [one.naming.value for one in report.statements] == ([naming] if naming else [])
    assert not any(actor.is_named for actor in report.actors)


@settings(max_examples=8)
@given(st.dates(min_value=date(1990, 1, 1)))
def test_another_date_in_the_header_moves_nothing_that_the_story_decides(day: date) -> None:
    plain = read(EXAMPLE, id="law")

    moved = read(EXAMPLE.replace("Thursday, August 8, 2024", f"{day:%A, %B %d, %Y}"), id="law")

    assert essence(moved) == essence(plain)


def stated(report: Report) -> list[tuple[int, str]]:
    """Years and months as resolved: the year, and the rest of the value."""
    values = [one.value for one in report.dates]
    return [(int(v[:4]), v[4:]) for v in values if v[:4].isdigit() and len(v) < 8]


@pytest.mark.parametrize("years", [-6, 5, 6, 11])
def test_all_dates_moved_by_years_move_the_answers_by_as_many(years: int) -> None:
    base = (
        "The talks ended on Friday, the minister said, a week that began with his arrival on"
        " Monday, July {day}. The firm was blacklisted in March {year}, the minister said this"
        " week, and taken off the list in {before}."
    )
    first = read(base.format(day=17, year=2017, before=2016), id="law")
    # the weekday of 17 July 2017 comes again on this day of the later year
    monday = date(2017 + years, 7, 17)
    monday -= timedelta(days=monday.weekday())
    text = base.format(day=monday.day, year=2017 + years, before=2016 + years)

    second = read(text, id="law")

    assert first.published.earliest == date(2017, 7, 21)
    assert second.published.earliest == monday + timedelta(days=4)
    assert stated(second) == [(year + years, rest) for year, rest in stated(first)]


def test_an_actor_renamed_throughout_is_renamed_and_no_more() -> None:
    plain = read(STORY, id="law")

    renamed = read(
        STORY.replace("Rudolf Elphberg", "Marek Novotny").replace("Elphberg", "Novotny"), id="law"
    )

    assert "marek-novotny" in [actor.id for actor in renamed.actors]
    assert [
        (one.stance, one.naming, (one.speaker or "").replace("marek-novotny", "rudolf-elphberg"))
        for one in renamed.statements
    ] == [(one.stance, one.naming, one.speaker or "") for one in plain.statements]


def test_twice_and_in_another_process_the_same_bytes_come_out() -> None:
    here = json.dumps(as_json(read(EXAMPLE, id="law")))
    again = json.dumps(as_json(read(EXAMPLE, id="law")))
    program = (
        "import json; from importlib.resources import files; from onrecord.read import read;"
        "from onrecord.tell.json import report as as_json;"
        "text = files('onrecord.examples').joinpath('report.txt').read_text('utf-8');"
        "print(json.dumps(as_json(read(text, id='law'))))"
    )

    there = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout.strip()

    assert here == again == there


@pytest.mark.parametrize(
    "text",
    [
        '"' * 100_000 + " the minister said.",
        "The minister said that " * 800,
        "a" * 100_000,
        "The ship left. " * 1_500,
        "The minister said\n" * 1_500,
    ],
)
def test_long_and_odd_texts_are_read_in_their_time(text: str) -> None:
    report = read(text, id="law")

    assert report.text == text
    assert all(text[span.start : span.end] == span.text for span in spans(report))


@pytest.mark.parametrize(
    "text", ["The minister said that " * 45_000, "a" * 1_000_000, "(" * 10_000_001]
)
def test_what_is_too_long_for_a_report_is_refused_at_once(text: str) -> None:
    with pytest.raises(InputError, match="not a report: law"):
        read(text, id="law")


def test_a_headline_in_capitals_makes_no_body_of_its_words() -> None:
    story = (
        "US Presses Orsinia to Cease Military Ties\n\n"
        "Orsinia’s military has kept its ties, officials at the Ministry of Trade said.\n\n"
        "The minister, Anna Berg, denied it."
    )
    assert [a.name for a in read(story, id="law").actors if a.kind == "organisation"] == [
        "Ministry of Trade"
    ]
