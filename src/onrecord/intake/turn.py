"""One update of a home at a time: a lock that ends with its process, whatever ends it."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from onrecord.archive import make_folder
from onrecord.errors import RecordError, RecordLocked

_NAME = ".updating"


@contextlib.contextmanager
def turn(home: Path) -> Iterator[None]:
    """Hold the only turn of a home; leaves no trace. Raises RecordLocked where another has it."""
    path = home / _NAME
    try:
        was_there = home.exists()
        make_folder(home)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as why:
        raise RecordError(f"cannot use the record: {home}: {why.strerror}") from why
    try:
        if not _lock(handle) or not _is_same(handle, path):
            raise RecordLocked(f"another update is running: {home}: try again when it is done")
        try:
            yield
        finally:
            with contextlib.suppress(OSError):
                path.unlink()
            if not was_there:
                with contextlib.suppress(OSError):  # something was kept in it
                    home.rmdir()
    finally:
        os.close(handle)


def _is_same(handle: int, path: Path) -> bool:
    """Whoever held it before may have taken the file away while we opened it."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except OSError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
