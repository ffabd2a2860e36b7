"""Switzerland's whole list: XML, targets by ssid with dated modifications."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from onrecord.formats import Node, read_xml, refused
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
from onrecord.model.snapshot import Snapshot
from onrecord.sources import Source
from onrecord.sources.ch_seco.names import read_name
from onrecord.sources.ch_seco.programmes import Set, read_places, read_sets
from onrecord.sources.ch_seco.stretches import Stretch, read_modifications

_BODIES = {"individual": Kind.PERSON, "entity": Kind.ORGANISATION, "object": Kind.OTHER}
_UN = re.compile(r"[A-Z]{2}[ie]\.[0-9]{3}")
_IMO = re.compile(r"\bIMO\b[^0-9]{0,12}([0-9]{7})(?![0-9])")
_SCHEMA = "{http://www.w3.org/2001/XMLSchema-instance}noNamespaceSchemaLocation"
_KINDS = list(NameKind)
_ORDER = list(Effect)


@dataclass(slots=True)
class _Said:
    """What one target says, gathered over its identities."""

    kind: Kind
    names: dict[Name, None] = field(default_factory=dict)
    births: dict[Birth, None] = field(default_factory=dict)
    birth_places: dict[str, None] = field(default_factory=dict)
    nationalities: dict[str, None] = field(default_factory=dict)
    identifiers: dict[Identifier, None] = field(default_factory=dict)
    addresses: dict[Address, None] = field(default_factory=dict)
    titles: dict[str, None] = field(default_factory=dict)
    relations: list[tuple[str, str]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    details: dict[tuple[str, str], None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Context:
    """What stays the same over all targets: sets by their ssid, and places."""

    source: Source
    sets: Mapping[str, Set]
    places: Mapping[str, tuple[str, str | None]]


def parse(
    files: Mapping[str, bytes],
    source: Source,
    carried: frozenset[str] = frozenset(),  # noqa: ARG001 - the list is one file
) -> Snapshot:
    """Entries in the order of the file, those delisted among them with the day of their end.

    Raises InputError, with file, line and element, for anything outside the published form, and
    for an amendment, which is no list.
    """
    held = source.held(files)
    source.refuse_lacking(held)
    name, content = held[source.files[0].name]
    root = Node(name, read_xml(content, name, "swiss-sanctions-list"))
    published = _published(root)
    context = _Context(source, read_sets(root, source), read_places(root))
    entries: list[Entry] = []
    relations: dict[str, list[tuple[str, str]]] = {}
    for node in root.nodes("target"):
        try:
            entry, related = _entry(node, context)
        except ValueError as why:
            raise node.refused(str(why)) from why
        if entry.uid in relations:
            raise node.refused(f"target {entry.uid} stands twice")
        relations[entry.uid] = related
        entries.append(entry)
    root.done(attributes=("list-type", "date", _SCHEMA))
    if not entries:
        raise refused("a list without an entry", name)
    named = {entry.uid: entry.names[0].text for entry in entries}
    return Snapshot(tuple(_linked(each, relations[each.uid], named) for each in entries), published)


def _published(root: Node) -> date:
    kind = str(root.element.get("list-type", ""))
    if kind != "whole-list":
        raise root.refused(f"not the whole list but its {kind or 'part'}", "list-type")
    written = str(root.element.get("date", ""))
    try:
        day = PartialDate.parse(written[:10])
    except ValueError as why:
        raise root.refused(str(why), "date") from why
    if day.day is None:
        raise root.refused(f"not the day of a list: {written[:40]!r}", "date")
    return day.earliest


def _linked(entry: Entry, related: list[tuple[str, str]], named: Mapping[str, str]) -> Entry:
    """The entry with its relations to other targets by their names."""
    if not related:
        return entry
    names = [named.get(target, target) for _, target in related]
    details = [("relation", f"{what} {target}") for what, target in related]
    return replace(
        entry,
        linked_to=tuple(dict.fromkeys(names)),
        details=(*entry.details, *dict.fromkeys(details)),
    )


def _entry(node: Node, context: _Context) -> tuple[Entry, list[tuple[str, str]]]:
    uid = str(node.element.get("ssid", ""))
    if not (uid.isdecimal() and uid.isascii()):
        raise ValueError(f"not the number of a target: {uid[:20]!r}")
    sets = [*node.texts("sanctions-set-id"), *_attribute(node, "sanctions-set-id")]
    said = _body(node, context)
    for text in node.texts("foreign-identifier"):
        kind = "un_reference" if _UN.fullmatch(text) else "foreign_identifier"
        said.identifiers[Identifier(kind, text)] = None
    for attribute in node.nodes("generic-attribute"):
        what = str(attribute.element.get("name", "")) or "attribute"
        said.details[what, " ".join((attribute.element.text or "").split())] = None
        attribute.done(attributes=("ssid", "name"))
    stretches, dated = read_modifications(node, context.source)
    said.details.update({(what.replace("-", ""), str(day)): None for what, day in dated})
    node.done(attributes=("ssid", "sanctions-set-id"))
    if not said.names:
        raise ValueError("nothing where a name must be")
    entry = Entry(
        source=context.source.id,
        uid=uid,
        authority=context.source.authority or Authority.CH,
        kind=said.kind,
        names=tuple(sorted(said.names, key=lambda name: _KINDS.index(name.kind))),
        listings=tuple(_listings(sets, stretches, said.kind, context)),
        births=tuple(said.births),
        birth_places=tuple(said.birth_places),
        nationalities=tuple(said.nationalities),
        identifiers=tuple(said.identifiers),
        addresses=tuple(said.addresses),
        titles=tuple(said.titles),
        remarks="\n".join(said.remarks) or None,
        details=tuple(said.details),
    )
    return entry, said.relations


def _attribute(node: Node, name: str) -> list[str]:
    value = str(node.element.get(name, "")).strip()
    return [value] if value else []


def _listings(
    ids: list[str], stretches: list[Stretch], kind: Kind, context: _Context
) -> list[Listing]:
    """One listing for each programme and stretch, with the effects of all its sets."""
    if not ids:
        raise ValueError("a target of no sanctions set")
    by_programme: dict[str, list[Set]] = {}
    for each in ids:
        if each not in context.sets:
            raise ValueError(f"a sanctions set that is not in the file: {each[:20]!r}")
        known = context.sets[each]
        by_programme.setdefault(known.programme, []).append(known)
    found = []
    for programme, sets in by_programme.items():
        effects = {effect for each in sets for effect in each.effects}
        if kind is not Kind.PERSON and len(effects) > 1:
            effects.discard(Effect.TRAVEL_BAN)
        cites = "; ".join(dict.fromkeys(each.cites for each in sets)) or None
        does = tuple(sorted(effects, key=_ORDER.index))
        found += [
            Listing(
                programme,
                does,
                listed=stretch.listed,
                ended=stretch.ended,
                end_says=stretch.end_says,
                cites=cites,
            )
            for stretch in stretches
        ]
    return found


def _body(node: Node, context: _Context) -> _Said:
    bodies = [(tag, body) for tag in _BODIES for body in node.nodes(tag)]
    if len(bodies) != 1:
        raise ValueError(f"{len(bodies)} parties where one is published")
    ((tag, body),) = bodies
    said = _Said(_BODIES[tag])
    if tag == "object":
        given = str(body.element.get("object-type", "")).lower()
        said.kind = Kind(context.source.codes["OBJECT"].get(given, "other"))
        if given:
            said.details["object_type", given] = None
    sex = str(body.element.get("sex", ""))
    if sex:
        said.details["gender", sex] = None
    identities = body.nodes("identity")
    identities.sort(key=lambda each: each.element.get("main") != "true")
    for identity in identities:
        _take_identity(identity, said, context)
    said.remarks += _texts(body, "justification")
    for text in _texts(body, "other-information"):
        said.remarks.append(text)
        for number in _IMO.findall(text):
            said.identifiers[Identifier("imo", number)] = None
    for relation in body.nodes("relation"):
        what = str(relation.element.get("relation-type", "")) or "related-to"
        said.relations.append((what, str(relation.element.get("target-id", ""))))
        said.remarks += relation.texts("remark")
        relation.done(attributes=("ssid", "relation-type", "target-id"))
    body.done(attributes=("sex", "object-type", "ssid"))
    return said


def _texts(node: Node, tag: str) -> list[str]:
    found = []
    for each in node.nodes(tag):
        text = " ".join((each.element.text or "").split())
        if text:
            found.append(text)
        each.done(attributes=("ssid", "lang"))
    return found


def _take_identity(node: Node, said: _Said, context: _Context) -> None:
    is_main = node.element.get("main") == "true"
    for name in node.nodes("name"):
        _take_name(name, said, context, is_main=is_main)
    for nation in node.nodes("nationality"):
        said.nationalities.update(dict.fromkeys(_countries(nation)))
        nation.done(attributes=("ssid",))
    for born in node.nodes("day-month-year"):
        _take_birth(born, said)
    for place in node.nodes("place-of-birth"):
        text, country = _place(place, context)
        whole = ", ".join(part for part in (text, country) if part)
        if whole:
            said.birth_places[whole] = None
        place.done(attributes=("ssid", "place-id", "quality"))
    for address in node.nodes("address"):
        _take_address(address, said, context)
    for paper in node.nodes("identification-document"):
        _take_paper(paper, said, context)
    for text in _texts(node, "remark"):
        said.remarks.append(text)
    node.done(attributes=("ssid", "main"))


def _take_name(node: Node, said: _Said, context: _Context, *, is_main: bool) -> None:
    given = str(node.element.get("name-type", "primary-name"))
    if given not in context.source.codes["NAME_TYPE"]:
        raise ValueError(f"a type of name that is not known: {given[:40]!r}")
    kind = NameKind(context.source.codes["NAME_TYPE"][given])
    if kind is NameKind.PRIMARY and (not is_main or said.names):
        kind = NameKind.ALIAS
    if kind is NameKind.ALIAS and node.element.get("quality") == "low":
        kind = NameKind.WEAK
    names, titles = read_name(node, kind)
    said.names.update(dict.fromkeys(names))
    said.titles.update(dict.fromkeys(titles))
    node.done(attributes=("ssid", "name-type", "quality", "lang"))


def _countries(node: Node) -> list[str]:
    found = []
    for each in node.nodes("country"):
        text = " ".join((each.element.text or "").split()) or str(each.element.get("iso-code", ""))
        if text:
            found.append(text)
        each.done(attributes=("iso-code",))
    return found


def _take_birth(node: Node, said: _Said) -> None:
    numbers = []
    for name in ("year", "month", "day"):
        written = str(node.element.get(name, "")).strip()
        if not written:
            break
        if not (written.isdecimal() and written.isascii()):
            raise ValueError(f"not a number of a date: {written[:20]!r}")
        numbers.append(int(written))
    calendar = str(node.element.get("calendar", "Gregorian"))
    circa = node.element.get("quality") == "low"
    node.done(attributes=("ssid", "day", "month", "year", "calendar", "quality"))
    if calendar.lower() != "gregorian":
        said.details["birth_note", f"{'-'.join(map(str, numbers))} ({calendar})"] = None
    elif numbers:
        born = PartialDate(*numbers)
        said.births[Birth(born, born, circa)] = None


def _place(node: Node, context: _Context) -> tuple[str, str | None]:
    """(place, country) that the node points to."""
    number = str(node.element.get("place-id", ""))
    if number and number not in context.places:
        raise ValueError(f"a place that is not in the file: {number[:20]!r}")
    return context.places.get(number, ("", None))


def _take_address(node: Node, said: _Said, context: _Context) -> None:
    city, country = _place(node, context)
    parts = [*_texts(node, "c-o"), *_texts(node, "address-details"), *_texts(node, "p-o-box")]
    postcode = " ".join(_texts(node, "zip-code")) or None
    note = "; ".join(_texts(node, "remark")) or None
    if node.element.get("current") == "false":
        note = "; ".join(part for part in (note, "former") if part)
    address = Address(", ".join(parts) or None, city or None, None, postcode, country, note)
    if address != Address():
        said.addresses[address] = None
    node.done(attributes=("ssid", "place-id", "quality", "current", "main"))


def _take_paper(node: Node, said: _Said, context: _Context) -> None:
    given = str(node.element.get("document-type", "")).lower()
    kind = context.source.codes["DOCUMENT"].get(given)
    number = " ".join(_texts(node, "number"))
    issued = node.take_if_any("date-of-issue", PartialDate.parse)
    expires = node.take_if_any("expiry-date", PartialDate.parse)
    countries = []
    for issuer in node.nodes("issuer"):
        text = " ".join((issuer.element.text or "").split())
        countries.append(text or str(issuer.element.get("code", "")))
        issuer.done(attributes=("code", "iso-code"))
    notes = [] if kind else [given]
    for place in node.nodes("place-of-issue"):
        notes += [part for part in _place(place, context) if part]
        place.done(attributes=("place-id", "ssid", "quality"))
    notes += _texts(node, "remark")
    node.done(attributes=("ssid", "document-type", "quality"))
    note = "; ".join(part for part in notes if part) or None
    country = next((each for each in countries if each), None)
    if number:
        said.identifiers[Identifier(kind or "document", number, country, issued, expires, note)] = (
            None
        )
    elif note:
        said.details["document", note] = None
