"""Which pairs of many entries are worth comparing: those that share a telling mark."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from types import MappingProxyType

from onrecord.match.births import Agreement, compare_births
from onrecord.match.rarity import is_little
from onrecord.match.spelling import bones
from onrecord.match.traits import Called, Traits
from onrecord.model.listing import Kind

# what a mark must tell, in nats, to find anybody; no count of who bears it, since what else is held
# must not count. On one list an authority spells its own names alike
ACROSS_LISTS = MappingProxyType({"number": 0.0, "whole": 0.0, "two": 10.0, "born": 0.0, "one": 7.5})
WITHIN_A_LIST = MappingProxyType({**ACROSS_LISTS, "two": 14.0, "one": 9.0})
_TELLING, _SHORT = 4, 2
_LEAST_NATS, _FORM_NATS = 2.5, 0.5
_LEAST_BONES = 3
_LEAST_LETTERS = 12
_ENOUGH = 20.0  # nats of a mark that tells as much as anything does
_SORTS = {
    Kind.PERSON: ("person",),
    Kind.VESSEL: ("vessel",),
    Kind.OTHER: ("person", "body", "vessel"),
}

_Mark = tuple[str, ...]


def across(
    ours: Sequence[Traits], theirs: Sequence[Traits], least: Mapping[str, float] = ACROSS_LISTS
) -> Iterator[tuple[int, int]]:
    """Pairs of a place in `ours` and one in `theirs` worth comparing, in order; each pair once.

    Left out are two of one reference, and two whose births exclude each other unless they share a
    number. `least` is what each sort of mark must tell. Whether two are compared hangs on these
    two alone, so that entries that come one by one, in any order, find the same partners. Time
    grows with the number of entries, not of pairs.
    """
    holders: dict[_Mark, list[int]] = defaultdict(list)
    for place, entry in enumerate(ours):
        for mark in telling_marks(entry, least):
            holders[mark].append(place)
    partners: dict[int, set[int]] = defaultdict(set)
    for place, entry in enumerate(theirs):
        for mark in marks_of(entry).keys() & holders.keys():
            for i in holders[mark]:
                partners[i].add(place)
    for i in sorted(partners):
        for j in sorted(partners[i]):
            if not _idle(ours[i], theirs[j]):
                yield i, j


def _idle(a: Traits, b: Traits) -> bool:
    """Whether comparing the names of the two could change nothing."""
    if a.ref == b.ref:
        return True
    if {n.value for n in a.numbers} & {n.value for n in b.numbers}:
        return False
    born = compare_births(a.births, b.births)
    return born is not None and born.agreement is Agreement.APART


def telling_marks(entry: Traits, least: Mapping[str, float] = ACROSS_LISTS) -> Iterator[_Mark]:
    """The marks that tell enough to find a partner by, however many others bear them."""
    return (mark for mark, told in marks_of(entry).items() if told >= least[mark[1]])


def marks_of(entry: Traits) -> dict[_Mark, float]:
    """What an entry is filed under, and how much each tells, in nats.

    Numbers, whole names, pairs of telling words, days of birth, single words of short names.
    """
    marks: dict[_Mark, float] = {("", "number", number.value): _ENOUGH for number in entry.numbers}
    marks |= {("", "number", value): _ENOUGH for value in entry.imo | entry.un}
    days = {str(b.earliest) for b in entry.births if b.earliest == b.latest and b.earliest.day}
    for name in entry.names:
        spoken = _spoken(name)
        weighed = _telling(name)
        telling = list(weighed)
        found: dict[_Mark, float] = {}
        if spoken:  # else a legal form that a list took for a name
            found["whole", "".join(sorted(spoken))] = _ENOUGH
            found["whole", "".join(spoken)] = _ENOUGH
        letters = sorted("".join(name.told.words))
        if len(letters) >= _LEAST_LETTERS:  # two that changed places may change the bones
            found["whole", f"of {''.join(letters)}"] = _ENOUGH
        for a, b in combinations(telling[:_TELLING], 2):
            found["two", *sorted((a, b))] = weighed[a] + weighed[b]
        found |= {("born", day, word): _ENOUGH for day in days for word in telling[:_TELLING]}
        if len(telling) <= _SHORT:
            # of longer names two words are right where one is misspelt
            for alone in _alone(telling, entry.kind):
                found["one", *alone] = weighed[alone[0]]
        for mark, told in found.items():
            for sort in _SORTS.get(entry.kind, ("body",)):
                marks[sort, *mark] = told
    return marks


def words_in_common(one: Called, other: Called) -> dict[str, float]:
    """The bones of the telling words that two names share, with the nats of each."""
    theirs = _telling(other)
    return {word: told for word, told in _telling(one).items() if word in theirs}


def _spoken(name: Called) -> tuple[str, ...]:
    """The bones of all its words but legal forms, in order."""
    pairs = zip(name.told.words, name.told.weights, strict=True)
    return tuple(bones(word) for word, weight in pairs if weight > _FORM_NATS)


def _alone(telling: list[str], kind: Kind) -> list[_Mark]:
    """Words by which a short name is filed though another of it be misspelt."""
    if kind is Kind.PERSON and len(telling) > 1:
        # whoever misspells the one word seldom does so in how it begins
        one, other = telling
        return [(one, other[:1]), (other, one[:1])]
    return [(word,) for word in telling if len(word) >= _LEAST_BONES]


def _telling(name: Called) -> dict[str, float]:
    """The bones of its telling words with the nats of each, the most telling first."""
    weighed: dict[str, float] = {}
    for word, weight in zip(name.told.words, name.told.weights, strict=True):
        if weight > _LEAST_NATS and len(word) > 1 and not is_little(word):
            weighed[bones(word)] = max(weight, weighed.get(bones(word), 0.0))
    return dict(sorted(weighed.items(), key=lambda pair: (-pair[1], pair[0])))
