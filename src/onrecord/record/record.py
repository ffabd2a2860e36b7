"""The record of one home: the door to loading, and to views of it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from onrecord.archive import Damage
from onrecord.errors import RecordDamaged
from onrecord.model.listing import Entry
from onrecord.model.snapshot import Snapshot
from onrecord.record.database import faults_of, is_there, open_engine, reading
from onrecord.record.journal import Accepted, Load
from onrecord.record.runs import newest_entries
from onrecord.record.store import Added, Kept, Store, kept
from onrecord.record.view import View


@dataclass(frozen=True, slots=True)
class Capture:
    """The bytes of a source as they were at one instant, to be added; files by published name."""

    source: str
    captured: datetime
    files: Mapping[str, bytes]
    origin: str | None = None


class Record:
    """A point-in-time record of lists, in a folder: archive, journal and tables.

    Nothing is made or opened before it is asked for: a folder that is not there yet is an empty
    record, which refuses questions (RecordError) and takes captures.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        self._store = Store(home)

    def exists(self) -> bool:
        """Whether anything was ever added."""
        return is_there(self.home / "record.sqlite") or is_there(self.home / "journal.jsonl")

    def add(self, capture: Capture, at: datetime, accepted: Accepted | None = None) -> Added:
        """Take in a capture, all or nothing; `at` is when, and moves no answer.

        `accepted` where a person let it out of quarantine: that is written with it. Adding what
        is held already changes nothing. Raises InputError for what cannot be read as the list
        that it should be, RecordLocked where another process writes.
        """
        hashes = {name: sha256(data).hexdigest() for name, data in capture.files.items()}
        captured = capture.captured.astimezone(UTC)  # whose date is the day it speaks for
        load = Load(capture.source, captured, hashes, at, capture.origin, accepted)
        return self._store.add(load, capture.files)

    def mend(self) -> None:
        """Derive what a crash left underived, so that what is held is seen to be held."""
        if self.exists():
            self._store.mend()

    def parsed(self, capture: Capture) -> Snapshot:
        """A capture as `add` would read it, companions that carry over included; writes nothing.

        Raises InputError for what `add` would refuse.
        """
        captured = capture.captured.astimezone(UTC)
        return self._store.parsed(capture.source, captured, capture.files)

    def newest(self, source: str) -> dict[str, Entry]:
        """The entries of a source's newest capture, by uid."""
        with reading(open_engine(self.home, create=False)) as connection:
            return newest_entries(connection, source)

    def file(self, sha256: str) -> bytes | None:
        """A file of the archive; None where the archive has it not, or not as it was."""
        try:
            return self._store.archive.get(sha256)
        except RecordDamaged:
            return None

    def rebuild(self) -> int:
        """Make all that is derived anew; gives how many captures there are."""
        return self._store.rebuild()

    @contextmanager
    def view(
        self, known: datetime, only: frozenset[tuple[str, datetime, str]] | None = None
    ) -> Iterator[View]:
        """The record as known at an instant, one state of it for as long as the view is open.

        `only` these captures (source, instant, digest) are used where they are given. Raises
        RecordError where there is no record, or nothing in it was known by then.
        """
        with reading(open_engine(self.home, create=False)) as connection:
            yield View(connection, self._store.archive, known, only)

    def loads(self) -> list[Load]:
        """What was loaded, in the order of the journal."""
        return list(self._store.journal)

    def file_or_raise(self, sha256: str) -> bytes:
        """A file of the archive. Raises RecordDamaged."""
        return self._store.archive.get(sha256)

    def captures(self) -> dict[str, list[Kept]]:
        """All captures held, by source, in the order of the days they speak for."""
        with reading(open_engine(self.home, create=False)) as connection:
            return kept(connection)

    def damages(self) -> Iterator[Damage]:
        """What of the archive and the tables is not as it was written; reads all of it."""
        for says in faults_of(self.home):
            yield Damage("record.sqlite", says)
        archive = self._store.archive
        yield from archive.damages()
        for load in self._store.journal:
            for name, digest in load.files.items():
                if digest not in archive:
                    yield Damage(
                        digest, f"the archive lacks {name} of {load.source}: {digest[:12]}"
                    )
