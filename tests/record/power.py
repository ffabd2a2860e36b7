"""The power goes: what a disk may then hold of what was done to it, from a recording of that.

Sure is only what was brought to the disk: of a file its bytes at its last fsync, of a folder its
names at its own. All since may be there, or not, or in part: bytes by sectors, some of them zeros
that were never written, names each by itself, with all that stands in a folder whose name is lost.

SQLite's own writes pass by Python. They are seen in its files between two statements, and it is
taken at its word (sqlite.org, "Write-Ahead Logging") that a commit at `synchronous = FULL` brings
the log to the disk, that a log is folded in and the file on the disk before the log goes, and that
the first page of a new file is written under a rollback journal.
"""

import os
import pickle
import random
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, TypeAlias

import sqlalchemy as sa

_SECTOR = 512
_EACH = 3
_FOLDER = -1
_CHANGES = frozenset({"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate"})

Names: TypeAlias = dict[str, int]  # path → number of a file, or _FOLDER
Step: TypeAlias = dict[str, int | None]  # names given and taken at one stroke


@dataclass
class Log:
    """What was done to a folder, in order, each step a kind and what it is of.

    "write": a file by its number, and its bytes since; "whole": the same, of bytes that are written
    in full or not at all; "names": a step; "sync": a file; "sync folder": a path; "done": a part
    of the act was finished.
    """

    names: Names = field(default_factory=dict)
    content: dict[int, bytes] = field(default_factory=dict)
    steps: list[tuple[str, Any, Any]] = field(default_factory=list)


def recorded(act: Callable[[Path, Callable[[], None]], object], home: Path, out: Path) -> Log:
    """What an act does to a folder; the act calls what it is given when a part is finished."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            recorder = _Recorder(home)
            recorder.listen()
            act(home, recorder.done)
            recorder.look()
            recorder.is_on = False
            out.write_bytes(pickle.dumps(recorder.log))
            status = 0
        finally:
            os._exit(status)  # never back into the tests
    assert os.waitpid(child, 0)[1] == 0
    log = pickle.loads(out.read_bytes())  # noqa: S301 - our own
    assert isinstance(log, Log)
    return log


class _Recorder:
    """Looks at a folder before and after all that Python does, and says what became different.

    To look at a database ends the locks that this process has on it: nobody else may be about.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self._ids: dict[int, int] = {}
        self._given = count()
        self._names, self._content = self._seen()
        self.log = Log(dict(self._names), dict(self._content))
        self._fsync = os.fsync
        self.is_on = True

    def listen(self) -> None:
        sys.addaudithook(self._audit)
        os.fsync = self._synced  # type: ignore[assignment]  # it tells no audit hook
        sa.event.listen(sa.Engine, "before_cursor_execute", self._before)
        sa.event.listen(sa.Engine, "after_cursor_execute", self._after)

    def done(self) -> None:
        self.look()
        self.log.steps.append(("done", None, None))

    def _audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event not in _CHANGES or not self.is_on:
            return
        if event == "open" and not arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            return
        if str(arguments[0]).startswith(str(self._home)):
            self.look()

    def _synced(self, handle: int) -> None:
        self.look()
        self._fsync(handle)
        status = os.fstat(handle)
        if not stat.S_ISDIR(status.st_mode):
            self.log.steps.append(("sync", self._ids[status.st_ino], None))
            return
        for folder in (self._home, *self._home.rglob("*")):
            if folder.is_dir() and os.path.samestat(folder.stat(), status):
                self.log.steps.append(("sync folder", str(folder.relative_to(self._home)), None))

    def _before(self, *_: Any) -> None:
        self.look()

    def _after(self, connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        self.look()
        if statement == "COMMIT":
            database = Path(connection.engine.url.database).relative_to(self._home)
            self.log.steps.append(("sync", self._names[f"{database}-wal"], None))
            self.log.steps.append(("sync folder", str(database.parent), None))

    def look(self) -> None:
        """Note what is different since the last look: bytes first, then names."""
        self.is_on = False
        names, content = self._seen()
        self.is_on = True
        for inode, found in content.items():
            before = self._content.get(inode)
            if before == found:
                continue
            is_first_page = before == b"" and found.startswith(b"SQLite format 3")
            self.log.steps.append(("whole" if is_first_page else "write", inode, found))
        gone = [name for name in self._names if names.get(name) != self._names[name]]
        come = [name for name in names if self._names.get(name) != names[name]]
        for name in gone:
            if name.endswith("-wal") and name not in names:  # folded in, see above
                self._fold(name.removesuffix("-wal"))
        for name in come:
            step: Step = {name: names[name]}
            step |= {
                old: None
                for old in gone
                if old not in names and names[name] != _FOLDER and self._names[old] == names[name]
            }
            gone = [old for old in gone if old not in step]
            self.log.steps.append(("names", step, None))
        for name in gone:
            if name not in names:
                self.log.steps.append(("names", {name: None}, None))
        self._names, self._content = names, content

    def _seen(self) -> tuple[Names, dict[int, bytes]]:
        names: Names = {}
        content: dict[int, bytes] = {}
        there: dict[int, int] = {}
        for path in sorted(self._home.rglob("*")):
            name = str(path.relative_to(self._home))
            if path.is_dir():
                names[name] = _FOLDER
            elif not name.endswith(("-shm", "-journal")):  # memory, and what is described above
                # not the inode itself, which may be that of a file that is gone
                inode = path.stat().st_ino
                there[inode] = self._ids[inode] if inode in self._ids else next(self._given)
                names[name] = there[inode]
                content[names[name]] = path.read_bytes()
        self._ids = there
        return names, content

    def _fold(self, database: str) -> None:
        if database in self._names:
            self.log.steps.append(("sync", self._names[database], None))


class Disk:
    """A folder after so many steps: what is surely on the disk, and what came since."""

    def __init__(self, log: Log) -> None:
        self._sure_names, self._sure = dict(log.names), dict(log.content)
        self._now = dict(log.content)
        self._pending: list[Step] = []
        self.done = 0

    def take(self, step: tuple[str, Any, Any]) -> None:
        """The next step."""
        kind, what, content = step
        if kind == "write":
            self._now[what] = content
        elif kind == "whole":
            self._now[what] = self._sure[what] = content
        elif kind == "names":
            self._pending.append(what)
        elif kind == "sync":
            self._sure[what] = self._now[what]
        elif kind == "sync folder":
            self._sync_folder(what)
        else:
            self.done += 1

    def _sync_folder(self, folder: str) -> None:
        left: list[Step] = []
        for step in self._pending:
            if any(str(Path(name).parent) == folder for name in step):
                self._apply(self._sure_names, step)
            else:
                left.append(step)
        self._pending = left

    @staticmethod
    def _apply(names: Names, step: Step) -> None:
        for name, inode in step.items():
            if inode is None:
                names.pop(name, None)
            else:
                names[name] = inode

    @property
    def pending(self) -> int:
        """How many changes of names are not surely on the disk."""
        return len(self._pending)

    def left(self, time: int, dice: random.Random) -> dict[str, bytes | None]:
        """What may be found: by path the bytes, None for a folder. The first time the least.

        Of the newest three changes of names every choice is had in eight times.
        """
        names = dict(self._sure_names)
        for age, step in reversed(list(enumerate(reversed(self._pending)))):
            if time and (time >> age & 1 if age < _EACH else dice.random() < 0.5):
                self._apply(names, step)
        found: dict[str, bytes | None] = {}
        for name, inode in sorted(names.items()):
            above = str(Path(name).parent)
            if above not in (".", *found):
                continue  # lost with its folder
            found[name] = None if inode == _FOLDER else self._bytes(inode, dice if time else None)
        return found

    def _bytes(self, inode: int, dice: random.Random | None) -> bytes:
        old, new = self._sure.get(inode, b""), self._now.get(inode, b"")
        if dice is None or old == new:
            return old
        return dice.choice((old, new, _torn(old, new, dice), _torn(old, new, dice)))


def _torn(old: bytes, new: bytes, dice: random.Random) -> bytes:
    """Some sectors as they were, some as they should be; zeros where neither was written."""
    size = dice.choice((len(old), len(new), dice.randint(*sorted((len(old), len(new))))))
    out = bytearray()
    for at in range(0, size, _SECTOR):
        part = dice.choice((old, new))[at : at + _SECTOR]
        out += part.ljust(min(_SECTOR, size - at), b"\0")
    return bytes(out[:size])


def losses(log: Log, home: Path, seed: str, times: int) -> Iterator[tuple[str, int]]:
    """The power goes after every step: the least that is sure, and so many times what may be.

    Each different outcome is put into the folder once; gives when it was, and how many parts had
    been finished by then.
    """
    disk, seen = Disk(log), set()
    for number, step in enumerate([("done", None, None), *log.steps]):
        disk.take(step)
        for time in range(max(times + 1, 2 ** min(_EACH, disk.pending))):
            found = disk.left(time, random.Random(f"{seed} {number} {time}"))  # noqa: S311
            mark = (disk.done, hash(tuple(found.items())))
            if mark in seen:
                continue
            seen.add(mark)
            shutil.rmtree(home, ignore_errors=True)
            home.mkdir()
            for name, content in found.items():
                if content is None:
                    (home / name).mkdir()
                else:
                    (home / name).write_bytes(content)
            yield f"after step {number} ({step[0]}), time {time}", disk.done - 1
