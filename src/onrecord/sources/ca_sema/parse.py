"""Canada's consolidated list: XML records of two shapes, by country, schedule and item."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from onrecord.formats import Node, read_xml, refused
from onrecord.model.dates import PartialDate
from onrecord.model.listing import (
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
from onrecord.sources.ca_sema.names import aliases, bilingual, plain, slug

_DAY = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")
_EITHER = re.compile(r"\s+or\s+", re.I)
_YEARS = re.compile(r"([0-9]{4})-([0-9]{4})")
_PART = re.compile(r"(?:1\s*,\s*)?Part\s+([0-9.]+)", re.I)
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_IMO = re.compile(r"[0-9]{7}")


@dataclass(slots=True)
class _Place:
    """Where a record stands: country, part of the schedule, item; as a uid and as a citation."""

    country: str
    uid: str
    cites: str | None
    label: str


@dataclass(slots=True)
class _Names:
    """What a record says of who it is."""

    kind: Kind
    names: list[Name]
    details: list[tuple[str, str]] = field(default_factory=list)


def parse(
    files: Mapping[str, bytes],
    source: Source,
    carried: frozenset[str] = frozenset(),  # noqa: ARG001 - the list is one file
) -> Snapshot:
    """Entries in the order of the file, each with one listing; the file states no day of its own.

    Raises InputError, with file, line and element, for anything outside the published form.
    """
    held = source.held(files)
    source.refuse_lacking(held)
    name, content = held["sema-lmes.xml"]
    root = Node(name, read_xml(content, name, "data-set"))
    entries = []
    for node in root.nodes("record"):
        entries.append(_entry(node, source))
        node.done(source.ignored)
    root.done()
    if not entries:
        raise refused("a list without an entry", name)
    findings: list[Finding] = []
    return Snapshot(tuple(_once(entries, name, findings)), findings=tuple(findings))


def _entry(node: Node, source: Source) -> Entry:
    imo = node.take_if_any("ShipIMONumber", _imo)
    said = _names(node, imo is not None, source)
    place = _place(node, said.names[0].text, source)
    title = node.take_if_any("TitleOrShip", str) or node.take_if_any("Title", str)
    born = node.take_if_any("DateOfBirthOrShipBuildDate", str)
    born = born or node.take_if_any("DateOfBirth", str)
    births: list[Birth] = []
    if born is not None and said.kind is Kind.PERSON:
        births = _births(born, said.details)
    elif born is not None:
        said.details.append(("built" if imo else "birth_note", born))
    if title is not None and imo is not None:
        said.details.append(("vessel_type", title))
    plainly = Programme(place.label, (Effect.ASSET_FREEZE,))
    programme = source.programmes.get(place.country, plainly)
    listed = node.take_if_any("DateOfListing", PartialDate.parse)
    return Entry(
        source=source.id,
        uid=place.uid,
        authority=source.authority or Authority.CA,
        kind=said.kind,
        names=tuple(dict.fromkeys(said.names)),
        listings=(
            Listing(
                programme.name,
                programme.effects,
                programme.basis,
                listed=listed,
                cites=place.cites,
            ),
        ),
        births=tuple(births),
        identifiers=(Identifier("imo", imo),) if imo else (),
        titles=(title,) if title and not imo else (),
        details=tuple(said.details),
    )


def _names(node: Node, is_ship: bool, source: Source) -> _Names:
    family, given = node.take_if_any("LastName", str), node.take_if_any("GivenName", str)
    entity = node.take_if_any("EntityOrShip", str) or node.take_if_any("Entity", str)
    whole = " ".join(part for part in (given, family) if part)
    if bool(whole) is bool(entity):
        raise node.refused("neither a person's name nor another's, or both", "LastName")
    if whole:
        found = _Names(Kind.PERSON, [Name(whole)])
    else:
        assert entity is not None  # noqa: S101 - one of the two is there
        first, *rest = bilingual(entity)
        kind = Kind.VESSEL if is_ship else Kind.ORGANISATION
        found = _Names(kind, [Name(first), *(Name(each, NameKind.ALIAS) for each in rest)])
        if rest:
            found.details.append(("name_as_published", entity))
    others = node.take_if_any("Aliases", str)
    if others is not None:
        forms = source.codes["LEGAL_FORM"]
        found.names += aliases(others, forms, of_person=bool(whole))
    return found


def _place(node: Node, name: str, source: Source) -> _Place:
    """The record's place, in one writing for both shapes of the file; see the source's notes."""
    label = node.take("Country", str).split("/")[0].strip()
    country = source.codes["COUNTRY"].get(plain(label)) or slug(label)
    schedule = node.take_if_any("Schedule", str)
    item = node.take_if_any("Item", str)
    if not country:
        raise node.refused(f"a country without a letter: {label[:40]!r}", "Country")
    if schedule in ("N/A", source.codes["ONLY_SCHEDULE"].get(country)):
        schedule = None
    part = None if schedule is None else _part(schedule, country, source)
    if part == "":
        raise node.refused(f"not a part of a schedule: {schedule!r}", "Schedule")
    if item is None:
        return _Place(country, f"{country}-{slug(name) or 'unnamed'}", None, label)
    if _NUMBER.fullmatch(item) is None:
        raise node.refused(f"not the number of an item: {item[:20]!r}", "Item")
    if part is None:
        return _Place(country, f"{country}-{item}", f"item {item}", label)
    cited = part.replace("schedule-", "Schedule ") if "-" in part else f"Part {part}"
    return _Place(country, f"{country}-{part}-{item}", f"{cited}, item {item}", label)


def _part(schedule: str, country: str, source: Source) -> str:
    """ "Part 1", "1, Part 1" and "1" are part 1; blank for anything else."""
    found = _PART.fullmatch(schedule)
    if found is not None:
        return found[1]
    if _NUMBER.fullmatch(schedule) is None:
        return ""
    own = source.codes["OWN_SCHEDULES"].get(country, "")
    return f"schedule-{schedule}" if schedule in own.split(", ") else schedule


def _births(text: str, details: list[tuple[str, str]]) -> list[Birth]:
    """One date, two of which either may be true, or years from and to; other texts stay texts."""
    found = []
    years = _YEARS.fullmatch(text)
    if years is not None and years[1] <= years[2]:
        return [Birth(PartialDate(int(years[1])), PartialDate(int(years[2])))]
    for part in _EITHER.split(text):
        try:
            born = PartialDate.parse(part) if _DAY.fullmatch(part) else None
        except ValueError:
            born = None
        if born is None:
            details.append(("birth_note", text))
            return []
        found.append(Birth(born, born))
    return found


def _imo(text: str) -> str:
    if _IMO.fullmatch(text) is None:
        raise ValueError(f"not an IMO number: {text[:40]!r}")
    return text


def _once(entries: list[Entry], name: str, findings: list[Finding]) -> list[Entry]:
    """Ids made unique: of records at one place the first by value keeps it."""
    places: dict[str, list[Entry]] = {}
    for entry in entries:
        place = places.setdefault(entry.uid, [])
        if entry in place:
            says = f"{name}: {entry.uid} twice, with equal records"
            findings.append(Finding("uid_twice", says))
        else:
            place.append(entry)
    for uid, place in places.items():
        if len(place) > 1:
            says = f"{name}: {uid} stands {len(place)} times, with different records"
            findings.append(Finding("uid_differs", says))
    uids = {
        entry: uid if order == 1 else f"{uid}--{order}"
        for uid, place in places.items()
        for order, entry in enumerate(sorted(place, key=repr), 1)
    }
    return [replace(entry, uid=uids[entry]) for entry in dict.fromkeys(entries)]
