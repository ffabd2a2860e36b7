"""What speaks for and against two entries being of one party: features, each with its words."""

from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.match.alignment import Aligned, align
from onrecord.match.births import Agreement, compare_births
from onrecord.match.traits import Called, Traits
from onrecord.model.listing import Kind

# so many pairs of names are laid side by side, those first that share the most telling words
_PAIRS, _WORSE = 10, 2
_ENOUGH_NATS = 20.0
# first names that have so much in common, while each has so many nats of its own, are those of
# brothers and branches, and an alias that both bear is the family's
_RELATED, _TOLD_APART = 0.35, 4.0


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing that was compared: its name in the table of weights, its value, its words."""

    name: str
    value: float
    says: str = ""


@dataclass(frozen=True, slots=True)
class Best:
    """The two names that agree best, how they do, and how many others agree besides."""

    left: Called
    right: Called
    aligned: Aligned
    also: int

    @property
    def strength(self) -> float:
        """What both lists themselves think of these names."""
        return min(self.left.strength, self.right.strength)


def best_names(a: Traits, b: Traits) -> Best | None:
    """The pair of names that agrees best; None where a side has none that can be read."""
    pairs = sorted(
        (-_common(one, other), i, j)
        for i, one in enumerate(a.names)
        for j, other in enumerate(b.names)
    )
    if not pairs:
        return None
    least = pairs[0][0] / _WORSE
    pairs = [pair for pair in pairs[:_PAIRS] if pair[0] <= least]
    found: list[tuple[float, str, str, Called, Called, Aligned]] = []
    for _, i, j in pairs:
        one, other = a.names[i], b.names[j]
        aligned = align(one.told, other.told)
        worth = aligned.worth * min(one.strength, other.strength)
        first, second = sorted((one.told.text, other.told.text))
        found.append((-worth, first, second, one, other, aligned))
    _, _, _, left, right, aligned = min(found, key=lambda each: each[:3])
    good = {(one.told.words, other.told.words) for *_, one, other, al in found if al.share > 0.85}
    also = min(len({one for one, _ in good}), len({other for _, other in good})) - 1
    return Best(left, right, aligned, max(0, also))


def _common(one: Called, other: Called) -> float:
    shared = one.bones & other.bones
    return len(shared) / (1 + max(len(one.bones), len(other.bones)) - len(shared))


def name_features(best: Best, a: Traits, b: Traits) -> Iterator[Feature]:
    """Features of the names alone."""
    al, weight = best.aligned, best.strength
    names = " and ".join(sorted(f"'{name.told.text}'" for name in (best.left, best.right)))
    yield Feature("agreed", min(al.agreed, _ENOUGH_NATS) / 10 * weight, f"names agree: {names}")
    yield Feature("share", al.share, "how much of these names agrees")
    yield Feature("slips", min(al.slips, 8.0) / 4, "spelt in two ways")
    yield Feature("both", min(al.both, 8.0) / 4, "each has a word that the other lacks")
    yield Feature("one", min(al.one, 16.0) / 8, "one has a word more")
    if al.clash:
        yield Feature("clash", 1.0, "the numbers or places in them differ")
    elif al.numbered and a.kind is Kind.VESSEL:
        yield Feature("numbered", 1.0, "only one has a number or a single letter")
    if al.lead and a.kind is Kind.PERSON and b.kind is Kind.PERSON:
        yield Feature("lead", 1.0, "the first word of one is not in the other")
    if best.also:
        yield Feature("also", min(best.also, 4) / 2, f"{best.also} more names agree")
    first = align(a.names[0].told, b.names[0].told)
    if first.share > _RELATED and first.both > _TOLD_APART:
        yield Feature("sibling", 1.0, "the first names of both agree but for a telling word")
    if len(a.names) > 1 and len(b.names) > 1:
        yield Feature("first", first.share, "how much of the first names of both agrees")
        yield Feature("several", 1.0, "both have several names")


def other_features(a: Traits, b: Traits) -> Iterator[Feature]:
    """Features of birth, country and gender."""
    born = compare_births(a.births, b.births) if Kind.PERSON in (a.kind, b.kind) else None
    if born is not None and born.agreement is not Agreement.APART:
        both = " and ".join(sorted((born.left, born.right)))
        yield Feature(f"born_{born.agreement}", 1.0, f"born {both}")
    if a.countries and b.countries and not a.countries & b.countries:
        # a country in common is not counted: the pairs that weights were found on were drawn
        # among like names, most of one country, and cannot show what it is worth
        both = " and ".join(sorted(", ".join(sorted(side)) for side in (a.countries, b.countries)))
        yield Feature("country_differs", 1.0, f"countries differ: {both}")
    if a.gender and a.gender == b.gender:
        yield Feature("gender", 1.0, "the same gender")


def features(a: Traits, b: Traits) -> tuple[Best | None, tuple[Feature, ...]]:
    """All features, those that are nought left out; none where no name can be read."""
    best = best_names(a, b)
    if best is None:
        return None, ()
    bias = Feature("bias", 1.0, "before anything is compared")
    found = (bias, *name_features(best, a, b), *other_features(a, b))
    return best, tuple(feature for feature in found if feature.value)
