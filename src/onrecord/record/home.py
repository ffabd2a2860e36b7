"""Where a record lives: in a folder, or on a server; whoever reads and writes it need not know.

A folder holds the archive and the journal as files, and all that is derived in SQLite.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa

from onrecord.archive import Archive, Folder, sync_folder
from onrecord.record.database import (
    DATABASE,
    beside,
    faults_of,
    is_there,
    open_engine,
    reading,
    told,
    unlink,
    writing,
)
from onrecord.record.journal import Journal, LinesFile
from onrecord.record.revisions import lacking, revision_of
from onrecord.record.runs import spoilt_entries


@dataclass(frozen=True, slots=True)
class Truth:
    """What all else follows from: the files as published, and what was loaded and decided."""

    archive: Archive
    journal: Journal


@dataclass(frozen=True, slots=True)
class Session:
    """A record opened: its truth, and a connection to the tables that follow from it."""

    truth: Truth
    connection: sa.Connection


class Home(Protocol):
    """A place for one record: many may read it at once, one writes."""

    name: str  # for people; never a password
    folder: Path  # for what is of this machine only: what `update` remembers and stopped

    def exists(self) -> bool:
        """Whether anything was ever written here. Raises RecordError where that is not known."""

    def has_tables(self) -> bool:
        """Whether there are tables to read. Raises RecordError."""

    def truth(self) -> AbstractContextManager[Truth]:
        """Archive and journal, to read: whole also where the tables are damaged.

        Raises RecordError where there is none.
        """

    def reading(self) -> AbstractContextManager[Session]:
        """One state of the record, from the first question to the last.

        Raises RecordError where there is none, RecordDamaged, RecordTooNew.
        """

    def writing(self) -> AbstractContextManager[Session]:
        """The turn of the one writer; the tables are made where there are none.

        What is written to the tables is seen by nobody before the end, and not at all where that
        is an exception. Raises RecordLocked after five seconds of another's turn.
        """

    def renewing(self) -> AbstractContextManager[Session]:
        """As `writing`, with the tables empty; readers have the old ones until the end."""

    def faults(self) -> list[str]:
        """What is wrong with the tables themselves, a sentence each; reads all of them."""


class FolderHome:
    """A home that is a folder, made when it is first written to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name = str(folder)
        journal = folder / "journal.jsonl"
        self._journal = journal
        self._truth = Truth(Archive(Folder(folder / "archive")), Journal(LinesFile(journal)))

    def exists(self) -> bool:
        """Whether anything was ever written here."""
        return is_there(self.folder / DATABASE) or is_there(self._journal)

    def has_tables(self) -> bool:
        """Whether there are tables; a first load that was cut short leaves a database without."""
        if not is_there(self.folder / DATABASE):
            return False
        engine = open_engine(self.folder, create=False)
        with told(engine), engine.connect() as connection:
            return revision_of(connection) is not None

    @contextmanager
    def truth(self) -> Iterator[Truth]:
        """Archive and journal; empty where there is no folder."""
        yield self._truth

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One state of the record."""
        with reading(open_engine(self.folder, create=False)) as connection:
            yield Session(self._truth, connection)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """The turn of the one writer. A line of the journal is kept when it is written."""
        with writing(open_engine(self.folder, create=True)) as connection:
            yield Session(self._truth, connection)

    @contextmanager
    def renewing(self) -> Iterator[Session]:
        """A database beside the old one, which takes its place at the end."""
        path, fresh = self.folder / DATABASE, self.folder / f"{DATABASE}.new"
        unlink(fresh, *beside(fresh))
        with writing(open_engine(self.folder, create=True, name=fresh.name)) as connection:
            yield Session(self._truth, connection)
        # what the old one had not yet folded in goes first, from the disk as well: left behind, it
        # would be taken for the new one's; without it the old one is whole, only older, until it
        # is replaced
        unlink(*beside(path))
        sync_folder(self.folder)
        fresh.replace(path)
        sync_folder(self.folder)

    def faults(self) -> list[str]:
        """What SQLite finds wrong in its pages, or what of the tables is gone."""
        found = faults_of(self.folder)
        if found or not self.has_tables():
            return found
        with self.reading() as session:
            return [
                f"the record is damaged: {DATABASE}: {s}" for s in faults_in(session.connection)
            ]


def faults_in(connection: sa.Connection) -> list[str]:
    """What of the derived tables is gone or not as it was written; reads every entry."""
    gone = lacking(connection)
    found = gone or [f"the entry {ref} has changed" for ref in spoilt_entries(connection)]
    return [f"{says}: `onrecord rebuild` makes it anew" for says in found]
