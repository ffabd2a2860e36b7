"""Which pairs of many entries are worth comparing: those that share a telling mark."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from onrecord.match.births import Agreement, compare_births
from onrecord.match.rarity import is_little
from onrecord.match.spelling import bones
from onrecord.match.traits import Called, Traits
from onrecord.model.listing import Kind

# a mark on more entries than this finds nobody by itself; its entries are found by their others
_MOST = {"number": 200, "whole": 200, "two": 40, "born": 40, "one": 20}
_TELLING, _SHORT = 4, 2
_LEAST_NATS, _FORM_NATS = 2.5, 0.5
_LEAST_BONES = 3
_SORTS = {
    Kind.PERSON: ("person",),
    Kind.VESSEL: ("vessel",),
    Kind.OTHER: ("person", "body", "vessel"),
}

_Mark = tuple[str, ...]


def candidates(entries: Sequence[Traits]) -> Iterator[tuple[int, int]]:
    """Pairs of places, the smaller first, in order; each pair once.

    Left out are two of one reference, and two whose kinds or births exclude each other unless
    they share a number. Two entries of one list are given: whether these stood side by side, and
    so are two parties, is for the caller to know. Time grows with the number of entries, not of
    pairs.
    """
    holders: dict[_Mark, list[int]] = defaultdict(list)
    for place, entry in enumerate(entries):
        for mark in _marks(entry):
            holders[mark].append(place)
    partners: dict[int, set[int]] = defaultdict(set)
    for mark, places in holders.items():
        if 1 < len(places) <= _MOST[mark[1]]:
            for i, j in combinations(places, 2):
                partners[i].add(j)
    for i in sorted(partners):
        for j in sorted(partners[i]):
            if not _idle(entries[i], entries[j]):
                yield i, j


def _idle(a: Traits, b: Traits) -> bool:
    """Whether comparing the names of the two could change nothing."""
    if a.ref == b.ref:
        return True
    if {n.value for n in a.numbers} & {n.value for n in b.numbers}:
        return False
    born = compare_births(a.births, b.births)
    return born is not None and born.agreement is Agreement.APART


def _marks(entry: Traits) -> set[_Mark]:
    """What an entry is filed under: numbers, whole names, pairs of telling words, days of birth."""
    marks: set[_Mark] = {("", "number", number.value) for number in entry.numbers}
    marks |= {("", "number", value) for value in entry.imo | entry.un}
    days = {str(b.earliest) for b in entry.births if b.earliest == b.latest and b.earliest.day}
    for name in entry.names:
        spoken = _spoken(name)
        telling = _telling(name)
        found: set[_Mark] = {("whole", "".join(sorted(spoken))), ("whole", "".join(spoken))}
        found |= {("two", *sorted(pair)) for pair in combinations(telling[:_TELLING], 2)}
        found |= {("born", day, word) for day in days for word in telling[:_TELLING]}
        if len(telling) <= _SHORT:
            # of longer names two words are right where one is misspelt
            found |= {("one", *word) for word in _alone(telling, entry.kind)}
        marks |= {(sort, *mark) for mark in found for sort in _SORTS.get(entry.kind, ("body",))}
    return marks


def _spoken(name: Called) -> tuple[str, ...]:
    """The bones of all its words but legal forms, in order."""
    pairs = zip(name.told.words, name.told.weights, strict=True)
    kept = tuple(bones(word) for word, weight in pairs if weight > _FORM_NATS)
    return kept or tuple(map(bones, name.told.words))


def _alone(telling: list[str], kind: Kind) -> list[_Mark]:
    """Words by which a short name is filed though another of it be misspelt."""
    if kind is Kind.PERSON and len(telling) > 1:
        # whoever misspells the one word seldom does so in how it begins
        one, other = telling
        return [(one, other[:1]), (other, one[:1])]
    return [(word,) for word in telling if len(word) >= _LEAST_BONES]


def _telling(name: Called) -> list[str]:
    """The bones of its telling words, the most telling first."""
    weighed: dict[str, float] = {}
    for word, weight in zip(name.told.words, name.told.weights, strict=True):
        if weight > _LEAST_NATS and len(word) > 1 and not is_little(word):
            weighed[bones(word)] = max(weight, weighed.get(bones(word), 0.0))
    return sorted(weighed, key=lambda word: (-weighed[word], word))
