"""Whether two entries are of one party: a score, what it rests on, and reasons that add up.

The score is the logistic of a sum of points, and each reason ends with its points. Points of
names, births and countries were found on labelled pairs (`evals/identity.py --fit`); those of
identifiers and of what cannot be are judged, since the pairs were labelled by them.
"""

import functools
import importlib.resources
import math
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from onrecord.match.births import Agreement, compare_births
from onrecord.match.evidence import Best, Feature, features
from onrecord.match.traits import Number, Traits, traits
from onrecord.model.listing import Birth, Entry, Kind
from onrecord.text.normal import key

_NATS_A_DAY, _NATS_A_YEAR, _NATS_A_NUMBER = 10.0, 4.0, 10.0
_HALF_NATS = 8.0  # so much that could have disagreed gives a sufficiency of one half
# whose names are marks that a register gives, letter by letter
_MARKED = frozenset((Kind.AIRCRAFT, Kind.WALLET))
# legal forms of one country only; "Ltd" and "JSC" translate anybody's
_FORMS = {
    form: law
    for law, forms in (
        ("de", ("gmbh", "ag", "kg", "ohg")),
        ("nl", ("bv", "nv")),
        ("fr", ("sarl", "sas", "eurl")),
        ("it", ("srl", "spa", "sapa")),
        ("ae", ("fze", "fzco", "fzc")),
        ("my", ("sdn", "bhd")),
        ("sg", ("pte",)),
        ("au", ("pty",)),
        ("pl", ("spzoo",)),
        ("rs", ("doo", "ad")),
        ("fi", ("oy", "oyj")),
    )
    for form in forms
}
# features against which no name is worth a link without a number or a person
_DISAGREE = frozenset(
    {f"born_{how}" for how in (Agreement.OFF_ONE, Agreement.OFF_TWO, Agreement.DAY_DIFFERS)}
    | {"clash", "sibling"}
)


class Decision(StrEnum):
    """What follows: link, ask a person, or leave apart."""

    SAME = "same"
    REVIEW = "review"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Sameness:
    """How likely two entries are of one party; `because` are its reasons, the weightiest first.

    `sufficiency`, from 0 to 1, is how much was there that could have disagreed.
    """

    score: float
    sufficiency: float
    decision: Decision
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Weights:
    """The shipped table: where decisions change, and points by kind and feature."""

    same: float
    review: float
    least_person: float
    least_other: float
    person: dict[str, float]
    other: dict[str, float]
    judged: dict[str, float]


def identity(a: Entry, b: Entry) -> Sameness:
    """Whether two entries are of one party; the same both ways."""
    return weigh(traits(a), traits(b))


def exclude(a: Entry, b: Entry) -> bool:
    """Whether something in the two says that they cannot be one party, whatever their names."""
    return any(True for _ in _excluded(traits(a), traits(b)))


def weigh(a: Traits, b: Traits) -> Sameness:
    """As `identity`, for entries made ready once and compared often."""
    if _order(b) < _order(a):
        a, b = b, a
    table = _table()
    against = tuple(_excluded(a, b))
    numbers = tuple(_numbers(a, b))
    best, found = features(a, b)
    doubts = tuple(_doubts(best, a, b))
    person = a.kind is Kind.PERSON or b.kind is Kind.PERSON
    weights = table.person if person else table.other
    points = [(f.value * weights.get(f.name, 0.0), f.says) for f in found]
    points += [(table.judged[f.name], f.says) for f in (*numbers, *doubts, *against)]
    if not found:
        points.append((weights["bias"], "no name of one that can be read"))
    # rounded before they are added, so that what is shown adds up
    told = [(round(point, 2), says) for point, says in points if round(point, 2)]
    score = round(1 / (1 + math.exp(-sum(point for point, _ in told))), 4)
    enough = _sufficiency(best, a, b, bool(numbers))
    told.sort(key=lambda each: (-abs(each[0]), each[1]))
    because = tuple(f"{says} ({point:+.2f})" for point, says in told)
    if against:
        # a number in common and births far apart: one of the two is wrong, and a person must say
        decision = Decision.REVIEW if numbers and not _kinds(a, b) else Decision.DIFFERENT
    elif score >= table.same and not numbers and (doubts or _disagree(found)):
        decision = Decision.REVIEW
    elif score >= table.same and enough >= (table.least_person if person else table.least_other):
        decision = Decision.SAME
    else:
        # a number in common is always worth a look, whatever the names
        decision = Decision.REVIEW if numbers or score >= table.review else Decision.DIFFERENT
    return Sameness(score, enough, decision, because)


def _disagree(found: Iterable[Feature]) -> bool:
    """Whether births or numbers in the names speak against it, whatever the names are worth."""
    return any(feature.name in _DISAGREE for feature in found)


def _order(entry: Traits) -> tuple[str, ...]:
    return (entry.ref, *(name.told.text for name in entry.names))


def _kinds(a: Traits, b: Traits) -> bool:
    """Whether the kinds of the two exclude each other."""
    return a.kind is not b.kind and Kind.OTHER not in (a.kind, b.kind)


def _excluded(a: Traits, b: Traits) -> Iterator[Feature]:
    """What the same party cannot have."""
    if _kinds(a, b):
        kinds = " and ".join(sorted((a.kind, b.kind)))
        yield Feature("kinds", 1.0, f"kinds differ: {kinds}")
    born = compare_births(a.births, b.births)
    if born is not None and born.agreement is Agreement.APART:
        both = " and ".join(sorted((born.left, born.right)))
        yield Feature("births", 1.0, f"born three years apart or more: {both}")
    if a.gender and b.gender and a.gender != b.gender:
        yield Feature("gender", 1.0, "genders differ")
    if a.imo and b.imo and not a.imo & b.imo:
        yield Feature("imo", 1.0, f"IMO numbers differ: {_both(a.imo, b.imo)}")
    if a.kind is b.kind and a.kind in _MARKED and not _written(a) & _written(b):
        yield Feature("marks", 1.0, "a registration mark or address is not spelt in two ways")
    ours, theirs = ({ref[:3] for ref in side.un} for side in (a, b))
    if ours & theirs and not a.un & b.un:
        yield Feature("un", 1.0, f"UN references differ: {_both(a.un, b.un)}")


def _written(entry: Traits) -> set[str]:
    return {"".join(name.told.words) for name in entry.names}


def _doubts(best: Best | None, a: Traits, b: Traits) -> Iterator[Feature]:
    """What two entries of one party seldom have, judged as the pairs hold too few of them."""
    if _names_other(a, b) or _names_other(b, a):
        yield Feature("linked", 1.0, "one is said to be linked to the other")
    if best is not None and a.kind is not Kind.PERSON:
        forms = [
            frozenset(map(_FORMS.get, side.told.words)) - {None} for side in (best.left, best.right)
        ]
        if all(forms) and not forms[0] & forms[1]:
            yield Feature("forms", 1.0, "registered under the laws of two countries")


def _names_other(a: Traits, b: Traits) -> bool:
    return bool(a.linked) and any(key(name.told.text) in a.linked for name in b.names)


def _both(ours: frozenset[str], theirs: frozenset[str]) -> str:
    return " and ".join(sorted(", ".join(sorted(side)) for side in (ours, theirs)))


def _numbers(a: Traits, b: Traits) -> Iterator[Feature]:
    """Numbers in common, the strongest only: a second one is seldom independent of the first."""
    for name, shared in (("un_same", a.un & b.un), ("imo_same", a.imo & b.imo)):
        if shared:
            kind = "UN reference" if name == "un_same" else "IMO number"
            yield Feature(name, 1.0, f"the same {kind}: {min(shared)}")
            return
    theirs: dict[str, list[Number]] = {}
    for number in b.numbers:
        theirs.setdefault(number.value, []).append(number)
    pairs = [
        (one.type == other.type, one, other)
        for one in a.numbers
        for other in theirs.get(one.value, ())
        if one.country is None or other.country is None or one.country == other.country
    ]
    if pairs:
        alike, one, other = min(pairs, key=lambda p: (not p[0], p[1].value, p[1].type))
        types = one.type if alike else " and ".join(sorted((one.type, other.type)))
        name = "number_same" if alike else "number_like"
        yield Feature(name, 1.0, f"the same {types.replace('_', ' ')}: {one.value}")


def _sufficiency(best: Best | None, a: Traits, b: Traits, numbered: bool) -> float:
    nats = 0.0
    if best is not None:
        nats += min(best.left.told.mass, best.right.told.mass) * best.strength
    nats += min(max(map(_told_by, side.births), default=0.0) for side in (a, b))
    if numbered:
        nats += _NATS_A_NUMBER
    return min(0.99, round(1 - math.exp2(-nats / _HALF_NATS), 2))


def _told_by(birth: Birth) -> float:
    """What an agreement on it would tell: one of 22,000 days of 60 years, or one of the years."""
    return _NATS_A_DAY if birth.earliest.day and birth.earliest == birth.latest else _NATS_A_YEAR


@functools.cache  # a table that is part of the program
def _table() -> _Weights:
    text = (importlib.resources.files(__package__) / "identity.toml").read_text(encoding="utf-8")
    return _Weights(**tomllib.loads(text))
