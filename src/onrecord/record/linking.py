"""Which entries are of one party, found when they come in and kept as pairs of wordings.

A pair hangs on its two wordings alone, so that whatever is loaded in whatever order finds the
same. Which pairs count at an instant, and what speaks against them, is for a view to say: two
entries that stood side by side on one list are two parties.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa

from onrecord import sources
from onrecord.match import ACROSS_LISTS, WITHIN_A_LIST, Decision, Traits, across, traits, weigh
from onrecord.record.runs import Members, entries_of
from onrecord.record.schema import content, link, name
from onrecord.record.schema import number as number_table
from onrecord.record.wordings import MARK, Wordings

_CHUNK = 900  # below SQLite's 999 variables a statement in old builds
# rows are fetched at once: one by one took three times as long
_MANY = 2_000  # rows asked for, from which on it is quicker to read them all
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Wording:
    """What of an entry can tell who it is, under a mark of its own; `id` is of a content."""

    id: int
    ref: str
    mark: bytes
    hash: bytes

    @property
    def source(self) -> str:
        return self.ref.partition("/")[0]

    @property
    def uid(self) -> str:
        return self.ref.partition("/")[2]


class Linker:
    """Finds partners for the entries of a load; keeps from one load to the next what it read."""

    def __init__(self, wordings: Wordings) -> None:
        self._wordings = wordings
        self._marks: dict[int, list[bytes]] = {}  # of all contents, as far as they were read

    def link(
        self, connection: sa.Connection, source: str, there: Members, since: int, *, late: bool
    ) -> None:
        """Link what a capture brought; `there` is what stands in it.

        Contents after number `since` are new. Within a list only with what does not stand in the
        capture, for the others are other parties. In a `late` one, older than others that were
        loaded before it, what was known already may now be known from earlier on, and so is
        compared as if it were new.
        """
        fresh = self._fresh(connection, source, since)
        ours = list(_standing(connection, source, there)) if late else fresh
        if not ours:
            return
        # the few that share a mark, before anything is asked of them
        if late or max(self._marks, default=0) > since:
            # contents may have been dropped, or a load undone, and their numbers given anew
            self._marks.clear()
        near = self._near(connection, ours)
        self._compare(connection, fresh, [w for w in near if w.source != source], ACROSS_LISTS)
        own = [w for w in near if w.source == source and not _stands(there, w)]
        self._compare(connection, ours, _others(connection, own, there), WITHIN_A_LIST)

    def number(self, connection: sa.Connection, source: str, there: Members, since: int) -> None:
        """Note what new contents name as their numbers on other lists, or as other entries."""
        table = content.c
        query = sa.select(table.id, table.uid, table.hash, table.wording).where(
            table.source == source, table.id > since
        )
        found = set[tuple[str, str, bytes]]()
        for _, uid, hashed, wording in connection.execute(query).all():
            member = there.get(uid)
            if member is None or member.hash != hashed:
                continue
            ref = member.entry.ref
            found |= {(n, ref, wording) for n in sources.get(source).numbers_named(member.entry)}
            found |= {(f"entry {r}", ref, wording) for r in sources.referents(member.entry)}
        if found:
            held = number_table.c.wording.in_(sa.bindparam("wordings", expanding=True))
            for chosen in _chunks(sorted({wording for _, _, wording in found})):
                connection.execute(number_table.delete().where(held), {"wordings": chosen})
            names = ("key", "ref", "wording")
            rows = [dict(zip(names, each, strict=True)) for each in sorted(found)]
            connection.execute(number_table.insert(), rows)

    def _fresh(self, connection: sa.Connection, source: str, since: int) -> list[_Wording]:
        """The wordings that came with new contents and were not held before."""
        table = content.c
        new = _held(connection, (table.source == source) & (table.id > since))
        found = {wording.mark: wording for wording in new}
        held = set[bytes]()
        for chosen in _chunks(sorted({w.uid for w in found.values()})):
            query = sa.select(table.wording).where(
                table.source == source, table.uid.in_(chosen), table.id <= since
            )
            held.update(connection.execute(query).scalars())
        return [wording for mark, wording in found.items() if mark not in held]

    def _compare(
        self,
        connection: sa.Connection,
        ours: Sequence[_Wording],
        theirs: Sequence[_Wording],
        least: Mapping[str, float],
    ) -> None:
        if not ours or not theirs:
            return
        theirs = list({w.mark: w for w in theirs}.values())
        us, them = (self._made_ready(connection, each) for each in (ours, theirs))
        named = _named(connection)
        numbers = [_numbers(w, named) for w in theirs]
        rows: dict[tuple[bytes, bytes], dict[str, object]] = {}
        for i, j in across(us, them, least):
            if not numbers[j].isdisjoint(_numbers(ours[i], named)):
                continue  # one number of the authority's ties them already
            said = weigh(us[i], them[j])
            if said.decision is Decision.SAME:
                for one, other in ((ours[i], theirs[j]), (theirs[j], ours[i])):
                    rows[one.mark, other.mark] = {
                        "a": one.mark,
                        "b": other.mark,
                        "ref": other.ref,
                        "score": said.score,
                    }
        if rows:
            # a pair may be there: found before, when the other was the newer one
            connection.execute(
                sa.delete(link).where(
                    link.c.a == sa.bindparam("one"), link.c.b == sa.bindparam("other")
                ),
                [{"one": a, "other": b} for a, b in rows],
            )
            connection.execute(link.insert(), list(rows.values()))

    def _near(self, connection: sa.Connection, ours: Iterable[_Wording]) -> list[_Wording]:
        """Those that share a mark, read as it is kept: an entry costs fifty times as much."""
        marks = self._all_marks(connection)
        wanted = {mark for one in ours for mark in marks[one.id]}
        found = [number for number, held in marks.items() if not wanted.isdisjoint(held)]
        if len(found) > _MANY:
            chosen = set(found)
            return [w for w in _held(connection, sa.true()) if w.id in chosen]
        return [w for part in _chunks(found) for w in _held(connection, content.c.id.in_(part))]

    def _all_marks(self, connection: sa.Connection) -> dict[int, list[bytes]]:
        """The marks of all contents; those that a load before this one read are not read again."""
        query = sa.select(content.c.id, content.c.marks)
        new = query.where(content.c.id > max(self._marks, default=0))
        self._marks |= {number: _pieces(marks) for number, marks in connection.execute(new).all()}
        count = connection.execute(sa.select(sa.func.count()).select_from(content)).scalar()
        if count != len(self._marks):  # another process has dropped some
            rows = connection.execute(query).all()
            self._marks = {number: _pieces(marks) for number, marks in rows}
        return self._marks

    def _made_ready(self, connection: sa.Connection, wordings: Sequence[_Wording]) -> list[Traits]:
        ready = {w.mark: self._wordings.ready(w.mark) for w in wordings}
        missing = [w.id for w in wordings if ready[w.mark] is None]
        for _, entry in entries_of(connection, missing):
            ready[self._wordings.digest(entry)] = traits(entry)
        return [found for w in wordings if (found := ready[w.mark]) is not None]


def drop_loose(connection: sa.Connection) -> None:
    """Drop the links of contents that are gone."""
    marks = sa.select(content.c.wording)
    connection.execute(link.delete().where(link.c.a.not_in(marks) | link.c.b.not_in(marks)))
    connection.execute(number_table.delete().where(number_table.c.wording.not_in(marks)))


def _others(
    connection: sa.Connection, wordings: Sequence[_Wording], there: Members
) -> list[_Wording]:
    """Those whose bearer may not stand in the capture.

    An earlier wording that shares a name with what its id now says is of one that does.
    """
    earlier = {w.id: w.uid for w in wordings if w.uid in there}
    names = {uid: {n.text for n in there[uid].entry.names} for uid in set(earlier.values())}
    standing = {
        number
        for number, text in _column(connection, name.c.content, name.c.text, list(earlier))
        if text in names[earlier[number]]
    }
    return [w for w in wordings if w.id not in standing]


def _standing(connection: sa.Connection, source: str, there: Members) -> Iterator[_Wording]:
    for found in _held(connection, content.c.source == source):
        if _stands(there, found):
            yield found


def _stands(there: Members, wording: _Wording) -> bool:
    member = there.get(wording.uid)
    return member is not None and member.hash == wording.hash


def _held(connection: sa.Connection, which: sa.ColumnElement[bool]) -> Iterator[_Wording]:
    table = content.c
    query = sa.select(table.id, table.source, table.uid, table.hash, table.wording).where(which)
    for number, of, uid, digest, mark in connection.execute(query).all():
        yield _Wording(number, f"{of}/{uid}", mark, digest)


def _named(connection: sa.Connection) -> dict[bytes, set[str]]:
    """The numbers that wordings name of other lists of their numbering."""
    found: dict[bytes, set[str]] = {}
    query = sa.select(number_table.c.wording, number_table.c.key)
    for mark, key_ in connection.execute(query.where(number_table.c.key.not_like("entry %"))).all():
        found.setdefault(mark, set()).add(key_)
    return found


def _numbers(wording: _Wording, named: Mapping[bytes, set[str]]) -> frozenset[str] | set[str]:
    of = sources.get(wording.source)
    if of.gives_numbers:
        return {f"{of.numbering} {wording.uid}"}
    return named.get(wording.mark, frozenset())


def _pieces(marks: bytes) -> list[bytes]:
    return [marks[at : at + MARK] for at in range(0, len(marks), MARK)]


def _column(
    connection: sa.Connection,
    by: sa.ColumnElement[int],
    value: sa.ColumnElement[Any],
    numbers: Sequence[int],
) -> Iterator[tuple[int, Any]]:
    """A column for these numbers; the whole of it is read where most of it is asked for."""
    if len(numbers) > _MANY:
        wanted = set(numbers)
        for number, found in connection.execute(sa.select(by, value)).all():
            if number in wanted:
                yield number, found
        return
    for chosen in _chunks(numbers):
        for number, found in connection.execute(sa.select(by, value).where(by.in_(chosen))).all():
            yield number, found


def _chunks(values: Sequence[_T]) -> Iterator[Sequence[_T]]:
    return (values[at : at + _CHUNK] for at in range(0, len(values), _CHUNK))
