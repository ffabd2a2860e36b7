"""The graph of instruments: which end ends which, and when."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from onrecord.model.dates import Bound
from onrecord.model.facts import StatedBasis, StatedEdge

# waived_by and suspended_by leave the instrument standing; renewed_by says nothing of an end:
# that no renewal was seen is told by `expiring`, and ends nothing
_ENDS = frozenset({"revoked_by", "ends_on"})


@dataclass(frozen=True, slots=True)
class BasisEnd:
    """When an instrument ended, in one sentence, and the fact that says so."""

    when: Bound
    says: str
    fact: str


class BasisGraph:
    """Instruments and their relations as far as they could be known on a day.

    A relation without a day of its own is taken as always known.
    """

    def __init__(
        self, bases: Iterable[StatedBasis], edges: Iterable[StatedEdge], known: date
    ) -> None:
        self.instruments = {basis.key: basis for basis in bases}
        self._up: dict[str, list[str]] = defaultdict(list)
        self._down: dict[str, list[str]] = defaultdict(list)
        self._edges: dict[str, list[StatedEdge]] = defaultdict(list)
        self._end: dict[str, BasisEnd] = {}
        for edge in edges:
            if edge.date is not None and edge.date.latest > known and edge.relation != "ends_on":
                continue
            self._edges[edge.start].append(edge)
            if edge.relation == "hangs_on":
                self._up[edge.start].append(edge.end)
                self._down[edge.end].append(edge.start)
            elif edge.relation in _ENDS and edge.date is not None:
                says = f"{edge.start} {edge.relation.replace('_', ' ')} {edge.end}"
                self._sooner(edge.start, BasisEnd(Bound.of(edge.date), says, edge.fact))

    def relations(self, key: str) -> list[StatedEdge]:
        """What is stated of an instrument: hangs on, renewed by, revoked by …, as given."""
        return list(self._edges.get(key, ()))

    def hanging_on(self, key: str) -> list[str]:
        """All that falls with an instrument, nearest first; itself not among them."""
        found: list[str] = []
        waiting = [key]
        while waiting:
            for lower in self._down.get(waiting.pop(0), ()):
                if lower not in found and lower != key:
                    found.append(lower)
                    waiting.append(lower)
        return found

    def end_of(self, keys: Iterable[str]) -> BasisEnd | None:
        """The soonest end of any of these instruments or of what they hang on; None if none."""
        soonest: BasisEnd | None = None
        seen: set[str] = set()
        waiting = list(keys)
        while waiting:
            key = waiting.pop()
            if key in seen:
                continue
            seen.add(key)
            waiting.extend(self._up.get(key, ()))
            found = self._end.get(key)
            if found is not None and (soonest is None or _before(found, soonest)):
                soonest = found
        return soonest

    def _sooner(self, key: str, end: BasisEnd) -> None:
        if key not in self._end or _before(end, self._end[key]):
            self._end[key] = end


def _before(a: BasisEnd, b: BasisEnd) -> bool:
    return (a.when.latest or date.max, a.fact) < (b.when.latest or date.max, b.fact)
