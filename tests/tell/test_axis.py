import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.tell.axis import Axis, Cells

days = st.dates(date(1900, 1, 1), date(2100, 1, 1))


@st.composite
def axes(draw: st.DrawFn) -> Axis:
    found = draw(st.lists(days, min_size=1, max_size=5))
    return Axis.over(found, draw(days))


def test_a_day_outside_is_refused() -> None:
    with pytest.raises(ValueError, match="2026-01-01"):
        Axis(date(2020, 1, 1), date(2021, 1, 1), date(2026, 1, 1))


@given(axes(), st.integers(1, 400), st.data())
def test_each_day_is_in_the_span_of_its_cell(axis: Axis, cells: int, data: st.DataObject) -> None:
    day = axis.first + timedelta(days=data.draw(st.integers(0, axis.days - 1)))
    cell = axis.cell(day, cells)

    assert 0 <= cell < cells
    first, last = axis.span(cell, cells)
    assert axis.first <= first <= day <= last <= axis.last


@given(axes(), st.integers(20, 300))
def test_the_line_of_the_day_marked_has_its_mark_in_the_day_s_cell(axis: Axis, width: int) -> None:
    laid = Cells.of(["x"], width)

    line = laid.at(axis)

    assert len(line) <= width
    assert line.index("│") - 10 == axis.cell(axis.at, laid.cells)


@given(axes(), st.integers(20, 300))
def test_a_year_stands_where_it_begins(axis: Axis, width: int) -> None:
    laid = Cells.of(["x"], width)
    line = laid.years(axis)

    for found in re.finditer("[0-9]{4}", line):
        begins = max(axis.first, date(int(found[0]), 1, 1))
        assert found.start() - 10 == axis.cell(begins, laid.cells)
