"""The list as rows: the summary sheet of eight columns, and the published table of 57."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from onrecord.formats import refused
from onrecord.formats.rows import Record
from onrecord.formats.table import under_header
from onrecord.model.listing import Identifier, Name, NameKind
from onrecord.sources import Source
from onrecord.sources.gb_fcdo.said import Said

_SUMMARY = (
    *("Unique ID", "OFSI Group ID", "Name", "Regime Name", "Type", "Designation source"),
    *("Date Designated", "Sanctions Imposed"),
)
_NAMES = ("Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Name 6")  # the family name is last
_LINES = tuple(f"Address Line {number}" for number in range(1, 6))
_PAPERS = (
    ("passport", "Passport number", "Passport additional information"),
    ("national_id", "National Identifier number", "National Identifier additional information"),
)
# columns that are details as they stand, and those that name another party
_PLAIN = {
    "Last Updated": "updated",
    "Phone number": "phone",
    "Website": "website",
    "Email address": "email",
    "Gender": "gender",
    "Type of entity": "organisation_type",
    "Current believed flag of ship": "flag",
    "Previous flags": "former_flag",
    "Type of ship": "vessel_type",
    "Tonnage of ship": "tonnage",
    "Length of ship": "length",
    "Year Built": "built",
}
_LINKED = {
    "Subsidiaries": "subsidiary",
    "Parent company": "parent_company",
    "Current owner/operator (s)": "owner",
    "Previous owner/operator (s)": "former_owner",
}
_NUMBERS = {
    "OFSI Group ID": "ofsi_group",
    "UN Reference Number": "un_reference",
    "Business registration number (s)": "business_registration",
    "IMO number": "imo",
    "Hull identification number (HIN)": "hull_number",
}
_PUBLISHED = (
    *("Unique ID", *_NAMES, "Name type", "Alias strength", "Title", "Name non-latin script"),
    *("Non-latin script type", "Non-latin script language", "Regime Name", "Designation Type"),
    *("Individual, Entity, Ship", "Designation source", "Sanctions Imposed", "Other Information"),
    *("UK Statement of Reasons", *_LINES, "Address Line 6", "Address Postal Code"),
    *("Address Country", "Date Designated", "D.O.B", "Nationality(/ies)", "Position"),
    *("Town of birth", "Country of birth", *_PLAIN, *_LINKED, *_NUMBERS),
    *(column for _, *columns in _PAPERS for column in columns),
)
_KNOWN = frozenset((*_SUMMARY, *_PUBLISHED))
_NEEDED = ("Unique ID", "Regime Name", "Date Designated", "Sanctions Imposed")
_REPORT = re.compile(r"Report Date:?\s*([0-9]{1,2})[-/ ]([A-Za-z]{3,9}|[0-9]{1,2})[-/ ]([0-9]{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_UID = re.compile(r"[A-Z]{2,5}[0-9]{3,6}")
_IMO = re.compile(r"IMO\s*(?=[0-9])", re.I)

_Row = Mapping[str, str]


def read_table(
    records: Iterable[Record], name: str, source: Source
) -> tuple[list[Said], date | None]:
    """The designations in the order of their first rows, and the day of the report if stated."""
    rows = iter(records)
    first = next(rows, None)
    if first is None:
        raise refused("a file without a header", name)
    published = None
    if first[1][0].strip().startswith("Report Date"):
        published = _day(", ".join(cell.strip() for cell in first[1] if cell.strip()), name)
    else:
        rows = _again(first, rows)
    found: dict[str, Said] = {}
    for line, row in under_header(rows, name, _KNOWN, _NEEDED):
        uid = row["Unique ID"]
        if _UID.fullmatch(uid) is None:
            raise refused(f"not a unique id: {uid[:20]!r}", name, line=line, field="Unique ID")
        said = found.setdefault(uid, Said(uid, line))
        try:
            _take(row, said, source)
        except ValueError as why:
            raise refused(str(why), name, line=line) from why
    return list(found.values()), published


def _again(first: Record, rest: Iterator[Record]) -> Iterator[Record]:
    yield first
    yield from rest


def _day(text: str, name: str) -> date:
    """ "Report Date: 24-Jun-2026"."""
    found = _REPORT.match(text)
    if found is not None:
        month = found[2].lower()[:3]
        number = int(month) if month.isdecimal() else [*_MONTHS, month].index(month) + 1
        try:
            return date(int(found[3]), number, int(found[1]))
        except ValueError:
            pass
    raise refused(f"not the day of a report: {text[:40]!r}", name, line=1)


def _take(row: _Row, said: Said, source: Source) -> None:
    kind = row.get("Type") or row.get("Designation Type") or row.get("Individual, Entity, Ship", "")
    for what, value in (
        ("kind", kind),
        ("regime", row["Regime Name"]),
        ("designated", row["Date Designated"]),
        ("by", row.get("Designation source", "")),
    ):
        before = getattr(said, what)
        if before and value and before != value:
            raise ValueError(f"two things are said of {said.uid}: {before[:30]!r}, {value[:30]!r}")
        setattr(said, what, before or value)
    said.imposed[row["Sanctions Imposed"]] = None
    _take_names(row, said, source)
    said.address(
        [row.get(line, "") for line in _LINES],
        *(row.get(c, "") for c in ("Address Line 6", "Address Postal Code", "Address Country")),
    )
    _take_numbers(row, said)
    for column, what in _PLAIN.items():
        if row.get(column):
            said.details[what, row[column]] = None
    for column, what in _LINKED.items():
        if row.get(column):
            said.linked_to[row[column]] = None
            said.details[what, row[column]] = None
    for column in ("Other Information", "UK Statement of Reasons"):
        if row.get(column):
            said.remarks[row[column]] = None
    _take_person(row, said)


def _take_names(row: _Row, said: Said, source: Source) -> None:
    codes = source.codes
    if row.get("Name"):
        said.name([row["Name"]], "primary name", "", codes["NAME_TYPE"])
    strength = row.get("Alias strength", "").lower()
    if strength and strength not in codes["ALIAS_STRENGTH"]:
        raise ValueError(f"a strength of an alias that is not known: {strength[:40]!r}")
    parts = [row.get(part, "") for part in _NAMES]
    weak = codes["ALIAS_STRENGTH"].get(strength, "")
    said.name(parts, row.get("Name type", ""), weak, codes["NAME_TYPE"])
    original = " ".join(row.get("Name non-latin script", "").split())
    if original:
        script = row.get("Non-latin script type", "")
        known = codes["SCRIPT"].get(script.lower(), script) or None
        language = row.get("Non-latin script language") or None
        said.names[Name(original, NameKind.ALIAS, known, language)] = None


def _take_numbers(row: _Row, said: Said) -> None:
    for column, kind in _NUMBERS.items():
        value = row.get(column, "")
        if value:
            value = _IMO.sub("", value) if kind == "imo" else value
            said.identifiers[Identifier(kind, value)] = None
    for kind, number, more in _PAPERS:
        value, note = row.get(number, ""), row.get(more, "")
        if value:
            said.identifiers[Identifier(kind, value, note=note or None)] = None
        elif note:
            said.details[kind, note] = None


def _take_person(row: _Row, said: Said) -> None:
    if row.get("D.O.B"):
        said.births[row["D.O.B"]] = None
    for column, texts in (
        ("Nationality(/ies)", said.nationalities),
        ("Title", said.titles),
        ("Position", said.titles),
    ):
        if row.get(column):
            texts[row[column]] = None
    place = ", ".join(row[c] for c in ("Town of birth", "Country of birth") if row.get(c))
    if place:
        said.birth_places[place] = None
