"""The list as XML: Designations/Designation, with details by person, entity and ship."""

import re
from collections.abc import Iterator
from datetime import date

from onrecord.formats import Node, read_xml, refused
from onrecord.model.listing import Identifier, Name, NameKind
from onrecord.sources import Source
from onrecord.sources.gb_fcdo.said import Said, read_day

_NAMES = ("Name1", "Name2", "Name3", "Name4", "Name5", "Name6")  # the family name is last
_LINES = tuple(f"AddressLine{number}" for number in range(1, 6))
# part → its element of each, those of the designation itself first
_DETAILS = {
    "PhoneNumbers": ("PhoneNumber", "phone"),
    "EmailAddresses": ("EmailAddress", "email"),
    "Websites": ("Website", "website"),
    "Genders": ("Gender", "gender"),
    "TypeOfEntities": ("TypeOfEntity", "organisation_type"),
    "CurrentBelievedFlagOfShips": ("CurrentBelievedFlagOfShip", "flag"),
    "PreviousFlags": ("PreviousFlag", "former_flag"),
    "TypeOfShipDetails": ("TypeOfShip", "vessel_type"),
    "TonnageOfShipDetails": ("TonnageOfShip", "tonnage"),
    "LengthOfShipDetails": ("LengthOfShip", "length"),
    "YearsBuilt": ("YearBuilt", "built"),
}
_LINKED = {
    "ParentCompanies": ("ParentCompany", "parent_company"),
    "Subsidiaries": ("Subsidiary", "subsidiary"),
    "CurrentOwnerOperators": ("CurrentOwnerOperator", "owner"),
    "PreviousOwnerOperators": ("PreviousOwnerOperator", "former_owner"),
}
_NUMBERS = {
    "BusinessRegistrationNumbers": ("BusinessRegistrationNumber", "business_registration"),
    "IMONumbers": ("IMONumber", "imo"),
    "HullIdentificationNumbers": ("HullIdentificationNumber", "hull_number"),
}
_PAPERS = {
    "PassportDetails": ("Passport", "passport"),
    "NationalIdentifierDetails": ("NationalIdentifier", "national_id"),
}
_PARTS = {"IndividualDetails": "Individual", "EntityDetails": "Entity", "ShipDetails": "Ship"}
_SPACE = "{http://www.w3.org/2001/XMLSchema-instance}"
_ATTRIBUTES = (f"{_SPACE}schemaLocation", f"{_SPACE}noNamespaceSchemaLocation")
_IMO = re.compile(r"IMO\s*(?=[0-9])", re.I)


def read_tree(content: bytes, name: str, source: Source) -> tuple[list[Said], date | None]:
    """The designations in the order of the file, and the day on which it was generated."""
    root = Node(name, read_xml(content, name, "Designations"))
    published = root.take_if_any("DateGenerated", _day)
    found = []
    for node in root.nodes("Designation"):
        said = Said(node.take("UniqueID", str), getattr(node.element, "sourceline", None))
        try:
            _take(node, said, source)
        except ValueError as why:
            raise node.refused(str(why)) from why
        node.done(source.ignored)
        found.append(said)
    root.done(attributes=_ATTRIBUTES)
    if len({said.uid for said in found}) < len(found):
        raise refused("one unique id twice", name)
    return found, published


def _day(text: str) -> date:
    day = read_day(text.split("T")[0].split(" ")[0])
    if day.day is None:
        raise ValueError(f"not a day: {text[:40]!r}")
    return day.earliest


def _take(node: Node, said: Said, source: Source) -> None:
    for tag, what in (
        ("RegimeName", "regime"),
        ("IndividualEntityShip", "kind"),
        ("DateDesignated", "designated"),
        ("DesignationSource", "by"),
    ):
        setattr(said, what, node.take_if_any(tag, str) or "")
    said.imposed.update(dict.fromkeys(node.texts("SanctionsImposed")))
    _take_indicators(node, said)
    for tag, kind in (("OFSIGroupID", "ofsi_group"), ("UNReferenceNumber", "un_reference")):
        for value in node.texts(tag):
            said.identifiers[Identifier(kind, value)] = None
    for value in node.texts("LastUpdated"):
        said.details["updated", value] = None
    for tag in ("OtherInformation", "UKStatementofReasons"):
        said.remarks.update(dict.fromkeys(node.texts(tag)))
    _take_names(node, said, source)
    for place in _each(node, "Addresses", "Address"):
        lines = [" ".join(place.texts(line)) for line in _LINES]
        last = ("AddressLine6", "AddressPostalCode", "AddressCountry")
        said.address(lines, *(" ".join(place.texts(tag)) for tag in last))
        place.done()
    said.titles.update(dict.fromkeys(_values(node, "Titles", "Title")))
    _take_details(node, said)
    for part, one in _PARTS.items():
        for inner in _each(node, part, one):
            _take_details(inner, said)
            _take_person(inner, said)
            inner.done()


def _each(node: Node, part: str, one: str) -> Iterator[Node]:
    for holder in node.nodes(part):
        yield from holder.nodes(one)
        holder.done()


def _values(node: Node, part: str, one: str) -> list[str]:
    found = []
    for holder in node.nodes(part):
        found += holder.texts(one)
        holder.done()
    return found


def _take_indicators(node: Node, said: Said) -> None:
    """Elements that are true name a measure too; the text does so in full where it is there."""
    named: list[str] = []
    for holder in node.nodes("SanctionsImposedIndicators"):
        for child in holder.element:
            yes = (child.text or "").strip().lower()
            if yes not in ("true", "false", "1", "0", ""):
                raise ValueError(f"neither true nor false: {yes[:20]!r}")
            if yes in ("true", "1"):
                named.append(str(child.tag))
    if not said.imposed:
        said.imposed.update(dict.fromkeys(named))


def _take_names(node: Node, said: Said, source: Source) -> None:
    codes = source.codes
    for name in _each(node, "Names", "Name"):
        parts = [" ".join(name.texts(part)) for part in _NAMES]
        kind = name.take_if_any("NameType", str) or ""
        strength = name.take_if_any("AliasStrength", str.lower) or ""
        if strength and strength not in codes["ALIAS_STRENGTH"]:
            raise ValueError(f"a strength of an alias that is not known: {strength[:40]!r}")
        weak = codes["ALIAS_STRENGTH"].get(strength, "")
        said.name(parts, kind, weak, codes["NAME_TYPE"])
        name.done()
    for name in _each(node, "NonLatinNames", "NonLatinName"):
        text = " ".join(name.texts("NameNonLatinScript"))
        script = " ".join(name.texts("NonLatinScriptType"))
        language = " ".join(name.texts("NonLatinScriptLanguage")) or None
        known = codes["SCRIPT"].get(script.lower(), script) or None
        if text:
            said.names[Name(text, NameKind.ALIAS, known, language)] = None
        name.done()


def _take_details(node: Node, said: Said) -> None:
    for part, (one, what) in _DETAILS.items():
        for value in _values(node, part, one):
            said.details[what, value] = None
    for part, (one, what) in _LINKED.items():
        for value in _values(node, part, one):
            said.details[what, value] = None
            said.linked_to[value] = None
    for part, (one, kind) in _NUMBERS.items():
        for value in _values(node, part, one):
            plain = _IMO.sub("", value) if kind == "imo" else value
            said.identifiers[Identifier(kind, plain)] = None


def _take_person(node: Node, said: Said) -> None:
    said.births.update(dict.fromkeys(_values(node, "DOBs", "DOB")))
    said.nationalities.update(dict.fromkeys(_values(node, "Nationalities", "Nationality")))
    said.titles.update(dict.fromkeys(_values(node, "Positions", "Position")))
    for place in _each(node, "BirthDetails", "Location"):
        parts = [*place.texts("TownOfBirth"), *place.texts("CountryOfBirth")]
        if parts:
            said.birth_places[", ".join(parts)] = None
        place.done()
    for part, (one, kind) in _PAPERS.items():
        for paper in _each(node, part, one):
            numbers = paper.texts(f"{one}Number")
            note = "; ".join(paper.texts(f"{one}AdditionalInformation")) or None
            for number in numbers:
                said.identifiers[Identifier(kind, number, note=note)] = None
            if note and not numbers:
                said.details[kind, note] = None
            paper.done()
