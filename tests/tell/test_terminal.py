from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from onrecord.link import Brief
from onrecord.model.answer import History
from onrecord.tell import brief_document, history_document, terminal
from onrecord.tell.document import (
    Document,
    Facts,
    Line,
    Listing,
    Paragraph,
    Ref,
    Run,
    Section,
    Side,
    Sides,
    Table,
    Tone,
    line,
)

HOSTILE = "\x1b]0;owned\x07[bold red]x[/] \u202e:smile: \r\n<script>"


def hostile_document(text: str) -> Document:
    """The text in every place that a document has."""
    said = Line((Run(text, Tone.QUOTE, strong=True),), (Ref(text, text),), text)
    blocks = (
        Paragraph(said),
        Listing((said,)),
        Facts(((text, (said,)),)),
        Table(text, (text, text), ((said, said),)),
        Sides(text, (Side(text, Tone.DENIES, ((said, said),)),)),
    )
    return Document(text, text, Facts(((text, (said,)),)), (Section(text, blocks),))


def test_a_brief_in_a_pipe_reads_as_the_golden_file(
    story: Brief, golden: Callable[[str, str], None]
) -> None:
    golden("golden/brief.txt", terminal.render(brief_document(story), 100, colour=False))


def test_a_history_in_a_pipe_reads_as_the_golden_file(
    history: Callable[[str, date], History], golden: Callable[[str, str], None]
) -> None:
    document = history_document(history("ddi-burma", date(2017, 7, 21)))

    golden("golden/history.txt", terminal.render(document, 100, colour=False))


@pytest.mark.parametrize("width", [20, 40, 63, 64, 80, 120])
def test_no_line_is_wider_than_the_terminal(story: Brief, width: int) -> None:
    shown = terminal.render(brief_document(story), width, colour=False)

    assert max(cell_len(part) for part in shown.split("\n")) <= width


def test_twenty_columns_lose_no_word_of_the_status(story: Brief) -> None:
    words = terminal.render(brief_document(story), 20, colour=False).split()

    for word in ("INKSNA", "[F002]", "2021-12-10", "ended", "agrees", "Zeya,"):
        assert word in words


def test_the_text_of_the_report_is_for_the_page_only(story: Brief) -> None:
    shown = terminal.render(brief_document(story), 100, colour=False)

    assert "Join our community today" not in shown


def test_without_colour_there_is_no_escape_and_with_it_the_same_words(story: Brief) -> None:
    document = brief_document(story)
    plain = terminal.render(document, 80, colour=False)
    coloured = terminal.render(document, 80, colour=True)

    assert "\x1b" not in plain
    assert "\x1b[1m" in coloured


def test_hostile_text_is_shown_and_does_nothing() -> None:
    shown = terminal.render(hostile_document(HOSTILE), 200, colour=False)

    assert "\\x1b]0;owned\\x07[bold red]x[/] \\u202e:smile: \\x0d\\x0a<script>" in shown
    assert not set(shown) & set("\x1b\x07\r\u202e")


@given(st.text(min_size=1), st.integers(1, 90))
def test_no_text_can_steer_a_terminal(text: str, width: int) -> None:
    shown = terminal.render(hostile_document(text), width, colour=False)

    assert not {c for c in shown if ord(c) < 32 or 127 <= ord(c) < 160} - {"\n"}


def test_a_row_that_does_not_fit_its_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        Table("caption", ("one", "two"), ((line("only one"),),))
