"""The record as known at an instant: parties, their measures and statuses, what changed."""

import difflib
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
from onrecord.model.dates import InForce, in_force
from onrecord.model.facts import FactSheet
from onrecord.model.judgement import Judgement, in_effect
from onrecord.model.listing import NINE, Authority, Entry, Kind, NameKind
from onrecord.record import schema
from onrecord.record.bearers import Bearers
from onrecord.record.decisions import Reparse, Withdrawal
from onrecord.record.facts import Facts
from onrecord.record.fingerprint import fingerprint
from onrecord.record.holdings import Capture, Holdings
from onrecord.record.links import Links
from onrecord.record.measures import ended_by_basis, joined
from onrecord.record.notices import Notices
from onrecord.record.parties import Parties
from onrecord.record.reach import Reach
from onrecord.record.sights import is_with
from onrecord.record.status import status
from onrecord.record.telling import by_then
from onrecord.record.timeline import Seen, measures_of, stretches, witnesses
from onrecord.text.normal import key, words


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
        self.known = known
        self._held = Holdings(connection, archive, known, only)
        self.sheets = self._held.sheets
        if not self._held and not self.facts.measures:
            raise RecordError(
                f"nothing was known by {known.isoformat()}: the record holds no evidence of then"
            )

    @cached_property
    def facts(self) -> Facts:
        """The hand-checked facts, as far as known."""
        return Facts(self._sheet, self.known)

    @cached_property
    def _reach(self) -> Reach:
        return Reach(self._held.seen, self.facts)

    @cached_property
    def _sheet(self) -> FactSheet | None:
        return self.sheets.sheet()

    @cached_property
    def state(self) -> RecordState:
        """The fingerprint of what this view may use, and its sources."""
        states = [
            SourceState(source, len(seen), max(s.captured for s in seen), seen[-1].day)
            for source, seen in self._held.seen.items()
            if seen
        ]
        states += self._held.telling.states(self._held.seen)
        states += self.sheets.states(self._sheet, self.known)
        mark = fingerprint(self._held.evidence, self._sheet, self._decisions, self.known)
        return RecordState(mark, tuple(sorted(states, key=lambda s: s.id)))

    @property
    def _decisions(self) -> list[Judgement | Withdrawal]:
        """Those in effect."""
        return [*self.judgements, *self._held.withdrawn]

    def evidence(self) -> list[Capture]:
        """The captures that this view may use: source, instant, digest of the files; in order."""
        evidence = self._held.evidence.items()
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
        if uid and source in self._held.captures and self._held.runs(source, uid):
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
        rows = self._held.connection.execute(query)
        return found | {self._parties.of(f"{s}/{u}", number) for s, u, number in rows}

    @cached_property
    def _parties(self) -> Parties:
        links = Links(self._held.connection, self._bearers)
        return Parties(self.facts, self._bearers, links, self._held.unnumbered(), self.judgements)

    @cached_property
    def _bearers(self) -> Bearers:
        held = self._held
        return Bearers(held.connection, held.evidence, held.rank, held.content, self.known)

    @cached_property
    def judgements(self) -> tuple[Judgement, ...]:
        """The judgements in effect, as known."""
        return in_effect(self._judged, self.known)

    @cached_property
    def _judged(self) -> list[Judgement]:
        return [one for one in self._held.decided if isinstance(one, Judgement)]

    def _entries_of(self, party: str) -> dict[str, list[Entry | None]]:
        """The entries about a party that this view may use, each through its captures."""
        found = {bearer.id: self._held.through(bearer) for bearer in self._parties.bearers(party)}
        return {ref: entries for ref, entries in found.items() if any(entries)}

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
        for source_id in self._held.seen:
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
        self._held.read_ahead(b.ref for party in unsure for b in self._parties.bearers(party))
        for party in unsure:
            through = self._entries_of(party)
            noticed, held = self._noticed(party, through), self._measures(party, through)
            for a in Authority:
                measures = held.get(a, [])
                is_on = any(m.in_force(on) is InForce.YES for m in measures)
                if is_on or self._stands(a, through, noticed, measures, on) is InForce.YES:
                    found[party].add(a)
        return {party: frozenset(by) for party, by in sorted(found.items()) if by}

    def _parties_noticed(self) -> set[str]:
        named = {ref for notice in self.facts.notices for ref in (*notice.entries, *notice.parties)}
        nodes = named | {bearer.id for ref in named for bearer in self._bearers.of(ref)}
        return {self._parties.named(node) or node for node in nodes}

    def _is_after(self, source: str, on: date) -> bool:
        seen = self._held.seen[source]
        return bool(seen) and on > seen[-1].day

    def _may_end(self, source: str, on: date) -> sa.ColumnElement[bool]:
        """Which contents of a list state days of their own, or rest on what is known to end."""
        table = schema.content.c
        if not self._is_after(source, on):
            return table.dated
        graph = self.facts.graph
        rows = self._held.connection.execute(
            sa.select(table.basis).where(table.source == source).distinct()
        )
        ended = [basis for (basis,) in rows if graph.end_of(tuple(basis.split())) is not None]
        return sa.or_(table.dated, table.basis.in_(ended))

    def _standing(self, source: str, on: date) -> set[str]:
        """The parties of entries of a list that its captures show to have stood there on a day."""
        table, rank, seen = schema.run.c, self._held.rank, self._held.seen[source]
        query = sa.select(table.uid, table.content, table.first, table.last).where(
            table.source == source
        )
        runs = self._held.connection.execute(query).all()
        stood: list[set[tuple[str, int]]] = []
        for side in witnesses(seen, on):  # one capture each, but for damaged ones
            ranks = [rank[seen[at].capture] for at in side]
            stood.append(
                {
                    (uid, content)
                    for uid, content, *run in runs
                    if any(self._held.spans(r, *run) for r in ranks)
                }
            )
        # nearly all stand unchanged on both sides; the rest may be of one party all the same
        both = stood[0] & stood[1]
        here, *rest = (
            {self._parties.of(f"{source}/{uid}", content) for uid, content in shown}
            for shown in (both, stood[0] - both, stood[1] - both)
        )
        return here | ((rest[0] | here) & (rest[1] | here))

    def _measures(
        self, party: str, through: Mapping[str, list[Entry | None]]
    ) -> dict[Authority, list[Measure]]:
        stated = [f for slug in self._parties.slugs(party) for f in self.facts.measures[slug]]
        seen: list[Measure] = []
        for source, points, entries in self._held.chains(through, stated):
            seen += measures_of(
                party,
                points,
                entries,
                () if source.tells_since else self._held.rivals_of(source),
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

    def _answer(
        self,
        party: str,
        authority: Authority,
        measures: list[Measure],
        through: Mapping[str, list[Entry | None]],
        on: date,
    ) -> AuthorityAnswer:
        coverage = self._reach.coverage(party, authority, on)
        noticed = self._noticed(party, through)
        stands = self._stands(authority, through, noticed, measures, on)
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
        measures: Sequence[Measure],
        on: date,
    ) -> InForce:
        """Whether an entry was on a list of the authority's, by its presence alone.

        And until a notice says that it was taken off. Of what ended after the newest capture, by
        a fact, a term or the end of what it rests on, presence there says nothing.
        """
        for source, points, entries in self._held.chains(through, ()):
            if source.keeps_expired:
                continue
            if any(_ends_between(points[-1].day, m, on) for m in measures):
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
        lists = [s for s in self._held.seen if sources.get(s).keeps_expired]
        return self._parties_of(schema.content.c.source.in_(lists))

    def _parties_of(self, which: sa.ColumnElement[bool]) -> set[str]:
        table = schema.content.c
        query = sa.select(table.source, table.uid, table.id).where(which)
        rows = list(self._held.connection.execute(query))
        return {self._parties.of(f"{source}/{uid}", number) for source, uid, number in rows}

    @property
    def decided(self) -> list[Judgement | Reparse | Withdrawal]:
        """What was decided beside loads, as known, in the order in which it was."""
        return self._held.decided

    def content(self, number: int) -> Entry:
        """An entry by the number of its content."""
        return self._held.content(number)

    def captures_by(
        self, start: date, end: date, source: str | None
    ) -> Iterator[tuple[str, Seen, Seen]]:
        """For each source (or one) its newest captures by the end of two days, where both are."""
        return self._held.captures_by(start, end, source)

    def covers(self, source: str, capture: Seen) -> frozenset[str]:
        """The lists that a capture of a collection holds; empty for a source that is one list."""
        return self._held.covers(source, capture)

    def members(self, source: str, capture: Seen) -> dict[str, int]:
        """The entries of a capture: uid → number of the content that it had."""
        return self._held.members(source, capture)

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
        yield from self._held.written()


def _ends_between(day: date, measure: Measure, on: date) -> bool:
    """Whether it is over by a day, and its end lies after another."""
    end = None if measure.end is None else measure.end.latest
    return end is not None and day < end <= on
