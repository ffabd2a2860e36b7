"""The record of one home: the door to loading, and to views of it."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

from onrecord import sources
from onrecord.archive import Damage
from onrecord.errors import NotFound, RecordDamaged, RecordError, UsageError
from onrecord.model.dates import write_instant
from onrecord.model.judgement import Judgement
from onrecord.model.listing import Entry
from onrecord.model.snapshot import Snapshot
from onrecord.record.conflicts import Conflict, conflicts
from onrecord.record.decisions import Withdrawal
from onrecord.record.home import FolderHome, Home, Truth
from onrecord.record.journal import Accepted, Decision, Load
from onrecord.record.kept import Kept, beside_loads, files_digest, kept, mark_of, turns_of
from onrecord.record.runs import entries_of, members_of, newest_entries
from onrecord.record.store import Added, Store
from onrecord.record.view import View


@dataclass(frozen=True, slots=True)
class Capture:
    """The bytes of a source as they were at one instant, to be added; files by published name."""

    source: str
    captured: datetime
    files: Mapping[str, bytes]
    origin: str | None = None


class Record:
    """A point-in-time record of lists, in a folder or on a server: archive, journal and tables.

    Nothing is made or opened before it is asked for: a folder that is not there yet is an empty
    record, which refuses questions (RecordError) and takes captures.
    """

    def __init__(self, where: Path | Home) -> None:
        self._home = FolderHome(where) if isinstance(where, Path) else where
        self._store = Store(self._home)

    @property
    def name(self) -> str:
        """Where it is, for people."""
        return self._home.name

    @property
    def home(self) -> Path:
        """The folder of what `update` keeps beside; the record's own where it is in a folder."""
        return self._home.folder

    def exists(self) -> bool:
        """Whether anything was ever added."""
        return self._home.exists()

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

    def mend(self, at: datetime | None = None) -> None:
        """Derive what a crash left underived, so that what is held is seen to be held.

        `at` is when; with it, what another version of a parser read is read again.
        """
        if self.exists():
            self._store.mend(at)

    def parsed(self, capture: Capture) -> Snapshot:
        """A capture as `add` would read it, companions that carry over included; writes nothing.

        Raises InputError for what `add` would refuse.
        """
        captured = capture.captured.astimezone(UTC)
        return self._store.parsed(capture.source, captured, capture.files)

    def newest(self, source: str) -> dict[str, Entry]:
        """The entries of a source's newest capture that was not withdrawn, by uid."""
        with self._home.reading() as session:
            held = kept(session.connection, source).get(source, [])
            counting = [k for k in held if k.withdrawn() is None]
            if counting[-1:] == held[-1:]:
                return newest_entries(session.connection, source)
            if not counting:
                return {}
            rank = {k.seen.capture: at for at, k in enumerate(held)}
            newest = members_of(session.connection, source, rank, counting[-1].seen.capture)
            entries = entries_of(session.connection, list(newest.values()))
            return {entry.uid: entry for _, entry in entries}

    def file(self, sha256: str) -> bytes | None:
        """A file of the archive; None where the archive has it not, or not as it was."""
        if not self._home.exists():
            return None
        with self._home.truth() as truth:
            try:
                return truth.archive.get(sha256)
            except RecordDamaged:
                return None

    def rebuild(self, at: datetime) -> int:
        """Make all that is derived anew; gives how many captures there are. `at` is when."""
        return self._store.rebuild(at)

    @contextmanager
    def view(
        self, known: datetime, only: frozenset[tuple[str, datetime, str]] | None = None
    ) -> Iterator[View]:
        """The record as known at an instant, one state of it for as long as the view is open.

        `only` these captures (source, instant, digest) are used where they are given. Raises
        RecordError where there is no record, or nothing in it was known by then.
        """
        with self._home.reading() as session:
            yield View(session.connection, session.truth.archive, known, only)

    def truth(self) -> AbstractContextManager[Truth]:
        """Archive and journal in one state, to read. Raises RecordError where there is none."""
        return self._home.truth()

    def loads(self) -> list[Load]:
        """What was loaded, in the order of the journal."""
        with self._home.truth() as truth:
            return list(truth.journal.loads())

    def judge(self, judgement: Judgement) -> None:
        """Take in a judgement; known from its instant, and until another of the pair is made."""
        self._store.decide(judgement)

    def decide(self, decision: Decision) -> None:
        """Take in a decision that was made elsewhere, as a bundle carries it; not a load."""
        self._store.decide(decision)

    def judgements(self) -> list[Judgement]:
        """All judgements, withdrawn ones too, in the order in which they were made."""
        with self._home.truth() as truth:
            return list(truth.journal.judgements())

    def withdraw(self, withdrawal: Withdrawal) -> None:
        """Take a capture back: as known from then on it counts no more; its bytes are kept.

        Loaded again, it counts again. Raises NotFound where it is not held, UsageError where it
        was withdrawn already.
        """
        mark = mark_of(withdrawal)
        held = self.captures().get(withdrawal.source, [])
        found = [k for k in held if (withdrawal.source, k.seen.captured, k.seen.digest) == mark]
        where = f"{withdrawal.source}@{write_instant(withdrawal.captured)}"
        if not found:
            raise NotFound(f"no such capture: {where}: `onrecord sources --json` names all")
        if found[0].withdrawn() is not None:
            raise UsageError(f"withdrawn already: {where}: adding it again restores it")
        self._store.decide(withdrawal)

    def accepted(self) -> dict[str, Load]:
        """The loads in effect that a person let out of quarantine, by its id there."""
        with self._home.truth() as truth:
            decisions, _ = truth.journal.read()
        turns = turns_of(beside_loads(decisions))
        loads = [one for one in decisions if isinstance(one, Load) and one.accepted is not None]
        return {
            load.accepted.quarantined: load
            for load in loads
            if load.accepted is not None
            and not isinstance(turns.get(mark_of(load), (None,))[-1], Withdrawal)
        }

    def captures(self) -> dict[str, list[Kept]]:
        """All captures held, by source, in the order of the days they speak for."""
        with self._home.reading() as session:
            return kept(session.connection)

    def conflicts(self) -> list[Conflict]:
        """The captures that contradict each other, by source and in the order of their days."""
        found: list[Conflict] = []
        with self._home.reading() as session:
            for source, every in kept(session.connection).items():
                rank = {k.seen.capture: at for at, k in enumerate(every)}
                held = [k for k in every if k.withdrawn() is None]  # that is how one is ended
                members = partial(members_of, session.connection, source, rank)
                found += conflicts(sources.get(source), held, members)
        return found

    def damages(self) -> Iterator[Damage]:
        """What of archive, journal and tables is not as it was written; reads all of it."""
        for says in self._home.faults():
            yield Damage("record.sqlite", says)
        with self._home.truth() as truth:
            yield from truth.archive.damages()
            decisions, damages = truth.journal.read()
            loads = [one for one in decisions if isinstance(one, Load)]
            for says in damages:
                yield Damage("journal.jsonl", f"{says}: restore it from a copy")
            for load in loads:
                for name, digest in load.files.items():
                    if digest not in truth.archive:
                        yield Damage(
                            digest, f"the archive lacks {name} of {load.source}: {digest[:12]}"
                        )
        if not damages:
            yield from self._unwritten(loads)

    def _unwritten(self, loads: list[Load]) -> Iterator[Damage]:
        """What the tables hold and the journal, which is written first, does not."""
        told = {(load.source, load.captured, files_digest(load.files)) for load in loads}
        try:
            held = self.captures()
        except RecordError:
            return  # no tables, or damaged ones, which is told already
        for source, captures in held.items():
            for one in captures:
                if (source, one.seen.captured, one.seen.digest) not in told:
                    when = one.seen.captured.isoformat()
                    yield Damage(
                        "journal.jsonl",
                        f"the journal lacks {source} of {when}: restore it from a copy",
                    )
