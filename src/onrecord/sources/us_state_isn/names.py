"""Names as the nonproliferation list writes them, with aliases and places in brackets inside."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from onrecord.model.listing import Kind, Name, NameKind

_ALSO = re.compile(r"(?:also known? as\b|a\.k\.a\.|aka\b):?\s*", re.I)  # and once "also know as"
_ALSO_INSIDE = re.compile(r"\s(?:AKA:?|aka:?|a\.k\.a\.)\s")
_JOINED = re.compile(r"\s*[,;]\s*(?:and\s+)?(?:aka\s+)?")
_FORMERLY = re.compile(r"f\.k\.a\.\s*", re.I)
# what follows the comma in "Ningbo Jiahe Trading Co., Ltd" belongs to the name before it
_LEGAL_FORM = re.compile(r"(?:co|ltd|inc|llc|s\.?a|corp|limited|lp|gmbh|plc)\.?", re.I)
_ACRONYM = re.compile(r"[A-Z0-9][A-Z0-9&./-]{1,9}")
_SHORT = {"corporation": "corp", "company": "co", "limited": "ltd", "incorporated": "inc"}
_WORD = re.compile(r"[^\W_]+")
_LONGEST = 2000  # no name comes near; keeps a hostile one cheap


@dataclass(slots=True)
class Names:
    """A name taken apart: `plain` is what is left without the brackets behind it."""

    plain: str
    others: list[Name] = field(default_factory=list)
    details: list[tuple[str, str]] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The plain name in small letters, by words joined with dashes; for the uid."""
        words = _WORD.findall(self.plain.casefold())
        return "-".join(_SHORT.get(word, word) for word in words) or "unnamed"


def read_name(text: str, places: Mapping[str, str]) -> Names:
    """Take a name apart. Raises ValueError for one that is blank or beyond all measure."""
    text = " ".join(text.split())
    if len(text) > _LONGEST:
        raise ValueError(f"a name of {len(text)} characters")
    found = Names(text)
    while True:
        opened = _last_bracket(found.plain)
        if opened is None:
            break
        before, inside, is_closed = opened
        if not before or not _inside(inside, is_closed, found, places):
            break
        found.plain = before
    plain, *more = _ALSO_INSIDE.split(found.plain)
    if plain.strip():
        found.plain = plain.strip()
        found.others += [Name(each.strip(), NameKind.ALIAS) for each in more if each.strip()]
    if found.plain != text:
        found.details.append(("name_as_published", text))
    return found


def _last_bracket(text: str) -> tuple[str, str, bool] | None:
    """(what stands before, what inside, whether it is closed) of the bracket that ends the text."""
    if text.endswith(("]", ")")):
        at = text.rfind("[" if text.endswith("]") else "(")
        return None if at < 0 else (text[:at].rstrip(), text[at + 1 : -1].strip(), True)
    at = text.rfind("[")
    if at > 0 and "]" not in text[at:]:  # the field was cut
        return text[:at].rstrip(), text[at + 1 :].strip(), False
    return None


def _inside(inside: str, is_closed: bool, found: Names, places: Mapping[str, str]) -> bool:
    """Place what a bracket says; False where it belongs to the name."""
    also = _ALSO.match(inside)
    if also is not None:
        others = read_others(inside[also.end() :])
        if not is_closed and others:
            found.details.append(("cut", others.pop().text))
        found.others[:0] = others
    elif inside in places:
        found.details.append(("place", inside))
    elif _ACRONYM.fullmatch(inside) is not None:
        found.others.insert(0, Name(inside, NameKind.ACRONYM))
    elif is_closed and inside[:1].isupper():
        found.others.insert(0, Name(inside, NameKind.ALIAS))
    else:
        return False
    return True


def read_others(text: str) -> list[Name]:
    """Other names that commas or semicolons join, in their order."""
    parts: list[str] = []
    for part in _JOINED.split(" ".join(text.split())):
        if parts and _LEGAL_FORM.fullmatch(part):
            parts[-1] += f", {part}"
        elif part.strip():
            parts.append(part.strip())
    return [_other(part) for part in parts]


def _other(text: str) -> Name:
    former = _FORMERLY.match(text)
    if former is not None and text[former.end() :]:
        return Name(text[former.end() :], NameKind.FORMER)
    return Name(text, NameKind.ACRONYM if _ACRONYM.fullmatch(text) else NameKind.ALIAS)


def kind_of(name: str, remarks: str | None, words: Mapping[str, str]) -> Kind:
    """Person by title or residence, organisation by a word that only these bear, else other."""
    given = name.casefold().split()
    said = [words.get(word.rstrip(",")) or words.get(word.strip(".,()")) for word in given]
    if said[:1] == ["person"] or (said[:1] == ["title"] and "organisation" not in said):
        return Kind.PERSON
    if remarks is not None and "residing in" in remarks:
        return Kind.PERSON
    return Kind.ORGANISATION if "organisation" in said else Kind.OTHER
