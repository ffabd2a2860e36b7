"""The store: captures in, all or nothing, and the tables that follow from them.

Truth is the archive and the journal; the tables can be thrown away and made again. A load is
written in this order: bytes to the archive, its line to the journal (from then on it is kept, in
a folder), then the tables. A crash between the last two is mended by the next load.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

import sqlalchemy as sa

from onrecord import sources
from onrecord.archive import Archive
from onrecord.errors import RecordError, RecordTooOld
from onrecord.model.codec import write_entry
from onrecord.model.snapshot import Finding, Snapshot
from onrecord.record import schema
from onrecord.record.decisions import Withdrawal
from onrecord.record.home import Home, Session
from onrecord.record.journal import Decision, Load, line_of
from onrecord.record.kept import Kept, beside_loads, files_digest, instant_of, kept
from onrecord.record.linking import Linker, drop_loose
from onrecord.record.rereading import newest_reparse, reparse
from onrecord.record.revisions import begin_derivation
from onrecord.record.runs import Member, Members, append, newest_content, rewrite
from onrecord.record.wordings import Wordings


@dataclass(frozen=True, slots=True)
class Added:
    """What adding a capture did: `is_new` False where the record held it already.

    `is_restored` where it was held, and a person had withdrawn it: it counts again.
    """

    source: str
    captured: datetime
    is_new: bool
    entries: int
    findings: tuple[Finding, ...] = ()
    is_restored: bool = False


class Store:
    """Archive, journal and tables of one home, for writing."""

    def __init__(self, home: Home) -> None:
        self._home = home
        # the newest snapshot parsed of each source: nearly all of the next one is the same, and
        # to see that costs a tenth of writing it out again
        self._newest: dict[str, Members] = {}
        self._wordings = Wordings()
        self._linker = Linker(self._wordings)

    @sources.uncollected()
    def add(self, load: Load, content: Mapping[str, bytes]) -> Added:
        """Take in a capture, all or nothing; one that is held already changes nothing.

        Raises InputError for what its parser refuses, and then nothing has been written.
        """
        source = sources.get(load.source)
        digest = files_digest(load.files)
        # first by the hash alone, so that all of a folder can be given again and again
        for known in self._before(load.source, load.captured):
            if known.seen.digest == digest:
                if known.withdrawn() is not None:
                    self.decide(load)
                    return Added(
                        load.source, load.captured, True, known.entries, known.findings, True
                    )
                return Added(load.source, load.captured, False, known.entries, known.findings)
        before = self._before(load.source)
        carried = self._carried(source, load.files, load.captured, None, before)
        snapshot = self._parse_ahead(source, content, carried)
        with self._home.writing() as session:
            self._catch_up(session, load.at)
            # by another writer, since we looked
            if self._is_held(session.connection, load, digest):
                return Added(load.source, load.captured, False, _size(snapshot), snapshot.findings)
            for name, data in sorted(content.items()):
                session.truth.archive.put(data, _alike(name, before))
            session.truth.journal.append(load)
            self._derive(session, load, snapshot, carried)
        return Added(load.source, load.captured, True, _size(snapshot), snapshot.findings)

    def decide(self, decision: Decision) -> None:
        """Take in what was decided beside loads; of a pair's judgements the newest is in effect."""
        if not self._home.has_tables():
            raise RecordError(f"no record yet: {self._home.name}: `onrecord add starter` makes one")
        with self._home.writing() as session:
            self._catch_up(session, decision.at)
            self._decide(session, decision)
            if isinstance(decision, Load | Withdrawal):
                self._carry_anew(session, {decision.source})

    def mend(self, at: datetime | None = None) -> None:
        """Derive what the journal holds and the tables do not, after a crash between the two.

        And read again what another version of a parser read, where it is told when that is.
        """
        with self._home.writing() as session:
            self._catch_up(session, at)

    def parsed(self, source_id: str, captured: datetime, files: Mapping[str, bytes]) -> Snapshot:
        """The snapshot that a capture would be; writes nothing. Raises InputError."""
        source = sources.get(source_id)
        named = dict.fromkeys(files, "")
        carried = self._carried(source, named, captured, None, self._before(source_id))
        return self._parse_ahead(source, files, carried)

    def rebuild(self, at: datetime) -> int:
        """Make the tables anew from archive and journal; gives how many captures there were.

        What a parser's new version reads otherwise is told first, from the old tables, unless
        they are damaged or gone.
        """
        with self._home.truth() as truth:
            loads = list(truth.journal.loads())
        if not loads:
            raise RecordError(f"nothing to rebuild from: {self._home.name}: the journal is empty")
        if self._has_old_readings():
            self.mend(at)
        with self._home.renewing() as session:
            self._catch_up(session)
        self.mend()  # what another writer put into the old ones meanwhile
        return len(loads)

    def _has_old_readings(self) -> bool:
        """Whether there are whole tables of now, in which another version of a parser read."""
        try:
            with self._home.reading() as session:
                held = kept(session.connection)
        except (RecordError, ValueError):
            return False  # what a rebuild is for
        return any(k.parser != sources.get(s).version for s, every in held.items() for k in every)

    def _before(self, source: str, captured: datetime | None = None) -> list[Kept]:
        if not self._home.has_tables():
            return []
        try:
            return self._kept(source, captured)
        except RecordTooOld:
            self.mend()
            return self._kept(source, captured)

    def _kept(self, source: str, captured: datetime | None) -> list[Kept]:
        with self._home.reading() as session:
            return kept(session.connection, source, captured).get(source, [])

    def _is_held(self, connection: sa.Connection, load: Load, digest: str) -> bool:
        table = schema.capture.c
        captured = instant_of(load.captured)
        query = sa.select(table.id).where(
            table.source == load.source, table.captured == captured, table.digest == digest
        )
        return connection.execute(query).first() is not None

    def _catch_up(self, session: Session, at: datetime | None = None) -> None:
        """Derive what the journal holds and the tables do not: after a crash, or in a rebuild.

        Tables that another version derived are emptied first. What another version of a parser
        read is read again where it is told when that is.
        """
        connection, archive = session.connection, session.truth.archive
        journal = session.truth.journal
        begin_derivation(connection)
        decided = list(beside_loads(journal))  # first: what is withdrawn lends no companions
        count = connection.execute(sa.select(sa.func.count(schema.judgement.c.id))).scalar_one()
        for one in decided[count:]:
            connection.execute(schema.judgement.insert().values(line=line_of(one)))
        turned = {one.source for one in decided[count:] if isinstance(one, Load | Withdrawal)}
        held = {
            (source, k.seen.captured, k.seen.digest)
            for source, captures in kept(connection).items()
            for k in captures
        }
        # in the order of the captures' instants: each then comes last, which is the cheapest
        for load in sorted(journal.loads(), key=lambda load: (load.captured, load.source)):
            mark = (load.source, load.captured, files_digest(load.files))
            if mark in held:
                continue
            held.add(mark)
            source = sources.get(load.source)
            before = kept(connection, load.source).get(load.source, [])
            carried = self._carried(source, load.files, load.captured, None, before)
            content = {name: archive.get(sha) for name, sha in load.files.items()}
            self._derive(session, load, self._parse(archive, source, content, carried), carried)
        self._carry_anew(session, turned)
        if at is not None:
            self._read_anew(session, at)

    def _decide(self, session: Session, decision: Decision) -> None:
        session.truth.journal.append(decision)
        line = line_of(decision)
        session.connection.execute(schema.judgement.insert().values(line=line))

    def _read_anew(self, session: Session, at: datetime) -> None:
        """Read again all captures of each source whose parser is of another version now."""
        connection = session.connection
        for source_id, captures in kept(connection).items():
            source = sources.get(source_id)
            versions = {k.parser for k in captures} - {source.version}
            if not versions:
                continue
            self._newest.pop(source_id, None)
            fresh = self._reread(session, source, captures)
            order = [k.seen.capture for k in captures]
            span = (min(versions), source.version)
            told = reparse(connection, source_id, order, fresh, span, at)
            if not told.is_again(newest_reparse(session.truth.journal, source_id)):
                self._decide(session, told)
            self._replace(connection, source_id, fresh)

    def _carry_anew(self, session: Session, source_ids: Iterable[str]) -> None:
        """Read again what a withdrawal or a restoration gives other companions."""
        for source_id in sorted(source_ids):
            captures = kept(session.connection, source_id).get(source_id, [])
            if fresh := self._reread(session, sources.get(source_id), captures):
                self._replace(session.connection, source_id, fresh)

    def _replace(
        self, connection: sa.Connection, source_id: str, fresh: dict[int, Members]
    ) -> None:
        """Let what captures now read as take the place of what they did."""
        # the day that a capture speaks for may read otherwise too, and with it their order
        order = [k.seen.capture for k in kept(connection, source_id)[source_id]]
        since = newest_content(connection)
        rewrite(connection, source_id, order, fresh, self._wordings)
        drop_loose(connection)
        self._link(connection, source_id, fresh, since, is_late=True)

    def _carried(
        self,
        source: sources.Source,
        files: Mapping[str, str],
        captured: datetime,
        day: date | None,
        captures: list[Kept],
    ) -> dict[str, tuple[str, datetime]]:
        """Companion files that a capture lacks, from the newest one before it that has them.

        By name: (hash, instant of the capture that it is from). Only from captures that were
        known at this one's instant, so that a view of that instant needs nothing later; and from
        none that was withdrawn by then.
        """
        given = {name.lower() for name in files}
        rank = (day or captured.date(), captured)
        found: dict[str, tuple[str, datetime]] = {}
        for file in source.files:
            names = {name.lower() for name in file.names}
            if not file.optional or given & names:
                continue
            for past in reversed(captures):
                if past.withdrawn(captured) is not None:
                    continue
                if past.seen.captured > captured or (past.seen.day, past.seen.captured) >= rank:
                    continue
                held = [name for name in past.files if name.lower() in names]
                if held:
                    found[held[-1]] = (past.files[held[-1]], past.seen.captured)
                    break
        return found

    def _parse_ahead(
        self,
        source: sources.Source,
        content: Mapping[str, bytes],
        carried: Mapping[str, tuple[str, datetime]],
    ) -> Snapshot:
        """The snapshot of a capture that is not yet in the archive, before anybody's turn."""
        if not carried:
            return sources.parse(source, content, frozenset())
        with self._home.truth() as truth:
            return self._parse(truth.archive, source, content, carried)

    def _parse(
        self,
        archive: Archive,
        source: sources.Source,
        content: Mapping[str, bytes],
        carried: Mapping[str, tuple[str, datetime]],
    ) -> Snapshot:
        extra = {name: archive.get(digest) for name, (digest, _) in carried.items()}
        return sources.parse(source, {**content, **extra}, frozenset(carried))

    def _derive(
        self,
        session: Session,
        load: Load,
        snapshot: Snapshot,
        carried: Mapping[str, tuple[str, datetime]],
    ) -> None:
        source, connection = sources.get(load.source), session.connection
        number = connection.execute(
            schema.capture.insert().values(
                source=load.source,
                captured=instant_of(load.captured),
                digest=files_digest(load.files),
                files=json.dumps(dict(sorted(load.files.items()))),
            )
        ).inserted_primary_key
        if number is None:
            raise AssertionError("an insert without a key")
        self._put_snapshot(connection, int(number[0]), load, snapshot, carried)
        fresh = {int(number[0]): self._members(source.id, snapshot)}
        captures = kept(connection, load.source)[load.source]
        fresh |= self._reread(session, source, captures)
        captures = kept(connection, load.source)[load.source]
        since = newest_content(connection)
        if len(fresh) == 1 and captures[-1].seen.capture in fresh:
            newest = captures[-1].seen.capture
            before = captures[-2].seen.capture if len(captures) > 1 else None
            append(connection, load.source, newest, before, fresh[newest], self._wordings)
            is_late = any(k.seen.captured > load.captured for k in captures)
        else:
            order = [k.seen.capture for k in captures]
            rewrite(connection, load.source, order, fresh, self._wordings)
            drop_loose(connection)
            is_late = True
        self._link(connection, load.source, fresh, since, is_late=is_late)

    def _link(
        self,
        connection: sa.Connection,
        source: str,
        fresh: Mapping[int, Members],
        since: int,
        *,
        is_late: bool,
    ) -> None:
        for members in fresh.values():
            self._linker.number(connection, source, members, since)
        for members in fresh.values():
            self._linker.link(connection, source, members, since, late=is_late)

    def _members(self, source: str, snapshot: Snapshot) -> Members:
        """Each entry's canonical form; the first where an id stands twice."""
        before = self._newest.get(source, {})
        members: Members = {}
        for entry in snapshot.entries:
            if entry.uid in members:
                continue
            known = before.get(entry.uid)
            if known is not None and (known.entry is entry or known.entry == entry):
                members[entry.uid] = known
                continue
            line = write_entry(entry)
            members[entry.uid] = Member(sha256(line.encode()).digest()[:16], line, entry)
        self._newest[source] = members
        return members

    def _put_snapshot(
        self,
        connection: sa.Connection,
        number: int,
        load: Load,
        snapshot: Snapshot,
        carried: Mapping[str, tuple[str, datetime]],
    ) -> None:
        effective = dict(load.files) | {name: digest for name, (digest, _) in carried.items()}
        connection.execute(
            schema.snapshot.insert().values(
                capture=number,
                source=load.source,
                day=snapshot.published or load.captured.date(),
                stated=snapshot.published is not None,
                effective=files_digest(effective),
                parser=sources.get(load.source).version,
                carried=_written(carried),
                findings=json.dumps([[f.code, f.says, f.damages] for f in snapshot.findings]),
                damaged=any(f.damages for f in snapshot.findings),
                entries=_size(snapshot),
                covers=json.dumps(snapshot.covers) if snapshot.covers else None,
            )
        )

    def _tell_carried(
        self, connection: sa.Connection, past: Kept, carried: Mapping[str, tuple[str, datetime]]
    ) -> None:
        if json.loads(_written(carried)) != past.carried:
            table = schema.snapshot
            connection.execute(
                table.update()
                .where(table.c.capture == past.seen.capture)
                .values(carried=_written(carried))
            )

    def _reread(
        self, session: Session, source: sources.Source, captures: list[Kept]
    ) -> dict[int, Members]:
        """Captures that must be parsed again: a companion came in from before, or a new parser."""
        is_current = all(k.parser == source.version for k in captures)
        if is_current and not any(file.optional for file in source.files):
            return {}
        connection, archive = session.connection, session.truth.archive
        again: dict[int, Members] = {}
        # few captures hold any, and where none does, each of them need not look through all
        optional = {n.lower() for file in source.files if file.optional for n in file.names}
        holding = [k for k in captures if optional & {name.lower() for name in k.files}]
        for past in captures:
            carried = self._carried(source, past.files, past.seen.captured, past.seen.day, holding)
            effective = dict(past.files) | {name: digest for name, (digest, _) in carried.items()}
            if files_digest(effective) == past.effective and past.parser == source.version:
                # the same bytes, perhaps of another capture: only whence they carry over is told
                self._tell_carried(connection, past, carried)
                continue
            content = {name: archive.get(digest) for name, digest in past.files.items()}
            snapshot = self._parse(archive, source, content, carried)
            load = Load(source.id, past.seen.captured, past.files, past.seen.captured)
            connection.execute(
                schema.snapshot.delete().where(schema.snapshot.c.capture == past.seen.capture)
            )
            self._put_snapshot(connection, past.seen.capture, load, snapshot, carried)
            again[past.seen.capture] = self._members(source.id, snapshot)
        return again


def _written(carried: Mapping[str, tuple[str, datetime]]) -> str:
    return json.dumps({name: when.isoformat() for name, (_, when) in sorted(carried.items())})


def _size(snapshot: Snapshot) -> int:
    facts = snapshot.facts
    return len(snapshot.entries) + (len(facts.measures) + len(facts.notices) if facts else 0)


def _alike(name: str, before: list[Kept]) -> str | None:
    """The newest file of this name, to pack against."""
    for past in reversed(before):
        if name in past.files:
            return past.files[name]
    return None
