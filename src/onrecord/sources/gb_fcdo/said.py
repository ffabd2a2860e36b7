"""What the list says of one designation, gathered from rows or elements, as an entry."""

import re
from collections.abc import Mapping
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

_DAY = re.compile(r"([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{4})")
_ISO = re.compile(r"[0-9]{4}(?:-[0-9]{2}-[0-9]{2})?")
_BLANK_PARTS = str.maketrans({"d": "0", "m": "0", "D": "0", "M": "0"})  # dd/mm/1960
_APART = re.compile(r"[,|;]")
_NOTHING = re.compile(r"[-\s]*")
_TITLE = re.compile(
    r"\((?:EU Exit|Sanctions|No\. [0-9])\)|\bSanctions\b|\bRegulations(?: [0-9]{4})?|^The\b"
)
_KINDS = list(NameKind)
_ORDER = list(Effect)


@dataclass(slots=True)
class Said:
    """One designation; each thing once. `where` is the place to name if it cannot be read."""

    uid: str
    where: int | None = None
    kind: str = ""
    regime: str = ""
    designated: str = ""
    by: str = ""
    imposed: dict[str, None] = field(default_factory=dict)
    names: dict[Name, None] = field(default_factory=dict)
    births: dict[str, None] = field(default_factory=dict)
    birth_places: dict[str, None] = field(default_factory=dict)
    nationalities: dict[str, None] = field(default_factory=dict)
    identifiers: dict[Identifier, None] = field(default_factory=dict)
    addresses: dict[Address, None] = field(default_factory=dict)
    titles: dict[str, None] = field(default_factory=dict)
    linked_to: dict[str, None] = field(default_factory=dict)
    remarks: dict[str, None] = field(default_factory=dict)
    details: dict[tuple[str, str], None] = field(default_factory=dict)

    def name(self, parts: list[str], kind: str, strength: str, codes: Mapping[str, str]) -> None:
        """Take a name in its parts; raises ValueError for a code that is not known."""
        text = " ".join(" ".join(parts).split())
        if not text:
            return
        if kind.lower() not in codes:
            raise ValueError(f"a type of name that is not known: {kind[:40]!r}")
        found = NameKind(codes[kind.lower()])
        if found is NameKind.ALIAS and strength == "weak":
            found = NameKind.WEAK
        self.names[Name(text, found)] = None

    def address(self, lines: list[str], city: str, postcode: str, country: str) -> None:
        """Take an address; the last of its six lines is the town."""
        street = ", ".join(line for line in lines if line)
        if street or city or postcode or country:
            parts = (street or None, city or None, None, postcode or None, country or None)
            self.addresses[Address(*parts)] = None

    def entry(self, source: Source) -> Entry:
        """The entry; its id stands where the list gives no name.

        Raises ValueError for what is not of the published form.
        """
        codes = source.codes
        if self.kind.lower() not in codes["TYPE"]:
            raise ValueError(f"a type that is not known: {self.kind[:40]!r}")
        births, notes = _births(self.births)
        details = dict.fromkeys((what, _plain(what, said)) for what, said in self.details)
        details.update(dict.fromkeys(("birth_note", note) for note in notes))
        details.update(dict.fromkeys(("imposed", each) for each in self._imposed()))
        if self.by:
            details["designation_source", self.by] = None
        listing = self._listing(source, details)
        return Entry(
            source=source.id,
            uid=self.uid,
            authority=source.authority or Authority.GB,
            kind=Kind(codes["TYPE"][self.kind.lower()]),
            names=tuple(sorted(self.names, key=_name_order)) or (Name(self.uid),),
            listings=(listing,),
            births=tuple(births),
            birth_places=tuple(sorted(self.birth_places)),
            nationalities=tuple(sorted(self.nationalities)),
            identifiers=tuple(sorted(self.identifiers, key=_identifier_order)),
            addresses=tuple(sorted(self.addresses, key=_address_order)),
            titles=tuple(sorted(self.titles)),
            linked_to=tuple(sorted(self.linked_to)),
            remarks="\n".join(sorted(self.remarks)) or None,
            details=tuple(sorted(details)),
        )

    def _imposed(self) -> list[str]:
        parts = (part.strip() for text in self.imposed for part in _APART.split(text))
        return list(dict.fromkeys(p for p in parts if not _NOTHING.fullmatch(p)))

    def _listing(self, source: Source, details: dict[tuple[str, str], None]) -> Listing:
        if not self.regime:
            raise ValueError("nothing where the name of a regime must be")
        label = regime(self.regime)
        programme = source.programmes.get(label, Programme(label))
        codes = source.codes["IMPOSED"]
        effects = {Effect(codes.get(each.lower(), "other")) for each in self._imposed()}
        listed = read_day(self.designated) if self.designated else None
        if listed is not None and "UN" in self.by.upper():  # then it is the UN's day, not the UK's
            details["un_designated", str(listed)] = None
            listed = None
        return Listing(
            programme.name,
            tuple(sorted(effects, key=_ORDER.index)),
            programme.basis,
            listed=listed,
        )


def regime(text: str) -> str:
    """The name of a regime, of its title as regulations too: "Iran (Nuclear)"."""
    if "Regulations" not in text:
        return text
    text = text.replace("(United Nations Sanctions)", "").replace(" Sanctions)", ")")
    return " ".join(_TITLE.sub("", text).split())


def read_day(text: str) -> PartialDate:
    """DD/MM/YYYY or DD-MM-YYYY, with 00, or dd and mm, for what is not known; or ISO."""
    if _ISO.fullmatch(text):
        return PartialDate.parse(text)
    found = _DAY.fullmatch(text.translate(_BLANK_PARTS))
    if found is None:
        raise ValueError(f"not a day as DD/MM/YYYY: {text[:40]!r}")
    day, month, year = int(found[1]), int(found[2]), int(found[3])
    return PartialDate(year, month or None, (day or None) if month else None)


def _plain(what: str, text: str) -> str:
    """The text of a detail; that of a day as YYYY-MM-DD, where it is one."""
    if what != "updated":
        return text
    try:
        return str(read_day(text))
    except ValueError:
        return text


def _births(texts: Mapping[str, None]) -> tuple[list[Birth], list[str]]:
    births, notes = set(), []
    for text in texts:
        try:
            born = read_day(text)
        except ValueError:  # 15/08/19yy: kept as it stands
            notes.append(text)
            continue
        births.add(Birth(born, born))
    return sorted(births, key=lambda each: str(each.earliest)), notes


def _name_order(name: Name) -> tuple[int, bool, str]:
    return _KINDS.index(name.kind), name.script is not None, name.text


def _identifier_order(each: Identifier) -> tuple[str, str, str]:
    return each.type, each.value, each.note or ""


def _address_order(address: Address) -> tuple[str, ...]:
    parts = (address.country, address.city, address.postcode, address.street)
    return tuple(part or "" for part in parts)
