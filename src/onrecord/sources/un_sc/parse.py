"""The Security Council's consolidated list: XML, individuals and entities by reference."""

import re
from collections.abc import Iterator, Mapping
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
from onrecord.model.snapshot import Finding, Snapshot
from onrecord.sources import Source

_SCHEMA = "{http://www.w3.org/2001/XMLSchema-instance}noNamespaceSchemaLocation"
_GENERATED = "dateGenerated"
# 2018-06-07T19:03:43.97-04:00 and 2024-09-21T00:00:02.610Z: the day as written, in its own zone
_INSTANT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T[0-9:.]{5,18}(?:Z|[+-][0-9]{2}:[0-9]{2})?")
# 2012-12-31, and in files before 2019 also 2015-04-14-04:00
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:Z|[+-][0-9]{2}:[0-9]{2})?")
_YEAR = re.compile(r"[0-9]{4}")
_NAMES = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")


def parse(
    files: Mapping[str, bytes],
    source: Source,
    carried: frozenset[str] = frozenset(),  # noqa: ARG001 - the list is one file
) -> Snapshot:
    """Entries in the order of the file, individuals before entities.

    Raises InputError, with file, line and element, for anything outside the published form.
    """
    held = source.held(files)
    source.refuse_lacking(held)
    name, content = held["consolidated.xml"]
    root = Node(name, read_xml(content, name, "CONSOLIDATED_LIST"))
    published = _published(root)
    findings: list[Finding] = []
    entries = tuple(_once(_entries(root, source), name, findings))
    root.done(attributes=(_SCHEMA, _GENERATED))
    if not entries:
        raise refused("a list without an entry", name)
    return Snapshot(entries, published, tuple(findings))


def _published(root: Node) -> date:
    written = str(root.element.get(_GENERATED, ""))
    found = _INSTANT.fullmatch(written.strip())
    try:
        if found is not None:
            return PartialDate.parse(found[1]).earliest
    except ValueError:
        pass
    raise root.refused(f"not the day of a list: {written[:40]!r}", _GENERATED)


def _entries(root: Node, source: Source) -> Iterator[Entry]:
    for part, tag, kind in (
        ("INDIVIDUALS", "INDIVIDUAL", Kind.PERSON),
        ("ENTITIES", "ENTITY", Kind.ORGANISATION),
    ):
        sections = root.nodes(part)
        if len(sections) != 1:
            raise root.refused(f"{len(sections)} sections where one is published", part)
        for node in sections[0].nodes(tag):
            entry = _entry(node, tag, kind, source)
            node.done(source.ignored, (_SCHEMA,))  # in 2016 it stands on each record too
            yield entry
        sections[0].done()


def _once(entries: Iterator[Entry], name: str, findings: list[Finding]) -> Iterator[Entry]:
    """Each reference once: the first counts, a second one is told."""
    seen: dict[str, Entry] = {}
    for entry in entries:
        before = seen.setdefault(entry.uid, entry)
        if before is entry:
            yield entry
        elif before == entry:
            findings.append(Finding("uid_twice", f"{name}: {entry.uid} twice, with equal records"))
        else:
            says = f"{name}: {entry.uid} twice, with different records: the first is taken"
            findings.append(Finding("uid_differs", says, damages=True))


def _entry(node: Node, tag: str, kind: Kind, source: Source) -> Entry:
    details: list[tuple[str, str]] = [("data_id", node.take("DATAID", str))]
    parts = [node.take(_NAMES[0], str)]
    parts += [part for each in _NAMES[1:] for part in node.texts(each)]
    uid = node.take("REFERENCE_NUMBER", str)
    names = [Name(" ".join(parts))]
    names += [Name(text, NameKind.ALIAS) for text in node.texts("NAME_ORIGINAL_SCRIPT")]
    names += _aliases(node, tag, source, details)
    for plain, what in (
        ("GENDER", "gender"),
        ("SUBMITTED_BY", "submitted_by"),
        ("SUBMITTED_ON", "submitted_on"),
    ):
        details += [(what, text) for text in node.texts(plain)]
    details += [("updated", text) for text in _values(node, "LAST_DAY_UPDATED")]
    titles = _values(node, "TITLE") + _values(node, "DESIGNATION")
    births, places = _births(node, tag, source, details), _birth_places(node, tag)
    return Entry(
        source=source.id,
        uid=uid,
        authority=source.authority or Authority.UN_SC,
        kind=kind,
        names=tuple(names),
        listings=(_listing(node, kind, source),),
        births=tuple(births),
        birth_places=tuple(places),
        nationalities=tuple(_values(node, "NATIONALITY") + node.texts("NATIONALITY2")),
        identifiers=tuple(_documents(node, tag, source, details)),
        addresses=tuple(_addresses(node, tag)),
        titles=tuple(titles),
        remarks=" ".join(node.texts("COMMENTS1")) or None,
        details=tuple(details),
    )


def _listing(node: Node, kind: Kind, source: Source) -> Listing:
    label = node.take("UN_LIST_TYPE", str)
    if label not in source.programmes:
        raise node.refused(f"a list that is not known: {label!r}", "UN_LIST_TYPE")
    programme = source.programmes[label]
    effects = programme.effects
    if kind is not Kind.PERSON:
        effects = tuple(effect for effect in effects if effect is not Effect.TRAVEL_BAN)
    return Listing(
        programme.name,
        effects,
        programme.basis,
        listed=node.take("LISTED_ON", _day),
        ended=node.take_if_any("DELISTED_ON", _day),
    )


def _aliases(
    node: Node, tag: str, source: Source, details: list[tuple[str, str]]
) -> Iterator[Name]:
    """Aliases with their quality; what else is said of one is a detail under its name."""
    for alias in node.nodes(f"{tag}_ALIAS"):
        quality = alias.take_if_any("QUALITY", str)
        text = alias.take_if_any("ALIAS_NAME", str)
        said = [
            (what, value)
            for what, child in (
                ("alias_born", "DATE_OF_BIRTH"),
                ("alias_born_in", "CITY_OF_BIRTH"),
                ("alias_born_in", "COUNTRY_OF_BIRTH"),
                ("alias_note", "NOTE"),
            )
            for value in alias.texts(child)
            if value != "null"  # so written where there is none
        ]
        details += [(what, f"{text}: {value}" if text else value) for what, value in said]
        alias.done()
        if text is None:
            continue
        if quality is not None and quality not in source.codes["QUALITY"]:
            raise alias.refused(f"a quality that is not known: {quality!r}", "QUALITY")
        yield Name(text, NameKind(source.codes["QUALITY"][quality] if quality else "alias"))


def _births(node: Node, tag: str, source: Source, details: list[tuple[str, str]]) -> list[Birth]:
    found = []
    for born in node.nodes(f"{tag}_DATE_OF_BIRTH"):
        said = born.take_if_any("TYPE_OF_DATE", str.lower)
        if said is not None and said not in source.codes["TYPE_OF_DATE"]:
            raise born.refused(f"a type of date that is not known: {said!r}", "TYPE_OF_DATE")
        circa = said is not None and source.codes["TYPE_OF_DATE"][said] == "circa"
        day = born.take_if_any("DATE", _day)
        first, last = born.take_if_any("YEAR", _years) or (None, None)
        first = born.take_if_any("FROM_YEAR", _year) or first
        last = born.take_if_any("TO_YEAR", _year) or last
        notes = born.texts("NOTE")
        details += [("birth_note", note) for note in notes]
        born.done()
        circa = circa or any(note.lower() == "approximately" for note in notes)
        if day is not None:
            found.append(Birth(day, day, circa))
        elif first is not None and last is not None:
            if last.before(first):
                raise born.refused(f"years in the wrong order: {first}, {last}", "TO_YEAR")
            found.append(Birth(first, last, circa))
        elif first is not None or last is not None:
            details.append(("birth_note", f"from {first or 'unknown'} to {last or 'unknown'}"))
    return found


def _birth_places(node: Node, tag: str) -> Iterator[str]:
    for place in node.nodes(f"{tag}_PLACE_OF_BIRTH"):
        parts = [
            text
            for child in ("STREET", "CITY", "STATE_PROVINCE", "COUNTRY", "NOTE")
            for text in place.texts(child)
        ]
        place.done()
        if parts:
            yield ", ".join(parts)


def _addresses(node: Node, tag: str) -> Iterator[Address]:
    for place in node.nodes(f"{tag}_ADDRESS"):
        street, city, region, postcode, country, note = (
            ", ".join(place.texts(child)) or None
            for child in ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY", "NOTE")
        )
        place.done()
        if street or city or region or postcode or country or note:
            yield Address(street, city, region, postcode, country, note)


def _documents(
    node: Node, tag: str, source: Source, details: list[tuple[str, str]]
) -> Iterator[Identifier]:
    for paper in node.nodes(f"{tag}_DOCUMENT"):
        types = paper.texts("TYPE_OF_DOCUMENT") + paper.texts("TYPE_OF_DOCUMENT2")
        number = ", ".join(paper.texts("NUMBER"))
        countries = paper.texts("ISSUING_COUNTRY") + paper.texts("COUNTRY_OF_ISSUE")
        cities = paper.texts("CITY_OF_ISSUE")
        issued = paper.take_if_any("DATE_OF_ISSUE", _day)
        notes = paper.texts("NOTE")
        paper.done()
        codes = source.codes["TYPE_OF_DOCUMENT"]
        known = codes.get(types[0].lower()) if types else None
        said = [*(types[1:] if known else types), *countries[1:], *cities, *notes]
        if number:
            country = countries[0] if countries else None
            note = "; ".join(said) or None
            yield Identifier(known or "document", number, country, issued, note=note)
        elif types or said:
            details.append(("document", "; ".join(dict.fromkeys([*types, *countries, *said]))))


def _values(node: Node, tag: str) -> list[str]:
    """The texts of `<TAG><VALUE>…</VALUE></TAG>`, however often either stands."""
    found = []
    for holder in node.nodes(tag):
        found += holder.texts("VALUE")
        holder.done()
    return found


def _day(text: str) -> PartialDate:
    found = _DAY.fullmatch(text)
    if found is None:
        raise ValueError(f"not a day: {text[:40]!r}")
    return PartialDate.parse(found[1])


def _years(text: str) -> tuple[PartialDate, PartialDate]:
    """A year, or two of them as in 1955-1958 (files of 2016)."""
    first, dash, last = text.partition("-")
    return _year(first.strip()), _year(last.strip() if dash else first.strip())


def _year(text: str) -> PartialDate:
    if _YEAR.fullmatch(text) is None:
        raise ValueError(f"not a year: {text[:40]!r}")
    return PartialDate.parse(text)
