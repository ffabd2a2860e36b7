"""One writer and eight readers (validation plan, section 5: C05; section 1, L16)."""

import json
import os
import signal
import time
from collections.abc import Callable
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import TypeAlias

from tests.record.scene import FORK, SOAK, fast_folder
from tests.record.some_captures import CAPTURES, HISTORY, LATER, LOADED, add, endless

from onrecord.record import Record

pytestmark = FORK
SECONDS = 60 if SOAK else 3
READERS = 8
DONE = "done"
Worker: TypeAlias = Callable[[Record, float, Path], None]


def answers(record: Record) -> list[str]:
    """A whole answer: the fingerprint, and a hash over names and histories."""
    entries = sorted(f"us_ofac_sdn/{uid}" for uid in HISTORY.lanes[0])
    with record.view(LATER) as view:
        histories = [repr(view.history(ref, LATER.date())) for ref in entries]
        told = repr([sorted(view.names()), histories])
        return [view.state.fingerprint, sha256(told.encode()).hexdigest()]


def reads(record: Record, _: float, out: Path) -> None:
    """Asks till the writer is done, and writes down each answer and the longest time to one.

    What it took to come to the first answer of a view is the time that may have been a wait.
    """
    told: list[list[str]] = []
    longest = 0.0
    while not out.with_name(DONE).exists():
        asked = time.monotonic()
        with record.view(LATER):
            longest = max(longest, time.monotonic() - asked)
        found = answers(record)
        if not told or told[-1] != found:
            told.append(found)
    out.write_text(json.dumps({"told": told, "longest": longest}), encoding="utf-8")


def writes(record: Record, until: float, out: Path) -> None:
    """Loads till the time is up, without a pause, and says when it is done; five at the least."""
    for number in count():
        if number >= 5 and time.monotonic() > until:
            break
        record.add(endless(number), LOADED)
        out.write_text(str(number + 1), encoding="utf-8")
    out.with_name(DONE).touch()


def forked(act: Worker, record: Record, until: float, out: Path) -> int:
    child = os.fork()
    if child == 0:
        status = 1
        try:
            act(record, until, out)
            status = 0
        except Exception as why:
            out.with_name(DONE).touch()
            out.with_suffix(".why").write_text(repr(why), encoding="utf-8")
        finally:
            os._exit(status)  # never back into the tests
    return child


def test_c05_every_answer_during_loads_is_of_a_state_before_or_after_one_and_none_waits() -> None:
    with fast_folder() as folder:
        record = Record(folder / "record")
        add(record, CAPTURES)
        until = time.monotonic() + SECONDS
        outs = [folder / f"reader {number}" for number in range(READERS)]
        children = [forked(reads, record, until, out) for out in outs]
        children.append(forked(writes, record, until, folder / "writer"))
        try:
            statuses = [os.waitpid(child, 0)[1] for child in children]
        except BaseException:
            for child in children:
                os.kill(child, signal.SIGKILL)
            raise
        why = [path.read_text(encoding="utf-8") for path in folder.glob("*.why")]
        assert (statuses, why) == ([0] * len(children), [])

        loaded = int((folder / "writer").read_text(encoding="utf-8"))
        alone = Record(folder / "alone")
        add(alone, CAPTURES)
        states = [answers(alone)]
        for number in range(loaded):
            alone.add(endless(number), LOADED)
            states.append(answers(alone))
        assert loaded >= 5
        for out in outs:
            kept = json.loads(out.read_text(encoding="utf-8"))
            seen = [states.index(told) for told in kept["told"]]  # each whole, and of one state
            assert seen == sorted(seen)
            assert kept["longest"] < 1, out.name
