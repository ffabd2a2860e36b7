"""XML 1.1: export/sanctionEntity, where nearly all stands in attributes."""

import re
from datetime import date

from onrecord.formats import Node, refused
from onrecord.formats.local import read_local_xml
from onrecord.model.dates import PartialDate
from onrecord.model.listing import Address, Birth, Identifier
from onrecord.sources import Source
from onrecord.sources.eu_fsf.said import Regulation, Said, country, day

_COMMON = ("regulationLanguage", "logicalId")
_ROOT = ("generationDate", "globalFileId")
_SCHEMA = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
_ENTITY = (
    *("designationDetails", "designationDate", "unitedNationId", "euReferenceNumber", "logicalId"),
)
_SUMMARY = ("regulationType", "publicationDate", "numberTitle", "publicationUrl")
_REGULATION = (*_SUMMARY, "organisationType", "entryIntoForceDate", "programme", "logicalId")
_NAME = (
    *("firstName", "middleName", "lastName", "wholeName", "function", "gender", "title"),
    *("nameLanguage", "strong"),
)
_COUNTRY = ("region", "countryIso2Code", "countryDescription")
_BIRTH = (
    *("circa", "calendarType", "city", "zipCode", "birthdate", "dayOfMonth", "monthOfYear"),
    *("year", "place", "yearRangeFrom", "yearRangeTo"),
)
_ADDRESS = ("city", "street", "poBox", "zipCode", "place", "asAtListingTime")
_FLAGS = {
    "diplomatic": "diplomatic",
    "knownExpired": "known to be expired",
    "knownFalse": "known to be false",
    "reportedLost": "reported lost",
    "revokedByIssuer": "revoked by its issuer",
}
_PAPER = (
    *_FLAGS,
    *("issuedBy", "latinNumber", "nameOnDocument", "number", "identificationTypeCode"),
    *("identificationTypeDescription", "validTo", "validFrom", "issueDate"),
)
_INSTANT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T.*")


def read_tree(content: bytes, name: str, source: Source) -> tuple[list[Said], date | None]:
    """The entities in the order of the file, and the day on which it was generated."""
    root = Node(name, read_local_xml(content, name, "export"))
    said_day = _INSTANT.fullmatch(str(root.element.get("generationDate", "")))
    try:
        published = None if said_day is None else PartialDate.parse(said_day[1]).earliest
    except ValueError as why:
        raise root.refused(str(why), "generationDate") from why
    found: dict[str, Said] = {}
    for node in root.nodes("sanctionEntity"):
        uid = _of(node, "logicalId")
        if not (uid.isdecimal() and uid.isascii()):
            raise node.refused(f"not a logical id: {uid[:20]!r}", "logicalId")
        said = found.setdefault(uid, Said(uid, getattr(node.element, "sourceline", None)))
        try:
            _take(node, said, source)
        except ValueError as why:
            raise node.refused(str(why)) from why
    root.done(attributes=(*_ROOT, _SCHEMA))
    if published is None:
        raise refused("an export that does not say when it was generated", name)
    return list(found.values()), published


def _of(node: Node, attribute: str) -> str:
    return " ".join(str(node.element.get(attribute, "")).split())


def _done(node: Node, said: Said, *known: str) -> str:
    """The node's remark, once its regulation is taken and nothing is left."""
    remark = "\n".join(node.texts("remark"))
    for summary in node.nodes("regulationSummary"):
        published = day(_of(summary, "publicationDate"))
        if published is not None:
            said.days.add(published)
        summary.done(attributes=_SUMMARY)
    node.done(attributes=(*known, *_COMMON))
    return remark


def _take_regulation(node: Node, said: Said) -> None:
    node.texts("publicationUrl")  # follows from the title
    published = day(_of(node, "publicationDate"))
    basic = _of(node, "regulationType") == "regulation"
    code, title = _of(node, "programme"), _of(node, "numberTitle")
    if not code:
        raise ValueError("a regulation without a programme")
    said.regulations[Regulation(code, title, published, basic)] = None
    if published is not None:
        said.days.add(published)
    for remark in node.texts("remark"):
        said.details["regulation_note", f"{title}: {remark}"] = None
    node.done(attributes=_REGULATION)


def _take(node: Node, said: Said, source: Source) -> None:
    for regulation in node.nodes("regulation"):
        _take_regulation(regulation, said)
    for subject in node.nodes("subjectType"):
        said.kind = _of(subject, "classificationCode")
        subject.done(attributes=("code", "classificationCode", *_COMMON))
    for tag, take in (
        ("nameAlias", _take_name),
        ("citizenship", _take_citizenship),
        ("birthdate", _take_birth),
        ("address", _take_address),
        ("identification", _take_paper),
    ):
        for inner in node.nodes(tag):
            take(inner, said, source)
    _take_itself(node, said)
    node.done(attributes=_ENTITY)


def _take_itself(node: Node, said: Said) -> None:
    """What stands on the entity's own element."""
    said.remarks.update(dict.fromkeys(node.texts("remark")))
    if _of(node, "designationDetails"):
        said.remarks[_of(node, "designationDetails")] = None
    designated = day(_of(node, "designationDate"))
    if designated is not None:
        said.designated[designated] = None
    for attribute, kind in (
        ("euReferenceNumber", "eu_reference"),
        ("unitedNationId", "un_reference"),
    ):
        if _of(node, attribute):
            said.identifiers[Identifier(kind, _of(node, attribute))] = None


def _take_name(node: Node, said: Said, source: Source) -> None:  # noqa: ARG001 - one of several
    parts = (_of(node, each) for each in ("firstName", "middleName", "lastName"))
    whole = _of(node, "wholeName") or " ".join(part for part in parts if part)
    strong = _of(node, "strong") != "false"
    order, language = _of(node, "logicalId"), _of(node, "nameLanguage")
    for attribute in ("title", "function"):
        if _of(node, attribute):
            said.titles[_of(node, attribute)] = None
    if _of(node, "gender"):
        said.details["gender", _of(node, "gender")] = None
    remark = _done(node, said, *_NAME)
    said.name(order, whole, remark, language, strong=strong)


def _take_citizenship(node: Node, said: Said, source: Source) -> None:  # noqa: ARG001
    land = _land(node)
    if land is not None:
        said.nationalities[land] = None
    remark = _done(node, said, *_COUNTRY)
    if remark:
        said.details["citizenship_note", remark] = None


def _land(node: Node) -> str | None:
    return country(_of(node, "countryDescription")) or country(_of(node, "countryIso2Code"))


def _take_birth(node: Node, said: Said, source: Source) -> None:  # noqa: ARG001
    circa = _of(node, "circa") == "true"
    calendar = _of(node, "calendarType")
    first, last = _of(node, "yearRangeFrom"), _of(node, "yearRangeTo")
    born = day(_of(node, "birthdate")) or _partial(node)
    if calendar not in ("", "GREGORIAN"):
        said.details["birth_note", f"{born or f'{first}-{last}'} ({calendar})"] = None
    elif born is not None:
        said.births[Birth(born, born, circa)] = None
    elif first or last:
        begins, ends = day(first or last), day(last or first)
        if begins is None or ends is None or ends.before(begins):
            raise ValueError(f"years in the wrong order: {first}, {last}")
        said.births[Birth(begins, ends, circa)] = None
    parts = [_of(node, each) for each in ("place", "city", "region", "zipCode")]
    place = ", ".join(part for part in (*parts, _land(node)) if part)
    if place:
        said.birth_places[place] = None
    remark = _done(node, said, *_BIRTH, *_COUNTRY)
    if remark:
        said.details["birth_note", remark] = None


def _partial(node: Node) -> PartialDate | None:
    """A year, with its month and day where they are given."""
    parts = [_of(node, each) for each in ("year", "monthOfYear", "dayOfMonth")]
    if not parts[0]:
        return None
    numbers = [int(part) for part in parts if part]
    if "" in parts[: len(numbers)]:
        raise ValueError("a day without its month")
    return PartialDate(*numbers)


def _take_address(node: Node, said: Said, source: Source) -> None:
    box, place = _of(node, "poBox"), _of(node, "place")
    street = ", ".join(part for part in (_of(node, "street"), box, place) if part)
    for contact in node.nodes("contactInfo"):
        key = _of(contact, "key").lower()
        what = source.codes["CONTACT"].get(key, key or "contact")
        said.details[what, _of(contact, "value")] = None
        contact.done(attributes=("key", "value", *_COMMON))
    city, region, postcode = (_of(node, each) or None for each in ("city", "region", "zipCode"))
    listed = "as at the time of listing" if _of(node, "asAtListingTime") == "true" else ""
    land = _land(node)
    remark = _done(node, said, *_ADDRESS, *_COUNTRY)
    note = "; ".join(part for part in (remark, listed) if part) or None
    address = Address(street or None, city, region, postcode, land, note)
    if address != Address():
        said.addresses[address] = None


def _take_paper(node: Node, said: Said, source: Source) -> None:
    code = _of(node, "identificationTypeCode")
    kind = source.codes["IDENTIFICATION"].get(code)
    number = _of(node, "number") or _of(node, "latinNumber")
    latin = _of(node, "latinNumber")
    notes = [] if kind else [_of(node, "identificationTypeDescription") or code]
    notes += [says for flag, says in _FLAGS.items() if _of(node, flag) == "true"]
    notes += [_of(node, each) for each in ("nameOnDocument", "issuedBy", "region")]
    notes += [latin] if latin != number else []
    if _of(node, "validFrom"):
        notes.append(f"valid from {_of(node, 'validFrom')}")
    issued, expires = day(_of(node, "issueDate")), day(_of(node, "validTo"))
    land = _land(node)
    notes.append(_done(node, said, *_PAPER, *_COUNTRY))
    note = "; ".join(part for part in notes if part) or None
    if number:
        said.identifiers[Identifier(kind or "document", number, land, issued, expires, note)] = None
    elif note:
        said.details["document", note] = None
