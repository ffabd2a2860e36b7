"""Authorities by the words that reports use for them, and how a reader is told of each."""

import re
from collections.abc import Iterable

from onrecord.model.answer import Measure
from onrecord.model.listing import Authority, Effect
from onrecord.text.countries import country_code

AUTHORITY_NAMES = {
    Authority.US_OFAC: "the US Treasury (OFAC)",
    Authority.US_STATE: "the US State Department",
    Authority.US_BIS: "the US Commerce Department (BIS)",
    Authority.UN_SC: "the UN Security Council",
    Authority.EU: "the European Union",
    Authority.GB: "the United Kingdom",
    Authority.CA: "Canada",
    Authority.AU: "Australia",
    Authority.CH: "Switzerland",
    Authority.OTHER: "another authority",
}

_AMERICAN = frozenset({Authority.US_OFAC, Authority.US_STATE, Authority.US_BIS})

# what reports call each, the narrower before the wider: "US Treasury" is not every US authority
_WORDS: tuple[tuple[str, frozenset[Authority]], ...] = (
    (r"OFAC|US Treasury|U\.S\. Treasury|Treasury(?: Department)?", frozenset({Authority.US_OFAC})),
    (r"(?:US |U\.S\. )?State Department", frozenset({Authority.US_STATE})),
    (r"Commerce Department|Entity List", frozenset({Authority.US_BIS})),
    (
        r"US|U\.S\.?|USA|United States|America[n]?|Washington|(?:Trump|Obama|Biden|Bush) "
        r"administration",
        _AMERICAN,
    ),
    (
        r"UN|U\.N\.?|United Nations|(?:UN |U\.N\. |United Nations )?Security Council",
        frozenset({Authority.UN_SC}),
    ),
    (r"EU|E\.U\.?|European Union|European Council|Brussels", frozenset({Authority.EU})),
    (r"UK|U\.K\.?|United Kingdom|Britain|British|London", frozenset({Authority.GB})),
    (r"Canada|Canadian|Ottawa", frozenset({Authority.CA})),
    (r"Australian?|Canberra", frozenset({Authority.AU})),
    (r"Switzerland|Swiss|Bern|SECO", frozenset({Authority.CH})),
)
_SEEN = tuple((re.compile(rf"(?<![\w.])(?:{words})(?!\w)"), whose) for words, whose in _WORDS)
_SMALL = frozenset({"and", "of", "the", "for", "on", "in", "to", "a"})


def authorities_named(text: str) -> frozenset[Authority]:
    """The authorities that words name; the first and narrowest reading, empty where none is."""
    for pattern, whose in _SEEN:
        if pattern.search(text):
            return whose
    return frozenset()


def is_authority(name: str) -> bool:
    """Whether a name is that of an authority itself, which lists and is not looked for on lists."""
    bare = name.removeprefix("the ").removeprefix("The ")
    return any(pattern.fullmatch(bare) for pattern, _ in _SEEN)


def names_programme(text: str, measure: Measure) -> bool:
    """Whether words name a measure's programme or basis: outright, by its number or its initials.

    "Iran, North Korea, and Syria Nonproliferation Act" names INKSNA by its initials.
    """
    # a country's name is no programme, though some programmes are called by one
    labels = {one for one in (measure.programme, *measure.basis) if country_code(one) is None}
    if any(_has_word(text, label) for label in labels):
        return True
    orders = {number for label in labels for number in re.findall(r"EO-?(\d{5})", label)}
    if any(re.search(rf"(?:Order|E\.?O\.?)\s+{number}\b", text) for number in orders):
        return True
    said = [_initials(run) for run in _capitalised_runs(text)]
    meant = {_initials(run) for label in labels for run in _capitalised_runs(label)}
    return any(
        len(label) >= 4 and any(label.upper() in initials for initials in said) for label in labels
    ) or any(len(initials) >= 4 and _has_word(text, initials) for initials in meant)


def is_blocking(measure: Measure) -> bool:
    """Whether it freezes assets; a ban on travel or on trade does not block."""
    return Effect.ASSET_FREEZE in measure.effects


def told(authorities: Iterable[Authority]) -> str:
    """Authorities in one phrase for a sentence, each once, in the record's order."""
    chosen = set(authorities)
    american = ["the US authorities"] if chosen >= _AMERICAN else []
    rest = chosen - _AMERICAN if american else chosen
    return joined(american + [AUTHORITY_NAMES[a] for a in Authority if a in rest])


def joined(words: list[str]) -> str:
    """Words in a row for a sentence: a, b and c."""
    if len(words) < 2:
        return "".join(words)
    return ", ".join(words[:-1]) + " and " + words[-1]


def _has_word(text: str, label: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(label)}(?!\w)", text) is not None


def _capitalised_runs(text: str) -> list[list[str]]:
    runs: list[list[str]] = [[]]
    for word in re.findall(r"[\w’'-]+|[.;:]", text):
        if word[0].isupper():
            runs[-1].append(word)
        elif word not in _SMALL:
            runs.append([])
    return [run for run in runs if len(run) >= 3]


def _initials(words: list[str]) -> str:
    return "".join(word[0] for word in words).upper()
