"""Kills from outside, at any instant (validation plan, section 5: C02)."""

import os
import random
import shutil
import signal
import time
from collections.abc import Iterator

import pytest
from tests.record.scene import ACTS, FORK, REBUILD, WHOLE, Act, Scene, fast_folder, mended
from tests.record.some_captures import state

from onrecord.record import Record

pytestmark = FORK
TIMES = 50 if WHOLE else 10  # of each act


@pytest.fixture
def scene() -> Iterator[Scene]:
    with fast_folder() as folder:
        yield Scene(folder)


def begun(act: Act, scene: Scene) -> tuple[Record, int]:
    """The act in a process of its own, on the scene's record."""
    home = scene.folder / "killed"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(scene.start, home)
    record = Record(home)
    child = os.fork()
    if child == 0:
        status = 1
        try:
            act.do(record, act.captures, scene.bundle)
            status = 0
        finally:
            os._exit(status)  # never back into the tests
    return record, child


@pytest.mark.parametrize("name", ["the first", "a batch, the newest first", "import", "rebuild"])
def test_c02_killed_at_any_instant_the_record_is_as_before_or_after(
    name: str, scene: Scene
) -> None:
    act = ACTS.get(name, REBUILD)
    states = scene.set(act)
    dice = random.Random(name)  # noqa: S311 - not for secrets
    started = time.monotonic()
    _, whole = begun(act, scene)
    assert os.waitpid(whole, 0)[1] == 0
    takes = time.monotonic() - started
    killed = 0

    while killed < TIMES:
        instant = dice.uniform(0, takes)
        record, child = begun(act, scene)
        time.sleep(instant)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)

        assert status in (0, signal.SIGKILL), instant
        killed += os.WIFSIGNALED(status)
        takes *= 1 if os.WIFSIGNALED(status) else 0.95  # it had ended: too late is of no use
        assert state(record) in states, instant
        assert list(record.damages()) == [], instant
        mended(act, record, scene, states[-1])
