from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from onrecord.model.dates import Bound
from onrecord.tell.axis import Axis
from onrecord.tell.bars import lines, svg
from onrecord.tell.document import Bar, Bars

FIRST, LAST, AT = date(2012, 1, 1), date(2026, 12, 31), date(2017, 7, 21)


def drawn(*rows: Bar) -> Bars:
    return Bars("█ in force", Axis(FIRST, LAST, AT), rows)


def test_a_sure_stretch_a_doubtful_one_and_none_look_different() -> None:
    sure = Bar("sure", Bound.day(date(2013, 1, 1)), Bound.day(date(2020, 1, 1)))
    doubtful = Bar("doubtful", Bound(None, date(2018, 1, 1)), None)

    _, first, second, _ = lines(drawn(sure, doubtful), 80)

    assert first.startswith("sure      ····")
    assert first.endswith("·")
    assert "░" not in first
    assert second.removeprefix("doubtful  ")[:20] == "░" * 20
    assert second.endswith("█")


def test_a_measure_of_one_day_is_not_lost() -> None:
    one_day = Bar("x", Bound.day(date(2019, 5, 1)), Bound.day(date(2019, 5, 2)))
    assert list(lines(drawn(one_day), 40))[1].count("█") == 1


@given(st.integers(1, 200))
def test_no_line_is_wider_than_asked_once_there_is_room(width: int) -> None:
    bar = Bar("Canada Special Economic Measures (Burma) Regulations", Bound.day(AT), None)
    told = list(lines(drawn(bar), width))
    assert max(map(len, told)) <= max(width, 20)


def test_the_picture_is_well_formed_and_shows_hostile_labels_harmlessly() -> None:
    bar = Bar('<script>alert("x")</script>', Bound(None, None), Bound(None, None))
    picture = etree.fromstring(svg(drawn(bar), "A <b> & c").encode())
    assert not picture.findall(".//{*}script")
    assert picture.get("aria-label", "").startswith("A <b> & c")
