"""OFAC's newest XML, `sanctionsData`: CONS_ENHANCED.XML and SDN_ENHANCED.XML.

An entity's own `id` is the uid of the separated files; `identityId` is another numbering. Names
come in each script, the days of publication list by list. An export may be filtered to some
programmes, which makes it a part of a list.
"""

import re
from collections.abc import Iterator
from datetime import date

from onrecord.formats.local import read_local_xml
from onrecord.formats.node import Node
from onrecord.formats.ofac.elements import (
    add_alias,
    add_feature,
    flag,
    inside,
    narrowest,
    numbered,
    once,
    the_only,
)
from onrecord.formats.ofac.form import Draft, Event, Form, shown, titles_in, vocabulary
from onrecord.formats.ofac.remarks import Paper, Remarks, place, read_remarks
from onrecord.model.dates import PartialDate
from onrecord.model.listing import Address, Entry, Kind, Name, NameKind

_SCHEMA = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
_INSTANT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T[0-9:.]{5,20}(?:Z|[+-][0-9:]{5})?)?")
_LINES = ("ADDRESS1", "ADDRESS2", "ADDRESS3")
_DATES = ("fromDateBegin", "fromDateEnd", "toDateBegin", "toDateEnd")
_ALIASES = {"A.K.A.": "a.k.a.", "F.K.A.": "f.k.a.", "N.K.A.": "n.k.a."}


def read_enhanced(content: bytes, name: str, form: Form) -> tuple[date, tuple[Entry, ...]]:
    """(the day that the file states, its entries in their order).

    Raises InputError, with file, line and element, for anything outside the published form. The
    form is told where the export is filtered to a part of the list.
    """
    root = Node(name, read_local_xml(content, name, "sanctionsData"))
    published = _published(root, form)
    # reference values and types of features are written out again wherever they are referred to
    holder = the_only(root, "entities")
    entries = once((form.entry(_draft(node)) for node in holder.nodes("entity")), name, form)
    holder.done()
    root.done(ignored=("referenceValues", "featureTypes"), attributes=(_SCHEMA,))
    return published, entries


def _published(root: Node, form: Form) -> date:
    head = the_only(root, "publicationInfo")
    published = head.take("dataAsOf", _instant)
    for filters in head.nodes("filters"):
        labels = [_text(each) for each in inside(filters, "sanctionsPrograms", "sanctionsProgram")]
        if labels:
            form.tell_part(f"filtered to {', '.join(labels)[:80]}")
        # the lists that were asked for: every entity names its own
        filters.done(ignored=("sanctionsLists",))
    head.done()
    return published


def _draft(node: Node) -> Draft:
    words = vocabulary()
    uid = numbered(node, "id")
    general = the_only(node, "generalInfo")
    code = general.take("entityType", str)
    if code not in words.kind:
        raise general.refused(f"a type that is not known: {code[:40]!r}", "entityType")
    remarks = general.take_if_any("remarks", str)
    title = general.take_if_any("title", str)
    general.done(ignored=("identityId",))  # another numbering, that no other form has
    draft = Draft(uid, Kind(words.kind[code]), "", remarks=remarks, titles=titles_in(title))
    _lists(node, draft)
    _names(node, draft)
    draft.addresses = list(_addresses(node))
    for feature in inside(node, "features", "feature"):
        _feature(feature, draft)
    for paper in inside(node, "identityDocuments", "identityDocument"):
        _paper(paper, draft)
    for relation in inside(node, "relationships", "relationship"):
        _relation(relation, draft.said)
    node.done(attributes=("id",))
    draft.said.extend(read_remarks(remarks or "", words.labels, cut=False))
    return draft


def _lists(node: Node, draft: Draft) -> None:
    for each in inside(node, "sanctionsLists", "sanctionsList"):
        day = each.element.get("datePublished")
        if day is not None:
            try:
                draft.events.append(Event(PartialDate.parse(day), _text(each)))
            except ValueError as why:
                raise each.refused(str(why), "datePublished") from why
    programmes = [_text(each) for each in inside(node, "sanctionsPrograms", "sanctionsProgram")]
    draft.programmes = vocabulary().in_order(programmes)
    if not programmes:
        raise node.refused("no programme", "sanctionsPrograms")
    for outer, inner, what in (
        ("sanctionsTypes", "sanctionsType", "sanctions_type"),
        ("legalAuthorities", "legalAuthority", "legal_authority"),
    ):
        draft.said.details += [(what, _text(each)) for each in inside(node, outer, inner)]


def _names(node: Node, draft: Draft) -> None:
    for name in inside(node, "names", "name"):
        first = name.take("isPrimary", flag)
        weak = name.take("isLowQuality", flag)
        code = name.take_if_any("aliasType", str)
        if code is not None and code not in _ALIASES:
            raise name.refused(f"a type that is not known: {code[:40]!r}", "aliasType")
        number = int(numbered(name, "id"))
        for writing in inside(name, "translations", "translation"):
            main = writing.take("isPrimary", flag)
            script = writing.take_if_any("script", str)
            text = shown(writing.take("formattedFullName", str))
            # the parts say the same once more
            writing.done(
                ignored=("formattedFirstName", "formattedLastName", "nameParts"),
                attributes=("id",),
            )
            if not main:
                kind = NameKind.WEAK if weak else NameKind.ALIAS
                draft.scripts.append(Name(text, kind, vocabulary().script.get(script or "")))
            elif first:
                draft.name = text
            else:
                add_alias(draft, number, text, _ALIASES[code or "A.K.A."], weak=weak)
        name.done(attributes=("id",))
    if not draft.name:
        raise node.refused("an entry without a name", "names")


def _addresses(node: Node) -> Iterator[tuple[int, Address]]:
    for spot in inside(node, "addresses", "address"):
        number = int(numbered(spot, "id"))
        country = spot.take_if_any("country", str)
        found = [_address(each, country) for each in inside(spot, "translations", "translation")]
        spot.done(attributes=("id",))
        for address in found or [Address(country=country)]:
            if address != Address():
                yield number, address


def _address(writing: Node, country: str | None) -> Address:
    script = writing.take_if_any("script", str)
    main = writing.take("isPrimary", flag)
    parts: dict[str, list[str]] = {}
    for part in inside(writing, "addressParts", "addressPart"):
        parts.setdefault(part.take("type", str), []).append(part.take("value", str))
        part.done(attributes=("id",))
    writing.done(attributes=("id",))
    street = [line for tag in _LINES for line in parts.pop(tag, ())]
    city, region, postcode = (
        ", ".join(parts.pop(tag, ())) or None for tag in ("CITY", "STATE/PROVINCE", "POSTAL CODE")
    )
    notes = [] if main or script is None else [script]
    notes += [f"{tag}: {', '.join(texts)}" for tag, texts in parts.items()]
    return Address(
        ", ".join(street) or None, city, region, postcode, country, "; ".join(notes) or None
    )


def _feature(feature: Node, draft: Draft) -> None:
    kind = feature.take("type", str)
    value = feature.take_if_any("value", str) or ""
    reliability = feature.take_if_any("reliability", str)
    comments = feature.texts("comments")
    # which number the value has among the reference values; the value's day, in four numbers;
    # that it is not an "alt." one
    feature.done(ignored=("versionId", "valueRefId", "valueDate", "isPrimary"), attributes=("id",))
    add_feature(draft, kind, value)
    if reliability not in (None, "Confirmed"):
        draft.said.details.append(("reliability", f"{kind} {value}: {reliability}"))
    draft.said.details += [("note", f"{kind} {value}: {comment}") for comment in comments]


def _paper(paper: Node, draft: Draft) -> None:
    kind = paper.take("type", str)
    value = paper.take_if_any("documentNumber", str) or ""
    country = paper.take_if_any("issuingCountry", str)
    notes = [f"issued by {text}" for text in paper.texts("issuingAuthority")]
    notes += [*paper.texts("issuingLocation"), *paper.texts("comments")]
    if not paper.take("isValid", flag):
        notes.append("not valid")
    bearer = paper.take_if_any("name", str)
    if bearer is not None and shown(bearer) != draft.name:
        notes.append(f"in the name of {shown(bearer)}")
    issued, expires = (_when(paper, tag) for tag in ("issueDate", "expirationDate"))
    for features in paper.nodes("idFeatures"):
        notes += features.texts("idFeature")
        features.done()
    paper.done(attributes=("id",))
    told = Paper(country, issued, expires, "; ".join(notes) or None)
    place(kind, value, vocabulary().labels, draft.said, told)


def _when(paper: Node, tag: str) -> PartialDate | None:
    for when in paper.nodes(tag):
        first, _, _, last = (when.take(each, PartialDate.parse) for each in _DATES)
        when.done(ignored=("isApproximate", "isDateRange"), attributes=("id",))
        return narrowest(first, last)
    return None


def _relation(relation: Node, said: Remarks) -> None:
    kind = relation.take("type", str)
    whom = the_only(relation, "relatedEntity")
    other = shown(" ".join((whom.element.text or "").split()))
    quality = relation.take_if_any("quality", str)
    relation.done(attributes=("id",))
    if other and other not in said.linked_to:
        said.linked_to.append(other)
    # an entity that is no longer listed has a number and no name
    told = f"{kind}: {other or 'uid ' + numbered(whom, 'entityId')}"
    said.details.append(("relationship", told + (f" ({quality})" if quality else "")))


def _text(node: Node) -> str:
    text = " ".join((node.element.text or "").split())
    if not text or len(node.element):
        raise node.refused("nothing where a value must be")
    node.done(attributes=("id", "refId", "datePublished"))
    return text


def _instant(text: str) -> date:
    found = _INSTANT.fullmatch(text)
    if found is None:
        raise ValueError(f"not an instant: {text[:40]!r}")
    return PartialDate.parse(found[1]).earliest
