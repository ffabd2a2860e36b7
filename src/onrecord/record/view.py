"""The record as known at an instant: parties, their measures and statuses, what changed."""

import difflib
import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property

import sqlalchemy as sa

from onrecord import sources
from onrecord.archive import Archive
from onrecord.errors import NotFound, RecordError, UsageError
from onrecord.model.answer import (
    Asked,
    AuthorityAnswer,
    History,
    Measure,
    Party,
    PartyName,
    RecordState,
    SourceState,
    Status,
)
from onrecord.model.codec import read_entry
from onrecord.model.dates import InForce, in_force
from onrecord.model.facts import FactSheet, StatedMeasure
from onrecord.model.judgement import Judgement, in_effect
from onrecord.model.listing import NINE, Authority, Entry, Kind, NameKind
from onrecord.record import schema
from onrecord.record.bearers import Bearer, Bearers
from onrecord.record.conflicts import rivals
from onrecord.record.decisions import Reparse, Withdrawal
from onrecord.record.facts import Facts
from onrecord.record.fingerprint import fingerprint
from onrecord.record.journal import Load, read_decision
from onrecord.record.kept import Kept, kept
from onrecord.record.links import Links
from onrecord.record.measures import ended_by_basis, joined
from onrecord.record.notices import Notices
from onrecord.record.packing import unpack
from onrecord.record.parties import Parties, Unnumbered
from onrecord.record.reach import Reach
from onrecord.record.runs import CHUNK, entries_of, members_of
from onrecord.record.sheets import Sheets
from onrecord.record.sights import Told, is_with
from onrecord.record.status import status
from onrecord.record.telling import Telling, by_then
from onrecord.record.timeline import Rivals, Seen, entry_at, measures_of, stretches, witnesses
from onrecord.text.normal import key, words

Run = tuple[int, int | None, int]
Capture = tuple[str, datetime, str]  # source, instant, digest of its files


class View:
    """What could be known at `known`, answered for any day; one state of the record throughout.

    Nothing that became known later moves an answer, links between entries included.
    """

    def __init__(
        self,
        connection: sa.Connection,
        archive: Archive,
        known: datetime,
        only: frozenset[Capture] | None = None,
    ) -> None:
        self._connection = connection
        self.known = known
        self._captures = kept(connection)
        self._withdrawn = [
            taken
            for held in self._captures.values()
            for taken in (k.withdrawn(known) for k in held)
            if taken is not None
        ]
        counting = {
            source: [k for k in held if k.withdrawn(known) is None]
            for source, held in self._captures.items()
        }
        allowed = counting if only is None else _among(counting, only)
        self._rank = {
            k.seen.capture: at for held in self._captures.values() for at, k in enumerate(held)
        }
        self._seen: dict[str, list[Seen]] = {
            source: [k.seen for k in held if k.seen.captured <= known]
            for source, held in allowed.items()
            if not sources.get(source).facts
        }
        # of these also captures from after `known` tell what was seen before it
        self._telling = Telling(connection, allowed, known)
        self.sheets = Sheets(archive, allowed)
        self._entries: dict[int, Entry] = {}
        self._contested: dict[str, list[Rivals]] = {}
        self._ahead: dict[str, list[Run]] = {}
        if not any(self._seen.values()) and not self.facts.measures and not self._telling.last:
            raise RecordError(
                f"nothing was known by {known.isoformat()}: the record holds no evidence of then"
            )

    @cached_property
    def facts(self) -> Facts:
        """The hand-checked facts, as far as known."""
        return Facts(self._sheet, self.known)

    @cached_property
    def _reach(self) -> Reach:
        return Reach(self._seen, self.facts)

    @cached_property
    def _sheet(self) -> FactSheet | None:
        return self.sheets.sheet()

    @cached_property
    def state(self) -> RecordState:
        """The fingerprint of what this view may use, and its sources."""
        states = [
            SourceState(source, len(seen), max(s.captured for s in seen), seen[-1].day)
            for source, seen in self._seen.items()
            if seen
        ]
        states += self._telling.states(self._seen)
        states += self.sheets.states(self._sheet, self.known)
        mark = fingerprint(self._evidence, self._sheet, self._decisions, self.known)
        return RecordState(mark, tuple(sorted(states, key=lambda s: s.id)))

    @cached_property
    def _evidence(self) -> dict[str, list[Seen]]:
        """The captures that this view may use, those after `known` that tell of before it too."""
        return {**self._seen, **self._telling.evidence()}

    @property
    def _decisions(self) -> list[Judgement | Withdrawal]:
        """Those in effect."""
        return [*self.judgements, *self._withdrawn]

    def evidence(self) -> list[Capture]:
        """The captures that this view may use: source, instant, digest of the files; in order."""
        evidence = self._evidence.items()
        found = [(s, one.captured, one.digest) for s, seen in evidence for one in seen]
        return sorted(found + self.sheets.evidence())

    def resolve(self, named: str) -> str:
        """The party that a slug, an entry or a name means.

        Raises UsageError for a name that fits several, telling them apart, and NotFound.
        """
        party = self._parties.named(named)
        if party is not None:
            return party
        source, _, uid = named.partition("/")
        if uid and source in self._captures and self._runs(source, uid):
            return self._parties.of(named)
        found = self._named(key(named)) if words(named) else set()
        if len(found) == 1:
            return found.pop()
        if found:
            raise UsageError(
                f"several parties bear that name: {named!r}: name one of {', '.join(sorted(found))}"
            )
        near = difflib.get_close_matches(named.casefold(), self.facts.parties, n=3, cutoff=0.6)
        hint = f"did you mean {' or '.join(near)}?" if near else "`onrecord screen` finds near ones"
        raise NotFound(f"no such party in the record: {named!r}: {hint}")

    def node(self, named: str) -> str:
        """What a judgement on a slug, an entry or a name is kept under: entries as they are named.

        Raises as `resolve`.
        """
        party = self.resolve(named)
        is_entry = self._parties.named(named) is not None
        return named if is_entry else party

    def _named(self, wanted: str) -> set[str]:
        found = {
            slug
            for slug, party in self.facts.parties.items()
            if any(key(name.name.text) == wanted for name in party.names)
        }
        table, content = schema.name.c, schema.content.c
        query = (
            sa.select(content.source, content.uid, content.id)
            .join(schema.name, table.content == content.id)
            .where(table.key == wanted)
            .where(by_then(self.known))
        )
        rows = self._connection.execute(query)
        return found | {self._parties.of(f"{s}/{u}", number) for s, u, number in rows}

    @cached_property
    def _parties(self) -> Parties:
        table, content, run = schema.name.c, schema.content.c, schema.run.c
        unnumbered: dict[str, Unnumbered] = {}
        for source in self._seen:
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
            for uid, first, last, countries, name in self._connection.execute(query):
                if not self._is_seen(source, first, last) or sources.get(source).is_numbered(uid):
                    continue
                held = unnumbered.setdefault(f"{source}/{uid}", Unnumbered([], set()))
                held.keys.append(name)
                held.countries.update(countries.split())
        links = Links(self._connection, self._bearers)
        return Parties(self.facts, self._bearers, links, unnumbered, self.judgements)

    @cached_property
    def _bearers(self) -> Bearers:
        return Bearers(self._connection, self._evidence, self._rank, self.content, self.known)

    @cached_property
    def judgements(self) -> tuple[Judgement, ...]:
        """The judgements in effect, as known."""
        return in_effect(self._judged, self.known)

    @cached_property
    def _judged(self) -> list[Judgement]:
        return [one for one in self.decided if isinstance(one, Judgement)]

    @cached_property
    def decided(self) -> list[Judgement | Reparse | Withdrawal]:
        """What was decided beside loads, as known, in the order in which it was."""
        table = schema.judgement.c
        rows = self._connection.execute(sa.select(table.line).order_by(table.id))
        found = (read_decision(json.loads(line)) for (line,) in rows)
        return [one for one in found if not isinstance(one, Load) and one.at <= self.known]

    def _runs(self, source: str, uid: str) -> list[Run]:
        if (ref := f"{source}/{uid}") in self._ahead:
            return self._ahead[ref]
        table = schema.run.c
        query = sa.select(table.first, table.last, table.content).where(
            table.source == source, table.uid == uid
        )
        return [(first, last, version) for first, last, version in self._connection.execute(query)]

    def _read_ahead(self, refs: Iterable[str]) -> None:
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
                rows = self._connection.execute(query.where(run.source == source, some)).all()
                for uid, first, last, number, *both in rows:
                    self._ahead.setdefault(f"{source}/{uid}", []).append((first, last, number))
                    if number not in self._entries:
                        self._entries[number] = read_entry(unpack(*both))

    def content(self, number: int) -> Entry:
        """An entry by the number of its content."""
        if number not in self._entries:
            ((_, self._entries[number]),) = entries_of(self._connection, (number,))
        return self._entries[number]

    def _through(self, bearer: Bearer) -> list[Entry | None]:
        """An entry, as far as it is one bearer's, at each point at which something is known."""
        source, _, uid = bearer.ref.partition("/")
        if source in self._telling:
            return self._telling.states_of(self._told(bearer.ref))
        runs = [run for run in self._runs(source, uid) if run[2] in bearer.contents]
        return entry_at(self._seen[source], runs, self._rank.__getitem__, self.content)

    def _entries_of(self, party: str) -> dict[str, list[Entry | None]]:
        """The entries about a party that this view may use, each through its captures."""
        found = {bearer.id: self._through(bearer) for bearer in self._parties.bearers(party)}
        return {ref: entries for ref, entries in found.items() if any(entries)}

    def _told(self, ref: str) -> list[Told]:
        return self._telling.through(ref, self._runs, self._rank.__getitem__, self.content)

    def history(self, party_id: str, on: date) -> History:
        """One party with all nine authorities: every measure known, and the status on a day.

        `other` comes after them, and only where there is a measure of it.
        """
        party_id = self._parties.named(party_id) or party_id
        through = self._entries_of(party_id)
        found = self._measures(party_id, through)
        answers = tuple(
            self._answer(party_id, authority, found.get(authority, []), through, on)
            for authority in Authority
            if authority in NINE or found.get(authority)
        )
        judged = self._parties.judged(party_id, self._judged)
        party = self._party(party_id, through)
        return History(party, Asked(on, self.known), answers, self.state, judged)

    def listed(self, on: date) -> dict[str, frozenset[Authority]]:
        """All parties that `history` calls listed on a day, with the authorities that list them.

        Of most lists their captures say it, and no entry is read. Where a row or a fact states
        days of its own, the party's measures are computed: a fifth of a millisecond each.
        """
        self._parties.read_all()
        found: dict[str, set[Authority]] = defaultdict(set)
        unsure = {self._parties.named(slug) or slug for slug in self.facts.measures}
        for source_id in self._seen:
            source = sources.get(source_id)
            if source.authority is None or source.keeps_expired:
                unsure |= self._parties_of(schema.content.c.source == source_id)
                continue
            standing = self._standing(source_id, on)
            own_days = self._parties_of(
                sa.and_(schema.content.c.source == source_id, self._may_end(source_id, on))
            )
            if self._is_after(source_id, on):
                # its presence in the newest capture is not all: these may have ended since
                standing -= own_days | unsure
                unsure |= own_days
            for party in standing:
                found[party].add(source.authority)
            unsure |= {party for party in own_days if source.authority not in found[party]}
        for party in self._parties_noticed():  # of these presence is not all
            found.pop(party, None)
            unsure.add(party)
        self._read_ahead(b.ref for party in unsure for b in self._parties.bearers(party))
        for party in unsure:
            through = self._entries_of(party)
            for authority, measures in self._measures(party, through).items():
                if any(m.in_force(on) is InForce.YES for m in measures):
                    found[party].add(authority)
            noticed = self._noticed(party, through)
            found[party] |= {
                a for a in Authority if self._stands(a, through, noticed, on) is InForce.YES
            }
        return {party: frozenset(by) for party, by in sorted(found.items()) if by}

    def _parties_noticed(self) -> set[str]:
        named = {ref for notice in self.facts.notices for ref in (*notice.entries, *notice.parties)}
        nodes = named | {bearer.id for ref in named for bearer in self._bearers.of(ref)}
        return {self._parties.named(node) or node for node in nodes}

    def _is_after(self, source: str, on: date) -> bool:
        seen = self._seen[source]
        return bool(seen) and on > seen[-1].day

    def _may_end(self, source: str, on: date) -> sa.ColumnElement[bool]:
        """Which contents of a list state days of their own, or rest on what is known to end."""
        table = schema.content.c
        if not self._is_after(source, on):
            return table.dated
        graph = self.facts.graph
        rows = self._connection.execute(
            sa.select(table.basis).where(table.source == source).distinct()
        )
        ended = [basis for (basis,) in rows if graph.end_of(tuple(basis.split())) is not None]
        return sa.or_(table.dated, table.basis.in_(ended))

    def _standing(self, source: str, on: date) -> set[str]:
        """The parties of entries of a list that its captures show to have stood there on a day."""
        table, rank, seen = schema.run.c, self._rank, self._seen[source]
        query = sa.select(table.uid, table.content, table.first, table.last).where(
            table.source == source
        )
        runs = self._connection.execute(query).all()
        stood: list[set[str]] = []
        for side in witnesses(seen, on):  # one capture each, but for damaged ones
            ranks = [rank[seen[at].capture] for at in side]
            shown = {
                (uid, content)
                for uid, content, *run in runs
                if any(self._spans(r, *run) for r in ranks)
            }
            stood.append({self._parties.of(f"{source}/{uid}", content) for uid, content in shown})
        return stood[0] & stood[1]

    def _measures(
        self, party: str, through: Mapping[str, list[Entry | None]]
    ) -> dict[Authority, list[Measure]]:
        stated = [f for slug in self._parties.slugs(party) for f in self.facts.measures[slug]]
        seen: list[Measure] = []
        for source, points, entries in self._chains(through, stated):
            seen += measures_of(
                party,
                points,
                entries,
                () if source.tells_since else self._rivals(source),
                keeps_expired=source.keeps_expired,
            )
        by_authority: dict[Authority, list[Measure]] = defaultdict(list)
        measures = self._noticed(party, through).applied(joined(stated, self.known, seen))
        for measure in measures:
            by_authority[measure.authority].append(ended_by_basis(measure, self.facts.graph))
        return by_authority

    def _noticed(self, party: str, through: Iterable[str]) -> Notices:
        slugs = self._parties.slugs(party)
        stated = (fact for slug in slugs for fact in self.facts.measures[slug])
        return Notices.about(self.facts.notices, slugs, through, stated)

    def _chains(
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
            if source in self._telling:
                told_since[source].append(ref)
                continue
            for of, held, told in chains:
                if of == source and _may_follow(held, entries) and _agree(told, facts[ref]):
                    held[:] = [a or b for a, b in zip(held, entries, strict=True)]
                    told |= facts[ref]
                    break
            else:
                chains.append((source, list(entries), set(facts[ref])))
        rows = [(source, (self._seen[source], entries)) for source, entries, _ in chains]
        for source, refs in told_since.items():
            rows += [(source, row) for row in self._telling.rows(refs, self._told)]
        return [(sources.get(source), *row) for source, row in rows]

    def _rivals(self, source: sources.Source) -> list[Rivals]:
        """Captures of a list that claim one time for other bytes, of those that may be used."""
        if source.id not in self._contested:
            seen = set(self._seen[source.id])
            held = [k for k in self._captures[source.id] if k.seen in seen]
            self._contested[source.id] = rivals(source, held)
        return self._contested[source.id]

    def _answer(
        self,
        party: str,
        authority: Authority,
        measures: list[Measure],
        through: Mapping[str, list[Entry | None]],
        on: date,
    ) -> AuthorityAnswer:
        coverage = self._reach.coverage(party, authority, on)
        stands = self._stands(authority, through, self._noticed(party, through), on)
        says, why = status(measures, on, coverage, stands=stands)
        verified, rhythm = self._reach.verified(party, authority, measures)
        age = None if verified is None else (min(on, self.known.date()) - verified).days
        return AuthorityAnswer(
            authority,
            says,
            why,
            tuple(measures),
            self._reach.gaps(party, authority, measures, on),
            verified if says is not Status.UNKNOWN or measures else None,
            age is not None and rhythm is not None and age > rhythm,
        )

    def _stands(
        self,
        authority: Authority,
        through: Mapping[str, list[Entry | None]],
        noticed: Notices,
        on: date,
    ) -> InForce:
        """Whether an entry was on a list of the authority's, by its presence alone.

        And until a notice says that it was taken off. After the newest capture its measures
        decide: a fact, a term or the end of what it rests on may have ended them since.
        """
        for source, points, entries in self._chains(through, ()):
            if source.keeps_expired:
                continue
            last = entries[-1]
            if on > points[-1].day and (last is None or last.listings):
                continue
            present = [e is not None and is_with(e, authority) for e in entries]
            for stretch in stretches(points, present):
                if (entry := entries[stretch.last]) is not None:
                    stretch = noticed.narrowed(authority, stretch, points, entry)
                if in_force(stretch.start, stretch.end, on) is InForce.YES:
                    return InForce.YES
        return InForce.NO

    def _party(self, party: str, through: Mapping[str, list[Entry | None]]) -> Party:
        stated = [self.facts.parties[slug] for slug in self._parties.slugs(party)]
        newest = {
            ref: [e for e in reversed(entries) if e is not None] for ref, entries in through.items()
        }
        names: dict[tuple[str, NameKind], PartyName] = {}
        for item in (name for known in stated for name in self.facts.names(known)):
            names[item.name.text, item.name.kind] = item
        for ref, versions in newest.items():
            for name in dict.fromkeys(n for e in versions for n in e.names):
                place = (name.text, name.kind)
                refs = names[place].entries if place in names else ()
                if ref not in refs:
                    names[place] = PartyName(name, (*refs, ref))
        kinds = (*(known.kind for known in stated), *(v[0].kind for v in newest.values()))
        links = (self._parties.link(party, ref) for ref in through)
        return Party(
            party,
            next(iter(kinds), Kind.OTHER),
            tuple(names.values()),
            tuple(through),
            tuple(link for link in links if link is not None),
            next((known.note for known in stated if known.note), None),
        )

    def party_of(self, ref: str, content: int | None = None) -> str:
        """The party of an entry, its newest bearer's unless one of its contents is named."""
        return self._parties.of(ref, content)

    def parties_citing(self, instruments: set[str]) -> set[str]:
        """The parties of entries under a programme that rests on one of these instruments."""
        table = schema.content.c
        # not LIKE, which minds the case of letters in one database and not in the other
        held = (sa.func.replace(table.basis, f" {key} ", "") for key in sorted(instruments))
        marks = [without != table.basis for without in held]
        return self._parties_of(sa.or_(*marks))

    def parties_of_lists_with_own_dates(self) -> set[str]:
        """The parties of entries of lists whose rows say themselves until when they hold."""
        lists = [s for s in self._seen if sources.get(s).keeps_expired]
        return self._parties_of(schema.content.c.source.in_(lists))

    def _parties_of(self, which: sa.ColumnElement[bool]) -> set[str]:
        table = schema.content.c
        query = sa.select(table.source, table.uid, table.id).where(which)
        rows = list(self._connection.execute(query))
        return {self._parties.of(f"{source}/{uid}", number) for source, uid, number in rows}

    def captures_by(
        self, start: date, end: date, source: str | None
    ) -> Iterator[tuple[str, Seen, Seen]]:
        """For each source (or one) its newest captures by the end of two days, where both are."""
        for source_id, seen in self._seen.items():
            if source not in (None, source_id):
                continue
            old = [s for s in seen if s.day <= start]
            new = [s for s in seen if s.day <= end]
            if old and new:
                yield source_id, old[-1], new[-1]

    def covers(self, source: str, capture: Seen) -> frozenset[str]:
        """The lists that a capture of a collection holds; empty for a source that is one list."""
        held = self._captures[source]
        return next(k.covers for k in held if k.seen.capture == capture.capture)

    def members(self, source: str, capture: Seen) -> dict[str, int]:
        """The entries of a capture: uid → number of the content that it had."""
        return members_of(self._connection, source, self._rank, capture.capture)

    def _spans(self, rank: int, first: int, last: int | None) -> bool:
        """Whether the capture of this rank falls in a run."""
        return self._rank[first] <= rank and (last is None or rank <= self._rank[last])

    def names(self) -> Iterator[tuple[str, NameKind, str, str, str]]:
        """All names that could be known: text, kind, key, party, and the entry that carries it."""
        self._parties.read_all()
        for text, kind, entry, number in self.written():
            yield text, kind, key(text), self._parties.of(entry, number), entry

    def written(self) -> Iterator[tuple[str, NameKind, str, int | None]]:
        """All names that could be known: text, kind, entry, and the content that has the name.

        Of hand-checked facts, whose entries are starter/SLUG and own/SLUG, there is no content.
        """
        for party in self.facts.parties.values():
            for item in self.facts.names(party):
                yield item.name.text, item.name.kind, item.entries[0], None
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
        for source, uid, first, last, number, text, kind, since in self._connection.execute(query):
            place = (source, uid, text, kind)
            if place in done or not self._is_seen(source, first, last, told_since=bool(since)):
                continue
            done.add(place)
            yield text, NameKind(kind), f"{source}/{uid}", number

    @cached_property
    def _seen_ranks(self) -> dict[str, list[int]]:
        return {s: [self._rank[c.capture] for c in seen] for s, seen in self._seen.items()}

    @cached_property
    def _telling_ranks(self) -> dict[str, list[int]]:
        return {s: [self._rank[c] for c in self._telling.captures(s)] for s in self._captures}

    def _is_seen(
        self, source: str, first: int, last: int | None, *, told_since: bool = False
    ) -> bool:
        """Whether a capture that this view may use falls in a run.

        Of what a source tells since when it saw it, one from after `known` may be used too.
        """
        ranks = (self._telling_ranks if told_since else self._seen_ranks)[source]
        upto = len(ranks) if last is None else bisect_right(ranks, self._rank[last])
        return upto > 0 and ranks[upto - 1] >= self._rank[first]


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
