"""What of an entry can tell whether another one is of the same party, made ready to compare."""

import re
from dataclasses import dataclass

from onrecord.match.alignment import Told, readings, tell
from onrecord.match.meaning import called, meant
from onrecord.match.nations import countries
from onrecord.match.spelling import bones
from onrecord.model.listing import Birth, Entry, Identifier, Kind, NameKind
from onrecord.text.countries import country_code
from onrecord.text.normal import key

_NOT_VALUE = re.compile(r"\([^)]*\)|[^0-9A-Z]")
_IMO = re.compile(r"(?<![0-9])[0-9]{7}(?![0-9])")
_UN_REFERENCE = re.compile(r"[A-Z]{2}[EI][.]?[0-9]{3}")
# numbers that several bearers share, or that name a place, a paper or a branch and not a bearer
_SHARED = frozenset(
    {"swift", "bik", "kpp", "call_sign", "government_gazette", "website", "phone", "email"}
    | {"licence", "branch_unit", "chinese_commercial_code", "interpol_notice", "file_number"}
    | {"visa", "imo"}
)
_STRENGTH = {
    NameKind.PRIMARY: 1.0,
    NameKind.ALIAS: 1.0,
    NameKind.FORMER: 0.9,
    NameKind.ACRONYM: 0.6,
    NameKind.WEAK: 0.5,
}
# "Abu Ubaydah": a byname that hundreds bear, whatever the list calls it
_FATHER_OF, _KUNYA = frozenset(("abu", "abou", "umm", "um")), 3
_INITIALS, _LEAST_TOLD = 2, 5.0  # letters; nats: of "S. de R.L. de C.V." none is counted
_IN_BRACKETS = 0.6
_LEAST_VALUE = 6


@dataclass(frozen=True, slots=True)
class Called:
    """A name, what agreement with it counts, and the bones of its words, to find it by."""

    told: Told
    strength: float
    bones: frozenset[str]


@dataclass(frozen=True, slots=True)
class Number:
    """An identifier in comparable form; `country` is a code, None where unknown."""

    type: str
    value: str
    country: str | None


@dataclass(frozen=True, slots=True)
class Traits:
    """An entry made ready; names in the order of the entry, each wording once.

    `linked` are the names, words sorted, of those that it is said to be linked to.
    """

    ref: str
    kind: Kind
    names: tuple[Called, ...]
    births: tuple[Birth, ...]
    countries: frozenset[str]
    gender: str | None
    numbers: tuple[Number, ...]
    imo: frozenset[str]
    un: frozenset[str]
    linked: frozenset[str]


def traits(entry: Entry) -> Traits:
    """The entry made ready for many comparisons."""
    numbers = tuple(
        number for number in map(_number, entry.identifiers) if len(number.value) >= _LEAST_VALUE
    )
    quoted = {n.value for n in numbers if n.type.startswith("un_ref")}
    if entry.source.startswith("un_"):
        quoted |= {entry.uid.upper().replace(".", "")}
    places = [*entry.nationalities]
    places += [value for field, value in entry.details if field in {"flag", "citizen"}]
    if entry.kind is not Kind.PERSON:
        # where people live says less of who they are than where a company sits
        places += [address.country for address in entry.addresses if address.country]
    genders = {v.casefold()[:1] for field, v in entry.details if field == "gender"} & {"m", "f"}
    return Traits(
        ref=entry.ref,
        kind=entry.kind,
        names=_names(entry),
        births=entry.births,
        countries=frozenset(code for place in places for code in countries(place)),
        gender=genders.pop() if len(genders) == 1 else None,
        numbers=tuple(n for n in numbers if n.type not in _SHARED),
        imo=frozenset(
            value for i in entry.identifiers if i.type == "imo" for value in _IMO.findall(i.value)
        ),
        un=frozenset(v for v in quoted if _UN_REFERENCE.fullmatch(v)),
        linked=frozenset(key(link) for link in entry.linked_to),
    )


def _names(entry: Entry) -> tuple[Called, ...]:
    seen: dict[tuple[str, ...], Called] = {}
    read = called if entry.kind is Kind.PERSON else meant
    for name in entry.names:
        texts = readings(name.text)
        rest = "" if entry.kind is Kind.PERSON else name.text.partition(", ")[2]
        # "Tactical Missiles Corporation, 711 Aircraft Repair Plant": a parent, then the body; but
        # no other body in "Tactical Missiles Corporation, Ltd."
        if _says_something(rest):
            texts = (*texts, *(texts[:1] * (3 - len(texts))), rest)
        for place, text in enumerate(texts):
            told = tell(text, read)
            if told is None:
                continue
            strength = _STRENGTH[name.kind] * (_IN_BRACKETS if place > 1 else 1.0)
            if told.words[0] in _FATHER_OF and len(told.words) <= _KUNYA and seen:
                strength = min(strength, _STRENGTH[NameKind.WEAK])
            wording = tuple(sorted(told.words))
            if wording not in seen or seen[wording].strength < strength:
                seen[wording] = Called(told, strength, frozenset(map(bones, told.words)))
    return tuple(seen.values())


def _says_something(text: str) -> bool:
    told = tell(text, meant)
    if told is None:
        return False
    spelt = zip(told.words, told.weights, strict=True)
    return sum(weight for word, weight in spelt if len(word) > _INITIALS) >= _LEAST_TOLD


def _number(identifier: Identifier) -> Number:
    value = _NOT_VALUE.sub("", identifier.value.upper())
    country = None if identifier.country is None else country_code(identifier.country)
    return Number(identifier.type, value, country)
