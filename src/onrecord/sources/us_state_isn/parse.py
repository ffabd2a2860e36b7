"""The State Department's nonproliferation list: csv in one of three schemas, without ids."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from onrecord.formats import Row, decode, read_rows, refused
from onrecord.model.dates import PartialDate
from onrecord.model.listing import Address, Authority, Entry, Identifier, Listing, Name
from onrecord.model.snapshot import Finding, Snapshot
from onrecord.sources import Source
from onrecord.sources.us_state_isn.names import kind_of, read_name, read_others

_NEEDED = ("Programs", "Name", "Country", "Federal Register Notice", "Effective Date")
_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_NO_DAY = "N/A"
# the columns that the consolidated list has and this one leaves empty, and what they would say
_PLAIN = {
    "Entity Number": "entity_number",
    "SDN Type": "sdn_type",
    "Standard Order": "standard_order",
    "License Requirement": "licence_requirement",
    "License Policy": "licence_policy",
    "Vessel Type": "vessel_type",
    "Gross Tonnage": "tonnage",
    "Gross Register Tonnage": "gross_registered_tonnage",
    "Vessel Flag": "flag",
    "Vessel Owner": "owner",
    "Address Number": "address_number",
    "Alternate Number": "alternate_number",
    "Alternate Type": "alternate_type",
    "Alternate Remarks": "alias_remark",
}


def parse(
    files: Mapping[str, bytes],
    source: Source,
    carried: frozenset[str] = frozenset(),  # noqa: ARG001 - the list is one file
) -> Snapshot:
    """Entries in the order of the file, each with one listing; the file states no day of its own.

    Raises InputError, with file, line and field, for anything outside the published form.
    """
    held = source.held(files)
    source.refuse_lacking(held)
    name, content = held["isn.csv"]
    findings: list[Finding] = []
    if b"\xff" in content:
        # code page 437's hard blank: the next capture has a blank there ("7th of Tir")
        says = f"{name}: {content.count(0xFF)} bytes 0xFF, of no encoding of the list: blanks"
        findings.append(Finding("encoding", says))
        content = content.replace(b"\xff", b" ")
    text = decode(content, name, source.files[0].encoding)
    entries = []
    for row in read_rows(text, name, _NEEDED):
        entries.append(_entry(row, source))
        row.done(source.ignored)
    if not entries:
        raise refused("a list without an entry", name)
    return Snapshot(tuple(_numbered(entries, name, findings)), findings=tuple(findings))


def _entry(row: Row, source: Source) -> Entry:
    programme = row.code("Programs", source.codes["PROGRAMME"])
    names = row.take("Name", lambda text: read_name(text, source.codes["PLACE"]))
    others = row.take_if_any("Alternative Names", read_others) or []
    alternate = row.take_if_any("Alternate Name", Name)
    remarks = row.take_if_any("Remarks/Notes", str)
    listed = row.take_if_any("Effective Date", _day_if_any)
    call_sign = row.take_if_any("Call Sign", str)
    title = row.take_if_any("Title", str)
    details = list(names.details)
    address = Address(
        street=row.take_if_any("Address", str),
        city=row.take_if_any("City", str),
        region=row.take_if_any("State/Province", str),
        postcode=row.take_if_any("Postal Code", str),
        country=row.take_if_any("Country", str),
        note=row.take_if_any("Address Remarks", str),
    )
    for column, what in _PLAIN.items():
        value = row.take_if_any(column, str)
        if value is not None:
            details.append((what, value))
    more = [*names.others, *others, *([alternate] if alternate else ())]
    return Entry(
        source=source.id,
        uid="-".join((_slug(programme), str(listed.year if listed else "undated"), names.key)),
        authority=source.authority or Authority.US_STATE,
        kind=kind_of(names.plain, remarks, source.codes["KIND"]),
        names=(Name(names.plain), *dict.fromkeys(more)),
        listings=(_listing(row, programme, listed, source),),
        identifiers=(Identifier("call_sign", call_sign),) if call_sign else (),
        addresses=() if address == Address() else (address,),
        titles=(title,) if title else (),
        remarks=remarks,
        details=tuple(details),
    )


def _listing(row: Row, programme: str, listed: PartialDate | None, source: Source) -> Listing:
    known = source.programmes[programme]
    end = row.take_if_any("Date Lifted/Waived/Expired", str)
    ended = None
    if end is not None and _DAY.fullmatch(end):
        ended = row.read(end, "Date Lifted/Waived/Expired", _day)
    return Listing(
        known.name,
        known.effects,
        known.basis,
        listed=listed,
        ended=ended,
        end_says=end if ended is None else None,
        term_years=known.term_years,
        cites=row.take_if_any("Federal Register Notice", str),
    )


def _numbered(entries: Iterable[Entry], name: str, findings: list[Finding]) -> list[Entry]:
    """Ids made unique: of those that share one, the first by date and notice keeps it."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        group = groups.setdefault(entry.uid, [])
        if entry in group:
            findings.append(Finding("uid_twice", f"{name}: {entry.uid} twice, with equal rows"))
        else:
            group.append(entry)
    uids = {
        entry: uid if place == 1 else f"{uid}--{place}"
        for uid, group in groups.items()
        for place, entry in enumerate(sorted(group, key=_order), 1)
    }
    return [replace(entry, uid=uids[entry]) for entry in dict.fromkeys(entries)]


def _order(entry: Entry) -> tuple[str, str, str]:
    listing = entry.listings[0]
    return str(listing.listed), listing.cites or "", repr(entry)


def _slug(programme: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", programme.casefold().replace("e.o.", "eo")))


def _day_if_any(text: str) -> PartialDate | None:
    return None if text == _NO_DAY else _day(text)


def _day(text: str) -> PartialDate:
    found = _DAY.fullmatch(text)
    if found is None:
        raise ValueError(f"not a day as M/D/YYYY: {text[:40]!r}")
    return PartialDate(int(found[3]), int(found[1]), int(found[2]))
