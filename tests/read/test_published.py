"""The day of publication, from what stands in the story."""

from datetime import date

import pytest

from onrecord.read import read

HEAD = "Monday, January 6, 2031\n\nMinister leaves for the talks in Orsinia\n\n"


def test_a_dateline_with_a_year_decides() -> None:
    text = HEAD + "STRELSAU, March 4, 2014 (Reuters) - The minister left for the talks on Tuesday."

    report = read(text, id="day")

    assert (report.published.earliest, report.published.latest) == (date(2014, 3, 4),) * 2
    assert report.rendered == date(2031, 1, 6)
    assert report.wire == "Reuters"


def test_an_office_and_a_weekday_with_its_day_decide_the_year() -> None:
    text = HEAD + (
        "The minister left for the talks on Monday, July 17, said an aide to"
        " Prime Minister Theresa May, who has ruled out a visit."
    )

    when = read(text, id="day").published

    assert when.earliest == date(2017, 7, 17)
    assert when.latest is not None
    assert (when.latest - date(2017, 7, 17)).days < 7


def test_a_week_without_a_year_is_not_guessed() -> None:
    text = HEAD + (
        "The minister left for the talks on 17 July, an official said on Friday. It was the"
        " second visit this week, the official said."
    )

    when = read(text, id="day").published

    assert when.earliest is None
    assert when.latest is None
    assert read(text, id="day").dates[0].value == "XXXX-07-17"


def test_where_nothing_else_tells_the_date_of_the_page_is_taken() -> None:
    text = HEAD + "The minister left for the talks, an official told reporters in the capital."

    report = read(text, id="day")

    assert report.published.earliest == date(2031, 1, 6)
    assert "does not contradict" in report.published.basis[0]


def test_without_any_clue_nothing_is_told() -> None:
    when = read("The minister left for the talks, an official said.", id="day").published

    assert (when.earliest, when.latest, when.basis) == (None, None, ())


@pytest.mark.parametrize("holder", ["the Obama administration", "former President Barack Obama"])
def test_one_who_held_office_before_bounds_from_below(holder: str) -> None:
    text = (
        f"The minister left for the talks on Monday, July 17, a week after {holder} was"
        " criticised by the Trump administration."
    )

    when = read(text, id="day").published

    assert when.earliest == date(2017, 7, 17)


def test_a_date_line_below_the_title_is_nearer_than_one_above() -> None:
    text = (
        "Monday, January 6, 2031\n\nMinister leaves for the talks in Orsinia\n\n"
        "Published: 4 March 2014\n\nThe minister left for the talks, an official said today."
    )

    report = read(text, id="day")

    assert report.published.earliest == date(2014, 3, 4)
