"""What a view may use of the record's tables: captures, entries through them, names; its SQL."""

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property

import sqlalchemy as sa

from onrecord import sources
from onrecord.archive import Archive
from onrecord.model.codec import read_entry
from onrecord.model.facts import StatedMeasure
from onrecord.model.judgement import Judgement
from onrecord.model.listing import Entry, NameKind
from onrecord.record import schema
from onrecord.record.bearers import Bearer
from onrecord.record.conflicts import rivals
from onrecord.record.decisions import Reparse, Withdrawal
from onrecord.record.journal import Load, read_decision
from onrecord.record.kept import Kept, kept
from onrecord.record.packing import unpack
from onrecord.record.parties import Unnumbered
from onrecord.record.runs import CHUNK, entries_of, members_of
from onrecord.record.sheets import Sheets
from onrecord.record.sights import Told
from onrecord.record.telling import Telling, by_then
from onrecord.record.timeline import Rivals, Seen, entry_at

Run = tuple[int, int | None, int]
Capture = tuple[str, datetime, str]  # source, instant, digest of its files


class Holdings:
    """The captures that could be known at `known`, and what stands in them.

    `seen` are they, by source, in order; `rank` is the place of each among all of its source;
    `telling` the sources that say since when they saw what, `sheets` the hand-checked facts.
    """

    def __init__(
        self,
        connection: sa.Connection,
        archive: Archive,
        known: datetime,
        only: frozenset[Capture] | None,
    ) -> None:
        self.connection = connection
        self.known = known
        self.captures = kept(connection)
        self.withdrawn = [
            taken
            for held in self.captures.values()
            for taken in (k.withdrawn(known) for k in held)
            if taken is not None
        ]
        counting = {
            source: [k for k in held if k.withdrawn(known) is None]
            for source, held in self.captures.items()
        }
        allowed = counting if only is None else _among(counting, only)
        self.rank = {
            k.seen.capture: at for held in self.captures.values() for at, k in enumerate(held)
        }
        self.seen: dict[str, list[Seen]] = {
            source: [k.seen for k in held if k.seen.captured <= known]
            for source, held in allowed.items()
            if not sources.get(source).facts
        }
        # of these also captures from after `known` tell what was seen before it
        self.telling = Telling(connection, allowed, known)
        self.sheets = Sheets(archive, allowed)
        self._entries: dict[int, Entry] = {}
        self._contested: dict[str, list[Rivals]] = {}
        self._ahead: dict[str, list[Run]] = {}

    @cached_property
    def evidence(self) -> dict[str, list[Seen]]:
        """The captures that a view may use, those after `known` that tell of before it too."""
        return {**self.seen, **self.telling.evidence()}

    @cached_property
    def decided(self) -> list[Judgement | Reparse | Withdrawal]:
        """What was decided beside loads, as known, in the order in which it was."""
        table = schema.judgement.c
        rows = self.connection.execute(sa.select(table.line).order_by(table.id))
        found = (read_decision(json.loads(line)) for (line,) in rows)
        return [one for one in found if not isinstance(one, Load) and one.at <= self.known]

    def __bool__(self) -> bool:
        """Whether anything was known: a capture, or what a later one saw by then."""
        return any(self.seen.values()) or bool(self.telling.last)

    def runs(self, source: str, uid: str) -> list[Run]:
        """From which capture to which an entry had which content."""
        if (ref := f"{source}/{uid}") in self._ahead:
            return self._ahead[ref]
        table = schema.run.c
        query = sa.select(table.first, table.last, table.content).where(
            table.source == source, table.uid == uid
        )
        return [(first, last, version) for first, last, version in self.connection.execute(query)]

    def read_ahead(self, refs: Iterable[str]) -> None:
        """Read entries with their runs, many at once: one by one it takes three times as long."""
        by_source: dict[str, list[str]] = defaultdict(list)
        for ref in sorted({ref for ref in refs if ref not in self._ahead}):
            by_source[ref.partition("/")[0]].append(ref.partition("/")[2])
        run, content = schema.run.c, schema.content.c
        query = sa.select(
            *(run.uid, run.first, run.last, content.id, content.packed, schema.base.c.packed)
        ).select_from(schema.packed.join(schema.run, content.id == run.content))
        for source, uids in by_source.items():
            for at in range(0, len(uids), CHUNK):
                some = run.uid.in_(uids[at : at + CHUNK])
                rows = self.connection.execute(query.where(run.source == source, some)).all()
                for uid, first, last, number, *both in rows:
                    self._ahead.setdefault(f"{source}/{uid}", []).append((first, last, number))
                    if number not in self._entries:
                        self._entries[number] = read_entry(unpack(*both))

    def content(self, number: int) -> Entry:
        """An entry by the number of its content."""
        if number not in self._entries:
            ((_, self._entries[number]),) = entries_of(self.connection, (number,))
        return self._entries[number]

    def through(self, bearer: Bearer) -> list[Entry | None]:
        """An entry, as far as it is one bearer's, at each point at which something is known."""
        source, _, uid = bearer.ref.partition("/")
        if source in self.telling:
            return self.telling.states_of(self._told(bearer.ref))
        runs = [run for run in self.runs(source, uid) if run[2] in bearer.contents]
        return entry_at(self.seen[source], runs, self.rank.__getitem__, self.content)

    def _told(self, ref: str) -> list[Told]:
        return self.telling.through(ref, self.runs, self.rank.__getitem__, self.content)

    def chains(
        self, through: Mapping[str, list[Entry | None]], stated: Sequence[StatedMeasure]
    ) -> list[tuple[sources.Source, list[Seen], list[Entry | None]]]:
        """Entries of one list that follow one another as one: no measure ends by a new id.

        But not two of which different facts speak, since facts tell their measures apart. Each
        with the points in time at which something is known of it: the captures of its list, or
        those that a source tells which saw more, for each authority by itself.
        """
        told_since: dict[str, list[str]] = defaultdict(list)
        facts = {ref: {f.id for f in stated if ref in f.entries} for ref in through}
        chains: list[tuple[str, list[Entry | None], set[str]]] = []
        for ref in sorted(through, key=lambda ref: _first_place(through[ref])):
            source, entries = ref.partition("/")[0], through[ref]
            if source in self.telling:
                told_since[source].append(ref)
                continue
            for of, held, told in chains:
                if of == source and _may_follow(held, entries) and _agree(told, facts[ref]):
                    held[:] = [a or b for a, b in zip(held, entries, strict=True)]
                    told |= facts[ref]
                    break
            else:
                chains.append((source, list(entries), set(facts[ref])))
        rows = [(source, (self.seen[source], entries)) for source, entries, _ in chains]
        for source, refs in told_since.items():
            rows += [(source, row) for row in self.telling.rows(refs, self._told)]
        return [(sources.get(source), *row) for source, row in rows]

    def rivals_of(self, source: sources.Source) -> list[Rivals]:
        """Captures of a list that claim one time for other bytes, of those that may be used."""
        if source.id not in self._contested:
            seen = set(self.seen[source.id])
            held = [k for k in self.captures[source.id] if k.seen in seen]
            self._contested[source.id] = rivals(source, held)
        return self._contested[source.id]

    def captures_by(
        self, start: date, end: date, source: str | None
    ) -> Iterator[tuple[str, Seen, Seen]]:
        """For each source (or one) its newest captures by the end of two days, where both are."""
        for source_id, seen in self.seen.items():
            if source not in (None, source_id):
                continue
            old = [s for s in seen if s.day <= start]
            new = [s for s in seen if s.day <= end]
            if old and new:
                yield source_id, old[-1], new[-1]

    def covers(self, source: str, capture: Seen) -> frozenset[str]:
        """The lists that a capture of a collection holds; empty for a source that is one list."""
        held = self.captures[source]
        return next(k.covers for k in held if k.seen.capture == capture.capture)

    def members(self, source: str, capture: Seen) -> dict[str, int]:
        """The entries of a capture: uid → number of the content that it had."""
        return members_of(self.connection, source, self.rank, capture.capture)

    def spans(self, rank: int, first: int, last: int | None) -> bool:
        """Whether the capture of this rank falls in a run."""
        return self.rank[first] <= rank and (last is None or rank <= self.rank[last])

    def unnumbered(self) -> dict[str, Unnumbered]:
        """The entries of lists without ids of their own, with their names and countries."""
        table, content, run = schema.name.c, schema.content.c, schema.run.c
        unnumbered: dict[str, Unnumbered] = {}
        for source in self.seen:
            if sources.get(source).numbered:
                continue
            query = (
                sa.select(run.uid, run.first, run.last, content.countries, table.key)
                .select_from(schema.run)
                .join(schema.content, content.id == run.content)
                .join(schema.name, table.content == content.id)
                .where(run.source == source)
                # by hash, not by number: numbers tell in what order captures were loaded
                .order_by(run.uid, content.hash, table.place)
            )
            for uid, first, last, countries, name in self.connection.execute(query):
                if not self._is_seen(source, first, last) or sources.get(source).is_numbered(uid):
                    continue
                held = unnumbered.setdefault(f"{source}/{uid}", Unnumbered([], set()))
                held.keys.append(name)
                held.countries.update(countries.split())
        return unnumbered

    def written(self) -> Iterator[tuple[str, NameKind, str, int]]:
        """All names that could be known: text, kind, entry, and the content that has the name."""
        table, content, run = schema.name.c, schema.content.c, schema.run.c
        query = (
            sa.select(
                *(run.source, run.uid, run.first, run.last, content.id),
                *(table.text, table.kind, table.known),
            )
            .select_from(schema.run)
            .join(schema.content, content.id == run.content)
            .join(schema.name, table.content == content.id)
            .where(by_then(self.known))
        )
        done: set[tuple[str, str, str, str]] = set()
        for source, uid, first, last, number, text, kind, since in self.connection.execute(query):
            place = (source, uid, text, kind)
            if place in done or not self._is_seen(source, first, last, told_since=bool(since)):
                continue
            done.add(place)
            yield text, NameKind(kind), f"{source}/{uid}", number

    @cached_property
    def _seen_ranks(self) -> dict[str, list[int]]:
        return {s: [self.rank[c.capture] for c in seen] for s, seen in self.seen.items()}

    @cached_property
    def _telling_ranks(self) -> dict[str, list[int]]:
        return {s: [self.rank[c] for c in self.telling.captures(s)] for s in self.captures}

    def _is_seen(
        self, source: str, first: int, last: int | None, *, told_since: bool = False
    ) -> bool:
        """Whether a capture that this view may use falls in a run.

        Of what a source tells since when it saw it, one from after `known` may be used too.
        """
        ranks = (self._telling_ranks if told_since else self._seen_ranks)[source]
        upto = len(ranks) if last is None else bisect_right(ranks, self.rank[last])
        return upto > 0 and ranks[upto - 1] >= self.rank[first]


def _among(held: Mapping[str, list[Kept]], only: frozenset[Capture]) -> dict[str, list[Kept]]:
    return {
        source: [k for k in captures if (source, k.seen.captured, k.seen.digest) in only]
        for source, captures in held.items()
    }


def _first_place(entries: Sequence[Entry | None]) -> int:
    return next(at for at, entry in enumerate(entries) if entry is not None)


def _may_follow(held: Sequence[Entry | None], entries: Sequence[Entry | None]) -> bool:
    """Whether no capture shows both, so that they may be one after the other."""
    return not any(a and b for a, b in zip(held, entries, strict=True))


def _agree(told: set[str], others: set[str]) -> bool:
    return not told or not others or bool(told & others)
