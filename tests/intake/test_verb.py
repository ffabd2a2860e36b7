"""The verb `update`, and rows D77 to D79: killed, without room, and two at once."""

import json
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpcore
import pytest
from tests.intake.conftest import QUICK, SMALL, START, Clock, Home, Publisher, answer, sdn

from onrecord import sources
from onrecord.cli.main import run
from onrecord.errors import GuardError, NetworkError, RecordLocked
from onrecord.intake.turn import turn
from onrecord.intake.update import Outcome, Updated, fetchable, status_of, update

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

Said = Callable[..., tuple[int, str, str]]


@pytest.fixture
def onrecord(home: Home, capsys: pytest.CaptureFixture[str]) -> Said:
    """The program run on `home`: its status, what it answered, what it told."""

    def started(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        status = run([*arguments, "--record", str(home.folder)])
        return status, *capsys.readouterr()

    return started


def test_the_verb_tells_what_came_of_it(publisher: Publisher, onrecord: Said) -> None:
    status, out, told = onrecord("update", "us_ofac_sdn", "--base", publisher.base)

    assert (status, told) == (0, "")
    assert out.startswith("changed: us_ofac_sdn of ")
    assert out.endswith("Z, 61 entries\n")

    status, out, _ = onrecord("update", "us_ofac_sdn", "--base", publisher.base + "/", "--json")

    (found,) = json.loads(out)
    assert (status, found["outcome"], found["entries"]) == (0, "verified equal", 61)


def test_the_status_is_that_of_what_went_wrong(publisher: Publisher, onrecord: Said) -> None:
    publisher.serve("/sdn.csv", answer(b"<html>busy</html>"))
    stopped = onrecord("update", "us_ofac_sdn", "--base", publisher.base)
    publisher.serve("/sdn.csv", answer(b"", status="404 Not Found"))
    failed = onrecord("update", "us_ofac_sdn", "--base", publisher.base, "--json")

    assert (stopped[0], stopped[1]) == (4, "")
    assert stopped[2].startswith("onrecord: quarantined: us_ofac_sdn, not a list but an HTML page")
    assert failed[0] == 6
    assert json.loads(failed[1])[0]["outcome"] == "failed"
    assert failed[2].startswith(f"onrecord: answers 404 Not Found: {publisher.base}/sdn.csv")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["us_ofac_sdm"], "did you mean us_ofac_sdn"),
        (["starter"], "no address to fetch: starter"),
        (["--base", "https://x.example/"], "no single source"),
        (["us_ofac_sdn", "un_sc", "--base", "https://x.example/"], "no single source"),
        (["us_ofac_sdn", "--base", "http://x.example/"], "not https"),
        (["us_ofac_sdn", "--base", "file:///lists/"], "neither https nor http"),
    ],
)
def test_wrong_use_is_told_and_nothing_is_asked(
    home: Home, onrecord: Said, arguments: list[str], says: str
) -> None:
    before = home.state()

    status, out, told = onrecord("update", *arguments)

    assert (status, out) == (2, "")
    assert says in told
    assert home.state() == before


class Nowhere(httpcore.NetworkBackend):
    """A network in which no name is found."""

    def connect_tcp(self, *_: Any, **__: Any) -> httpcore.NetworkStream:
        raise httpcore.ConnectError(socket.gaierror(-2, "Name not known"))


def test_of_many_sources_all_are_tried(empty: Home, clock: Clock) -> None:
    clock.network = Nowhere()
    lists = fetchable()

    results = list(update(empty.record, lists, clock.world(), QUICK))

    assert [result.source for result in results] == [source.id for source in lists]
    assert {result.outcome for result in results} == {Outcome.FAILED}
    assert "starter" not in {source.id for source in lists}
    assert not empty.folder.exists()


def test_anything_in_quarantine_weighs_more_than_a_failure() -> None:
    done = Updated("a", Outcome.CHANGED, START)
    stopped = Updated("b", Outcome.QUARANTINED, START, error=GuardError("x"))
    failed = Updated("c", Outcome.FAILED, START, error=NetworkError("x"))

    assert status_of([done]) == 0
    assert status_of([done, failed]) == 6
    assert status_of([failed, stopped, done]) == 4


def test_every_address_is_one_that_may_be_fetched() -> None:
    from onrecord.intake.hosts import origins

    for source in fetchable():
        addresses = [file.address for file in source.files if file.address]
        assert all(scheme == "https" for scheme, _, _ in origins(addresses))


def started(home: Home, publisher: Publisher, **more: Any) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "onrecord", "update", "us_ofac_sdn"]
    return subprocess.Popen(
        [*command, "--base", publisher.base, "--record", str(home.folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **more,
    )


def test_d77_killed_at_any_moment_it_leaves_the_state_before_or_after(
    home: Home, publisher: Publisher
) -> None:
    outcomes = set()
    for after in (0.0, 0.05, 0.1, 0.3):
        process = started(home, publisher)
        while not publisher.asked("/sdn_comments.csv") and process.poll() is None:
            time.sleep(0.005)
        time.sleep(after)
        process.send_signal(signal.SIGKILL)
        _, told = process.communicate()
        assert told == ""
        publisher.requests.clear()

        outcomes.add(home.captures())
        assert list(home.record.damages()) == []

    assert outcomes <= {1, 2}
    process = started(home, publisher)
    out, told = process.communicate()
    assert (process.returncode, told) == (0, "")
    assert out.split(":")[0] in ("changed", "verified equal", "not modified")
    assert home.captures() == 2


def test_d78_without_room_it_says_so_and_leaves_all_as_it_was(
    home: Home, publisher: Publisher
) -> None:
    publisher.serve("/sdn.csv", answer(sdn(SMALL + 400)))
    before = home.record.captures()

    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (8 << 10, 8 << 10))

    process = started(home, publisher, preexec_fn=no_room)
    out, told = process.communicate()

    assert (process.returncode, out) == (5, "")
    assert told.count("\n") == 1
    assert "cannot" in told
    assert home.record.captures() == before
    assert list(home.record.damages()) == []


def test_d79_the_second_of_two_updates_is_told_to_wait(home: Home, publisher: Publisher) -> None:
    told: list[BaseException] = []

    def meanwhile(connection: socket.socket) -> None:
        try:
            lists = [sources.get("us_ofac_sdn")]
            list(update(home.record, lists, home.clock.world(), QUICK, publisher.base))
        except RecordLocked as why:
            told.append(why)
        connection.sendall(answer(sdn(SMALL + 1)))

    publisher.serve("/sdn.csv", meanwhile)

    assert home.update(publisher).outcome is Outcome.CHANGED

    assert len(told) == 1
    assert "another update is running" in str(told[0])
    assert RecordLocked.exit_status == 5


def test_a_turn_leaves_no_trace_and_is_free_again(tmp_path: Path) -> None:
    home = tmp_path / "record"
    for _ in range(2):
        with turn(home), pytest.raises(RecordLocked), turn(home):
            pass

    assert not home.exists()
