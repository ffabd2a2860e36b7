"""Two names word by word: which words agree, which stay over, and what both tell, in nats."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from onrecord.match.nations import countries
from onrecord.match.rarity import is_little, rarity
from onrecord.match.spelling import likeness
from onrecord.text.normal import words

_BRACKET = re.compile(r"\s*[(\[]([^()\[\]]+)[)\]]\s*")
_FATHERS = re.compile(r"[a-z]{3,}(?:ovich|evich|yevich|ievich|ovna|evna|yevna|ievna|ovych|yovych)$")
# a father's name goes missing more often than any other word, and disagrees as seldom
_FATHER_MISSING = 0.5
_LEAST_ACRONYM = 3
_NATS_A_LETTER = 1.2
_JOINED_ALIKE, _JOINED_LEAST, _JOINED_OFF = 0.8, 4, 2


@dataclass(frozen=True, slots=True)
class Told:
    """A name made ready: its words in the order spoken, what each tells, and the sum of it.

    `lead` is the place of the word that a person is called by first; None where there is none.
    """

    text: str
    words: tuple[str, ...]
    weights: tuple[float, ...]
    mass: float
    initials: str
    lead: int | None


@dataclass(frozen=True, slots=True)
class Aligned:
    """What two names have in common and what each has alone, in nats.

    `agreed` counts a word by how alike its two spellings are; `slips` is what this took off.
    `left` and `right` are what stays over on either side. `clash` where both have numbers or
    places, and others; `lead` where the first word of one is nowhere in the other; `numbered`
    where only one has a number, or a letter that counts like one.
    """

    agreed: float
    slips: float
    left: float
    right: float
    clash: bool = False
    lead: bool = False
    numbered: bool = False

    @property
    def both(self) -> float:
        """What each side has that the other lacks: the smaller of the two."""
        return min(self.left, self.right)

    @property
    def one(self) -> float:
        """What only the longer side has."""
        return abs(self.left - self.right)

    @property
    def share(self) -> float:
        """From 0 to 1: how much of both names agrees."""
        whole = self.agreed + self.slips + self.left + self.right
        return self.agreed / whole if whole else 0.0

    @property
    def worth(self) -> float:
        """By which the best of many pairs of names is chosen."""
        lost = self.slips + self.both + 0.3 * self.one
        return self.agreed - lost - 8 * self.clash - 2 * self.lead


def tell(text: str, read: Callable[[str], tuple[str, ...]] = words) -> Told | None:
    """Make a name ready; None where nothing in it can be read. `read` gives its words."""
    # "KIM, Yong Chol" is spoken Yong Chol Kim; with two commas it is no such name
    parts = text.split(",")
    spoken = f"{parts[1]} {parts[0]}" if len(parts) == 2 else text
    tokens = read(spoken)
    if not tokens:
        return None
    weights = tuple(rarity(token) for token in tokens)
    telling = [i for i, weight in enumerate(weights) if weight > 1]
    initials = "".join(tokens[i][0] for i in telling)
    lead = next((i for i in telling if not is_little(tokens[i])), None)
    return Told(text, tokens, weights, sum(weights), initials, lead)


def readings(text: str) -> tuple[str, ...]:
    """The name as written, then without what stands in brackets, then what stands in them.

    Of names between slashes each. A country in brackets is no other name but tells one branch
    from the next: it stays.
    """
    if " / " in text:
        first, *others = (part for part in text.split(" / ") if part.strip())
        return (first, first, *others)
    inside = [part for part in _BRACKET.findall(text) if not countries(part.title())]
    if not inside:
        return (text,)
    outside = _BRACKET.sub(" ", text).strip()
    return (text, *([outside] if outside else ()), *inside)


@dataclass(slots=True)
class _Laying:
    """Two names while they are laid side by side: the places of words that are not yet taken."""

    a: Told
    b: Told
    over: dict[int, str]
    other: dict[int, str]
    agreed: float = 0.0
    slips: float = 0.0

    def take(self, mine: Iterable[int], yours: Iterable[int], alike: float) -> None:
        """Words that agree, at these places of the one and the other."""
        one = sum(self.a.weights[i] for i in mine)
        two = sum(self.b.weights[j] for j in yours)
        weight = (one + two) / 2
        self.agreed += alike * weight
        self.slips += (1 - alike) * weight
        for i in mine:
            del self.over[i]
        for j in yours:
            del self.other[j]


def align(a: Told, b: Told) -> Aligned:
    """Words against words, each at most once, the most telling agreement first; symmetric."""
    if b.words < a.words:
        turned = align(b, a)
        return replace(turned, left=turned.right, right=turned.left)
    if _is_acronym(a, b) or _is_acronym(b, a):
        agreed = _NATS_A_LETTER * min(len(a.initials + b.initials), len(a.words[0] + b.words[0]))
        return Aligned(agreed, max(0.0, (a.mass + b.mass) / 2 - agreed), 0.0, 0.0)
    laying = _Laying(a, b, dict(enumerate(a.words)), dict(enumerate(b.words)))
    _same(laying)
    if laying.over and laying.other:
        _near(laying)
    if laying.over and laying.other:
        _joined(laying)
    over, other = laying.over, laying.other
    return Aligned(
        laying.agreed,
        laying.slips,
        _rest(a, over, other),
        _rest(b, other, over),
        bool(over and other) and _clash(over, other),
        a.lead in over or b.lead in other,
        any(len(w) == 1 or w.isdigit() for w in (*over.values(), *other.values())),
    )


def _same(laying: _Laying) -> None:
    """Equal words, before anything else: they are most, and cost nothing to find."""
    places: dict[str, list[int]] = {}
    for j in sorted(laying.other, reverse=True):
        places.setdefault(laying.b.words[j], []).append(j)
    for i, word in tuple(laying.over.items()):
        if places.get(word):
            laying.take((i,), (places[word].pop(),), 1.0)


def _near(laying: _Laying) -> None:
    """Words in two spellings, among those that no equal word has taken."""
    found: list[tuple[float, str, str, int, int, float]] = []
    for i, word in laying.over.items():
        for j, written in laying.other.items():
            alike = likeness(word, written)
            if alike:
                weight = laying.a.weights[i] + laying.b.weights[j]
                found.append((-alike * weight, word, written, i, j, alike))
    for *_, i, j, alike in sorted(found):
        if i in laying.over and j in laying.other:
            laying.take((i,), (j,), alike)


def _joined(laying: _Laying) -> None:
    """Two neighbours of one name that are a single word of the other: "abu bakr", "abubakr"."""
    for i in sorted(laying.over):
        j, alike = _whole(laying.a, i, laying.over, laying.other)
        if alike:
            laying.take((i, i + 1), (j,), alike)
    for j in sorted(laying.other):
        i, alike = _whole(laying.b, j, laying.other, laying.over)
        if alike:
            laying.take((i,), (j, j + 1), alike)


def _whole(
    name: Told, place: int, free: dict[int, str], others: dict[int, str]
) -> tuple[int, float]:
    """Where the two words from this place on stand as one, and how alike; 0 where nowhere."""
    if place not in free or place + 1 not in free:
        return 0, 0.0
    joined = name.words[place] + name.words[place + 1]
    if len(joined) < _JOINED_LEAST:
        return 0, 0.0
    # whoever writes two words as one keeps how they begin, or nearly
    alike, at = max(
        (
            (likeness(joined, word), -j)
            for j, word in others.items()
            if word[0] == joined[0] and abs(len(word) - len(joined)) <= _JOINED_OFF
        ),
        default=(0.0, 0),
    )
    return -at, alike if alike > _JOINED_ALIKE else 0.0


def _is_acronym(a: Told, b: Told) -> bool:
    """Whether the one is the other's initials: "DDI", "Directorate of Defence Industries"."""
    short = a.words[0]
    return len(a.words) == 1 and len(short) >= _LEAST_ACRONYM and short == b.initials


def _clash(over: dict[int, str], other: dict[int, str]) -> bool:
    """Whether each has a number, or each a country, that the other lacks."""
    numbers = [any(word.isdigit() for word in words.values()) for words in (over, other)]
    places = [any(countries(w.title()) for w in words.values()) for words in (over, other)]
    return all(numbers) or all(places)


def _rest(name: Told, places: dict[int, str], others: dict[int, str]) -> float:
    """What stays over, in nats; a father's name counts whole only against another one."""
    missing = 1.0 if any(_FATHERS.search(word) for word in others.values()) else _FATHER_MISSING
    return sum(
        name.weights[i] * (missing if _FATHERS.search(word) else 1.0) for i, word in places.items()
    )
