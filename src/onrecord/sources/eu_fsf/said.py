"""What a file says of one entity, in whichever form, as an entry."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from onrecord.model.dates import PartialDate
from onrecord.model.listing import (
    Address,
    Authority,
    Birth,
    Effect,
    Entry,
    Identifier,
    Kind,
    Listing,
    Name,
    NameKind,
)
from onrecord.sources import Programme, Source

_LISTING_DAY = re.compile(
    r"date of listing:?\s*(?:([0-9]{1,2})[./]([0-9]{1,2})[./]([0-9]{4})|([0-9-]{10}))", re.I
)
_WEAK = re.compile(r"\b(?:low[- ]quality|weak)\b", re.I)
# "D 0001203 (passport-National passport) (issued …)", as csv and the older XML have it
_PAPER = re.compile(r"([^(]*)\(([a-z]{2,20})-([^()]*)\)(.*)", re.S)
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_RANGE = re.compile(r"([0-9]{4})\s*-\s*([0-9]{4})")
_CIRCA = re.compile(r"\((?:approximative|circa)\)", re.I)
_NOBODYS = ("", "00", "UNKNOWN")  # how the files say that a country is not known


@dataclass(frozen=True, slots=True)
class Regulation:
    """A regulation as it is cited; `is_basic` where the file says that it amends no other."""

    programme: str
    title: str
    published: PartialDate | None
    is_basic: bool = False


@dataclass(slots=True)
class Said:
    """One entity by its logical id; each thing once. `names` by their own id."""

    uid: str
    where: int | None = None
    kind: str = ""
    regulations: dict[Regulation, None] = field(default_factory=dict)
    days: set[PartialDate] = field(default_factory=set)
    designated: dict[PartialDate, None] = field(default_factory=dict)
    names: dict[tuple[int, Name], None] = field(default_factory=dict)
    births: dict[Birth, None] = field(default_factory=dict)
    birth_places: dict[str, None] = field(default_factory=dict)
    nationalities: dict[str, None] = field(default_factory=dict)
    identifiers: dict[Identifier, None] = field(default_factory=dict)
    addresses: dict[Address, None] = field(default_factory=dict)
    titles: dict[str, None] = field(default_factory=dict)
    remarks: dict[str, None] = field(default_factory=dict)
    details: dict[tuple[str, str], None] = field(default_factory=dict)

    def name(self, order: str, text: str, remark: str, language: str, *, strong: bool) -> None:
        """Take a name; a remark that calls it one of low quality makes it weak."""
        text = " ".join(text.split())
        if not text:
            return
        kind = NameKind.ALIAS if strong and not _WEAK.search(remark) else NameKind.WEAK
        number = int(order) if order.isdecimal() and order.isascii() else 0
        self.names[number, Name(text, kind, language=language or None)] = None
        if remark:
            self.details["alias_note", f"{text}: {remark}"] = None

    def paper(self, text: str, country: str | None, source: Source) -> None:
        """Take a document from a text that has its type in brackets."""
        found = _PAPER.fullmatch(text)
        if found is None:
            self.identifiers[Identifier("document", text, country)] = None
            return
        number, code, label, more = found[1].strip(), found[2], found[3], found[4].strip()
        kind = source.codes["IDENTIFICATION"].get(code)
        note = "; ".join(part for part in (None if kind else label, more) if part) or None
        if number:
            self.identifiers[Identifier(kind or "document", number, country, note=note)] = None
        elif more:
            self.details["document", f"{label}: {more}"] = None

    def birth(self, text: str) -> None:
        """Take a birth from a text: 1963 (approximative), 1958 - 1963, 1924-02-21."""
        plain = " ".join(_CIRCA.sub("", text).split())
        circa = plain != text.strip()
        if plain.upper() in ("", "N/A"):
            return
        ends = _RANGE.fullmatch(plain)
        try:
            if ends is not None and ends[1] <= ends[2]:
                first, last = PartialDate(int(ends[1])), PartialDate(int(ends[2]))
            else:
                first = last = PartialDate.parse(plain)
        except ValueError:
            self.details["birth_note", text] = None
            return
        self.births[Birth(first, last, circa)] = None

    def entry(self, source: Source) -> Entry:
        """The entry. Raises ValueError for what is not of the published form."""
        if self.kind.upper() not in source.codes["TYPE"]:
            raise ValueError(f"a type that is not known: {self.kind[:20]!r}")
        if not self.names or not self.regulations:
            raise ValueError("neither a name nor a regulation may be lacking")
        for each in self.regulations:
            cited = f"{each.programme}: {each.title}" + f" of {each.published}" * bool(
                each.published
            )
            self.details["regulation", cited] = None
        listings = self._listings(source)
        return Entry(
            source=source.id,
            uid=self.uid,
            authority=source.authority or Authority.EU,
            kind=Kind(source.codes["TYPE"][self.kind.upper()]),
            names=tuple(self._names()),
            listings=tuple(listings),
            births=tuple(sorted(self.births, key=repr)),
            birth_places=tuple(sorted(self.birth_places)),
            nationalities=tuple(sorted(self.nationalities)),
            identifiers=tuple(sorted(self.identifiers, key=repr)),
            addresses=tuple(sorted(self.addresses, key=repr)),
            titles=tuple(sorted(self.titles)),
            remarks="\n".join(sorted(self.remarks)) or None,
            details=tuple(sorted(self.details)),
        )

    def _names(self) -> list[Name]:
        """The one entered first is the primary one; the others by their numbers, each once."""
        ordered = sorted(self.names, key=lambda pair: (pair[0], repr(pair[1])))
        (_, first), *rest = ordered
        primary = Name(first.text, NameKind.PRIMARY, language=first.language)
        others = (n for _, n in rest if (n.text, n.language) != (first.text, first.language))
        return list(dict.fromkeys([primary, *others]))

    def _listings(self, source: Source) -> list[Listing]:
        by_programme: dict[str, list[Regulation]] = defaultdict(list)
        for regulation in self.regulations:
            by_programme[regulation.programme].append(regulation)
        listings = []
        for code in sorted(by_programme):
            cited = sorted(by_programme[code], key=lambda r: (str(r.published or ""), r.title))
            known = source.programmes.get(code, Programme(code, (Effect.ASSET_FREEZE,)))
            listings.append(
                Listing(
                    known.name,
                    known.effects,
                    known.basis,
                    listed=self._listed(code, cited, source),
                    cites=cited[-1].title or None,
                )
            )
        return listings

    def _listed(self, code: str, cited: Iterable[Regulation], source: Source) -> PartialDate | None:
        """The day of listing where the file states it; see the source's notes."""
        by_un = code in source.codes["UN_DAY"]
        for day in self.designated:
            self.details["un_designated" if by_un else "designated", str(day)] = None
        said: list[PartialDate] = []
        if len({each.programme for each in self.regulations}) == 1:  # else: of which of them?
            said = [day for text in self.remarks for day in _listing_days(text)]
            if not by_un and not said:
                said = [d for d in self.designated if not any(e.before(d) for e in self.days)]
        if not said:
            said = [r.published for r in cited if r.is_basic and r.published is not None]
        return min(said, key=str) if said else None


def country(text: str | None) -> str | None:
    """A country as the file has it; None where it says that it is not known."""
    return None if text is None or text.strip() in _NOBODYS else text.strip()


def day(text: str) -> PartialDate | None:
    """A day as YYYY-MM-DD, None for a blank. Raises ValueError for anything else."""
    text = text.strip()
    if not text:
        return None
    if _DATE.fullmatch(text) is None:
        raise ValueError(f"not a day as YYYY-MM-DD: {text[:40]!r}")
    return PartialDate.parse(text)


def _listing_days(text: str) -> list[PartialDate]:
    found = []
    for said in _LISTING_DAY.finditer(text):
        try:
            if said[4]:
                found.append(PartialDate.parse(said[4]))
            else:
                found.append(PartialDate(int(said[3]), int(said[2]), int(said[1])))
        except ValueError:  # no such day: the remark stays as it is
            continue
    return found
