"""What links entries, as a view may use it: pairs of wordings found alike, and one number."""

from collections.abc import Iterator

import sqlalchemy as sa

from onrecord import sources
from onrecord.match import exclude
from onrecord.record.bearers import Bearer, Bearers
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
        query = sa.select(link.c.a, link.c.b, link.c.ref, link.c.score)
        found: dict[bytes, list[tuple[bytes, str, float]]] = {}
        for a, b, ref, score in self._connection.execute(query):
            found.setdefault(a, []).append((b, ref, score))
        self._all = found

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
        """The bearers of one number on other entries of one numbering, and the number."""
        source, _, uid = bearer.ref.partition("/")
        of = sources.get(source)
        numbers = [f"{of.numbering} {uid}"] if of.gives_numbers else self._named(bearer)
        for each in (n for n in numbers if not n.startswith(_ENTRY)):
            for ref in sources.numbered(each):
                if ref != bearer.ref:
                    yield from ((other, each) for other in self._bearers.of(ref)[-1:])
            for ref, wording in self._naming(each):
                for other in self._bearers.of(ref):
                    if wording in other.wordings and other.id != bearer.id:
                        yield other, each

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
