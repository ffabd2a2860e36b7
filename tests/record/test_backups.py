"""Copies of a record, taken while it is written to (validation plan, section 5: C10)."""

import os
import shutil
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from tests.record.scene import FORK, WHOLE, assert_sound, fast_folder
from tests.record.some_captures import CAPTURES, LATER, LOADED, add, endless, everything, state

from onrecord.errors import RecordDamaged, RecordError
from onrecord.record import Record, import_bundle, write_bundle

pytestmark = FORK
TIMES, MOST = (10, 200) if WHOLE else (3, 30)


@contextmanager
def busy(folder: Path) -> Iterator[Record]:
    """A record to which another process writes meanwhile."""
    record = Record(folder / "record")
    add(record, CAPTURES)
    child = os.fork()
    if child == 0:
        try:
            for number in range(MOST):
                record.add(endless(number), LOADED)
        finally:
            signal.pause()  # never back into the tests
    yield record
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def _as_told(home: Path, into: Path) -> None:
    """As docs/reference/record.md says: the journal first, for it names only what is there."""
    into.mkdir()
    shutil.copy(home / "journal.jsonl", into)
    shutil.copytree(home / "archive", into / "archive", ignore=shutil.ignore_patterns(".*.part"))


def _with_database(home: Path, into: Path) -> None:
    """With the tables as well, by SQLite's own backup."""
    into.mkdir()
    with (
        closing(sqlite3.connect(home / "record.sqlite")) as here,
        closing(sqlite3.connect(into / "record.sqlite")) as there,
    ):
        here.backup(there)
    shutil.copy(home / "journal.jsonl", into)
    shutil.copytree(home / "archive", into / "archive", ignore=shutil.ignore_patterns(".*.part"))


def _as_bundle(home: Path, into: Path) -> None:
    """By the verbs export and import."""
    bundle = into.with_name(f"{into.name}.tar")
    write_bundle(Record(home), bundle)
    list(import_bundle(Record(into), bundle, LATER))


@pytest.mark.parametrize("copies", [_as_told, _with_database, _as_bundle])
def test_c10_a_copy_taken_while_loads_come_in_is_a_record_of_the_first_of_them(
    copies: Callable[[Path, Path], None],
) -> None:
    with fast_folder() as folder:
        with busy(folder) as record:
            homes = [folder / f"copy {number}" for number in range(TIMES)]
            for home in homes:
                copies(record.home, home)
        alone = Record(folder / "alone")
        add(alone, CAPTURES)
        states = [state(alone)]

        for copy in map(Record, homes):
            if copies is _as_told:
                with pytest.raises(RecordDamaged, match="`onrecord rebuild` makes"):
                    everything(copy)
                copy.rebuild(LOADED)
            copy.mend()
            more = len(copy.loads()) - len(CAPTURES)
            for number in range(len(states) - 1, more):
                alone.add(endless(number), LOADED)
                states.append(state(alone))
            assert state(copy) == states[more]
            assert_sound(copy)
        assert everything(Record(homes[-1])) == everything(alone)


def test_c10_a_home_that_is_nothing_but_an_archive_is_no_record_yet(tmp_path: Path) -> None:
    record = Record(tmp_path / "record")
    add(record, CAPTURES)
    for path in (record.home / "journal.jsonl", record.home / "record.sqlite"):
        path.unlink()

    with pytest.raises(RecordError, match="no record yet"):
        everything(record)
