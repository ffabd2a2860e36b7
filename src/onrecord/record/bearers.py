"""Who bears an id of a list: mostly one party for ever, at times one after another.

A list gives an old id to a new party now and then. Where names, births and numbers of an entry
all differ from what they were, another party bears its id from then on.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import combinations

import sqlalchemy as sa

from onrecord import sources
from onrecord.match import Decision, Traits, traits, weigh
from onrecord.match.births import Agreement, compare_births
from onrecord.match.blocking import words_in_common
from onrecord.model.listing import Entry
from onrecord.record.schema import content, name, run
from onrecord.record.timeline import Seen
from onrecord.text.normal import key

_SHARED_WORDS, _SHARED_NATS = 2, 8.0
_AGREE = frozenset((Agreement.DAY, Agreement.SLIP, Agreement.YEAR))


@dataclass(frozen=True, slots=True)
class Bearer:
    """A party's share of an id: the contents of the entry that are of this one party.

    `id` is the entry, and for all but the newest bearer the day of the first capture that shows
    it as well, as in us_ofac_sdn/33537@2016-02-27. `stretches` are (first, last) places among
    the captures that a view may use; `since` is the instant from which it was known. `newest` is
    the content of the newest capture that has it, and `wordings` what links go by, the newest
    last.
    """

    id: str
    ref: str
    contents: frozenset[int]
    stretches: tuple[tuple[int, int], ...]
    since: datetime
    newest: int
    wordings: tuple[bytes, ...]

    @property
    def source(self) -> str:
        """The list that it stands on."""
        return self.ref.partition("/")[0]

    def stood_with(self, other: "Bearer") -> bool:
        """Whether one capture of their list shows both."""
        return self.source == other.source and any(
            a <= d and c <= b for a, b in self.stretches for c, d in other.stretches
        )


_Row = tuple[int, int, int | None, bytes | None]  # content, first and last capture, wording


class Bearers:
    """The bearers of ids, as far as the captures show that a view may use."""

    def __init__(
        self,
        connection: sa.Connection,
        seen: Mapping[str, Sequence[Seen]],
        rank: Mapping[int, int],
        entry: Callable[[int], Entry],
        known: datetime,
    ) -> None:
        self._connection = connection
        self._seen = seen
        self._rank = rank
        self._places = {s: [rank[c.capture] for c in held] for s, held in seen.items()}
        self.entry = entry
        self._known = known
        self._found: dict[str, list[Bearer]] = {}
        self._all: dict[str, list[_Row]] | None = None
        self._keys: dict[int, set[str]] = {}  # of names, by content, once all is read

    def of(self, ref: str) -> list[Bearer]:
        """The bearers of an id, the newest last; none where no capture shows it."""
        if ref not in self._found:
            if self._all is not None:
                rows = self._all.get(ref, [])
            else:
                source, _, uid = ref.partition("/")
                found = self._rows((run.c.source == source) & (run.c.uid == uid))
                rows = [row for _, row in found]
            self._found[ref] = self._bearers(ref, rows)
        return self._found[ref]

    def are_held(self) -> Mapping[str, object]:
        """All ids that the record holds, once all is read."""
        return self._all or {}

    def is_ones(self, ref: str) -> bool:
        """Whether an id is plainly one bearer's, as all its contents share a name with the first.

        Only once all is read; False says nothing.
        """
        contents = [number for number, *_ in (self._all or {}).get(ref, ())]
        first = self._keys.get(contents[0], set()) if contents else set()
        return all(not first.isdisjoint(self._keys.get(n, ())) for n in contents)

    def read_all(self) -> None:
        """Read every id at once, which is quicker than one by one where most are asked for."""
        if self._all is not None:
            return
        self._all = {}
        for ref, row in self._rows(sa.true()):
            self._all.setdefault(ref, []).append(row)
        query = sa.select(name.c.content, name.c.key)
        for number, named in self._connection.execute(query).all():
            self._keys.setdefault(number, set()).add(named)

    def _rows(self, which: sa.ColumnElement[bool]) -> Iterator[tuple[str, _Row]]:
        query = (
            sa.select(
                run.c.source, run.c.uid, run.c.content, run.c.first, run.c.last, content.c.wording
            )
            .join(content, content.c.id == run.c.content)
            .where(which)
        )
        for source, uid, number, first, last, wording in self._connection.execute(query).all():
            yield f"{source}/{uid}", (number, first, last, wording)

    def _bearers(self, ref: str, rows: Iterable[_Row]) -> list[Bearer]:
        source = ref.partition("/")[0]
        places = self._places.get(source, [])
        shown: list[tuple[int, int, int, bytes | None]] = []  # first, last place; content, wording
        for number, first, last, wording in rows:
            low = bisect_left(places, self._rank[first])
            high = len(places) if last is None else bisect_right(places, self._rank[last])
            if low < high:
                shown.append((low, high - 1, number, wording))
        if not shown:
            return []
        shown.sort()
        # of a collection an id is its own name for one party, and what it holds is known by parts
        tells_since = sources.get(source).tells_since
        contents = {number: wording for _, _, number, wording in shown}
        groups = [set(contents)] if tells_since else self._parted(contents)
        captures = self._seen[source]
        found = []
        for group in groups:
            own = [each for each in shown if each[2] in group]
            told = [w for low, high, _, w in own if self._is_known(captures[low : high + 1])]
            found.append(
                Bearer(
                    id=ref,
                    ref=ref,
                    contents=frozenset(group),
                    stretches=tuple((low, high) for low, high, _, _ in own),
                    since=min(
                        c.captured for low, high, _, _ in own for c in captures[low : high + 1]
                    ),
                    newest=own[-1][2],
                    wordings=tuple(dict.fromkeys(w for w in reversed(told) if w is not None))[::-1],
                )
            )
        found.sort(key=lambda bearer: bearer.stretches[-1])
        return [*(self._dated(bearer) for bearer in found[:-1]), found[-1]]

    def _is_known(self, captures: Sequence[Seen]) -> bool:
        """Whether one of them was known: links never go by what only a later one shows."""
        return any(capture.captured <= self._known for capture in captures)

    def _dated(self, bearer: Bearer) -> Bearer:
        day: date = self._seen[bearer.source][bearer.stretches[0][0]].day
        return Bearer(
            f"{bearer.ref}@{day}",
            bearer.ref,
            bearer.contents,
            bearer.stretches,
            bearer.since,
            bearer.newest,
            bearer.wordings,
        )

    def _parted(self, contents: Mapping[int, bytes | None]) -> list[set[int]]:
        """The contents by whom they are about; nearly always all are about one."""
        one_of = {wording or str(number).encode(): number for number, wording in contents.items()}
        if len(one_of) == 1:
            return [set(contents)]
        group = {number: {number} for number in one_of.values()}
        for a, b in combinations(one_of.values(), 2):
            if group[a] is not group[b] and not self._are_apart(a, b):
                group[a] |= group[b]
                group.update(dict.fromkeys(group[b], group[a]))
        for number, wording in contents.items():
            group[one_of[wording or str(number).encode()]].add(number)
        return list({id(each): each for each in group.values()}.values())

    def _are_apart(self, a: int, b: int) -> bool:
        if self._keys and not self._keys[a].isdisjoint(self._keys[b]):
            return False  # nearly always so, and to read an entry costs fifty times as much
        return are_apart(self.entry(a), self.entry(b))


def are_apart(a: Entry, b: Entry) -> bool:
    """Whether two contents of one id are of two parties: names, births and numbers all differ."""
    if {key(n.text) for n in a.names} & {key(n.text) for n in b.names}:
        return False
    one, other = traits(a), traits(b)
    if {n.value for n in one.numbers} & {n.value for n in other.numbers} or one.imo & other.imo:
        return False
    born = compare_births(one.births, other.births)
    if born is not None and born.agreement in _AGREE:
        return False
    if _share_words(one, other):
        return False
    names_alone = (replace(each, births=(), gender=None) for each in (one, other))
    return weigh(*names_alone).decision is Decision.DIFFERENT


def _share_words(a: Traits, b: Traits) -> bool:
    """Whether two names share telling words, as when a party is renamed or spelt otherwise.

    Not one alone: a family's or a place's goes for many. By name two would be linked by more.
    """
    return any(
        len(shared) >= _SHARED_WORDS and sum(shared.values()) >= _SHARED_NATS
        for one in a.names
        for other in b.names
        if (shared := words_in_common(one, other))
    )
