"""Rows D41, D43, D46, D76 and D80, and what is asked again when: an update beside its clock."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.intake.conftest import SMALL, Clock, Home, Publisher, Reply, alt, answer, sdn, un

from onrecord.errors import GuardError
from onrecord.intake import Quarantine, read_fetched
from onrecord.intake.update import Outcome

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

SAME = answer(b"", status="304 Not Modified")
TAG = 'ETag: "v1"'


def all_say(publisher: Publisher, reply: Reply) -> None:
    for path in ("/sdn.csv", "/alt.csv", "/add.csv"):
        publisher.serve(path, reply)


@pytest.fixture
def tagged(home: Home, publisher: Publisher) -> Publisher:
    """A publisher that was fetched from once, and gave tags for its files."""
    for path, replies in publisher.replies.items():
        (reply,) = replies
        assert isinstance(reply, bytes)
        publisher.serve(path, reply.replace(b"\r\n\r\n", f"\r\n{TAG}\r\n\r\n".encode(), 1))
    assert home.update(publisher).outcome is Outcome.CHANGED
    publisher.requests.clear()
    return publisher


def test_a_file_that_is_held_is_asked_for_under_conditions(home: Home, tagged: Publisher) -> None:
    all_say(tagged, SAME)
    before = home.record.captures()

    found = home.update(tagged)

    assert (found.outcome, found.entries, found.stale) == (
        Outcome.UNMODIFIED,
        SMALL + 1,
        False,
    )
    assert home.record.captures() == before
    conditions = [request.headers.get("if-none-match") for request in tagged.requests]
    assert conditions == ['"v1"'] * 3 + [None]


def test_one_changed_file_makes_a_whole_capture_with_the_others_as_they_were(
    home: Home, tagged: Publisher
) -> None:
    all_say(tagged, SAME)
    tagged.serve("/alt.csv", answer(alt(1, 2, 3)))

    assert home.update(tagged).outcome is Outcome.CHANGED

    newest, before = (home.record.captures()["us_ofac_sdn"][at].files for at in (-1, -2))
    assert newest.keys() == before.keys()
    assert newest["sdn.csv"] == before["sdn.csv"]
    assert newest["alt.csv"] != before["alt.csv"]


def test_d41_a_304_that_nobody_asked_for_is_asked_again_plainly(
    home: Home, publisher: Publisher
) -> None:
    publisher.serve("/sdn.csv", SAME, answer(sdn(SMALL + 1)))

    assert home.update(publisher).outcome is Outcome.CHANGED

    assert len(publisher.asked("/sdn.csv")) == 2
    assert not any("if-none-match" in r.headers for r in publisher.requests)


def test_d41_without_the_kept_bytes_no_condition_is_set(home: Home, tagged: Publisher) -> None:
    lost = home.record.captures()["us_ofac_sdn"][-1].files["sdn.csv"]
    (home.folder / "archive" / lost[:2] / f"{lost}.zst").unlink()

    found = home.update(tagged)

    assert found.outcome is Outcome.EQUAL
    assert "if-none-match" not in tagged.asked("/sdn.csv")[0].headers
    assert tagged.asked("/alt.csv")[0].headers["if-none-match"] == '"v1"'


def test_d41_without_the_kept_bytes_a_304_is_a_failure(home: Home, tagged: Publisher) -> None:
    lost = home.record.captures()["us_ofac_sdn"][-1].files["sdn.csv"]
    (home.folder / "archive" / lost[:2] / f"{lost}.zst").unlink()
    all_say(tagged, SAME)

    assert home.update(tagged).outcome is Outcome.FAILED


def test_d43_a_304_for_ever_turns_stale_and_is_asked_plainly_each_week(
    home: Home, tagged: Publisher, clock: Clock
) -> None:
    all_say(tagged, SAME)
    told = []
    for _ in range(10):
        clock.now += timedelta(days=1)
        told.append(home.update(tagged))

    assert {one.outcome for one in told} == {Outcome.UNMODIFIED}
    assert [one.stale for one in told] == [False] * 7 + [True] * 3
    plain = ["if-none-match" not in request.headers for request in tagged.asked("/sdn.csv")]
    assert plain[:6] == [False] * 6
    assert all(plain[6:])


def test_d43_the_bytes_of_a_plain_answer_end_the_staleness(
    home: Home, tagged: Publisher, clock: Clock
) -> None:
    clock.now += timedelta(days=9)

    found = home.update(tagged)

    assert (found.outcome, found.stale) == (Outcome.EQUAL, False)
    remembered = read_fetched(home.folder, "us_ofac_sdn")
    assert (remembered.asked, remembered.verified) == (clock.now, clock.now)
    assert remembered.changed != clock.now
    newest = home.record.captures()["us_ofac_sdn"][-1]  # so that answers call it stale no more
    assert newest.seen.captured == clock.now


def test_d43_a_list_that_states_an_old_day_stays_stale_though_verified(
    home: Home, publisher: Publisher, clock: Clock
) -> None:
    home.update(publisher, "un_sc")
    clock.now += timedelta(days=9)
    before = home.record.captures()

    assert home.update(publisher, "un_sc").outcome is Outcome.EQUAL

    assert home.record.captures() == before


def older(home: Home, publisher: Publisher, source: str, *says: str) -> None:
    found = home.update(publisher, source)
    assert found.outcome is Outcome.QUARANTINED
    assert isinstance(found.error, GuardError)
    for word in ("older", *says):
        assert word in str(found.error)


def test_d46_a_list_of_an_earlier_day_is_stopped(home: Home, publisher: Publisher) -> None:
    publisher.serve("/consolidated.xml", answer(un(SMALL + 1, "2026-02-27")))

    older(home, publisher, "un_sc", "2026-02-27", "2026-03-01")


def test_d46_the_bytes_of_an_earlier_capture_are_stopped(home: Home, publisher: Publisher) -> None:
    home.update(publisher)
    publisher.serve("/sdn.csv", answer(sdn(SMALL)))

    older(home, publisher, "us_ofac_sdn", "the bytes are those of 2026-03-01")


def test_d46_an_earlier_last_modified_is_stopped(home: Home, publisher: Publisher) -> None:
    first, then = "Sun, 01 Mar 2026 08:00:00 GMT", "Sat, 28 Feb 2026 08:00:00 GMT"
    publisher.serve(
        "/sdn.csv",
        answer(sdn(SMALL + 1), f"Last-Modified: {first}"),
        answer(sdn(SMALL + 2), f"Last-Modified: {then}"),
    )
    home.update(publisher)

    older(home, publisher, "us_ofac_sdn", first, then)


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("Fri, 01 Mar 2099 08:00:00 GMT", "Sun, 01 Mar 2026 08:00:00 GMT"),
        ("Sun, 01 Mar 2026 08:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT"),
        ("Sun, 01 Mar 2026 08:00:00 GMT", "yesterday"),
        ("Sun, 01 Mar 2026 08:00:00 GMT", "Sun, 99 Mar 2026 08:00:00 GMT"),
    ],
)
def test_d76_dates_that_cannot_be_stop_nothing(
    home: Home, publisher: Publisher, clock: Clock, first: str, then: str
) -> None:
    publisher.serve(
        "/sdn.csv",
        answer(sdn(SMALL + 1), f"Last-Modified: {first}", f"Date: {first}"),
        answer(sdn(SMALL + 2), f"Last-Modified: {then}", f"Date: {then}"),
    )
    assert home.update(publisher).outcome is Outcome.CHANGED

    assert home.update(publisher).outcome is Outcome.CHANGED

    held = read_fetched(home.folder, "us_ofac_sdn").files["sdn.csv"]
    assert (held.at, held.date) == (clock.now, then)  # both instants are kept


@pytest.mark.parametrize("hours", [-10, 10])
def test_d76_our_own_clock_may_be_off_and_the_lists_own_date_orders(
    home: Home, publisher: Publisher, clock: Clock, hours: int
) -> None:
    publisher.serve(
        "/consolidated.xml",
        answer(un(SMALL + 1, "2026-03-02")),
        answer(un(SMALL + 2, "2026-03-03")),
    )
    home.update(publisher, "un_sc")
    clock.now += timedelta(hours=hours)

    assert home.update(publisher, "un_sc").outcome is Outcome.CHANGED

    newest = home.record.captures()["un_sc"][-1]
    assert (str(newest.seen.day), newest.entries) == ("2026-03-03", SMALL + 2)


def test_d76_a_list_that_stated_a_day_to_come_stops_none_after_it(
    home: Home, publisher: Publisher
) -> None:
    home.add("un_sc", {"consolidated.xml": un(SMALL, "2099-01-01")})

    assert home.update(publisher, "un_sc").outcome is Outcome.CHANGED


def test_a_last_modified_of_the_second_of_the_fetch_is_no_condition(
    home: Home, publisher: Publisher
) -> None:
    """It counts whole seconds: another version in the same one would go unseen."""
    at, before = "Sun, 01 Mar 2026 08:00:05 GMT", "Sun, 01 Mar 2026 08:00:04 GMT"
    publisher.serve("/sdn.csv", answer(sdn(SMALL + 1), f"Last-Modified: {at}", f"Date: {at}"))
    publisher.serve("/alt.csv", answer(alt(1, 2), f"Last-Modified: {before}", f"Date: {at}"))
    home.update(publisher)

    home.update(publisher)

    assert "if-modified-since" not in publisher.asked("/sdn.csv")[1].headers
    assert publisher.asked("/alt.csv")[1].headers["if-modified-since"] == before


def test_what_is_remembered_may_be_spoilt_and_then_all_is_asked_plainly(
    home: Home, tagged: Publisher
) -> None:
    Path(home.folder / "fetched" / "us_ofac_sdn.json").write_text('{"files": [1]}')

    assert home.update(tagged).outcome is Outcome.EQUAL


def test_d80_fifty_right_versions_are_fifty_snapshots(
    home: Home, publisher: Publisher, clock: Clock
) -> None:
    began: datetime = clock.now
    versions = [answer(un(SMALL + n, _day(began, n))) for n in range(1, 51)]
    publisher.serve("/consolidated.xml", *versions)

    for _ in versions:
        clock.now += timedelta(days=1)
        assert home.update(publisher, "un_sc").outcome is Outcome.CHANGED

    held = home.record.captures()["un_sc"]
    assert [k.entries for k in held] == list(range(SMALL, SMALL + 51))
    assert not list(Quarantine(home.folder))


def _day(began: datetime, after: int) -> str:
    return str((began + timedelta(days=after)).date())
