"""The table of what an answer means: rows T01 to T18 of the validation plan."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from onrecord.errors import RecordError
from onrecord.model.answer import AuthorityAnswer
from onrecord.model.dates import end_of_day, parse_day, parse_instant
from onrecord.model.listing import Authority
from onrecord.record import Added, Record

Load = Callable[..., Added]
N, X, P = 1, 2, 3


@pytest.fixture
def three(load: Load) -> None:
    """N only in the third, X in the first two, P in all; no listing dates."""
    load("2021-12-08T18:50Z", {X: "Xa Company", P: "Pe Company"})
    load("2021-12-09T18:50Z", {X: "Xa Company", P: "Pe Company"})
    load("2021-12-10T18:50Z", {N: "En Company", P: "Pe Company"})


def ofac(record: Record, uid: int, known: str, on: str) -> AuthorityAnswer:
    instant = parse_instant(known) if "T" in known else end_of_day(parse_day(known))
    with record.view(instant) as view:
        found = view.history(view.resolve(f"us_ofac_sdn/{uid}"), date.fromisoformat(on))
        return found.at(Authority.US_OFAC)


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("uid", "known", "on", "status"),
    [
        pytest.param(N, "2021-12-09", "2021-12-09", "not_listed", id="T01"),
        pytest.param(N, "2021-12-10", "2021-12-10", "listed", id="T02"),
        pytest.param(N, "2021-12-10", "2021-12-09", "unknown", id="T03"),
        pytest.param(N, "2021-12-10", "2021-12-08", "not_listed", id="T04"),
        pytest.param(N, "2021-12-10T12:00Z", "2021-12-10", "not_listed", id="T05"),
        pytest.param(X, "2021-12-10", "2021-12-09", "unknown", id="T06"),
        pytest.param(X, "2021-12-10", "2021-12-10", "formerly_listed", id="T07"),
        pytest.param(X, "2021-12-09", "2021-12-10", "listed", id="T08"),
        pytest.param(P, "2021-12-10", "2021-12-07", "unknown", id="T10"),
    ],
)
def test_status_by_entry_known_and_on(
    record: Record, uid: int, known: str, on: str, status: str
) -> None:
    assert ofac(record, uid, known, on).status == status


@pytest.mark.usefixtures("three")
def test_t05_t08_the_answer_says_until_when_it_is_verified(record: Record) -> None:
    assert ofac(record, N, "2021-12-10T12:00Z", "2021-12-10").verified == date(2021, 12, 9)
    assert ofac(record, X, "2021-12-09", "2021-12-10").verified == date(2021, 12, 9)


@pytest.mark.usefixtures("three")
def test_t07_an_unexplained_end_names_the_captures_between_which_it_lies(record: Record) -> None:
    (measure,) = ofac(record, X, "2021-12-10", "2021-12-10").measures
    assert measure.end_cause == (
        "unknown: left the list between 2021-12-09T18:50:00Z and 2021-12-10T18:50:00Z"
    )


@pytest.mark.usefixtures("three")
def test_t09_before_any_evidence_nothing_can_answer(record: Record) -> None:
    with pytest.raises(RecordError, match="nothing was known"):
        ofac(record, P, "2021-12-07", "2021-12-10")


def test_t09_where_another_source_knew_something_the_status_is_unknown(
    record: Record, load: Load, starter: None
) -> None:
    del starter
    load("2021-12-08T18:50Z", {P: "Pe Company"})
    assert ofac(record, P, "2020-01-01", "2020-01-01").status == "unknown"


@pytest.mark.usefixtures("three")
def test_t11_an_id_in_no_capture_is_not_listed_and_never_is_not_claimed(record: Record) -> None:
    with record.view(end_of_day(date(2021, 12, 10))) as view:
        answer = view.history("us_ofac_sdn/999", date(2021, 12, 9)).at(Authority.US_OFAC)
    assert answer.status == "not_listed"


def test_t18_two_captures_of_one_day_are_two_states(record: Record, load: Load) -> None:
    load("2021-12-10T06:43Z", {P: "Pe Company"})
    load("2021-12-10T18:50Z", {P: "Pe Company", N: "En Company"})

    assert ofac(record, N, "2021-12-10T07:00Z", "2021-12-10").status == "not_listed"
    assert ofac(record, N, "2021-12-10", "2021-12-10").status == "listed"


def test_an_entry_that_comes_back_has_a_new_measure_and_the_gap_stays(
    record: Record, load: Load
) -> None:
    load("2021-12-01T18:50Z", {P: "Pe Company", X: "Xa Company"})
    load("2021-12-05T18:50Z", {P: "Pe Company"})
    load("2021-12-07T18:50Z", {P: "Pe Company"})
    load("2021-12-09T18:50Z", {P: "Pe Company", X: "Xa Company"})

    answer = ofac(record, X, "2021-12-31", "2021-12-06")

    assert answer.status == "formerly_listed"
    assert [str(m.end) for m in answer.measures] == ["between 2021-12-01 and 2021-12-05", "None"]


def test_an_entry_is_listed_throughout_though_its_programme_changed_between_captures(
    record: Record, load: Load
) -> None:
    load("2021-12-01T18:50Z", {X: "Xa Company|OLD"})
    load("2021-12-09T18:50Z", {X: "Xa Company|NEW"})

    assert ofac(record, X, "2021-12-31", "2021-12-05").status == "listed"


def test_an_absence_from_a_damaged_capture_proves_nothing(record: Record, load: Load) -> None:
    """A uid that stands twice with different rows: one row is lost (2022-01-31)."""
    load("2021-12-01T18:50Z", {P: "Pe Company", X: "Xa Company"})
    _load_damaged(record, "2021-12-05T18:50+00:00")

    assert ofac(record, X, "2021-12-05", "2021-12-05").status == "unknown"

    load("2021-12-09T18:50Z", {P: "Pe Company", X: "Xa Company"})
    assert ofac(record, X, "2021-12-09", "2021-12-05").status == "listed"


def _load_damaged(record: Record, captured: str) -> None:
    from onrecord.record import Capture

    rows = (
        f'{P},"Pe Company",-0- ,"TEST",{"-0- ," * 7}-0- \r\n'
        f'{P},"Another Company",-0- ,"TEST",{"-0- ," * 7}-0- \r\n\x1a\r\n'
    )
    when = datetime.fromisoformat(captured)
    added = record.add(Capture("us_ofac_sdn", when, {"sdn.csv": rows.encode()}), when)
    assert any(finding.damages for finding in added.findings)


def test_after_the_newest_capture_the_answer_says_that_it_is_stale(
    record: Record, load: Load
) -> None:
    load("2021-12-01T18:50Z", {P: "Pe Company"})
    fresh, old = (ofac(record, P, day, day) for day in ("2021-12-02", "2022-12-01"))
    assert (fresh.status, fresh.stale) == ("listed", False)
    assert (old.status, old.stale) == ("listed", True)
