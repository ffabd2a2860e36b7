"""Which entries are of one party, found when they come in and kept as pairs of wordings.

A pair hangs on its two wordings alone, so that whatever is loaded in whatever order finds the
same. Which pairs count at an instant, and what speaks against them, is for a view to say: two
entries that stood side by side on one list are two parties.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeVar
from zlib import crc32

import sqlalchemy as sa

from onrecord import sources
from onrecord.match import ACROSS_LISTS, WITHIN_A_LIST, Decision, Traits, across, traits, weigh
from onrecord.match.blocking import telling_marks
from onrecord.model.codec import read_entry
from onrecord.model.listing import Entry
from onrecord.record.packing import unpack
from onrecord.record.runs import Members
from onrecord.record.schema import content, link, name
from onrecord.record.schema import number as number_table
from onrecord.text.normal import key

_CHUNK = 900  # below SQLite's 999 variables a statement in old builds
_MANY = 2_000  # rows asked for, from which on it is quicker to read them all
_KEPT = 60_000  # entries made ready that are kept from load to load
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Wording:
    """What of an entry can tell who it is, under a mark of its own; `id` is of a content."""

    id: int
    ref: str
    mark: bytes

    @property
    def source(self) -> str:
        return self.ref.partition("/")[0]

    @property
    def uid(self) -> str:
        return self.ref.partition("/")[2]


class Linker:
    """Finds partners for the entries of a load; keeps from one load to the next what it read."""

    def __init__(self) -> None:
        self._ready: dict[bytes, Traits] = {}

    def link(self, connection: sa.Connection, source: str, there: Members, *, late: bool) -> None:
        """Link what a capture brought; `there` is what stands in it.

        Within a list only with what does not stand in the capture, for the others are other
        parties. In a `late` one, older than others that were loaded before it, what was known
        already may now be known from earlier on, and so is compared as if it were new.
        """
        fresh = self._mark(connection, source, there)
        partners = list(_partners(connection, source, there))
        theirs = [w for w in partners if w.source != source]
        self._compare(connection, fresh, theirs, ACROSS_LISTS)
        gone = _others(connection, [w for w in partners if w.source == source], there)
        ours = list(_standing(connection, source, there)) if late else fresh
        self._compare(connection, ours, gone, WITHIN_A_LIST)

    def _mark(self, connection: sa.Connection, source: str, there: Members) -> list[_Wording]:
        """Mark the contents that are new; gives those whose wording is new with them."""
        table = content.c
        query = sa.select(table.id, table.uid, table.hash).where(
            table.source == source, table.wording.is_(None)
        )
        new = list(connection.execute(query))
        # what the load has read need not be read again; in a rebuild of several there is more
        read = {n: m.entry for n, uid, hashed in new if (m := there.get(uid)) and m.hash == hashed}
        missing = [number for number, _, _ in new if number not in read]
        read |= {n: read_entry(unpack(packed)) for n, packed in _packed(connection, missing)}
        found: dict[bytes, _Wording] = {}
        rows = []
        numbers = set[tuple[str, str, bytes]]()
        for number, entry in read.items():
            mark = wording_of(entry)
            if mark not in self._ready:
                self._ready[mark] = traits(entry)
            rows.append({"number": number, "new": mark, "found_by": _marks(self._ready[mark])})
            numbers |= {(n, entry.ref, mark) for n in sources.get(source).numbers_named(entry)}
            found[mark] = _Wording(number, entry.ref, mark)
        held = set[bytes]()
        for chosen in _chunks(sorted({w.uid for w in found.values()})):
            query = sa.select(table.wording).where(
                table.source == source, table.uid.in_(chosen), table.wording.is_not(None)
            )
            held.update(connection.execute(query).scalars())
        if rows:
            connection.execute(
                content.update()
                .where(table.id == sa.bindparam("number"))
                .values(wording=sa.bindparam("new"), marks=sa.bindparam("found_by")),
                rows,
            )
        fresh = [wording for mark, wording in found.items() if mark not in held]
        named = sorted(each for each in numbers if each[2] not in held)
        if named:
            names = ("key", "ref", "wording")
            connection.execute(
                number_table.insert(), [dict(zip(names, each, strict=True)) for each in named]
            )
        return fresh

    def _compare(
        self,
        connection: sa.Connection,
        ours: Sequence[_Wording],
        theirs: Sequence[_Wording],
        least: Mapping[str, float],
    ) -> None:
        if not ours or not theirs:
            return
        us = self._made_ready(connection, ours)
        near = _near(connection, us, theirs)
        them = self._made_ready(connection, near)
        named = _named(connection)
        numbers = [_numbers(w, named) for w in near]
        rows: dict[tuple[bytes, bytes], dict[str, object]] = {}
        for i, j in across(us, them, least):
            if not numbers[j].isdisjoint(_numbers(ours[i], named)):
                continue  # one number of the authority's ties them already
            said = weigh(us[i], them[j])
            if said.decision is Decision.SAME:
                for one, other in ((ours[i], near[j]), (near[j], ours[i])):
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

    def _made_ready(self, connection: sa.Connection, wordings: Sequence[_Wording]) -> list[Traits]:
        missing = {w.id: w.mark for w in wordings if w.mark not in self._ready}
        if len(self._ready) + len(missing) > _KEPT:
            self._ready.clear()
            missing = {w.id: w.mark for w in wordings}
        for number, packed in _packed(connection, list(missing)):
            self._ready[missing[number]] = traits(read_entry(unpack(packed)))
        return [self._ready[w.mark] for w in wordings]


def wording_of(entry: Entry) -> bytes:
    """A digest of all in an entry that tells who it is about; equal for equal wordings."""
    told = (
        entry.ref,
        entry.kind,
        entry.names,
        entry.births,
        entry.nationalities,
        entry.identifiers,
        [a.country for a in entry.addresses],
        entry.linked_to,
        [pair for pair in entry.details if pair[0] in {"gender", "flag", "citizen"}],
    )
    return sha256(repr(told).encode()).digest()[:8]


def drop_loose(connection: sa.Connection) -> None:
    """Drop the links of contents that are gone."""
    marks = sa.select(content.c.wording).where(content.c.wording.is_not(None))
    connection.execute(link.delete().where(link.c.a.not_in(marks) | link.c.b.not_in(marks)))
    connection.execute(number_table.delete().where(number_table.c.wording.not_in(marks)))


def _marks(entry: Traits) -> bytes:
    """All that an entry is found by, three bytes each: two alike by chance are told apart later."""
    found = {crc32("\t".join(mark).encode()) & 0xFFFFFF for mark in telling_marks(entry)}
    return b"".join(mark.to_bytes(3) for mark in sorted(found))


def _partners(connection: sa.Connection, source: str, there: Members) -> Iterator[_Wording]:
    """Every wording once, but of those in the capture."""
    table = content.c
    query = sa.select(table.id, table.source, table.uid, table.hash, table.wording).where(
        table.wording.is_not(None)
    )
    done = set[bytes]()
    for number, of, uid, digest, mark in connection.execute(query):
        if mark in done or (of == source and _stands(there, uid, digest)):
            continue
        done.add(mark)
        yield _Wording(number, f"{of}/{uid}", mark)


def _others(
    connection: sa.Connection, wordings: Sequence[_Wording], there: Members
) -> list[_Wording]:
    """Those whose bearer may not stand in the capture.

    An earlier wording that shares a name with what its id now says is of one that does.
    """
    earlier = {w.id: w.uid for w in wordings if w.uid in there}
    keys = {uid: {key(n.text) for n in there[uid].entry.names} for uid in set(earlier.values())}
    standing = {
        number
        for number, named in _column(connection, name.c.content, name.c.key, list(earlier))
        if named in keys[earlier[number]]
    }
    return [w for w in wordings if w.id not in standing]


def _standing(connection: sa.Connection, source: str, there: Members) -> Iterator[_Wording]:
    table = content.c
    query = sa.select(table.id, table.uid, table.hash, table.wording).where(table.source == source)
    for number, uid, digest, mark in connection.execute(query):
        if _stands(there, uid, digest):
            yield _Wording(number, f"{source}/{uid}", mark)


def _stands(there: Members, uid: str, digest: bytes) -> bool:
    member = there.get(uid)
    return member is not None and member.hash == digest


def _near(
    connection: sa.Connection, ours: Iterable[Traits], theirs: Sequence[_Wording]
) -> list[_Wording]:
    """Those that share a mark, read as it is kept: to unpack an entry costs fifty times as much."""
    wanted = {mark for one in ours for mark in _pieces(_marks(one))}
    held = {w.id: w for w in theirs}
    found = _column(connection, content.c.id, content.c.marks, list(held))
    return [held[n] for n, marks in found if not wanted.isdisjoint(_pieces(marks))]


def _named(connection: sa.Connection) -> dict[bytes, set[str]]:
    """The numbers that wordings name of other lists of their numbering."""
    found: dict[bytes, set[str]] = {}
    for mark, key_ in connection.execute(sa.select(number_table.c.wording, number_table.c.key)):
        found.setdefault(mark, set()).add(key_)
    return found


def _numbers(wording: _Wording, named: Mapping[bytes, set[str]]) -> frozenset[str] | set[str]:
    of = sources.get(wording.source)
    if of.gives_numbers:
        return {f"{of.numbering} {wording.uid}"}
    return named.get(wording.mark, frozenset())


def _pieces(marks: bytes) -> list[bytes]:
    return [marks[at : at + 3] for at in range(0, len(marks), 3)]


def _packed(connection: sa.Connection, numbers: Sequence[int]) -> Iterator[tuple[int, bytes]]:
    return _column(connection, content.c.id, content.c.packed, numbers)


def _column(
    connection: sa.Connection,
    by: sa.ColumnElement[int],
    value: sa.ColumnElement[Any],
    numbers: Sequence[int],
) -> Iterator[tuple[int, Any]]:
    """A column for these numbers; the whole of it is read where most of it is asked for."""
    if len(numbers) > _MANY:
        wanted = set(numbers)
        for number, found in connection.execute(sa.select(by, value)):
            if number in wanted:
                yield number, found
        return
    for chosen in _chunks(numbers):
        for number, found in connection.execute(sa.select(by, value).where(by.in_(chosen))):
            yield number, found


def _chunks(values: Sequence[_T]) -> Iterator[Sequence[_T]]:
    return (values[at : at + _CHUNK] for at in range(0, len(values), _CHUNK))
