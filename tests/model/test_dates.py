from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model.dates import (
    Bound,
    InForce,
    PartialDate,
    end_of_day,
    in_force,
    parse_day,
    parse_instant,
    write_instant,
    years_after,
)

days = st.dates(date(1900, 1, 1), date(2100, 1, 1))


@st.composite
def partial_dates(draw: st.DrawFn) -> PartialDate:
    day = draw(days)
    parts = draw(
        st.sampled_from([(day.year,), (day.year, day.month), (day.year, day.month, day.day)])
    )
    return PartialDate(*parts)


@st.composite
def bounds(draw: st.DrawFn) -> Bound:
    a, b = sorted((draw(days), draw(days)))
    return Bound(draw(st.sampled_from([a, None])), draw(st.sampled_from([b, None])))


@pytest.mark.parametrize(
    "text",
    ["", "17", "2017-13", "2017-13-01", "2017-02-29", "2017-00", "2017-1-1", "٢٠١٧", " 2017"],
)
def test_parse_given_no_date_the_error_quotes_it(text: str) -> None:
    with pytest.raises(ValueError, match="date") as told:
        PartialDate.parse(text)
    assert text in str(told.value)


@given(partial_dates())
def test_what_is_written_reads_back_the_same(when: PartialDate) -> None:
    assert PartialDate.parse(str(when)) == when


@given(partial_dates(), partial_dates())
def test_two_dates_stand_in_exactly_one_relation(a: PartialDate, b: PartialDate) -> None:
    assert [a.before(b), b.before(a), a.meets(b)].count(True) == 1


@given(bounds(), bounds(), days)
def test_a_day_is_in_the_meeting_of_two_bounds_exactly_if_it_is_in_both(
    a: Bound, b: Bound, day: date
) -> None:
    met = a.meet(b)
    assert (met is not None and _holds(met, day)) == (_holds(a, day) and _holds(b, day))


@given(bounds(), bounds())
def test_the_sooner_of_two_bounds_is_the_same_both_ways(a: Bound, b: Bound) -> None:
    assert a.sooner(b) == b.sooner(a)


@given(days, days, days)
def test_exact_days_are_never_unknown_and_half_open(start: date, end: date, on: date) -> None:
    found = in_force(Bound.day(start), Bound.day(end), on)
    assert found == (InForce.YES if start <= on < end else InForce.NO)


@given(bounds(), st.none() | bounds(), days)
def test_narrower_bounds_never_turn_a_yes_into_a_no(
    start: Bound, end: Bound | None, on: date
) -> None:
    loose = in_force(start, end, on)
    day = start.earliest or start.latest
    if day is None or not _holds(start, day):
        return
    if loose is not InForce.UNKNOWN:
        assert in_force(Bound.day(day), end, on) in (loose, InForce.UNKNOWN)


def _holds(bound: Bound, day: date) -> bool:
    return (bound.earliest is None or bound.earliest <= day) and (
        bound.latest is None or day <= bound.latest
    )


def test_t12_two_years_end_on_the_same_day_two_years_on() -> None:
    start = date(2017, 3, 21)
    end = Bound.day(years_after(start, 2))

    assert in_force(Bound.day(start), end, date(2019, 3, 20)) is InForce.YES
    assert in_force(Bound.day(start), end, date(2019, 3, 21)) is InForce.NO


def test_t13_a_term_from_a_29_february_ends_on_1_march() -> None:
    assert years_after(date(2016, 2, 29), 2) == date(2018, 3, 1)
    assert years_after(date(2016, 2, 29), 4) == date(2020, 2, 29)


def test_t14_what_starts_and_ends_on_one_day_is_in_force_on_none() -> None:
    day = Bound.day(date(2017, 3, 21))
    around = (date(2017, 3, 20), date(2017, 3, 21), date(2017, 3, 22))
    assert [in_force(day, day, on) for on in around] == [InForce.NO] * 3


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2012, 6, 30), InForce.NO),
        (date(2012, 7, 15), InForce.UNKNOWN),
        (date(2012, 7, 31), InForce.YES),
        (date(2012, 8, 1), InForce.YES),
    ],
)
def test_t16_a_start_known_to_the_month_leaves_the_month_open(on: date, state: InForce) -> None:
    assert in_force(Bound.of(PartialDate.parse("2012-07")), None, on) is state


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2011, 12, 31), InForce.YES),
        (date(2012, 6, 1), InForce.UNKNOWN),
        (date(2013, 1, 1), InForce.NO),
    ],
)
def test_t17_an_end_known_to_the_year_leaves_the_year_open(on: date, state: InForce) -> None:
    start, end = Bound.day(date(2010, 1, 1)), Bound.of(PartialDate.parse("2012"))
    assert in_force(start, end, on) is state


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2021-12-10T12:00Z", datetime(2021, 12, 10, 12, 0, tzinfo=UTC)),
        ("2021-12-10T00:30+14:00", datetime(2021, 12, 9, 10, 30, tzinfo=UTC)),
        ("2021-12-09T23:30-12:00", datetime(2021, 12, 10, 11, 30, tzinfo=UTC)),
        ("2017-07-03T20:27:45.483-04:00", datetime(2017, 7, 4, 0, 27, 45, 483000, tzinfo=UTC)),
    ],
)
def test_t19_instants_of_any_zone_are_read_as_utc(text: str, utc: datetime) -> None:
    assert parse_instant(text) == utc


@pytest.mark.parametrize(
    "text",
    [
        "2021-12-10T24:00Z",
        "2016-12-31T23:59:60Z",
        "2021-12-10T12:00+14:01",
        "2021-12-10T12:00-12:30",
        "2021-12-10T12:00+01:60",
        "2021-12-10T12:00",
        "2021-12-10T12:00−12:00",
        "0001-01-01T00:00+14:00",
    ],
)
def test_t19_what_no_clock_shows_is_refused_and_quoted(text: str) -> None:
    with pytest.raises(ValueError, match=r"20|00") as told:
        parse_instant(text)
    assert text in str(told.value)


@pytest.mark.parametrize("text", ["2017-07", "2017", "yesterday", "99999-01-01", "2017-02-30"])
def test_a_day_is_one_whole_day(text: str) -> None:
    with pytest.raises(ValueError, match=r"day|date"):
        parse_day(text)


@given(st.integers(0, 4_000_000_000))
def test_an_instant_written_to_the_second_reads_back(seconds: int) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)
    assert parse_instant(write_instant(moment)) == moment


@given(days)
def test_the_end_of_a_day_is_its_last_instant(day: date) -> None:
    assert end_of_day(day).date() == day
    assert (end_of_day(day) + timedelta(microseconds=1)).date() == day + timedelta(days=1)
