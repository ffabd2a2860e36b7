"""Expressions of time and what they mean on the day of a report."""

from datetime import date

import pytest

from onrecord.read.resolve import resolve
from onrecord.read.timex import find

FRIDAY = date(2017, 7, 21)


@pytest.mark.parametrize(
    ("sentence", "words", "value"),
    [
        ("He left this week.", "this week", "2017-W29"),
        ("He spoke on Friday.", "Friday", "2017-07-21"),
        ("He spoke on Monday.", "Monday", "2017-07-17"),
        ("They will meet on Monday.", "Monday", "2017-07-24"),
        ("It was listed in March.", "March", "2017-03"),
        ("It was dropped in October.", "October", "2016-10"),
        ("Elections will be held in October.", "October", "2017-10"),
        ("It was tested on 4 July.", "4 July", "2017-07-04"),
        ("It was tested on July 4.", "July 4", "2017-07-04"),
        ("It was signed on December 24.", "December 24", "2016-12-24"),
        ("It was signed on 3 May 2011.", "3 May 2011", "2011-05-03"),
        ("It was signed on May 3, 2011.", "May 3, 2011", "2011-05-03"),
        ("It ended in 2011.", "2011", "2011"),
        ("It began last year.", "last year", "2016"),
        ("It began last month.", "last month", "2017-06"),
        ("He came yesterday.", "yesterday", "2017-07-20"),
        ("He came two weeks ago.", "two weeks ago", "2017-W27"),
        ("He came three years ago.", "three years ago", "2014"),
        ("It held for two years.", "two years", "P2Y"),
        ("It had been so in the past.", "in the past", "PAST_REF"),
        ("It is so for now.", "for now", "PRESENT_REF"),
        ("Sales fell in the third quarter of 2016.", "the third quarter of 2016", "2016-Q3"),
        ("It was built in the 1990s.", "the 1990s", "199"),
    ],
)
def test_an_expression_means_a_date_on_the_day_of_the_report(
    sentence: str, words: str, value: str
) -> None:
    found = find(sentence)

    assert [sentence[one.start : one.end] for one in found] == [words]
    assert resolve(found[0], FRIDAY).value == value


@pytest.mark.parametrize(
    "sentence", ["It may rain.", "They march on.", "Resolution 2017 passed.", "He paid $2000."]
)
def test_what_only_looks_like_a_date_is_none(sentence: str) -> None:
    assert find(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "value"),
    [("He spoke on Friday.", "XXXX-WXX-5"), ("It was on 4 July.", "XXXX-07-04")],
)
def test_on_an_unknown_day_what_is_not_said_stays_open(sentence: str, value: str) -> None:
    meaning = resolve(find(sentence)[0], None)

    assert meaning.value == value
    assert meaning.earliest is None


def test_a_month_has_its_first_and_its_last_day() -> None:
    meaning = resolve(find("It was listed in February.")[0], date(2016, 7, 1))

    assert (meaning.earliest, meaning.latest) == (date(2016, 2, 1), date(2016, 2, 29))
