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
        self._titles = {basis.key: basis.title for basis in bases}
        self._up: dict[str, list[str]] = defaultdict(list)
        self._end: dict[str, BasisEnd] = {}
        for edge in edges:
            if edge.date is not None and edge.date.latest > known and edge.relation != "ends_on":
                continue
            if edge.relation == "hangs_on":
                self._up[edge.start].append(edge.end)
            elif edge.relation in _ENDS and edge.date is not None:
                says = f"{edge.start} {edge.relation.replace('_', ' ')} {edge.end}"
                self._sooner(edge.start, BasisEnd(Bound.of(edge.date), says, edge.fact))

    def title(self, key: str) -> str:
        """The instrument's title; its key where the graph does not have it."""
        return self._titles.get(key, key)

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
