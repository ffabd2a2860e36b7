"""The sources that tell since when they saw what, as far as they do for one view."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property

import sqlalchemy as sa

from onrecord import sources
from onrecord.model.answer import SourceState
from onrecord.model.listing import Entry
from onrecord.record import schema
from onrecord.record.kept import Kept
from onrecord.record.sights import Row, Told, by_authority, through_time
from onrecord.record.timeline import Seen, entry_at

_FEW = 64
Runs = Callable[[str, str], Sequence[tuple[int, int | None, int]]]


class Telling:
    """Captures of such sources, those after `known` too: what they tell of before it was known."""

    def __init__(
        self, connection: sa.Connection, held: Mapping[str, Sequence[Kept]], known: datetime
    ) -> None:
        self._connection = connection
        self._held = {s: kept for s, kept in held.items() if sources.get(s).tells_since}
        self._known = known
        self._rows: dict[tuple[str, ...], list[Row]] = {}

    def __contains__(self, source: str) -> bool:
        return source in self._held

    @cached_property
    def last(self) -> dict[str, datetime]:
        """The newest instant by `known` from which something was seen, of sources with any."""
        table, content = schema.name.c, schema.content.c
        found: dict[str, datetime] = {}
        for source in (source for source, kept in self._held.items() if kept):
            query = (
                sa.select(sa.func.max(table.known))
                .join(schema.content, content.id == table.content)
                .where(content.source == source, table.known <= written(self._known))
            )
            last = self._connection.execute(query).scalar()
            if last is not None:
                found[source] = datetime.fromisoformat(last)
        return found

    def evidence(self) -> dict[str, list[Seen]]:
        """All captures of these sources, where any of them tells of the time before `known`."""
        return {source: [k.seen for k in self._held[source]] for source in self.last}

    def states(self, captured: Mapping[str, Sequence[Seen]]) -> list[SourceState]:
        """The sources of which no capture was known yet, but something that a later one tells."""
        return [
            SourceState(source, 0, last, last.date())
            for source, last in self.last.items()
            if not captured.get(source)
        ]

    def captures(self, source: str) -> list[int]:
        """The captures of such a source that may be used, by number; none of another source."""
        return [k.seen.capture for k in self._held.get(source, ())]

    def through(
        self, ref: str, runs: Runs, place: Callable[[int], int], content: Callable[[int], Entry]
    ) -> list[Told]:
        """An entry in each capture of its source."""
        source, _, uid = ref.partition("/")
        held = self._held[source]
        found = entry_at([k.seen for k in held], runs(source, uid), place, content)
        return [Told(k.seen, k.covers, entry) for k, entry in zip(held, found, strict=True)]

    def states_of(self, told: Sequence[Told]) -> list[Entry | None]:
        """What the entry was at each point in time at which something was known of it."""
        return through_time(told, self._known)[1]

    def rows(self, refs: Sequence[str], told: Callable[[str], Sequence[Told]]) -> list[Row]:
        """The same for each authority that a party's entries of one source stand with.

        With the points in time. Entries of which no capture shows two follow one another, as ids
        that were merged or parted. Kept for the last few parties, since a history asks for them
        once for each authority.
        """
        key = tuple(refs)
        if key not in self._rows:
            if len(self._rows) >= _FEW:
                self._rows.clear()
            whose = sources.get(refs[0].split("/", 1)[0]).codes["dataset"]
            chains = _chained([told(ref) for ref in refs])
            self._rows[key] = [r for c in chains for r in by_authority(c, self._known, whose)]
        return self._rows[key]


def _chained(entries: Sequence[Sequence[Told]]) -> list[list[Told]]:
    chains: list[list[Told]] = []
    for told in entries:
        for held in chains:
            pairs = list(zip(held, told, strict=True))
            if not any(a.entry and b.entry for a, b in pairs):
                held[:] = [a if a.entry else b for a, b in pairs]
                break
        else:
            chains.append(list(told))
    return chains


def written(known: datetime) -> str:
    """As the table has instants: UTC and whole seconds, so that texts compare as instants do."""
    return known.astimezone(UTC).isoformat(timespec="seconds")


def by_then(known: datetime) -> sa.ColumnElement[bool]:
    """That a name was known by then, or only with the captures that show it."""
    since = schema.name.c.known
    return sa.or_(since.is_(None), since <= written(known))
