"""The older XML: WHOLE/ENTITY, whose parts cite the regulation that each came with."""

from datetime import date

from onrecord.formats import Node, read_xml
from onrecord.model.dates import PartialDate
from onrecord.model.listing import Address
from onrecord.sources import Source
from onrecord.sources.eu_fsf.said import Regulation, Said, country, day

_CITED = ("Id", "Entity_id", "legal_basis", "reg_date", "pdf_link", "programme")
_ENTITY = ("Id", "Type", "legal_basis", "reg_date", "pdf_link", "programme", "remark")


def read_whole(content: bytes, name: str, source: Source) -> tuple[list[Said], date | None]:
    """The entities in the order of the file, and the day that it states."""
    root = Node(name, read_xml(content, name, "WHOLE"))
    published = _published(root)
    found: dict[str, Said] = {}
    for node in root.nodes("ENTITY"):
        uid = str(node.element.get("Id", ""))
        if not (uid.isdecimal() and uid.isascii()):
            raise node.refused(f"not a logical id: {uid[:20]!r}", "Id")
        said = found.setdefault(uid, Said(uid, getattr(node.element, "sourceline", None)))
        try:
            _take_itself(node, said)
            _take_parts(node, said, source)
        except ValueError as why:
            raise node.refused(str(why)) from why
        node.done(attributes=_ENTITY)
    root.done(attributes=("Date",))
    return list(found.values()), published


def _published(root: Node) -> date:
    written = str(root.element.get("Date", ""))
    parts = written.split("/")
    try:
        if len(parts) == 3 and len(parts[2]) == 4:
            numbers = [int(part) for part in parts]
            return PartialDate(numbers[2], numbers[1], numbers[0]).earliest
    except ValueError:
        pass
    raise root.refused(f"not a day as DD/MM/YYYY: {written[:40]!r}", "Date")


def _of(node: Node, attribute: str) -> str:
    return " ".join(str(node.element.get(attribute, "")).split())


def _one(node: Node, tag: str) -> str:
    return node.take_if_any(tag, str) or ""


def _take_itself(node: Node, said: Said) -> None:
    said.kind = _of(node, "Type")
    programme = _of(node, "programme")
    if not programme:
        raise ValueError("an entity without a programme")
    published = day(_of(node, "reg_date"))
    said.regulations[Regulation(programme, _of(node, "legal_basis"), published)] = None
    if _of(node, "remark"):
        said.remarks[_of(node, "remark")] = None


def _take_parts(node: Node, said: Said, source: Source) -> None:
    for name in node.nodes("NAME"):
        _take_name(name, said)
    for birth in node.nodes("BIRTH"):
        _take_birth(birth, said)
    for paper in node.nodes("PASSPORT"):
        number, land = _one(paper, "NUMBER"), country(_one(paper, "COUNTRY"))
        if number:
            said.paper(number, land, source)
        _done(paper, said)
    for citizen in node.nodes("CITIZEN"):
        land = country(_one(citizen, "COUNTRY"))
        if land is not None:
            said.nationalities[land] = None
        _done(citizen, said)
    for place in node.nodes("ADDRESS"):
        _take_address(place, said)


def _take_birth(node: Node, said: Said) -> None:
    text = _one(node, "DATE")
    if text:
        said.birth(text)
    place = ", ".join(p for p in (_one(node, "PLACE"), country(_one(node, "COUNTRY"))) if p)
    if place:
        said.birth_places[place] = None
    _done(node, said)


def _take_name(node: Node, said: Said) -> None:
    parts = [_one(node, tag) for tag in ("FIRSTNAME", "MIDDLENAME", "LASTNAME")]
    whole = _one(node, "WHOLENAME") or " ".join(part for part in parts if part)
    for tag in ("TITLE", "FUNCTION"):
        text = _one(node, tag)
        if text:
            said.titles[text] = None
    gender = _one(node, "GENDER")
    if gender:
        said.details["gender", gender] = None
    said.name(_of(node, "Id"), whole, "", _one(node, "LANGUAGE"), strong=True)
    _done(node, said)


def _take_address(node: Node, said: Said) -> None:
    street = " ".join(part for part in (_one(node, "NUMBER"), _one(node, "STREET")) if part)
    city, postcode = _one(node, "CITY") or None, _one(node, "ZIPCODE") or None
    land, note = country(_one(node, "COUNTRY")), _one(node, "OTHER") or None
    address = Address(street or None, city, None, postcode, land, note)
    if address != Address():
        said.addresses[address] = None
    _done(node, said)


def _done(node: Node, said: Said) -> None:
    published = day(_of(node, "reg_date"))
    if published is not None:
        said.days.add(published)
    node.done(attributes=_CITED)
