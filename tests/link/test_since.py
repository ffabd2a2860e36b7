from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.link.since import changes_since, measures_on, says_on
from onrecord.link.values import Turn
from onrecord.model.answer import (
    Asked,
    AuthorityAnswer,
    History,
    Measure,
    Party,
    RecordState,
    Status,
)
from onrecord.model.dates import Bound
from onrecord.model.listing import NINE, Authority, Effect, Kind

ON, TODAY = date(2017, 7, 21), date(2024, 1, 1)


def day(text: str) -> Bound:
    return Bound.day(date.fromisoformat(text))


def measure(
    start: Bound, end: Bound | None = None, effect: Effect = Effect.ASSET_FREEZE
) -> Measure:
    return Measure(
        Authority.EU, "p", "MMR", (), (effect,), start, end, "lifted" if end else None, None, ()
    )


def history(*measures: Measure, status: Status = Status.NOT_LISTED) -> History:
    answers = tuple(
        AuthorityAnswer(
            a,
            status if a is Authority.EU else Status.NOT_LISTED,
            "why",
            measures if a is Authority.EU else (),
        )
        for a in NINE
    )
    asked = Asked(TODAY, datetime(2024, 1, 1, tzinfo=UTC))
    return History(Party("p", Kind.PERSON, (), ()), asked, answers, RecordState("f", ()))


def test_what_began_and_ended_after_the_report_is_told_twice_in_order() -> None:
    both = measure(day("2019-01-01"), day("2021-01-01"))

    found = changes_since(history(both), ON, TODAY)

    assert [(c.turn, str(c.when)) for c in found] == [
        (Turn.BEGAN, "2019-01-01"),
        (Turn.ENDED, "2021-01-01"),
    ]


def test_what_was_over_before_the_report_and_what_lies_ahead_is_no_change() -> None:
    past = measure(day("2010-01-01"), day("2016-10-07"))
    ahead = measure(day("2030-01-01"))
    runs_out_later = measure(day("2016-12-01"), day("2030-01-01"))

    assert changes_since(history(past, ahead, runs_out_later), ON, TODAY) == ()


def test_a_measure_that_begins_on_the_day_of_the_report_is_not_told_as_later() -> None:
    assert changes_since(history(measure(day("2017-07-21"))), ON, TODAY) == ()


@pytest.mark.parametrize("earliest", [date(2015, 1, 1), None])
def test_a_beginning_whose_bounds_reach_back_is_told_as_unsure(earliest: date | None) -> None:
    loose = measure(Bound(earliest, date(2019, 1, 1)))

    (change,) = changes_since(history(loose), ON, TODAY)

    assert not change.is_sure


@given(
    start=st.dates(date(2010, 1, 1), date(2030, 1, 1)),
    days=st.integers(0, 4000),
)
def test_a_measure_in_force_on_one_day_alone_has_a_change_between(start: date, days: int) -> None:
    end = Bound.day(date.fromordinal(start.toordinal() + days))
    one = measure(Bound.day(start), end)
    differs = one.in_force(ON) is not one.in_force(TODAY)

    assert bool(changes_since(history(one), ON, TODAY)) >= differs


def test_a_listing_that_does_not_freeze_is_told_as_blocked_by_nobody() -> None:
    ban = measure(day("2017-03-21"), effect=Effect.PROCUREMENT_BAN)
    seen = history(ban, status=Status.LISTED)

    in_force, perhaps = measures_on(seen, ON)

    assert perhaps == ()
    assert says_on(seen, in_force)[:2] == (
        "listed by the European Union under MMR",
        "blocked by nobody",
    )


def test_nobody_blocks_is_no_more_than_is_known_where_an_authority_is_unknown() -> None:
    ban = measure(day("2017-03-21"), effect=Effect.TRAVEL_BAN)
    seen = history(ban, status=Status.LISTED)
    dark = replace(seen.authorities[0], status=Status.UNKNOWN)
    seen = replace(seen, authorities=(dark, *seen.authorities[1:]))

    assert "blocked by nobody known to this record" in says_on(seen, measures_on(seen, ON)[0])


def test_every_authority_is_told_of_in_the_sentences() -> None:
    says = " ".join(says_on(history(), ()))

    for words in ("the US authorities", "UN Security", "European", "Kingdom", "Canada", "Swit"):
        assert words in says
