"""Runs: from which capture to which an entry had which content, kept in order of the captures."""

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TypeAlias

import sqlalchemy as sa

from onrecord.model.codec import read_entry
from onrecord.model.listing import Entry, Name, NameKind
from onrecord.record.packing import pack, unpack
from onrecord.record.schema import base, content, name, packed, run
from onrecord.record.wordings import Wordings, marks_of
from onrecord.text.countries import country_code
from onrecord.text.normal import key

CHUNK = 900  # below SQLite's 999 variables a statement in old builds


@dataclass(frozen=True, slots=True)
class Member:
    """An entry's content in one capture: its hash, its JSON, and the entry itself."""

    hash: bytes
    line: str
    entry: Entry


Members: TypeAlias = dict[str, Member]


def append(
    connection: sa.Connection,
    source: str,
    newest: int,
    before: int | None,
    members: Members,
    wordings: Wordings,
) -> None:
    """Add a capture that comes after all others: only what differs is written."""
    was = {
        uid: (number, digest)
        for uid, number, digest in connection.execute(
            sa.select(run.c.uid, run.c.id, content.c.hash)
            .join(content, content.c.id == run.c.content)
            .where(run.c.source == source, run.c.last.is_(None))
        ).all()  # at once: one by one took three times as long
    }
    changed = {uid: m for uid, m in members.items() if was.get(uid, (0, b""))[1] != m.hash}
    ended = [n for uid, (n, _) in was.items() if uid not in members or uid in changed]
    if ended:
        connection.execute(
            run.update().where(run.c.id == sa.bindparam("number")).values(last=before),
            [{"number": number} for number in ended],
        )
    numbers = _contents(connection, source, changed, wordings)
    if changed:
        connection.execute(
            run.insert(),
            [
                {"source": source, "uid": uid, "content": numbers[uid, m.hash], "first": newest}
                for uid, m in changed.items()
            ],
        )


def newest_content(connection: sa.Connection) -> int:
    """The number of the content that was written last; 0 for none."""
    return connection.execute(sa.select(sa.func.max(content.c.id))).scalar() or 0


def newest_entries(connection: sa.Connection, source: str) -> dict[str, Entry]:
    """The entries of the newest capture of a source, by uid."""
    rows = connection.execute(
        sa.select(run.c.uid, content.c.packed, base.c.packed)
        .select_from(packed.join(run, content.c.id == run.c.content))
        .where(run.c.source == source, run.c.last.is_(None))
    )
    return {uid: read_entry(unpack(*both)) for uid, *both in rows}


def entries_of(connection: sa.Connection, numbers: Sequence[int]) -> Iterator[tuple[int, Entry]]:
    """Entries by the numbers of their contents, in no order."""
    query = sa.select(content.c.id, content.c.packed, base.c.packed).select_from(packed)
    for at in range(0, len(numbers), CHUNK):
        some = query.where(content.c.id.in_(numbers[at : at + CHUNK]))
        for number, *both in connection.execute(some).all():
            yield number, read_entry(unpack(*both))


def members_of(
    connection: sa.Connection, source: str, rank: Mapping[int, int], capture: int
) -> dict[str, int]:
    """The entries of a capture: uid → number of the content that it had.

    `rank` is the place of each capture of the source in their order.
    """
    query = sa.select(run.c.uid, run.c.content, run.c.first, run.c.last).where(
        run.c.source == source
    )
    return {
        uid: version
        for uid, version, first, last in connection.execute(query)
        if rank[first] <= rank[capture] and (last is None or rank[capture] <= rank[last])
    }


def spoilt_entries(connection: sa.Connection) -> Iterator[str]:
    """The entries of which a version is not as it was written, each named once a version."""
    columns = (content.c.source, content.c.uid, content.c.hash, content.c.packed, base.c.packed)
    query = sa.select(*columns).select_from(packed).execution_options(yield_per=1_000)
    for source, uid, digest, *both in connection.execute(query):
        try:
            is_whole = sha256(unpack(*both).encode()).digest()[: len(digest)] == digest
        except (zlib.error, UnicodeDecodeError):
            is_whole = False
        if not is_whole:
            yield f"{source}/{uid}"


def rewrite(
    connection: sa.Connection,
    source: str,
    order: Sequence[int],
    fresh: dict[int, Members],
    wordings: Wordings,
) -> None:
    """Make the runs of a source anew, with some captures' members given and the others as before.

    `order` are all its captures in order; those in `fresh` are new or parsed again.
    """
    place = {capture: at for at, capture in enumerate(order)}
    by_capture: list[dict[str, int]] = [{} for _ in order]
    # the old runs speak of the captures that they knew, in the same order
    old = [capture for capture in order if capture not in fresh or _is_old(connection, capture)]
    old_place = {capture: at for at, capture in enumerate(old)}
    for uid, version, first, last in connection.execute(
        sa.select(run.c.uid, run.c.content, run.c.first, run.c.last).where(run.c.source == source)
    ):
        stop = len(old) - 1 if last is None else old_place[last]
        for capture in old[old_place[first] : stop + 1]:
            if capture not in fresh:
                by_capture[place[capture]][uid] = version
    for capture, members in fresh.items():
        numbers = _contents(connection, source, members, wordings)
        by_capture[place[capture]] = {uid: numbers[uid, m.hash] for uid, m in members.items()}
    connection.execute(run.delete().where(run.c.source == source))
    rows = [
        {"source": source, "uid": uid, "content": version, "first": order[a], "last": b}
        for uid, version, a, b in _runs(by_capture, order)
    ]
    if rows:
        connection.execute(run.insert(), rows)
    _drop_unused(connection, source)


def _is_old(connection: sa.Connection, capture: int) -> bool:
    found = connection.execute(
        sa.select(run.c.id).where((run.c.first == capture) | (run.c.last == capture)).limit(1)
    )
    return found.first() is not None


def _runs(
    by_capture: Sequence[dict[str, int]], order: Sequence[int]
) -> Iterable[tuple[str, int, int, int | None]]:
    open_: dict[str, tuple[int, int]] = {}
    for at, members in enumerate(by_capture):
        for uid in [u for u, (version, _) in open_.items() if members.get(u) != version]:
            version, first = open_.pop(uid)
            yield uid, version, first, order[at - 1]
        for uid, version in members.items():
            open_.setdefault(uid, (version, at))
    for uid, (version, first) in open_.items():
        yield uid, version, first, None


def _contents(
    connection: sa.Connection, source: str, members: Members, wordings: Wordings
) -> dict[tuple[str, bytes], int]:
    """The numbers of these contents, by (uid, hash); new ones are written, with their names."""
    found: dict[tuple[str, bytes], int] = {}
    held = set[str]()
    uids = list(members)
    for at in range(0, len(uids), CHUNK):
        for number, uid, digest in connection.execute(
            sa.select(content.c.id, content.c.uid, content.c.hash).where(
                content.c.source == source, content.c.uid.in_(uids[at : at + CHUNK])
            )
        ):
            found[uid, digest] = number
            held.add(uid)
    missing = [(uid, m) for uid, m in members.items() if (uid, m.hash) not in found]
    bases = _bases(connection, source, [uid for uid, _ in missing if uid in held])
    first = newest_content(connection) + 1
    rows, names = [], []
    for number, (uid, member) in enumerate(missing, first):
        found[uid, member.hash] = number
        wording = wordings.digest(member.entry)
        ready = wordings.ready(wording)
        rows.append(
            {
                "id": number,
                "source": source,
                "uid": uid,
                "hash": member.hash,
                "countries": _countries(member.entry),
                "basis": _basis(member.entry),
                "dated": _is_dated(member.entry),
                "wording": wording,
                "marks": b"" if ready is None else marks_of(ready),
                "base": bases[uid][0] if uid in bases else None,
                "packed": pack(member.line, bases[uid][1] if uid in bases else None),
            }
        )
        names += [
            {
                "content": number,
                "place": at,
                "text": n.text,
                "kind": n.kind.value,
                "key": key(n.text),
                "known": None if since is None else since.isoformat(),
            }
            for at, (n, since) in enumerate(_names(member.entry))
        ]
    if rows:
        connection.execute(content.insert(), rows)
        connection.execute(name.insert(), names)
    return found


def _bases(
    connection: sa.Connection, source: str, uids: Sequence[str]
) -> dict[str, tuple[int, str]]:
    """What new versions of entries are packed against: the number and line of the first one."""
    found: dict[str, tuple[int, str]] = {}
    query = sa.select(content.c.uid, content.c.id, content.c.packed).where(
        content.c.source == source, content.c.base.is_(None)
    )
    for at in range(0, len(uids), CHUNK):
        some = query.where(content.c.uid.in_(uids[at : at + CHUNK])).order_by(content.c.id.desc())
        for uid, number, bytes_ in connection.execute(some).all():
            found[uid] = (number, unpack(bytes_))
    return found


def _is_dated(entry: Entry) -> bool:
    """Whether it states when a listing began or ends, so that its presence is not all."""
    return any(item.listed or item.ended or item.term_years for item in entry.listings)


def _names(entry: Entry) -> list[tuple[Name, datetime | None]]:
    """Its names, each once in each kind, and since when it was seen where the source says so."""
    since: dict[tuple[str, NameKind], tuple[Name, datetime | None]] = {}
    for sight in entry.seen:
        for each in sight.entry.names:
            since.setdefault((each.text, each.kind), (each, sight.first))
    if not since:
        return [(each, None) for each in entry.names]
    for each in entry.names:
        since.setdefault((each.text, each.kind), (each, None))
    return list(since.values())


def _basis(entry: Entry) -> str:
    """The keys of what its listings rest on, a blank before and after each."""
    keys = sorted({key for listing in entry.listings for key in listing.basis})
    return f" {' '.join(keys)} " if keys else ""


def _countries(entry: Entry) -> str:
    """The codes of all countries that an entry is tied to."""
    written = {a.country for a in entry.addresses} | set(entry.nationalities)
    codes = {country_code(one) for one in written if one is not None}
    return " ".join(sorted(code for code in codes if code is not None))


def _drop_unused(connection: sa.Connection, source: str) -> None:
    used = sa.select(run.c.content)
    against = sa.select(base.c.base).where(base.c.id.in_(used), base.c.base.is_not(None))
    unused = sa.select(content.c.id).where(
        content.c.source == source, ~content.c.id.in_(used), ~content.c.id.in_(against)
    )
    connection.execute(name.delete().where(name.c.content.in_(unused)))
    connection.execute(content.delete().where(content.c.id.in_(unused)))
