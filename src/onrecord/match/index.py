"""Which of many names a name may be: by whole words and by how words begin."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz, process

from onrecord.match.compare import Prepared, prepare

_BEGINNING = 4
_COMMON = 2_000  # a word in more names than this finds nobody by itself
_KEPT = 60
_FLOOR = 50


class Index:
    """Candidates among names given once; numbers are places in that sequence.

    A word misspelt in its first four letters is found by the name's other words only.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._names = [prepare(name) for name in names]
        self._lines = [name.line for name in self._names]
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._joined: dict[str, list[int]] = defaultdict(list)
        for place, name in enumerate(self._names):
            self._joined[name.joined].append(place)
            for mark in {*name.told, *_beginnings(name.told)}:
                self._by_word[mark].append(place)

    def __getitem__(self, place: int) -> Prepared:
        return self._names[place]

    def candidates(self, name: Prepared) -> list[int]:
        """Places of names worth comparing, in their order: the same, and the 60 most alike."""
        found = set(self._joined.get(name.joined, ()))
        wanted: set[int] = set()
        for lists in (name.told, _beginnings(name.told)):
            for mark in lists:
                places = self._by_word.get(mark, [])
                if len(places) <= _COMMON:
                    wanted.update(places)
        if not wanted:
            for mark in name.told[:1]:
                wanted.update(self._by_word.get(mark, ()))
        choices = {place: self._lines[place] for place in sorted(wanted)}
        best = process.extract(
            name.line, choices, scorer=fuzz.ratio, limit=_KEPT, score_cutoff=_FLOOR
        )
        return sorted(found | {place for _, _, place in best})


def _beginnings(tokens: Iterable[str]) -> list[str]:
    # marked, so that the beginning "indu" is not the whole word "indu"
    return [f"{token[:_BEGINNING]}*" for token in tokens if len(token) >= _BEGINNING]
