"""The SQLite database of a record: its connections, and what it says as errors of ours."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from onrecord.archive import make_folder
from onrecord.errors import RecordDamaged, RecordError, RecordLocked, RecordTooNew, RecordTooOld
from onrecord.record.revisions import DERIVED, is_derived_as_now, migrate, revision_of

_WAIT_MS = 5_000
DATABASE = "record.sqlite"


def open_engine(home: Path, *, create: bool, name: str = DATABASE) -> sa.Engine:
    """The database of a home. Raises RecordError where there is none, or it cannot be used."""
    path = home / name
    if not create and not is_there(path):
        raise _no_tables(path)
    if create:
        try:
            make_folder(home)
        except OSError as why:
            raise RecordError(f"cannot make the record: {home}: {why.strerror}") from why
    return _engine(path.absolute())  # a cached one must not follow the working folder


@lru_cache(maxsize=8)  # it holds no connection, but the statements that it has compiled
def _engine(path: Path) -> sa.Engine:
    engine = sa.create_engine(f"sqlite:///{path}", poolclass=sa.NullPool)
    sa.event.listen(engine, "connect", _prepare)
    return engine


def is_there(path: Path) -> bool:
    """Whether a path exists. Raises RecordError where that may not be known."""
    try:
        return path.exists()
    except OSError as why:
        raise RecordError(f"cannot use the record: {path}: {why.strerror}") from why


def beside(database: Path) -> list[Path]:
    """The files that SQLite keeps beside a database in use."""
    return [database.with_name(f"{database.name}-{kind}") for kind in ("wal", "shm")]


def unlink(*paths: Path) -> None:
    """Remove files that may be there."""
    for path in paths:
        path.unlink(missing_ok=True)


def _prepare(connection: Any, _: object) -> None:
    # Python's own transactions begin too late and only for some statements: we begin ourselves
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {_WAIT_MS}")
    connection.execute("PRAGMA foreign_keys = ON")


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection that sees one state of the record from its first question to its last."""
    with told(engine), engine.connect() as connection:
        connection.exec_driver_sql("BEGIN")
        _check_version(connection)
        _check_whole(connection)
        yield connection
        connection.exec_driver_sql("ROLLBACK")


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """The one connection that may write; waits five seconds for another, then RecordLocked."""
    with told(engine), engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode = WAL")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            _check_whole(connection)
            migrate(connection, str(engine.url.database))
            yield connection
        except BaseException:
            # an interrupt within a statement leaves the connection closed, and rolled back with it
            with suppress(sa.exc.SQLAlchemyError):
                connection.exec_driver_sql("ROLLBACK")
            raise
        connection.exec_driver_sql("COMMIT")


@contextmanager
def told(engine: sa.Engine) -> Iterator[None]:
    """What the database says, said as an error of the record."""
    path = engine.url.database
    try:
        yield
    except sa.exc.OperationalError as why:
        said = str(why.orig)
        if "locked" in said or "busy" in said:
            raise RecordLocked(f"the record is being written to: {path}: try again soon") from why
        raise RecordError(f"cannot use the record: {path}: {said}") from why
    except sa.exc.DatabaseError as why:
        raise RecordDamaged(
            f"the record is damaged: {path}: {why.orig}: `onrecord rebuild` makes it anew"
        ) from why


def _check_version(connection: sa.Connection) -> None:
    revision = revision_of(connection)
    if revision is None:
        raise _no_tables(_path(connection))
    if revision > DERIVED.newest:
        raise RecordTooNew(f"a record of a later version: {_path(connection)}: update onrecord")
    if not is_derived_as_now(connection):
        raise RecordTooOld(
            f"a record of an earlier version: {_path(connection)}: "
            "`onrecord rebuild` brings it up to this one"
        )


def _check_whole(connection: sa.Connection) -> None:
    """SQLite itself takes what is lacking of the last page for zeros, and answers short.

    Within a transaction, so that nobody folds the log into the file meanwhile. The file may not
    be opened here: closing it would end all locks that this process has on it (POSIX).
    """
    pages, page = (
        int(connection.exec_driver_sql(f"PRAGMA {which}").scalar_one())
        for which in ("page_count", "page_size")
    )
    path = _path(connection)
    try:
        lacking = pages * page - path.stat().st_size
        log = beside(path)[0]
        if lacking <= 0 or (log.exists() and log.stat().st_size):
            return  # a log that holds pages may hold the lacking ones: a fold cut short
    except OSError:
        return  # gone meanwhile
    raise RecordDamaged(
        f"the record is damaged: {path}: {lacking:,} bytes are lacking at its end: "
        "`onrecord rebuild` makes it anew"
    )


def _path(connection: sa.Connection) -> Path:
    return Path(str(connection.engine.url.database))


def _no_tables(path: Path) -> RecordError:
    """What to say where the tables are not: whether there is anything to make them from."""
    journal = path.with_name("journal.jsonl")
    if is_there(journal) and b"\n" in journal.read_bytes():
        return RecordDamaged(f"no record in it: {path}: `onrecord rebuild` makes it anew")
    # a first load may have been cut short before anything was kept
    return RecordError(f"no record yet: {path.parent}: `onrecord add starter` makes one")


def faults_of(home: Path) -> list[str]:
    """What SQLite finds wrong in the pages of a home's database; empty where there is none."""
    if not is_there(home / DATABASE):
        return []
    engine = open_engine(home, create=False)
    try:
        # whether there are tables in it is no matter here: a first load may have been cut short
        with told(engine), engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA quick_check")]
            _check_whole(connection)
    except RecordDamaged as why:
        return [str(why)]
    return [f"the record is damaged: {DATABASE}: {says}" for says in found if says != "ok"]
