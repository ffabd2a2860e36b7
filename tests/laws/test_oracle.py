"""The record against the oracle, over generated histories (validation plan, section 1.2)."""

import os
from collections.abc import Mapping
from datetime import date, datetime

import pytest
from tests.laws.comparison import Asking, first_difference, loaded, shrunk, told
from tests.laws.histories import Calendar, Row, Shot, Whole, calendar
from tests.laws.oracle import Oracle, Period

from onrecord.model.change import ChangeClass, ChangeKind
from onrecord.model.dates import end_of_day, parse_day, parse_instant
from onrecord.model.listing import Authority

_HISTORIES = 2_000 if os.environ.get("ONRECORD_SOAK") == "1" else 200
_TOGETHER = 8  # histories that share a calendar, and so the cost of loading
_QUESTIONS = 300


@pytest.mark.parametrize("number", range(_HISTORIES // _TOGETHER))
def test_the_record_answers_as_the_oracle_does(number: int) -> None:
    """L01, L03 to L06, L08, L09 and L11 at once: the oracle knows no order of loading."""
    history = calendar(f"oracle {number}", _TOGETHER)
    with loaded(history) as record:
        asking = Asking(record, history, _QUESTIONS)
        difference = next(asking.differences(), None)

    if difference is not None:
        fewest = shrunk(history, lambda fewer: first_difference(fewer, _QUESTIONS) is not None)
        pytest.fail(f"{first_difference(fewest, _QUESTIONS)}\n{told(fewest)}\nfirst: {difference}")
    assert asking.asked >= _QUESTIONS * _TOGETHER


RENUMBERED = [
    calendar(f"renumbered {n}", 2, renumbers=True, source="us_ofac_sdn") for n in range(4)
]


@pytest.mark.parametrize("history", RENUMBERED, ids=lambda history: history.seed)
def test_a_change_of_id_is_told_as_one_of_identity(history: Calendar) -> None:
    with loaded(history) as record:
        differences = list(Asking(record, history, _QUESTIONS).differences())

    assert [each for each in differences if each.startswith("changes")] == []


def test_a_party_whose_id_is_changed_goes_on() -> None:
    assert [first_difference(history, _QUESTIONS) for history in RENUMBERED] == [None] * 4


@pytest.mark.parametrize("source", ["us_ofac_sdn", "un_sc"])
def test_one_seed_gives_one_history(source: str) -> None:
    one, again, other = (calendar(seed, 3, source=source) for seed in ("a", "a", "b"))

    assert one == again
    assert [one.capture(n) for n in one.load_order] == [again.capture(n) for n in one.load_order]
    assert one.wholes != other.wholes


def test_a_failure_is_shrunk_to_the_captures_and_entries_that_it_needs() -> None:
    history = calendar("to be shrunk", 4)
    wanted = history.lanes[2][0]

    fewest = shrunk(history, lambda fewer: sum(wanted in w.rows for w in fewer.wholes) >= 2)

    assert len(fewest.shots) == 2
    assert fewest.lanes == ((wanted,),)


N, X, P = Row("En", ("TEST",)), Row("Xa", ("TEST",)), Row("Pe", ("TEST",))


def whole(captured: str, rows: Mapping[str, Row]) -> Whole:
    instant = parse_instant(captured)
    return Whole(instant, instant.date(), rows, None)


THREE = (
    whole("2021-12-08T18:50Z", {"X": X, "P": P}),
    whole("2021-12-09T18:50Z", {"X": X, "P": P}),
    whole("2021-12-10T18:50Z", {"N": N, "P": P}),
)


@pytest.mark.parametrize(
    ("uid", "known", "on", "status"),
    [
        pytest.param("N", "2021-12-09", "2021-12-09", "not_listed", id="T01"),
        pytest.param("N", "2021-12-10", "2021-12-10", "listed", id="T02"),
        pytest.param("N", "2021-12-10", "2021-12-09", "unknown", id="T03"),
        pytest.param("N", "2021-12-10", "2021-12-08", "not_listed", id="T04"),
        pytest.param("N", "2021-12-10T12:00Z", "2021-12-10", "not_listed", id="T05"),
        pytest.param("X", "2021-12-10", "2021-12-09", "unknown", id="T06"),
        pytest.param("X", "2021-12-10", "2021-12-10", "formerly_listed", id="T07"),
        pytest.param("X", "2021-12-09", "2021-12-10", "listed", id="T08"),
        pytest.param("P", "2021-12-10", "2021-12-07", "unknown", id="T10"),
        pytest.param("none", "2021-12-10", "2021-12-09", "not_listed", id="T11"),
    ],
)
def test_the_oracle_itself_reads_the_table_of_what_an_answer_means(
    uid: str, known: str, on: str, status: str
) -> None:
    assert Oracle(THREE, 7).standing(uid, date.fromisoformat(on), _instant(known)).status == status


def _instant(known: str) -> datetime:
    return parse_instant(known) if "T" in known else end_of_day(parse_day(known))


def history_of(*shots: Shot) -> Calendar:
    """The SDN list's form, and a load in order."""
    order = tuple(range(len(shots)))
    return Calendar("by hand", "us_ofac_sdn", False, shots, (("1", "2"),), order)


def test_an_absence_from_a_first_capture_that_is_damaged_is_unknown() -> None:
    damaged = Whole(THREE[0].captured, THREE[0].day, {"1": P}, None, damaged=True)

    with (
        loaded(history_of(Shot(damaged, again=(("1", X),)))) as record,
        record.view(_instant("2021-12-10")) as view,
    ):
        answer = view.history("us_ofac_sdn/2", damaged.day).at(Authority.US_OFAC)

    assert answer.status == "unknown"


def test_a_uid_given_to_another_party_does_not_lend_it_the_names_of_the_first() -> None:
    shots = [
        Shot(whole(w.captured.isoformat(), {"1": r})) for w, r in zip(THREE, (X, N), strict=False)
    ]

    with loaded(history_of(*shots)) as record, record.view(_instant("2021-12-10")) as view:
        parties = {party for text, _, _, party, _ in view.names() if text in (X.name, N.name)}

    assert len(parties) == 2


def test_the_oracle_follows_a_party_through_a_change_of_its_id() -> None:
    oracle = Oracle((THREE[0], whole("2021-12-10T18:50Z", {"X2": X, "P": P})), 7)
    known = _instant("2021-12-10")

    assert oracle.standing("X", date(2021, 12, 9), known).status == "listed"
    assert oracle.periods("X2", known) == [Period("TEST", (None, date(2021, 12, 8)), None, False)]
    assert oracle.changes(date(2021, 12, 8), date(2021, 12, 10), known) == {
        "X": (ChangeKind.REMOVED, ChangeClass.IDENTITY),
        "X2": (ChangeKind.ADDED, ChangeClass.IDENTITY),
    }
