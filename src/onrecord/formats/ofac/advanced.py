"""OFAC's advanced XML, `Sanctions`: SDN_ADVANCED.XML and CONS_ADVANCED.XML.

The model of the UN's sanctions schema: what a number means stands in reference values, an address
in Locations, a passport in IDRegDocuments, a party in DistinctParty, and that it is listed, since
when and on what ground, in SanctionsEntry. A party's FixedRef is the uid of the separated files.
The file is the largest of all and is read a part at a time.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from onrecord.formats.local import stream_local_xml
from onrecord.formats.node import Node
from onrecord.formats.ofac.elements import (
    add_alias,
    add_feature,
    digits,
    flag,
    narrowest,
    once,
    the_only,
)
from onrecord.formats.ofac.form import Draft, Event, Form, shown, vocabulary
from onrecord.formats.ofac.remarks import Paper, place
from onrecord.model.dates import PartialDate
from onrecord.model.listing import Address, Birth, Entry, Kind, Name, NameKind
from onrecord.model.snapshot import Finding

_PARTS = (
    "DateOfIssue",
    "ReferenceValueSets",
    "Location",
    "IDRegDocument",
    "DistinctParty",
    "ProfileRelationship",
    "SanctionsEntry",
    "SanctionsEntryLinks",
)
_HOLDERS = (
    "Locations",
    "IDRegDocuments",
    "DistinctParties",
    "ProfileRelationships",
    "SanctionsEntries",
)
_ALIASES = {"A.K.A.": "a.k.a.", "F.K.A.": "f.k.a.", "N.K.A.": "n.k.a.", "Name": "a.k.a."}
_GIVEN = ("First Name", "Middle Name", "Patronymic", "Matronymic", "Maiden Name")
_STREET = ("ADDRESS1", "ADDRESS2", "ADDRESS3")
_FIXED = ("CalendarTypeID", "YearFixed", "MonthFixed", "DayFixed", "Approximate")
_ORPHANS = 0.01  # entries of parties that are not in the file: none in a whole one


@dataclass(slots=True)
class _Place:
    """A location: an address, and the country alone, which is what a nationality is."""

    address: Address
    country: str | None


@dataclass(slots=True)
class _Known:
    """What the earlier parts of the file say, by the numbers that the later ones refer to."""

    form: Form
    issued: date | None = None
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    party_type: dict[str, str] = field(default_factory=dict)
    places: dict[str, _Place] = field(default_factory=dict)
    papers: dict[str, list[tuple[str, str, Paper]]] = field(default_factory=dict)
    drafts: dict[str, Draft] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)
    relations: list[tuple[str, str, str]] = field(default_factory=list)
    absent: int = 0
    entries: int = 0
    dangling: int = 0

    def value(self, node: Node, kind: str, attribute: str) -> str:
        """What the number in an attribute means; refuses one that has no meaning in the file."""
        number = str(node.element.get(attribute, ""))
        meaning = self.values.get(kind, {}).get(number)
        if meaning is None:
            raise node.refused(f"no such {kind} among the values: {number[:20]!r}", attribute)
        return meaning


def read_advanced(content: bytes, name: str, form: Form) -> tuple[date | None, tuple[Entry, ...]]:
    """(the day that the file states, the parties that stand on a list, in their order).

    Raises InputError, with file, line and element, for anything outside the published form. The
    form is told where entries are of parties that are not in the file.
    """
    known = _Known(form)
    read: dict[str, Callable[[Node, _Known], None]] = {
        "DateOfIssue": _read_issued,
        "ReferenceValueSets": _read_values,
        "Location": _read_location,
        "IDRegDocument": _read_paper,
        "DistinctParty": _read_party,
        "ProfileRelationship": _read_relation,
        "SanctionsEntry": _read_entry,
        "SanctionsEntryLinks": _read_links,
    }
    for element in stream_local_xml(content, name, "Sanctions", _PARTS, _HOLDERS):
        read[str(element.tag)](Node(name, element), known)
    _relate(known)
    if known.absent > known.entries * _ORPHANS:
        form.tell_part(f"{known.absent} of {known.entries} entries are of parties that it lacks")
    if not known.lists:
        form.refuse_part(name)
    unlisted = len(known.drafts) - len(known.lists)
    if unlisted:
        says = f"{name}: {unlisted} parties stand on no list: left out"
        form.findings.append(Finding("unlisted", says))
    if known.dangling:
        says = f"{name}: {known.dangling} references to locations that the file has not"
        form.findings.append(Finding("dangling", says))
    listed = (draft for uid, draft in known.drafts.items() if uid in known.lists)
    entries = once((form.entry(_ordered(draft)) for draft in listed), name, form)
    return known.issued, entries


def _ordered(draft: Draft) -> Draft:
    draft.programmes = vocabulary().in_order(draft.programmes)
    return draft


def _read_issued(node: Node, known: _Known) -> None:
    known.issued = _date(node).earliest
    node.done(attributes=_FIXED)


def _read_values(node: Node, known: _Known) -> None:
    """Every set of values by the name of its elements; only the values' texts are referred to."""
    for holder in node.element:
        for value in holder:
            number, text = value.get("ID"), " ".join((value.text or "").split())
            if number is not None:
                known.values.setdefault(str(value.tag), {})[str(number)] = text
    for subtype in node.element.iter("PartySubType"):
        told = str(subtype.get("PartyTypeID"))
        kind = known.values.get("PartyType", {}).get(told, "")
        name = " ".join((subtype.text or "").split())
        known.party_type[str(subtype.get("ID"))] = kind if name in ("Unknown", "") else name
    for area in node.element.iter("AreaCode"):
        known.values["AreaCode"][str(area.get("ID"))] = str(area.get("Description") or "")


def _read_location(node: Node, known: _Known) -> None:
    parts: dict[str, list[str]] = {}
    for part in node.nodes("LocationPart"):
        kind = known.value(part, "LocPartType", "LocPartTypeID")
        for value in part.nodes("LocationPartValue"):
            parts.setdefault(kind, []).extend(value.texts("Value"))
            value.done(
                ignored=("Comment",),  # empty in every file
                attributes=("Primary", "LocPartValueTypeID", "LocPartValueStatusID"),
            )
        part.done(attributes=("LocPartTypeID",))
    countries = [known.value(c, "Country", "CountryID") for c in node.nodes("LocationCountry")]
    areas = [known.value(a, "AreaCode", "AreaCodeID") for a in node.nodes("LocationAreaCode")]
    country = next(iter([*countries, *areas]), None) or None
    # which features refer to this place: they say so themselves
    node.done(ignored=("FeatureVersionReference",), attributes=("ID",))
    street = [line for tag in _STREET for line in parts.pop(tag, ())]
    city, region, postcode, whole = (
        ", ".join(parts.pop(tag, ())) or None
        for tag in ("CITY", "STATE/PROVINCE", "POSTAL CODE", "Unknown")
    )
    note = "; ".join(f"{tag}: {', '.join(texts)}" for tag, texts in parts.items()) or None
    address = Address(", ".join(street) or None, city, region, postcode, country, note)
    known.places[str(node.element.get("ID"))] = _Place(address, country or whole)


def _read_paper(node: Node, known: _Known) -> None:
    kind = known.value(node, "IDRegDocType", "IDRegDocTypeID")
    value = node.take_if_any("IDRegistrationNo", str) or ""
    country = None
    if node.element.get("IssuedBy-CountryID") is not None:
        country = known.value(node, "Country", "IssuedBy-CountryID")
    notes = [f"issued by {text}" for text in node.texts("IssuingAuthority")]
    notes += node.texts("Comment")
    if known.value(node, "Validity", "ValidityID") != "Valid":
        notes.append("not valid")
    days: dict[str, PartialDate] = {}
    for when in node.nodes("DocumentDate"):
        what = known.value(when, "IDRegDocDateType", "IDRegDocDateTypeID")
        first, last, _ = _period(the_only(when, "DatePeriod"))
        when.done(attributes=("IDRegDocDateTypeID",))
        days[what] = narrowest(first, last)
    # under which of the bearer's names it is
    node.done(
        ignored=("DocumentedNameReference",),
        attributes=("ID", "IDRegDocTypeID", "IdentityID", "IssuedBy-CountryID", "ValidityID"),
    )
    issued, expires = days.pop("Issue Date", None), days.pop("Expiration Date", None)
    notes += [f"{what}: {day}" for what, day in days.items()]
    paper = Paper(country, issued, expires, "; ".join(notes) or None)
    bearer = str(node.element.get("IdentityID"))
    known.papers.setdefault(bearer, []).append((kind, value, paper))


def _read_party(node: Node, known: _Known) -> None:
    uid = node.element.get("FixedRef", "")
    try:
        digits(str(uid))
    except ValueError as why:
        raise node.refused(str(why), "FixedRef") from why
    profile = the_only(node, "Profile")
    number = str(profile.element.get("PartySubTypeID"))
    code = known.party_type.get(number, "")
    if code not in vocabulary().kind:
        raise profile.refused(f"a type that is not known: {code[:40] or number!r}", "PartySubType")
    draft = Draft(str(uid), Kind(vocabulary().kind[code]), "")
    for identity in profile.nodes("Identity"):
        _read_identity(identity, draft, known)
    for feature in profile.nodes("Feature"):
        _read_feature(feature, draft, known)
    profile.done(attributes=("ID", "PartySubTypeID"))
    draft.remarks = " ".join(node.texts("Comment")) or None
    node.done(attributes=("FixedRef",))
    if not draft.name:
        raise node.refused("an entry without a name", "Identity")
    known.drafts[str(profile.element.get("ID"))] = draft


def _read_identity(node: Node, draft: Draft, known: _Known) -> None:
    kinds = {
        str(group.element.get("ID")): known.value(group, "NamePartType", "NamePartTypeID")
        for holder in node.nodes("NamePartGroups")
        for master in holder.nodes("MasterNamePartGroup")
        for group in master.nodes("NamePartGroup")
    }
    for alias in node.nodes("Alias"):
        code = known.value(alias, "AliasType", "AliasTypeID")
        if code not in _ALIASES:
            raise alias.refused(f"a type that is not known: {code[:40]!r}", "AliasTypeID")
        first, weak = (_truth(alias, attribute) for attribute in ("Primary", "LowQuality"))
        for written in alias.nodes("DocumentedName"):
            name = _name(written, kinds, known)
            if known.value(written, "DocNameStatus", "DocNameStatusID") == "Others" and first:
                draft.scripts.append(name)
            elif name.script is not None:
                kind = NameKind.WEAK if weak else NameKind.ALIAS
                draft.scripts.append(Name(name.text, kind, name.script))
            elif first:
                draft.name = name.text
            else:
                number = int(digits(str(written.element.get("ID", ""))))
                add_alias(draft, number, name.text, _ALIASES[code], weak=weak)
        alias.done(attributes=("FixedRef", "AliasTypeID", "Primary", "LowQuality"))
    node.done(attributes=("ID", "FixedRef", "Primary", "False"))
    for kind_of_paper, value, paper in known.papers.pop(str(node.element.get("ID")), ()):
        place(kind_of_paper, value, vocabulary().labels, draft.said, paper)


def _name(node: Node, kinds: dict[str, str], known: _Known) -> Name:
    """LAST, First Middle, as the separated files have it; other scripts as they are written."""
    last, given, script = [], [], None
    for part in node.nodes("DocumentedNamePart"):
        value = the_only(part, "NamePartValue")
        text = shown(" ".join((value.element.text or "").split()))
        kind = kinds.get(str(value.element.get("NamePartGroupID")), "")
        script = vocabulary().script.get(known.value(value, "Script", "ScriptID"))
        part.done()
        if not text:
            continue
        if kind in _GIVEN:
            given.append(text)
        else:
            last.append(text if kind == "Nickname" or script else text.upper())
    parts = [" ".join(words) for words in (last, given) if words]
    if not parts:
        raise node.refused("a name that is blank", "NamePartValue")
    node.done(attributes=("ID", "FixedRef", "DocNameStatusID"))
    return Name(", ".join(parts), NameKind.ALIAS, script)


def _read_feature(node: Node, draft: Draft, known: _Known) -> None:
    kind = known.value(node, "FeatureType", "FeatureTypeID")
    for version in node.nodes("FeatureVersion"):
        reliability = known.value(version, "Reliability", "ReliabilityID")
        if reliability not in ("Unknown", "Confirmed"):
            draft.said.details.append(("reliability", f"{kind}: {reliability}"))
        draft.said.details += [("note", f"{kind}: {text}") for text in version.texts("Comment")]
        for period in version.nodes("DatePeriod"):
            _place_period(kind, period, draft)
        for detail in version.nodes("VersionDetail"):
            text = " ".join((detail.element.text or "").split())
            if detail.element.get("DetailReferenceID") is not None:
                text = known.value(detail, "DetailReference", "DetailReferenceID")
            if text:
                add_feature(draft, kind, text)
        for where in version.nodes("VersionLocation"):
            _place_location(kind, str(where.element.get("LocationID")), draft, known)
        version.done(attributes=("ID", "ReliabilityID"))
    node.done(ignored=("IdentityReference",), attributes=("ID", "FeatureTypeID"))


def _place_period(kind: str, period: Node, draft: Draft) -> None:
    first, last, circa = _period(period)
    whole = narrowest(first, last)
    if kind != "Birthdate":
        says = str(whole) if whole.latest == last.latest else f"{first} to {last}"
        add_feature(draft, kind, says)
    elif whole.latest == last.latest:
        draft.said.births.append(Birth(whole, whole, circa))
    else:
        draft.said.births.append(Birth(_from_year(first), _to_year(last), circa))


def _from_year(day: PartialDate) -> PartialDate:
    return PartialDate(day.year) if (day.month, day.day) == (1, 1) else day


def _to_year(day: PartialDate) -> PartialDate:
    return PartialDate(day.year) if (day.month, day.day) == (12, 31) else day


def _place_location(kind: str, number: str, draft: Draft, known: _Known) -> None:
    found = known.places.get(number)
    if found is None:
        known.dangling += 1
    elif kind == "Location":
        if found.address != Address():
            draft.addresses.append((int(digits(number)), found.address))
    elif found.country is not None:
        add_feature(draft, kind, found.country)


def _read_relation(node: Node, known: _Known) -> None:
    kind = known.value(node, "RelationType", "RelationTypeID")
    quality = known.value(node, "RelationQuality", "RelationQualityID")
    former = "former: " if _truth(node, "Former") else ""
    notes = ["" if quality == "Unknown" else quality, *node.texts("Comment")]
    says = "; ".join(note for note in notes if note)
    node.done(
        attributes=(
            *("ID", "From-ProfileID", "To-ProfileID", "RelationTypeID", "RelationQualityID"),
            *("Former", "SanctionsEntryID"),
        )
    )
    told = f"{former}{kind}" + (f" ({says})" if says else "")
    of, to = (str(node.element.get(end)) for end in ("From-ProfileID", "To-ProfileID"))
    known.relations.append((of, told, to))


def _relate(known: _Known) -> None:
    """Relations once all parties are known: a party may be named before it is described."""
    for of, told, to in known.relations:
        draft, other = known.drafts.get(of), known.drafts.get(to)
        if draft is None:
            continue
        if other is not None and other.name not in draft.said.linked_to:
            draft.said.linked_to.append(other.name)
        draft.said.details.append(("relationship", f"{told}: {other.name if other else to}"))


def _read_entry(node: Node, known: _Known) -> None:
    known.entries += 1
    profile = str(node.element.get("ProfileID"))
    title = known.value(node, "List", "ListID")
    draft = known.drafts.get(profile)
    events = [
        Event(_date(the_only(each, "Date")), known.value(each, "LegalBasis", "LegalBasisID"))
        for each in node.nodes("EntryEvent")
    ]
    programmes, others = [], []
    for measure in node.nodes("SanctionsMeasure"):
        kind = known.value(measure, "SanctionsType", "SanctionsTypeID")
        comments = measure.texts("Comment")
        # the period of a measure is empty in every file
        measure.done(ignored=("DatePeriod",), attributes=("ID", "SanctionsTypeID"))
        if kind == "Program":
            programmes += comments
        else:
            others.append("; ".join([kind, *comments]))
    node.done(ignored=("LimitationsToPublic",), attributes=("ID", "ProfileID", "ListID"))
    if draft is None:
        known.absent += 1
        return
    known.lists.setdefault(profile, []).append(title)
    draft.events += events
    draft.programmes += programmes
    draft.said.details += [("sanctions_type", kind) for kind in others]
    draft.said.details += [("listing_event", f"{e.day}: {e.title}") for e in events]


def _read_links(node: Node, known: _Known) -> None:
    """Links between entries are in no file that was seen; an empty element stands for them."""
    if not node.is_empty:
        known.form.findings.append(Finding("links", f"{node.name}: links of entries: not read"))


def _date(node: Node) -> PartialDate:
    year, month, day = (node.take(tag, digits) for tag in ("Year", "Month", "Day"))
    try:
        return PartialDate(int(year), int(month), int(day))
    except ValueError as why:
        raise node.refused(str(why)) from why


def _period(node: Node) -> tuple[PartialDate, PartialDate, bool]:
    """(first day, last day, whether it is only about then) of a period with both ends."""
    start, end = the_only(node, "Start"), the_only(node, "End")
    first, last = _date(the_only(start, "From")), _date(the_only(end, "To"))
    if last.before(first):
        raise node.refused(f"days in the wrong order: {first}, {last}")
    circa = any(str(each.element.get("Approximate")) == "true" for each in (start, end))
    return first, last, circa


def _truth(node: Node, attribute: str) -> bool:
    try:
        return flag(str(node.element.get(attribute, "")))
    except ValueError as why:
        raise node.refused(str(why), attribute) from why
