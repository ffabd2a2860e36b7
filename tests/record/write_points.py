"""Write points: a process forked from this one that is struck at the n-th thing it does to a disk.

Counted are the opening of a file to write, renaming, deleting, making a folder, fsync, and every
statement that SQLite is given to change something, its commit too. Each is struck before it is
done; that it was done, and no more, is the state at the next one.
"""

import errno
import gc
import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, NoReturn

import sqlalchemy as sa

from onrecord.errors import OnrecordError

_QUESTIONS = ("SELECT", "PRAGMA", "BEGIN", "ROLLBACK")
_CHANGES = frozenset({"os.rename", "os.remove", "os.mkdir", "os.truncate"})
_BROKEN = 99
_MARK = "struck "


class Strike(StrEnum):
    """What happens at the point."""

    KILL = "killed"
    FULL = "disk full"
    FAILS = "input/output error"
    INTERRUPT = "interrupted"
    TERMINATE = "terminated"


_SIGNALS = {
    Strike.KILL: signal.SIGKILL,
    Strike.INTERRUPT: signal.SIGINT,
    Strike.TERMINATE: signal.SIGTERM,
}


@dataclass(frozen=True, slots=True)
class Ended:
    """How the process ended: `status` None where it was killed; what it told, if it refused.

    `is_struck` False where it came to its end before the point.
    """

    status: int | None
    told: str
    is_struck: bool


def struck(act: Callable[[], object], home: Path, point: int, strike: Strike) -> Ended:
    """Run an act in a fork of this process, struck at a point under a folder, counted from 1."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _run(act, _Counter(home, point, strike, writing), writing)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        told = pipe.read()
    is_struck = _MARK in told
    told = told.replace(_MARK, "", 1)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return Ended(None, told, is_struck)
    return Ended(os.WEXITSTATUS(status), told, is_struck)


def at_every_point(
    act: Callable[[Path], object], start: Path, strike: Strike
) -> Iterator[tuple[int, Ended, Path]]:
    """An act on a copy of a folder, struck at every point of the folder's parent, till it ends
    unhurt: the point, how it ended, and the copy as it left it.
    """
    home = start.with_name("struck")
    gc.collect()
    gc.freeze()  # else a forked one copies nearly all that it inherits, to count it
    try:
        for point in range(1, 10_000):
            shutil.rmtree(home, ignore_errors=True)
            shutil.copytree(start, home)
            ended = struck(lambda: act(home), start.parent, point, strike)
            yield point, ended, home
            if not ended.is_struck:
                assert ended.status == 0, ended
                return
        raise AssertionError("it never ended")
    finally:
        gc.unfreeze()


def _run(act: Callable[[], object], counter: "_Counter", out: int) -> NoReturn:
    """As the program does: a refusal is one line and a status, all else is a fault of ours.

    Where the act is the program itself, it gives its status, and tells the rest on its own.
    """
    status = 0
    sys.stderr = os.fdopen(os.dup(out), "w", encoding="utf-8")
    sys.stdout = sys.stderr
    try:
        counter.listen()
        given = act()
        status = given if isinstance(given, int) else 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else _BROKEN
    except OnrecordError as why:
        status = why.exit_status
        os.write(out, str(why).encode())
    except BaseException as why:
        status = _BROKEN
        os.write(out, repr(why).encode())
    sys.stderr.flush()
    os._exit(status)  # never back into the tests


class _Counter:
    """Counts in the process that it is to strike, where nothing has to be put back."""

    def __init__(self, home: Path, point: int, strike: Strike, out: int) -> None:
        self._home, self._left, self._strike, self._out = str(home), point, strike, out
        self._fsync = os.fsync

    def listen(self) -> None:
        sys.addaudithook(self._audit)
        os.fsync = self._synced  # type: ignore[assignment]  # fsync is the one that tells no audit hook
        sa.event.listen(sa.Engine, "before_cursor_execute", self._stated)

    def _audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            is_written = bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
        elif event in _CHANGES:
            path = arguments[0]
            is_written = event != "os.remove" or self._may_fail_to_delete(path)
        else:
            return
        if is_written and str(path).startswith(self._home):
            self._count()

    def _may_fail_to_delete(self, path: Any) -> bool:
        """Nothing is deleted that is not there, and to delete takes no room."""
        return self._strike is not Strike.FULL and os.path.lexists(path)

    def _synced(self, handle: int) -> None:
        self._count()
        self._fsync(handle)

    def _stated(self, _c: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        if statement.lstrip().upper().startswith(_QUESTIONS):
            return
        try:
            self._count()
        except OSError as why:
            told = "database or disk is full" if why.errno == errno.ENOSPC else "disk I/O error"
            raise sa.exc.OperationalError(
                statement, values, sqlite3.OperationalError(told)
            ) from why

    def _count(self) -> None:
        self._left -= 1
        if self._left != 0:
            return
        os.write(self._out, _MARK.encode())
        if self._strike in _SIGNALS:
            os.kill(os.getpid(), _SIGNALS[self._strike])
            return
        code = errno.ENOSPC if self._strike is Strike.FULL else errno.EIO
        raise OSError(code, os.strerror(code))
