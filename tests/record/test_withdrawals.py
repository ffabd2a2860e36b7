"""Captures that a person takes back: they count no more from then on, and can be restored."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from tests.record.conftest import alt, sdn

from onrecord.errors import NotFound, UsageError
from onrecord.intake import withdraw
from onrecord.model.listing import Authority
from onrecord.record import Added, Capture, Record, Withdrawal, import_bundle, write_bundle

Load = Callable[..., Added]
SECOND = "us_ofac_sdn@2021-12-09T18:50:00Z"
AT = datetime(2026, 2, 2, 12, tzinfo=UTC)
BEFORE, AFTER = AT - timedelta(days=1), AT + timedelta(days=1)


@pytest.fixture
def three(load: Load) -> None:
    """Entry 7 is lacking from the second of three captures."""
    load("2021-12-08T18:50Z", {1: "ALWAYS", 7: "ZENDA WORKS"})
    load("2021-12-09T18:50Z", {1: "ALWAYS"})
    load("2021-12-10T18:50Z", {1: "ALWAYS", 7: "ZENDA WORKS"})


def measures(record: Record, known: datetime) -> int:
    with record.view(known) as view:
        found = view.history("us_ofac_sdn/7", date(2021, 12, 10)).at(Authority.US_OFAC)
        return len(found.measures)


def mark(record: Record, known: datetime) -> str:
    with record.view(known) as view:
        return view.state.fingerprint


def test_a_withdrawn_capture_counts_no_more_from_then_on(record: Record, three: None) -> None:
    del three
    marks = mark(record, BEFORE), mark(record, AFTER)
    withdraw(record, SECOND, "a copy of another day", AT)

    assert measures(record, BEFORE) == 2
    assert measures(record, AFTER) == 1
    assert mark(record, BEFORE) == marks[0]
    assert mark(record, AFTER) != marks[1]
    assert [bool(k.withdrawn()) for k in record.captures()["us_ofac_sdn"]] == [False, True, False]
    assert not list(record.damages())


def test_loaded_again_it_counts_again_and_only_from_then_on(record: Record, three: None) -> None:
    del three
    whole = mark(record, AFTER)
    withdraw(record, SECOND, "a copy of another day", AT)
    captured = datetime(2021, 12, 9, 18, 50, tzinfo=UTC)
    again = Capture("us_ofac_sdn", captured, {"sdn.csv": sdn({1: "ALWAYS"})})
    added = record.add(again, AFTER)

    assert (added.is_new, added.is_restored) == (True, True)
    assert measures(record, AT + timedelta(hours=1)) == 1
    assert measures(record, AFTER) == 2
    assert mark(record, AFTER) == whole
    assert not record.add(again, AFTER).is_new


def test_a_rebuild_and_a_bundle_keep_what_was_withdrawn(
    record: Record, three: None, tmp_path: Path
) -> None:
    del three
    withdraw(record, SECOND, "a copy of another day", AT)
    marks = [mark(record, known) for known in (BEFORE, AFTER)]

    record.rebuild(AFTER)
    write_bundle(record, tmp_path / "one.tar")
    other = Record(tmp_path / "other")
    first = list(import_bundle(other, tmp_path / "one.tar", AFTER))
    second = list(import_bundle(other, tmp_path / "one.tar", AFTER))

    assert (first, second) == ([True] * 4, [False] * 4)
    for each in (record, other):
        assert [mark(each, known) for known in (BEFORE, AFTER)] == marks
        assert (measures(each, BEFORE), measures(each, AFTER)) == (2, 1)


def test_the_newest_state_is_that_of_the_last_capture_that_counts(
    record: Record, load: Load
) -> None:
    load("2021-12-08T18:50Z", {1: "ALWAYS", 7: "ZENDA WORKS"})
    load("2021-12-09T18:50Z", {1: "ALWAYS"})
    withdraw(record, SECOND, "a copy of another day", AT)

    assert set(record.newest("us_ofac_sdn")) == {"1", "7"}
    with record.view(AFTER) as view:
        (state,) = view.state.sources
        assert (state.captures, state.verified) == (1, date(2021, 12, 8))


def test_a_withdrawn_capture_lends_no_companion_from_then_on(record: Record, load: Load) -> None:
    load("2021-12-08T18:50Z", {7: "ZENDA WORKS"}, {7: "HENTZAU"})
    load("2026-01-05T18:50Z", {7: "ZENDA WORKS"})
    withdraw(record, "us_ofac_sdn@2021-12-08T18:50:00Z", "the aliases were another's", AT)
    load("2026-03-05T18:50Z", {7: "ZENDA WORKS"})

    lent = [set(k.carried or ()) for k in record.captures()["us_ofac_sdn"]]
    record.rebuild(AFTER)

    assert lent == [set(), {"alt.csv"}, set()]
    assert [set(k.carried or ()) for k in record.captures()["us_ofac_sdn"]] == lent


def test_a_conflict_of_captures_is_ended_by_a_person(record: Record) -> None:
    captured = datetime(2021, 12, 9, 18, 50, tzinfo=UTC)
    for name in ("ZENDA WORKS", "STRELSAU BANK"):
        capture = Capture("us_ofac_sdn", captured, {"sdn.csv": sdn({7: name})})
        record.add(capture, BEFORE)
    assert len(record.conflicts()) == 1

    with pytest.raises(UsageError, match=f"several captures are meant: '{SECOND}'") as why:
        withdraw(record, SECOND, "mistaken", AT)
    withdraw(record, str(why.value).split()[-1], "mistaken", AT)

    assert record.conflicts() == []


@pytest.mark.parametrize(
    ("named", "because", "error", "says"),
    [
        ("un_sc@2021-12-09T18:50:00Z", "x", NotFound, "no such capture"),
        ("us_ofac_sdn@2021-12-09", "x", UsageError, "not an instant"),
        ("us_ofac_sdn-0123456789ab", "x", NotFound, "nothing of that name was let in"),
        (f"{SECOND}#ffff", "x", NotFound, "no such capture"),
        (SECOND, " ", UsageError, "no reason given"),
    ],
)
def test_what_cannot_be_withdrawn_is_said(
    record: Record, three: None, named: str, because: str, error: type[Exception], says: str
) -> None:
    del three
    journal = (record.home / "journal.jsonl").read_bytes()

    with pytest.raises(error, match=says):
        withdraw(record, named, because, AT)

    assert (record.home / "journal.jsonl").read_bytes() == journal


def test_it_is_withdrawn_once(record: Record, three: None) -> None:
    del three
    taken = withdraw(record, SECOND, "a copy of another day", AT)

    assert isinstance(taken, Withdrawal)
    with pytest.raises(UsageError, match="withdrawn already"):
        withdraw(record, SECOND, "again", AFTER)


def test_a_crash_after_the_line_is_mended(record: Record, load: Load) -> None:
    """The journal has the withdrawal, the tables not yet."""
    load("2021-12-08T18:50Z", {7: "ZENDA WORKS"}, {7: "HENTZAU"})
    load("2026-03-05T18:50Z", {7: "ZENDA WORKS"})
    files = {"sdn.csv": sdn({7: "ZENDA WORKS"}), "alt.csv": alt({7: "HENTZAU"})}
    first = record.captures()["us_ofac_sdn"][0]
    assert set(first.files) == set(files)
    taken = Withdrawal("us_ofac_sdn", first.seen.captured, first.files, AT, "another's aliases")
    with record.truth() as truth:
        truth.journal.append(taken)

    record.mend()

    assert [set(k.carried or ()) for k in record.captures()["us_ofac_sdn"]] == [set(), set()]
    assert record.captures()["us_ofac_sdn"][0].withdrawn() == taken
