"""What links entries, as a view may use it: pairs of wordings found alike, and one number."""

from collections.abc import Iterator

import sqlalchemy as sa

from onrecord import sources
from onrecord.match import exclude
from onrecord.record.bearers import Bearer, Bearers, are_apart
from onrecord.record.schema import link, number

_ENTRY = "entry "  # begins what names an entry of another list and no number


class Links:
    """The links between bearers whose newest wordings, as known, were found to be of one party."""

    def __init__(self, connection: sa.Connection, bearers: Bearers) -> None:
        self._connection = connection
        self._bearers = bearers
        self._naming_it: dict[str, list[tuple[str, bytes]]] = {}
        self._of: dict[str, list[tuple[str, bytes]]] = {}
        self._has_numbers = False
        self._all: dict[bytes, list[tuple[bytes, str, float]]] | None = None

    def read_all(self) -> None:
        """Read all at once, which is quicker than one by one where most are asked for."""
        if self._all is not None:
            return
        query = sa.select(link.c.a, link.c.b, link.c.ref, link.c.score)
        found: dict[bytes, list[tuple[bytes, str, float]]] = {}
        for a, b, ref, score in self._connection.execute(query):
            found.setdefault(a, []).append((b, ref, score))
        self._all = found

    def tied(self) -> set[str]:
        """All ids that a link, a number or a name given for them may tie to another."""
        self.read_all()
        self._read_numbers()
        found = {ref for rows in (self._all or {}).values() for _, ref, _ in rows}
        found |= self._of.keys()
        for key in self._naming_it:
            found.update(sources.numbered(key))
        by_number: dict[str, list[str]] = {}
        for ref in self._bearers.are_held():
            source, _, uid = ref.partition("/")
            if sources.get(source).gives_numbers:
                by_number.setdefault(f"{sources.get(source).numbering} {uid}", []).append(ref)
        for refs in by_number.values():
            found.update(refs if len(refs) > 1 else ())
        return found

    def alike(self, bearer: Bearer) -> Iterator[tuple[Bearer, float]]:
        """Bearers of other ids found alike in some wording that was known, with the best score.

        Who once was found alike stays so when one side is renamed. But not where what the two
        say now excludes the other, unless one has followed the other on their list.
        """
        best: dict[str, tuple[Bearer, float]] = {}
        for wording in bearer.wordings:
            for theirs, ref, score in self._rows(wording):
                for other in self._bearers.of(ref):
                    if theirs in other.wordings and other.id != bearer.id:
                        known = best.get(other.id, (other, 0.0))[1]
                        best[other.id] = (other, max(score, known))
        for other, score in best.values():
            if bearer.source == other.source or not self._exclude(bearer, other):
                yield other, score

    def _exclude(self, a: Bearer, b: Bearer) -> bool:
        pair = (a.wordings[-1], b.wordings[-1])
        if any(theirs == pair[1] for theirs, _, _ in self._rows(pair[0])):
            return False
        return exclude(self._bearers.entry(a.newest), self._bearers.entry(b.newest))

    def numbered(self, bearer: Bearer) -> Iterator[tuple[Bearer, str]]:
        """The bearers of one number on other entries of one numbering, and the number.

        Where an entry shows that the number passed from one party to another, only those whose
        names, births and other numbers do not all differ.
        """
        for each in self._numbers(bearer):
            held = list(self._bearing(each))
            of = (*held, bearer)
            passed_on = len({b.ref for b in of}) < len({b.id for b in of})
            others = (b for b in held if b.ref != bearer.ref)
            yield from ((b, each) for b in others if not passed_on or self._may_share(bearer, b))

    def _numbers(self, bearer: Bearer) -> Iterator[str]:
        source, _, uid = bearer.ref.partition("/")
        of = sources.get(source)
        if of.gives_numbers:
            yield f"{of.numbering} {uid}"
        else:
            yield from (n for n in self._named(bearer) if not n.startswith(_ENTRY))

    def _bearing(self, number: str) -> Iterator[Bearer]:
        for ref in sources.numbered(number):
            yield from self._bearers.of(ref)
        for ref, wording in self._naming(number):
            yield from (b for b in self._bearers.of(ref) if wording in b.wordings)

    def _may_share(self, a: Bearer, b: Bearer) -> bool:
        """Whether what the two ever said is of one party, what they say now before all else."""
        ours, theirs = (sorted(bearer.contents, reverse=True) for bearer in (a, b))
        pairs = ((a.newest, b.newest), *((x, y) for x in ours for y in theirs))
        return any(not are_apart(self._bearers.entry(x), self._bearers.entry(y)) for x, y in pairs)

    def referred(self, bearer: Bearer) -> Iterator[tuple[Bearer, str]]:
        """Bearers that it says it is about, or that say so of it, and which list says it."""
        for each in self._named(bearer):
            for ref in sources.numbered(each) if each.startswith(_ENTRY) else ():
                yield from ((other, bearer.source) for other in self._bearers.of(ref)[-1:])
        for ref, wording in self._naming(f"{_ENTRY}{bearer.ref}"):
            for other in self._bearers.of(ref):
                if wording in other.wordings and other.id != bearer.id:
                    yield other, other.source

    def _named(self, bearer: Bearer) -> list[str]:
        """What it names beside its own id, by any wording of it that was known."""
        self._read_numbers()
        named = self._of.get(bearer.ref, ())
        return list(dict.fromkeys(n for n, wording in named if wording in bearer.wordings))

    def _naming(self, key: str) -> list[tuple[str, bytes]]:
        self._read_numbers()
        return self._naming_it.get(key, [])

    def _read_numbers(self) -> None:
        if self._has_numbers:
            return
        query = sa.select(number.c.key, number.c.ref, number.c.wording)
        for key, ref, wording in self._connection.execute(query):
            self._naming_it.setdefault(key, []).append((ref, wording))
            self._of.setdefault(ref, []).append((key, wording))
        self._has_numbers = True

    def _rows(self, wording: bytes) -> list[tuple[bytes, str, float]]:
        if self._all is not None:
            return self._all.get(wording, [])
        query = sa.select(link.c.b, link.c.ref, link.c.score).where(link.c.a == wording)
        return [(b, ref, score) for b, ref, score in self._connection.execute(query)]
