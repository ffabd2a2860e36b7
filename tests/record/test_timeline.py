from datetime import UTC, date, datetime

from onrecord.model.answer import Measure
from onrecord.model.dates import Bound, InForce, PartialDate
from onrecord.model.listing import Authority, Entry, Kind, Listing, Name
from onrecord.record.timeline import Seen, measures_of

CAPTURE = Seen(1, datetime(2019, 1, 1, tzinfo=UTC), date(2019, 1, 1), "0" * 64)


def of(listing: Listing) -> Measure:
    """The measure of a row on a list that keeps expired ones."""
    entry = Entry(
        source="us_state_isn",
        uid="x",
        authority=Authority.US_STATE,
        kind=Kind.ORGANISATION,
        names=(Name("Orman Trading"),),
        listings=(listing,),
    )
    (measure,) = measures_of("x", [CAPTURE], [entry], keeps_expired=True)
    return measure


def test_t15_an_end_before_the_start_is_shown_and_not_swapped() -> None:
    measure = of(Listing("X", listed=PartialDate(2017, 3, 21), ended=PartialDate(2016, 1, 1)))

    assert (measure.start, measure.end) == (
        Bound.day(date(2017, 3, 21)),
        Bound.day(date(2016, 1, 1)),
    )
    assert measure.conflicts == ("the stated end 2016-01-01 comes before the start 2017-03-21",)
    days = (date(2015, 1, 1), date(2016, 6, 1), date(2018, 1, 1))
    assert [measure.in_force(on) for on in days] == [InForce.NO] * 3


def test_t12_t13_a_term_in_years_gives_the_end_where_none_is_stated() -> None:
    two_years = of(Listing("INKSNA", listed=PartialDate(2017, 3, 21), term_years=2))
    leap = of(Listing("INKSNA", listed=PartialDate(2016, 2, 29), term_years=2))

    assert (two_years.end, two_years.end_cause) == (Bound.day(date(2019, 3, 21)), "term expired")
    assert leap.end == Bound.day(date(2018, 3, 1))
