"""A home on a PostgreSQL server: archive, journal and tables in one database.

A load is one transaction, truth and tables together, so that several machines share one record.
There is one writer at a time, by an advisory lock that goes with its transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import sqlalchemy as sa

from onrecord.archive import Archive
from onrecord.errors import (
    OnrecordError,
    RecordDamaged,
    RecordError,
    RecordLocked,
    RecordTooNew,
    RecordTooOld,
    UsageError,
)
from onrecord.record import schema
from onrecord.record.home import Session, Truth, faults_in
from onrecord.record.journal import Journal
from onrecord.record.revisions import (
    DERIVED,
    Course,
    is_derived_as_now,
    lacking,
    migrate,
    revision_of,
)

TRUTH = Course("onrecord.record:truth", "truth_version", "0001")
_WAIT_MS = 5_000
_CONNECT_S = 5
_SCHEMES = ("postgresql", "postgres", "postgresql+psycopg")
_SECRET = ("password", "sslpassword", "passfile")
_TOLD = ("host", "port", "service", "options")
# a writer's machine that loses its power must not keep the turn: the server asks after it
_KEEP_ALIVE = {"tcp_keepalives_idle": 20, "tcp_keepalives_interval": 5, "tcp_keepalives_count": 4}
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('onrecord.' || current_schema(), 0))"
# PostgreSQL's own codes (its manual, appendix A)
_NOT_IN_TIME = "55P03"
_NOT_AS_MADE = {"42P01", "42703", "42883"}
_UNREADABLE = {"XX001", "XX002"}

_truth = sa.MetaData()
_archive = sa.Table(
    "archive",
    _truth,
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Column("packed", sa.LargeBinary, nullable=False),
)
_journal = sa.Table(
    "journal",
    _truth,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("line", sa.Text, nullable=False),
)


def has_secret(address: str) -> bool:
    """Whether a password stands in an address. Raises UsageError for what is no address."""
    url = _url(address)
    return url.password is not None or any(name in url.query for name in _SECRET)


class ServerHome:
    """A home that is a database of a PostgreSQL server, or a schema of one (`options`).

    `beside` is a folder for what is of this machine only. Raises UsageError for an address that
    is none, or where the driver is not installed.
    """

    def __init__(self, address: str, beside: Path) -> None:
        url = _url(address)
        self.name = _name(url)
        self.folder = beside / "servers" / sha256(self.name.encode()).hexdigest()[:16]
        self._address = url.set(drivername="postgresql+psycopg")
        self._has_tables = False
        try:
            import psycopg as _  # noqa: F401 - whether it can be, is what is asked
        except ImportError as why:
            raise UsageError(
                f'no driver for PostgreSQL: {self.name}: `pip install "onrecord[postgres]"` adds it'
            ) from why

    @cached_property
    def _engine(self) -> sa.Engine:
        given = {} if "connect_timeout" in self._address.query else {"connect_timeout": _CONNECT_S}
        return sa.create_engine(self._address, poolclass=sa.NullPool, connect_args=given)

    def exists(self) -> bool:
        """Whether anything was ever written here."""
        return self.has_tables()

    def has_tables(self) -> bool:
        """Whether there are tables to read; once there, they are not looked for again."""
        if not self._has_tables:
            with self._told(), self._engine.connect() as connection:
                self._has_tables = revision_of(connection, TRUTH) is not None
        return self._has_tables

    @contextmanager
    def truth(self) -> Iterator[Truth]:
        """Archive and journal, of one state of the record."""
        with self._one_state() as connection:
            yield self._truth_of(connection)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One state of the record."""
        with self._one_state() as connection:
            if not self._has(connection, DERIVED):
                raise RecordDamaged(
                    f"no tables in it: {self.name}: `onrecord rebuild` makes them anew"
                )
            if not is_derived_as_now(connection):
                raise RecordTooOld(
                    f"a record of an earlier version: {self.name}: "
                    "`onrecord rebuild` brings it up to this one"
                )
            yield Session(self._truth_of(connection), connection)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """The turn of the one writer: archive, journal and tables, all or nothing."""
        with self._told(), self._engine.connect() as connection:
            try:
                self._take_turn(connection)
                self._migrate(connection)
                yield Session(self._truth_of(connection), connection)
                connection.commit()
            except BaseException:
                # the server has rolled back where the connection is lost
                with suppress(sa.exc.SQLAlchemyError):
                    connection.rollback()
                raise
        self._has_tables = True

    @contextmanager
    def renewing(self) -> Iterator[Session]:
        """The turn of the one writer, the derived tables emptied, or made where they differ."""
        with self.writing() as session:
            if lacking(session.connection):
                schema.metadata.drop_all(session.connection)
                schema.metadata.create_all(session.connection)
            # not TRUNCATE, which would keep readers waiting until the end
            for table in reversed(schema.metadata.sorted_tables):
                session.connection.execute(table.delete())
            yield session

    def faults(self) -> list[str]:
        """What of the derived tables is gone or not as it was written."""
        try:
            with self._one_state() as connection:
                found = faults_in(connection)
        except RecordDamaged as why:  # the server itself cannot read on
            return [str(why)]
        return [f"the record is damaged: {self.name}: {says}" for says in found]

    @contextmanager
    def _one_state(self) -> Iterator[sa.Connection]:
        with self._told(), self._engine.connect() as connection:
            connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
            if not self._has(connection, TRUTH):
                raise RecordError(f"no record yet: {self.name}: `onrecord add starter` makes one")
            yield connection

    def _has(self, connection: sa.Connection, course: Course) -> bool:
        """Whether there are such tables; refuses those of a later version."""
        revision = revision_of(connection, course)
        if revision is not None and revision > course.newest:
            raise RecordTooNew(f"a record of a later version: {self.name}: update onrecord")
        return revision is not None

    def _take_turn(self, connection: sa.Connection) -> None:
        values = {"lock_timeout": _WAIT_MS, **_KEEP_ALIVE}
        for name, value in values.items():
            connection.exec_driver_sql(f"SET LOCAL {name} = {value}")
        connection.exec_driver_sql(_LOCK)

    def _migrate(self, connection: sa.Connection) -> None:
        encoding = connection.exec_driver_sql("SHOW server_encoding").scalar()
        if encoding != "UTF8":
            raise RecordError(
                f"not a database of UTF-8: {self.name}: its encoding is {encoding}: "
                "make one with ENCODING 'UTF8'"
            )
        for course in (TRUTH, DERIVED):
            migrate(connection, self.name, course)

    def _truth_of(self, connection: sa.Connection) -> Truth:
        return Truth(Archive(_Shelf(connection)), Journal(_Lines(connection, self.name)))

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sa.exc.DBAPIError as why:
            raise self._error(why) from why

    def _error(self, why: sa.exc.DBAPIError) -> OnrecordError:
        state = getattr(why.orig, "sqlstate", None) or ""
        # only what the server says in its first line: details may hold values
        lines = str(why.orig).strip().splitlines() or [type(why.orig).__name__]
        says = " ".join(lines[0].split()).rstrip(".")
        if state == _NOT_IN_TIME:
            return RecordLocked(f"the record is being written to: {self.name}: try again soon")
        if state in _NOT_AS_MADE | _UNREADABLE or isinstance(
            why, (sa.exc.IntegrityError, sa.exc.DataError)
        ):
            return RecordDamaged(
                f"the record is damaged: {self.name}: {says}: `onrecord rebuild` makes it anew"
            )
        return RecordError(f"cannot use the record: {self.name}: {says}")


class _Shelf:
    """Packed files in a table."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def read(self, sha256: str) -> bytes | None:
        query = sa.select(_archive.c.packed).where(_archive.c.sha256 == sha256)
        found = self._connection.execute(query).scalar()
        return None if found is None else bytes(found)

    def write(self, sha256: str, packed: bytes) -> None:
        self._connection.execute(_archive.insert().values(sha256=sha256, packed=packed))

    def __contains__(self, sha256: str) -> bool:
        query = sa.select(sa.literal(1)).where(_archive.c.sha256 == sha256)
        return self._connection.execute(query).first() is not None

    def __iter__(self) -> Iterator[str]:
        # hex digits stand in the same order in any collation, but that is not for us to know
        yield from sorted(self._connection.execute(sa.select(_archive.c.sha256)).scalars())

    def size_bytes(self) -> int:
        query = sa.select(sa.func.sum(sa.func.octet_length(_archive.c.packed)))
        return int(self._connection.execute(query).scalar() or 0)


class _Lines:
    """The journal's lines in a table, numbered from 1 without a gap."""

    def __init__(self, connection: sa.Connection, name: str) -> None:
        self._connection = connection
        self.name = name

    def append(self, line: bytes) -> None:
        newest = self._connection.execute(sa.select(sa.func.max(_journal.c.number))).scalar() or 0
        self._connection.execute(_journal.insert().values(number=newest + 1, line=line.decode()))

    def __iter__(self) -> Iterator[bytes]:
        rows = self._connection.execute(sa.select(_journal).order_by(_journal.c.number)).all()
        for expected, (number, line) in enumerate(rows, 1):
            if number != expected:
                raise RecordDamaged(
                    f"the journal is damaged: {self.name}, line {expected} is gone: "
                    "restore it from a copy"
                )
            yield line.encode()


def _url(address: str) -> sa.URL:
    scheme = address.partition("://")[0]
    if scheme not in _SCHEMES:
        raise UsageError(
            f"not a record: {scheme}://…: --record takes a folder, or postgresql://USER@HOST/DATABASE"
        )
    try:
        return sa.make_url(address)
    except (sa.exc.ArgumentError, ValueError) as why:
        # what it says may hold the whole address
        raise UsageError(
            f"not an address: {scheme}://…: write postgresql://USER@HOST:PORT/DATABASE"
        ) from why


def _name(url: sa.URL) -> str:
    """The address without what nobody else should read."""
    shown = {name: value for name, value in url.query.items() if name in _TOLD}
    bare = sa.URL.create("postgresql", url.username, None, url.host, url.port, url.database, shown)
    return bare.render_as_string(hide_password=True)
