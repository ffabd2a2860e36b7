"""OFSI's consolidated list: csv or sheet, one row a name, birth date and address, by Group ID."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from onrecord.errors import InputError
from onrecord.formats import decode, read_records, refused
from onrecord.formats.rows import Record
from onrecord.formats.several import several
from onrecord.formats.sheets import is_sheet, read_sheet
from onrecord.formats.table import under_header
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
from onrecord.model.snapshot import Finding, Snapshot
from onrecord.sources import Programme, Source
from onrecord.sources.gb_ofsi.information import Labels, read_information

_FILE = "ConList.csv"
_NAMES = ("Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Name 6")  # the family name is last
_STREET = ("Address 1", "Address 2", "Address 3", "Address 4", "Address 5")
_NEEDED = (*_NAMES, "Group Type", "Alias Type", "Regime", "Listed On", "Last Updated", "Group ID")
_PAPERS = {
    "passport": ("Passport Number", "Passport Details"),
    "national_id": ("National Identification Number", "National Identification Details"),
}
_DATED = ("Regime", "Listed On", "UK Sanctions List Date Designated", "Last Updated")
_REPEATED = (
    *("Title", "Town of Birth", "Country of Birth", "Nationality", "Position"),
    *("Passport Number", "Passport Details", "NI Number", "National Identification Number"),
    *("National Identification Details", "Other Information"),
)
_KNOWN = frozenset(
    (
        *_NEEDED,
        *_STREET,
        *("Title", "DOB", "Town of Birth", "Country of Birth", "Nationality", "Position"),
        *("Address 6", "Post/Zip Code", "Country", "Other Information", "NI Number"),
        *("Passport Number", "Passport Details", "National Identification Number"),
        *("National Identification Details", "Name Non-Latin Script", "Non-Latin Script Type"),
        *("Non-Latin Script Language", "Alias Quality", "UK Sanctions List Date Designated"),
    )
)
_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{1,4})")
_MONTH = re.compile(r"([0-9]{1,2})/([0-9]{4})")
_LIKE_A_DAY = re.compile(r"(?:[0-9]{1,2}/){0,2}[0-9]{1,5}|[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ISO = re.compile(r"[0-9]{4}(?:-[0-9]{2}-[0-9]{2})?")
# the number that follows words such as Passport No, or that comes first, and what comes after it
_NUMBER = re.compile(
    r"(?:[A-Za-z() -]{0,60}?\b(?:numbers?|no|nr)\b\s*[.:#]*\s*)?"
    r"((?:[A-Z]{1,3} )?[A-Z0-9/-]{0,40}[0-9][A-Z0-9/-]{0,40})(?![\w/-])(.*)",
    re.I | re.S,
)
_SLIPS = 0.05  # 2 of 3,430 groups in a whole list, half of them in a part of one
_DAYS_FROM = date(1899, 12, 30).toordinal()  # day 0 of a sheet's serial numbers

_Row = dict[str, str]


@dataclass(slots=True)
class _Group:
    """What the rows of one Group ID say, each thing once, in the order of the file."""

    kind: Kind
    line: int
    names: dict[Name, None] = field(default_factory=dict)
    listings: dict[Listing, None] = field(default_factory=dict)
    births: dict[Birth, None] = field(default_factory=dict)
    birth_places: dict[str, None] = field(default_factory=dict)
    nationalities: dict[str, None] = field(default_factory=dict)
    identifiers: dict[Identifier, None] = field(default_factory=dict)
    addresses: dict[Address, None] = field(default_factory=dict)
    titles: dict[str, None] = field(default_factory=dict)
    linked_to: dict[str, None] = field(default_factory=dict)
    remarks: dict[str, None] = field(default_factory=dict)
    details: dict[tuple[str, str], None] = field(default_factory=dict)
    said: set[tuple[str, ...]] = field(default_factory=set)
    dated: set[tuple[str, ...]] = field(default_factory=set)


@dataclass(slots=True)
class _Context:
    """What stays the same over all rows of one parse."""

    name: str
    source: Source
    labels: Labels
    days: dict[str, PartialDate] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def refused(self, what: str, line: int, column: str) -> InputError:
        return refused(what, self.name, line=line, field=column)

    def day(self, row: _Row, column: str, line: int) -> PartialDate | None:
        """The column's day; None where it is blank."""
        text = row.get(column, "")
        if text not in self.days and text:
            try:
                self.days[text] = _day(text)
            except ValueError as why:
                raise self.refused(str(why), line, column) from why
        return self.days[text] if text else None


def parse(
    files: Mapping[str, bytes],
    source: Source,
    carried: frozenset[str] = frozenset(),  # noqa: ARG001 - the list is one file
) -> Snapshot:
    """Entries by Group ID, in the order of its first row; names and the rest sorted by value.

    Raises InputError, with file, line and column, for anything outside the published form.
    """
    held = source.held(files)
    source.refuse_lacking(held)
    name, content = held[_FILE]
    records = _records(content, name, source.files[0].encoding)
    published = _published(next(records, None), name)
    labels = Labels(source.codes["INFORMATION"], frozenset(source.codes["KEPT"]))
    context = _Context(name, source, labels)
    groups: dict[str, _Group] = {}
    for line, row in under_header(records, name, _KNOWN, _NEEDED):
        _take(row, line, groups, context)
    if not groups:
        raise refused("a list without an entry", name)
    entries = tuple(_entry(uid, group, context) for uid, group in groups.items())
    _tell_nameless(groups, context)
    return Snapshot(entries, published, tuple(context.findings))


def _tell_nameless(groups: Mapping[str, _Group], context: _Context) -> None:
    """Groups without a primary name: a slip here and there, but rows lost where there are many."""
    lacking = [
        group.line
        for group in groups.values()
        if not any(name.kind is NameKind.PRIMARY for name in group.names)
    ]
    if lacking:
        says = f"{len(lacking)} of {len(groups)} groups have no primary name"
        where = f"{context.name}, line {lacking[0]}"
        damages = len(lacking) > _SLIPS * len(groups)
        context.findings.append(Finding("no_primary", f"{says}, the first: {where}", damages))


def _records(content: bytes, name: str, encoding: str) -> Iterator[Record]:
    if is_sheet(content):
        return iter(read_sheet(content, name))
    return read_records(decode(content, name, encoding), name)


def _published(first: Record | None, name: str) -> date:
    """The day of the first line, which in some copies has as many commas as the header."""
    if first is None:
        raise refused("a list without a line", name)
    line, (label, *rest) = first
    days = [text.strip() for text in rest if text.strip()]
    if label.strip() != "Last Updated" or len(days) != 1:
        raise refused("a first line that does not state the day of the list", name, line=line)
    try:
        day = _day(days[0])
    except ValueError as why:
        raise refused(str(why), name, line=line) from why
    if day.day is None:
        raise refused(f"not a day: {days[0]!r}", name, line=line)
    return day.earliest


def _take(row: _Row, line: int, groups: dict[str, _Group], context: _Context) -> None:
    uid = row["Group ID"]
    if not (uid.isdecimal() and uid.isascii()):
        raise context.refused(f"not the number of a group: {uid[:20]!r}", line, "Group ID")
    kinds = context.source.codes["GROUP_TYPE"]
    if row["Group Type"] not in kinds:
        what = f"a code that is not known: {row['Group Type'][:40]!r}"
        raise context.refused(what, line, "Group Type")
    kind = Kind(kinds[row["Group Type"]])
    group = groups.setdefault(uid, _Group(kind, line))
    if group.kind is not kind:
        raise context.refused(f"group {uid} is of two types", line, "Group Type")
    _take_names(row, line, group, context)
    _take_listing(row, line, group, context)
    birth = row.get("DOB")
    if birth:
        _take_birth(birth, line, group, context)
    address = _address(row)
    if address is not None:
        group.addresses[address] = None
    # what is the same in nearly all rows of a group is read once, when its rows are together
    group.said.add(tuple([row.get(column, "") for column in _REPEATED]))


def _take_names(row: _Row, line: int, group: _Group, context: _Context) -> None:
    codes = context.source.codes
    alias, quality = row["Alias Type"].lower(), row.get("Alias Quality", "").lower()
    if alias not in codes["ALIAS_TYPE"]:
        raise context.refused(f"a code that is not known: {alias[:40]!r}", line, "Alias Type")
    if quality and quality not in codes["ALIAS_QUALITY"]:
        raise context.refused(f"a code that is not known: {quality[:40]!r}", line, "Alias Quality")
    kind = NameKind(codes["ALIAS_TYPE"][alias])
    if kind is NameKind.ALIAS and quality and codes["ALIAS_QUALITY"][quality] == "weak":
        kind = NameKind.WEAK
    text = " ".join(" ".join(row[part] for part in _NAMES).split())
    original = " ".join(row.get("Name Non-Latin Script", "").split())
    if text:
        group.names[Name(text, kind)] = None
    elif not original:
        raise context.refused("nothing where a name must be", line, "Name 6")
    if original:
        script = row.get("Non-Latin Script Type", "")
        language = row.get("Non-Latin Script Language") or None
        known = codes["SCRIPT"].get(script, script) or None
        kind = NameKind.ALIAS if kind is NameKind.PRIMARY else kind
        group.names[Name(original, kind, known, language)] = None


def _take_listing(row: _Row, line: int, group: _Group, context: _Context) -> None:
    label = row["Regime"]
    dated = tuple([row.get(column, "") for column in _DATED])
    if dated in group.dated:
        return
    group.dated.add(dated)
    if not label:
        raise context.refused("nothing where a value must be", line, "Regime")
    plain = Programme(label, (Effect.ASSET_FREEZE,))
    programme = context.source.programmes.get(label, plain)
    listed = context.day(row, "Listed On", line)
    listing = Listing(programme.name, programme.effects, programme.basis, listed=listed)
    group.listings[listing] = None
    designated = context.day(row, "UK Sanctions List Date Designated", line)
    if designated is not None:
        group.details["designated", f"{programme.name}: {designated}"] = None
    updated = context.day(row, "Last Updated", line)
    if updated is not None:
        group.details["updated", str(updated)] = None


def _take_birth(text: str, line: int, group: _Group, context: _Context) -> None:
    """00/00/1980 is a year. No such day (29/02/1969, 00/00/0) is kept as it stands, and told."""
    born = context.days.get(text)
    if born is None:
        if not _LIKE_A_DAY.fullmatch(text):
            raise context.refused(f"not a day as DD/MM/YYYY: {text[:40]!r}", line, "DOB")
        try:
            born = context.days[text] = _day(text)
        except ValueError:
            says = f"no such day: {text}: {context.name}, line {line}, DOB"
            if ("birth_note", text) not in group.details:
                context.findings.append(Finding("no_such_day", says))
            group.details["birth_note", text] = None
            return
    group.births[Birth(born, born)] = None


def _day(text: str) -> PartialDate:
    """DD/MM/YYYY with 00 for what is not known, MM/YYYY, YYYY, or a sheet's own day."""
    found = _DAY.fullmatch(text)
    if found is not None:
        day, month, year = int(found[1]), int(found[2]), int(found[3])
        return PartialDate(year, month or None, (day or None) if month else None)
    found = _MONTH.fullmatch(text)
    if found is not None:
        return PartialDate(int(found[2]), int(found[1]) or None)
    if _ISO.fullmatch(text):
        return PartialDate.parse(text)
    if re.fullmatch(r"[0-9]{5}", text):  # a serial number: a year has four digits
        return PartialDate.of(date.fromordinal(_DAYS_FROM + int(text)))
    raise ValueError(f"not a day as DD/MM/YYYY: {text[:40]!r}")


def _address(row: _Row) -> Address | None:
    street = ", ".join(row[part] for part in _STREET if row.get(part))
    city, postcode = row.get("Address 6"), row.get("Post/Zip Code")
    country = row.get("Country")
    if not (street or city or postcode or country):
        return None
    return Address(street or None, city or None, None, postcode or None, country or None)


def _take_said(said: tuple[str, ...], group: _Group, context: _Context) -> None:
    row = dict(zip(_REPEATED, said, strict=True))
    for column in ("Title", "Position"):
        group.titles.update(dict.fromkeys(_values(row[column])))
    towns, countries = row.get("Town of Birth", ""), row.get("Country of Birth", "")
    group.birth_places.update(dict.fromkeys(_places(towns, countries)))
    nations = (nation.rstrip(".") for nation in _values(row["Nationality"]))
    group.nationalities.update(dict.fromkeys(nation for nation in nations if nation))
    group.identifiers.update(dict.fromkeys(_papers(row)))
    text = row["Other Information"]
    if text:
        group.remarks[text] = None
        read = read_information(text, context.labels)
        group.identifiers.update(dict.fromkeys(read.identifiers))
        group.linked_to.update(dict.fromkeys(read.linked_to))
        group.details.update(dict.fromkeys(read.details))


def _values(text: str) -> list[str]:
    """The several values of a cell, without the dashes that stand for none."""
    return [value for value in several(text) if value.strip("-. ")]


def _places(towns: str, countries: str) -> list[str]:
    """Places where towns and countries are as many; else the towns, then the countries."""
    here, there = _values(towns), _values(countries)
    if len(here) == len(there):
        return [f"{town}, {country}" for town, country in zip(here, there, strict=True)]
    if here and len(there) == 1:  # "(1)-(3) Tunisia": one country for all
        return [f"{town}, {there[0]}" for town in here]
    return [*here, *there]


def _papers(row: _Row) -> Iterator[Identifier]:
    for kind, (number, said) in _PAPERS.items():
        yield from _paired(kind, row[number], row[said])
    for text in several(row["NI Number"]):  # the column's name before 2021
        yield _from_text("national_id", text)


def _paired(kind: str, numbers: str, said: str) -> Iterator[Identifier]:
    """A number with what is said of it; with all that is said, where they are not as many."""
    values, notes = several(numbers), several(said)
    if not values and notes:
        yield from (_from_text(kind, note) for note in notes)
    elif len(values) == len(notes):
        for value, note in zip(values, notes, strict=True):
            yield Identifier(kind, value, note=None if note.strip("-. ") == "" else note)
    else:
        for value in values:
            yield Identifier(kind, value, note=said or None)


def _from_text(kind: str, text: str) -> Identifier:
    """The number that a text begins with, the rest in the note; the whole text where there is none.

    A group's paper may be described only ("Tunisian, issued 2003").
    """
    text = " ".join(text.split())
    found = _NUMBER.fullmatch(text)
    if found is None:
        return Identifier(kind, text)
    return Identifier(kind, found[1], note=text if text != found[1] else None)


def _entry(uid: str, group: _Group, context: _Context) -> Entry:
    for said in sorted(group.said):
        _take_said(said, group, context)
    return Entry(
        source=context.source.id,
        uid=uid,
        authority=context.source.authority or Authority.GB,
        kind=group.kind,
        names=tuple(sorted(group.names, key=_name_order)),
        listings=tuple(sorted(group.listings, key=lambda x: (str(x.listed), x.programme))),
        births=tuple(sorted(group.births, key=lambda x: str(x.earliest))),
        birth_places=tuple(group.birth_places),
        nationalities=tuple(group.nationalities),
        identifiers=tuple(group.identifiers),
        addresses=tuple(sorted(group.addresses, key=_address_order)),
        titles=tuple(sorted(group.titles)),
        linked_to=tuple(group.linked_to),
        remarks="\n".join(sorted(group.remarks)) or None,
        details=tuple(sorted(group.details)),
    )


_KINDS = list(NameKind)


def _name_order(name: Name) -> tuple[int, bool, str]:
    return _KINDS.index(name.kind), name.script is not None, name.text


def _address_order(address: Address) -> tuple[str, ...]:
    return tuple(
        part or "" for part in (address.country, address.city, address.postcode, address.street)
    )
