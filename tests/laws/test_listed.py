"""The law that everybody at once is each one by one."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from tests.laws.comparison import loaded
from tests.laws.histories import Calendar, calendar

from onrecord.intake import shipped
from onrecord.model.answer import Status
from onrecord.model.dates import end_of_day
from onrecord.model.listing import Authority
from onrecord.record import Record, View

NEWEST = datetime(2100, 1, 1, tzinfo=UTC)


def one_by_one(view: View, parties: set[str], on: date) -> dict[str, set[Authority]]:
    """What `history` says of each, asked for each by itself."""
    found = {}
    for party in parties:
        answers = view.history(party, on).authorities
        by = {one.authority for one in answers if one.status is Status.LISTED}
        if by:
            found[party] = by
    return found


def days_of(history: Calendar) -> list[date]:
    """Some captures' days, those beside them, and long before and after."""
    own = sorted({whole.day for whole in history.wholes})
    some = [own[0], own[len(own) // 2], own[-1]]
    beside = {day + timedelta(days=n) for day in some for n in (-1, 0, 1)}
    return sorted({*beside, own[0] - timedelta(days=4000), own[-1] + timedelta(days=400)})


@pytest.mark.parametrize("number", range(12))
def test_all_who_are_listed_are_those_whom_their_histories_call_so(number: int) -> None:
    history = calendar(f"listed {number}", 6, renumbers=number % 3 == 0)
    wholes = sorted(whole.captured for whole in history.wholes)

    with loaded(history) as record:
        for known in (wholes[len(wholes) // 2], NEWEST):
            with record.view(known) as view:
                parties = {party for *_, party, _ in view.names()}
                for on in days_of(history):
                    assert view.listed(on) == one_by_one(view, parties, on), on


def test_parties_of_facts_are_listed_by_whom_their_facts_say(tmp_path: Path) -> None:
    record = Record(tmp_path / "record")
    record.add(shipped(), NEWEST)

    with record.view(NEWEST) as view:
        parties = set(view.facts.parties)
        for on in (date(2005, 1, 1), date(2017, 7, 21), date(2022, 6, 1), date(2026, 1, 1)):
            found = view.listed(on)
            assert found
            assert found == one_by_one(view, parties, on)

    with record.view(end_of_day(date(2014, 1, 1))) as view:
        found = view.listed(date(2026, 1, 1))
        assert found == one_by_one(view, parties, date(2026, 1, 1))
