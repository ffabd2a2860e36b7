"""OFAC's older XML, `sdnList`: SDN.XML and consolidated.xml, an element for each entry.

The namespace has changed with the publisher's service, the elements have not. `publshInformation`
is so spelt.
"""

import re
from collections.abc import Iterator
from datetime import date

from onrecord.formats.local import read_local_xml
from onrecord.formats.node import Node
from onrecord.formats.ofac.elements import (
    add_alias,
    add_birth,
    add_country,
    digits,
    inside,
    once,
    the_only,
)
from onrecord.formats.ofac.form import Draft, Form, titles_in, vocabulary
from onrecord.formats.ofac.remarks import Paper, place, read_day, read_remarks
from onrecord.model.dates import PartialDate
from onrecord.model.listing import Address, Entry, Kind

_DAY = re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{4})")
_SCHEMA = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
# types of numbers that OFAC does not count among the documents
_FEATURES = ("SWIFT", "BIK", "ISIN", "MICEX", "D-U-N-S", "Aircraft", "Digital Currency Address")
_VESSEL = (
    ("vesselType", "vessel_type"),
    ("tonnage", "tonnage"),
    ("grossRegisteredTonnage", "gross_registered_tonnage"),
    ("vesselFlag", "flag"),
    ("vesselOwner", "owner"),
)


def read_sdn_list(content: bytes, name: str, form: Form) -> tuple[date, tuple[Entry, ...]]:
    """(the day that the file states, its entries in their order).

    Raises InputError, with file, line and element, for anything outside the published form. Where
    the number of entries is not the one that the file states, the form is told of a part.
    """
    root = Node(name, read_local_xml(content, name, "sdnList"))
    head = the_only(root, "publshInformation")
    published = head.take("Publish_Date", _day)
    stated = head.take("Record_Count", _count)
    head.done()
    nodes = root.nodes("sdnEntry")
    entries = once((form.entry(_draft(node)) for node in nodes), name, form)
    root.done(attributes=(_SCHEMA,))
    if len(nodes) != stated:
        form.tell_part(f"{len(nodes):,} entries where the file states {stated:,}")
    return published, entries


def _draft(node: Node) -> Draft:
    words = vocabulary()
    uid = node.take("uid", digits)
    name = _name(node)
    code = node.take("sdnType", str)
    if code not in words.kind:
        raise node.refused(f"a type that is not known: {code[:40]!r}", "sdnType")
    remarks = node.take_if_any("remarks", str)
    draft = Draft(uid, Kind(words.kind[code]), name, remarks=remarks)
    draft.titles = titles_in(node.take_if_any("title", str))
    draft.programmes = words.in_order(list(_listed(node, "programList", "program")))
    if not draft.programmes:
        raise node.refused("no programme", "programList")
    _births(node, draft)
    numbers = [_read_id(number) for number in inside(node, "idList", "id")]
    for kind, value, paper in sorted(numbers, key=_is_document):
        place(kind, value, words.labels, draft.said, paper)
    _aliases(node, draft)
    draft.addresses = list(_addresses(node))
    _vessel(node, draft)
    node.done()
    draft.said.extend(read_remarks(remarks or "", words.labels, cut=False))
    return draft


def _name(node: Node) -> str:
    """LAST, First, as the separated files have it."""
    first = node.take_if_any("firstName", str)
    last = node.take_if_any("lastName", str)
    parts = [part for part in (last, first) if part]
    if not parts:
        raise node.refused("an entry without a name", "lastName")
    return ", ".join(parts)


def _births(node: Node, draft: Draft) -> None:
    for text in _values(node, "dateOfBirthList", "dateOfBirthItem", "dateOfBirth"):
        add_birth(draft, text)
    draft.said.birth_places += _values(node, "placeOfBirthList", "placeOfBirthItem", "placeOfBirth")
    for outer, inner, what in (
        ("nationalityList", "nationality", "nationality"),
        ("citizenshipList", "citizenship", "citizen"),
    ):
        for country in _values(node, outer, inner, "country"):
            add_country(draft, what, country)


def _values(node: Node, outer: str, inner: str, tag: str) -> list[str]:
    found = []
    for item in inside(node, outer, inner):
        value = item.take_if_any(tag, str)
        item.done(ignored=("uid", "mainEntry"))  # its number; that it is not an "alt." one
        if value is not None:
            found.append(value)
    return found


def _read_id(number: Node) -> tuple[str, str, Paper]:
    kind = number.take("idType", str)
    value = number.take_if_any("idNumber", str) or ""
    paper = Paper(
        country=number.take_if_any("idCountry", str),
        issued=number.take_if_any("issueDate", _written),
        expires=number.take_if_any("expirationDate", _written),
    )
    number.done(ignored=("uid",))
    return kind, value, paper


def _is_document(number: tuple[str, str, Paper]) -> bool:
    """Documents stand behind all else, as in the separated files."""
    return not number[0].startswith(_FEATURES)


def _aliases(node: Node, draft: Draft) -> None:
    """Weak ones behind the strong, as in the separated files, where they stand in the remarks."""
    kinds = vocabulary().alias
    for alias in inside(node, "akaList", "aka"):
        number = int(alias.take("uid", digits))
        code = alias.take("type", str)
        category = alias.take("category", str)
        text = _name(alias)
        alias.done()
        if code not in kinds:
            raise alias.refused(f"a type that is not known: {code[:40]!r}", "type")
        if category not in ("strong", "weak"):
            raise alias.refused(f"a category that is not known: {category[:40]!r}", "category")
        add_alias(draft, number, text, code, weak=category == "weak")


def _addresses(node: Node) -> Iterator[tuple[int, Address]]:
    for spot in inside(node, "addressList", "address"):
        number = int(spot.take("uid", digits))
        lines = [line for tag in ("address1", "address2", "address3") for line in spot.texts(tag)]
        address = Address(
            street=", ".join(lines) or None,
            city=spot.take_if_any("city", str),
            region=spot.take_if_any("stateOrProvince", str),
            postcode=spot.take_if_any("postalCode", str),
            country=spot.take_if_any("country", str),
        )
        spot.done()
        if address != Address():
            yield number, address


def _vessel(node: Node, draft: Draft) -> None:
    for ship in node.nodes("vesselInfo"):
        draft.call_sign = ship.take_if_any("callSign", str)
        for tag, what in _VESSEL:
            draft.vessel += [(what, text) for text in ship.texts(tag)]
        ship.done()


def _listed(node: Node, outer: str, tag: str) -> Iterator[str]:
    for holder in node.nodes(outer):
        yield from holder.texts(tag)
        holder.done()


def _count(text: str) -> int:
    return int(digits(text))


def _written(text: str) -> PartialDate:
    day = read_day(text)
    if day is None:
        raise ValueError(f"not a day: {text[:40]!r}")
    return day


def _day(text: str) -> date:
    found = _DAY.fullmatch(text)
    if found is None:
        raise ValueError(f"not a day as MM/DD/YYYY: {text[:40]!r}")
    return date(int(found[3]), int(found[1]), int(found[2]))
