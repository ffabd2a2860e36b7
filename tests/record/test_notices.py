"""Notices of removal, before, on and after what they tell of."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from onrecord.model.answer import AuthorityAnswer, Measure
from onrecord.model.dates import Bound, end_of_day
from onrecord.model.listing import Authority
from onrecord.record import Added, Capture, Record

LOADED = datetime(2026, 1, 1, tzinfo=UTC)
LATE = date(2026, 1, 1)
Load = Callable[..., Added]

NOTICE = """
as_of = 2022-06-01

[[notice]]
id = "N1"
authority = "us_ofac"
entries = ["us_ofac_sdn/7"]
day = "{day}"
says = "removed after a court's order"
cites = "87 FR 12345"
known_at = "{known}"
{more}
"""


def tell(
    record: Record, day: str, known: str = "2022-03-10", more: str = "", name: str = "mine.toml"
) -> None:
    content = NOTICE.format(day=day, known=known, more=more).encode()
    record.add(Capture("own", datetime(2022, 6, 1, tzinfo=UTC), {name: content}), LOADED)


def answer(record: Record, on: date = LATE, known: date = LATE) -> AuthorityAnswer:
    with record.view(end_of_day(known)) as view:
        return view.history("us_ofac_sdn/7", on).at(Authority.US_OFAC)


def measure(record: Record, known: date = LATE) -> Measure:
    (only,) = answer(record, known=known).measures
    return only


@pytest.fixture
def gone(load: Load) -> None:
    """Entry 7 is there on 1 March 2022 and not on 20 March."""
    load("2022-03-01T12:00Z", {1: "ALWAYS", 7: "ZENDA WORKS"})
    load("2022-03-20T12:00Z", {1: "ALWAYS"})


def test_a_notice_explains_a_vanishing(record: Record, gone: None) -> None:
    del gone
    tell(record, "2022-03-10")

    found = measure(record)
    before = measure(record, date(2022, 3, 9))

    assert found.end == Bound.day(date(2022, 3, 10))
    assert found.end_cause == "removed after a court's order (notice mine/N1)"
    assert [e.cites for e in found.evidence if e.fact == "mine/N1"] == ["87 FR 12345"]
    assert not found.conflicts
    assert before.end is None


@pytest.mark.parametrize(
    ("day", "end"),
    [
        ("2022-03", Bound(date(2022, 3, 1), date(2022, 3, 20))),
        ("2022", Bound(date(2022, 3, 1), date(2022, 3, 20))),
    ],
)
def test_a_notice_of_a_month_or_a_year_is_met_with_the_bound(
    record: Record, gone: None, day: str, end: Bound
) -> None:
    del gone
    tell(record, day)

    assert measure(record).end == end
    assert "notice mine/N1" in str(measure(record).end_cause)


@pytest.mark.parametrize("day", ["2022-02-20", "2022-04-02"])
def test_a_notice_outside_the_bound_is_a_conflict(record: Record, gone: None, day: str) -> None:
    del gone
    tell(record, day)

    found = measure(record)

    assert found.end == Bound(date(2022, 3, 1), date(2022, 3, 20))
    assert str(found.end_cause).startswith("unknown: left the list")
    assert len(found.conflicts) == 1
    assert f"notice mine/N1 says removed {day}" in found.conflicts[0]


def test_an_entry_that_stands_after_the_notice_is_a_conflict(record: Record, load: Load) -> None:
    load("2022-03-01T12:00Z", {7: "ZENDA WORKS"})
    load("2022-03-20T12:00Z", {7: "ZENDA WORKS"})
    tell(record, "2022-03-10")

    assert measure(record).end is None
    assert measure(record).conflicts == (
        "notice mine/N1 says removed 2022-03-10, yet us_ofac_sdn/7 is in a capture after that",
    )
    assert answer(record).status == "listed"


def test_before_a_capture_lacks_the_entry_the_notice_ends_it(record: Record, load: Load) -> None:
    load("2022-03-01T12:00Z", {1: "ALWAYS", 7: "ZENDA WORKS"})
    tell(record, "2022-03-10")

    statuses = {
        on: str(answer(record, date(2022, 3, on), date(2022, 3, 15)).status) for on in (9, 10, 15)
    }

    assert statuses == {9: "listed", 10: "formerly_listed", 15: "formerly_listed"}
    assert answer(record, date(2022, 3, 10), date(2022, 3, 9)).status == "listed"


def test_a_removal_that_is_announced_for_later_holds_until_then(record: Record, load: Load) -> None:
    load("2022-03-01T12:00Z", {7: "ZENDA WORKS"})
    tell(record, "2022-05-01", known="2022-03-10")

    assert answer(record, date(2022, 4, 30), date(2022, 3, 11)).status == "listed"
    assert answer(record, date(2022, 5, 1), date(2022, 3, 11)).status == "formerly_listed"


def test_a_notice_is_about_the_measure_of_its_time_and_not_about_another(
    record: Record, load: Load
) -> None:
    load("2021-01-01T12:00Z", {1: "ALWAYS", 7: "ZENDA WORKS"})
    load("2021-02-01T12:00Z", {1: "ALWAYS"})
    load("2022-03-01T12:00Z", {1: "ALWAYS", 7: "ZENDA WORKS"})
    load("2022-03-20T12:00Z", {1: "ALWAYS"})
    load("2023-01-01T12:00Z", {1: "ALWAYS", 7: "ZENDA WORKS"})
    tell(record, "2022-03-10")

    first, second, third = answer(record).measures

    assert not first.conflicts
    assert not third.conflicts
    assert str(first.end_cause).startswith("unknown: left the list")
    assert second.end == Bound.day(date(2022, 3, 10))
    assert third.end is None
    assert answer(record).status == "listed"


def test_a_notice_of_one_programme_leaves_the_others(record: Record, load: Load) -> None:
    load("2022-03-01T12:00Z", {1: "ALWAYS", 7: "ZENDA WORKS|A] [B"})
    tell(record, "2022-03-10", more='programmes = ["A"]')

    ends = {m.programme: m.end for m in answer(record).measures}

    assert ends == {"A": Bound.day(date(2022, 3, 10)), "B": None}
    assert answer(record).status == "listed"


def test_all_who_are_listed_heed_notices(record: Record, load: Load) -> None:
    load("2022-03-01T12:00Z", {1: "ALWAYS", 7: "ZENDA WORKS"})
    tell(record, "2022-03-10")

    with record.view(end_of_day(LATE)) as view:
        by_day = {on: set(view.listed(date(2022, 3, on))) for on in (9, 10)}

    assert by_day == {9: {"us_ofac_sdn/1", "us_ofac_sdn/7"}, 10: {"us_ofac_sdn/1"}}


def test_notices_enter_the_fingerprint_from_when_they_could_be_known(
    record: Record, gone: None
) -> None:
    del gone

    def marks() -> list[str]:
        found = []
        for known in (date(2022, 3, 9), date(2022, 3, 10)):
            with record.view(end_of_day(known)) as view:
                found.append(view.state.fingerprint)
        return found

    before = marks()
    tell(record, "2022-03-10")
    after = marks()

    assert before[0] == after[0]
    assert before[1] != after[1]


def test_two_notices_that_contradict_each_other_are_both_shown(record: Record, gone: None) -> None:
    del gone
    tell(record, "2022-03-10")
    tell(record, "2022-03-15", name="other.toml")

    assert measure(record).end == Bound.day(date(2022, 3, 10))
    assert "notice other/N1 says removed 2022-03-15" in measure(record).conflicts[0]


def test_a_stated_measure_is_ended_by_a_notice_about_its_party(
    record: Record, starter: None
) -> None:
    del starter
    content = NOTICE.replace('entries = ["us_ofac_sdn/7"]', 'parties = ["ddi-burma"]')
    told = content.format(day="2026-01-05", known="2026-01-05", more="").encode()
    record.add(Capture("own", LOADED, {"mine.toml": told}), LOADED)

    with record.view(end_of_day(date(2026, 2, 1))) as view:
        found = view.history("ddi-burma", date(2026, 2, 1)).at(Authority.US_OFAC)

    assert found.status == "formerly_listed"
    assert [str(m.end) for m in found.measures][-1] == "2026-01-05"
    assert not any(m.conflicts for m in found.measures)
