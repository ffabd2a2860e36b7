"""Captures read again where a source's parser has changed: what reads otherwise, and since when.

Bytes are the same and the parser is not, so that what moved cannot be derived later: it is
written into the journal before the old reading is gone.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa

from onrecord.model.listing import Entry
from onrecord.record.decisions import Reparse
from onrecord.record.journal import Decision
from onrecord.record.runs import Members, entries_of, members_of
from onrecord.record.schema import content

_WHOLE = "entry"


def reparse(
    connection: sa.Connection,
    source: str,
    order: Sequence[int],
    fresh: Mapping[int, Members],
    versions: tuple[int, int],
    at: datetime,
) -> Reparse:
    """What a new reading of captures changes; to be asked before it takes the old one's place.

    `order` are all captures of the source, `versions` the parser's before and now.
    """
    rank = {capture: place for place, capture in enumerate(order)}
    rows = connection.execute(
        sa.select(content.c.id, content.c.hash).where(content.c.source == source)
    )
    hashes: dict[int, bytes] = {row.id: row.hash for row in rows}
    apart: dict[int, dict[bytes, Entry]] = {}  # old content → what it now may read as, by hash
    moved: dict[str, set[str]] = {}
    for capture, members in fresh.items():
        old = members_of(connection, source, rank, capture)
        for uid in old.keys() ^ members.keys():
            moved.setdefault(uid, set()).add(_WHOLE)
        for uid in old.keys() & members.keys():
            if hashes[old[uid]] != members[uid].hash:
                apart.setdefault(old[uid], {})[members[uid].hash] = members[uid].entry
    for number, before in entries_of(connection, list(apart)):
        for after in apart[number].values():
            moved.setdefault(after.uid, set()).update(fields_apart(before, after))
    told = {uid: tuple(sorted(fields)) for uid, fields in sorted(moved.items())}
    return Reparse(source, *versions, at, told)


def newest_reparse(decisions: Iterable[Decision], source: str) -> Reparse | None:
    """The last one of a source; None where there was none."""
    found = [one for one in decisions if isinstance(one, Reparse) and one.source == source]
    return found[-1] if found else None


def fields_apart(before: Entry, after: Entry) -> list[str]:
    """The names of the fields in which two readings of an entry differ."""
    names = Entry.__dataclass_fields__
    return [name for name in names if getattr(before, name) != getattr(after, name)]
