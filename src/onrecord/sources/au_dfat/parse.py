"""Australia's consolidated list: a sheet, one row a name, by the number of the reference."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from onrecord.errors import InputError
from onrecord.formats import refused
from onrecord.formats.several import several
from onrecord.formats.sheets import read_sheet
from onrecord.formats.table import under_header
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
from onrecord.sources import Programme, Source
from onrecord.sources.au_dfat.births import read_births, read_day

_NEEDED = (
    *("Reference", "Name of Individual or Entity", "Type", "Name Type", "Date of Birth"),
    *("Place of Birth", "Citizenship", "Address", "Additional Information"),
    *("Listing Information", "Committees", "Control Date"),
)
_EFFECTS = ("Targeted Financial Sanction", "Travel Ban", "Arms Embargo", "Maritime Restriction")
_NEWER = ("Alias Strength", "IMO Number", "Instrument of Designation", *_EFFECTS)
_KNOWN = frozenset((*_NEEDED, *_NEWER))
_YES, _NO = ("yes", "y", "true", "1"), ("no", "n", "false", "0", "", "n/a")
_REFERENCE = re.compile(r"([0-9]{1,7})[a-z0-9]*")
_COMMITTEES = re.compile(r"[0-9]+ \([^()]+\)")
_DATE = r"([0-9]{1,2}\.?\s+[A-Z][a-z]+\.?\s+[0-9]{4})"
_LISTED = tuple(
    re.compile(before + r"\s*" + _DATE, re.I)
    for before in (
        r"(?:resolution\s+[0-9]+\s+\([0-9]+\)\s+)?listed\s+on:?",
        r"listed\s+by\s+(?:the\s+)?UN\s*[0-9]+\s+committee\s+on:?",
        r"designated\s+under\s+the\s+autonomous\s+sanctions\s+regulations\s+2011"
        r"(?:\s+\(\w+\))?\s+on",
        r"the\s+minister\s+for\s+foreign\s+affairs\s+listed\s+this\s+\w+\s+on",
    )
)
_CEASES = re.compile(r"this listing will cease to have effect on [^.]+\.?", re.I)
_PASSPORT = re.compile(
    r"passport\s*(?:numbers?|no|information)?\b[.:]*\s*"
    r"((?:[A-Z]{1,2} )?[A-Z0-9/-]*[0-9][A-Z0-9/-]{3,}"
    r"(?:\s*;\s*[A-Z0-9/-]*[0-9]{4}[A-Z0-9/-]*)*)",
    re.I,
)
_IMO = re.compile(r"\bIMO\b[^0-9.;]{0,25}([0-9]{7})(?![0-9])", re.I)
_NONE = ("na", "n/a")

_Row = dict[str, str]


@dataclass(slots=True)
class _Party:
    """The rows of one number: those of its primary name first among them."""

    line: int
    rows: list[_Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Context:
    """What stays the same over all rows of one parse."""

    name: str
    source: Source

    def refused(self, what: str, line: int, column: str) -> InputError:
        return refused(what, self.name, line=line, field=column)


def parse(
    files: Mapping[str, bytes],
    source: Source,
    carried: frozenset[str] = frozenset(),  # noqa: ARG001 - the list is one file
) -> Snapshot:
    """Entries by reference, in the order of its first row; the sheet states no day of its own.

    Raises InputError, with file, row and column, for anything outside the published form.
    """
    held = source.held(files)
    source.refuse_lacking(held)
    name, content = held["regulation8_consolidated.xlsx"]
    context = _Context(name, source)
    parties: dict[str, _Party] = {}
    for line, row in under_header(read_sheet(content, name), name, _KNOWN, _NEEDED):
        reference = _REFERENCE.fullmatch(row["Reference"].lower())
        if reference is None:
            what = f"not a reference: {row['Reference'][:20]!r}"
            raise context.refused(what, line, "Reference")
        parties.setdefault(reference[1].lstrip("0") or "0", _Party(line)).rows.append(row)
    if not parties:
        raise refused("a list without an entry", name)
    findings: list[Finding] = []
    entries = tuple(_entry(uid, party, context) for uid, party in parties.items())
    nameless = [e.uid for e in entries if e.names[0].kind is not NameKind.PRIMARY]
    if nameless:
        says = f"{name}: {len(nameless)} references without a primary name, the first {nameless[0]}"
        # in whole lists there is none, so a row is gone
        findings.append(Finding("no_primary", says, damages=True))
    return Snapshot(entries, findings=tuple(findings))


def _entry(uid: str, party: _Party, context: _Context) -> Entry:
    names = {_name(row, party.line, context): None for row in party.rows}
    kinds = {_kind(row, party.line, context) for row in party.rows}
    if len(kinds) > 1:
        raise context.refused(f"reference {uid} is of two types", party.line, "Type")
    kind = kinds.pop()
    rows = sorted(party.rows, key=_row_order)
    details: list[tuple[str, str]] = []
    births = _births(rows, kind, details)
    controls = [_day(text, party.line, context) for text in _cells(rows, "Control Date")]
    details += [("control_date", str(day)) for day in controls]
    texts = _cells(rows, "Additional Information")
    return Entry(
        source=context.source.id,
        uid=uid,
        authority=context.source.authority or Authority.AU,
        kind=kind,
        names=tuple(sorted(names, key=lambda n: (_KINDS.index(n.kind), n.text))),
        listings=tuple(_listings(rows, kind, party.line, context)),
        births=tuple(births),
        birth_places=tuple(_values(rows, "Place of Birth")),
        nationalities=tuple(_values(rows, "Citizenship", also=r"\s*[;/]\s*")),
        identifiers=tuple(dict.fromkeys(_identifiers(rows, texts))),
        addresses=tuple(Address(street=each) for each in _values(rows, "Address")),
        remarks="\n".join(texts) or None,
        details=tuple(details),
    )


_KINDS = list(NameKind)


def _row_order(row: _Row) -> tuple[bool, str, str]:
    """The primary name's row first: where rows differ, what it says comes first."""
    return not row["Name Type"].lower().startswith("primary"), row["Reference"], repr(row)


def _name(row: _Row, line: int, context: _Context) -> Name:
    codes = context.source.codes
    said, strength = row["Name Type"].lower(), row.get("Alias Strength", "").lower()
    if said not in codes["NAME_TYPE"]:
        raise context.refused(f"a code that is not known: {said[:40]!r}", line, "Name Type")
    if strength and strength not in codes["ALIAS_STRENGTH"]:
        what = f"a code that is not known: {strength[:40]!r}"
        raise context.refused(what, line, "Alias Strength")
    kind = NameKind(codes["NAME_TYPE"][said])
    if kind is NameKind.ALIAS and strength:
        kind = NameKind(codes["ALIAS_STRENGTH"][strength])
    text = " ".join(row["Name of Individual or Entity"].split())
    if not text:
        raise context.refused("nothing where a name must be", line, "Name of Individual or Entity")
    return Name(text, kind)


def _kind(row: _Row, line: int, context: _Context) -> Kind:
    said = row["Type"].lower()
    if said not in context.source.codes["TYPE"]:
        raise context.refused(f"a code that is not known: {said[:40]!r}", line, "Type")
    return Kind(context.source.codes["TYPE"][said])


def _cells(rows: list[_Row], column: str) -> list[str]:
    """What the rows say in a column, each text once, blanks and breaks in it made one."""
    texts = (" ".join(row.get(column, "").split()) for row in rows)
    return list(dict.fromkeys(t for t in texts if t and t.lower() not in _NONE))


def _values(rows: list[_Row], column: str, also: str | None = None) -> list[str]:
    found = [value for text in _cells(rows, column) for value in several(text)]
    if also is not None:
        found = [part for value in found for part in re.split(also, value)]
    return list(dict.fromkeys(value for value in found if value))


def _births(rows: list[_Row], kind: Kind, details: list[tuple[str, str]]) -> list[Birth]:
    found: list[Birth] = []
    for text in _cells(rows, "Date of Birth"):
        if kind is not Kind.PERSON:
            details.append(("birth_note", text))
            continue
        births, rest = read_births(text)
        found += births
        details += [("birth_note", part) for part in rest]
    return list(dict.fromkeys(found))


def _day(text: str, line: int, context: _Context) -> PartialDate:
    try:
        day = read_day(text)
    except ValueError as why:
        raise context.refused(str(why), line, "Control Date") from why
    if day is None:
        raise context.refused(f"not a day: {text[:40]!r}", line, "Control Date")
    return day


def _listings(rows: list[_Row], kind: Kind, line: int, context: _Context) -> Iterator[Listing]:
    """One listing a programme; rows of aliases that were added later cite their own texts."""
    labels = {part: None for row in rows for part in _labels(row, line, context)}
    cites = [text for row in rows[:1] for text in _cells([row], "Listing Information")]
    cites = cites or _cells(rows, "Listing Information")
    instruments = _cells(rows, "Instrument of Designation")
    said = "; ".join([*cites[:1], *instruments]) or None
    ceases = _CEASES.search(said or "")
    for label in labels:
        programme = _programme(label, context.source)
        yield Listing(
            programme.name,
            _effects(rows[0], programme, kind, line, context),
            programme.basis,
            listed=_listed(cites[0]) if cites else None,
            end_says=ceases[0] if ceases else None,
            cites=said,
        )


def _labels(row: _Row, line: int, context: _Context) -> list[str]:
    """The committees of a row, dashes of either length made one; mostly one, seldom two."""
    text = " ".join(row["Committees"].replace("–", "-").split())
    if not text:
        raise context.refused("nothing where a value must be", line, "Committees")
    both = _COMMITTEES.findall(text)
    return both if len(both) > 1 and " ".join(both) == text else [text]


def _programme(label: str, source: Source) -> Programme:
    known = source.programmes.get(label)
    if known is not None:
        return known
    if label.startswith("Autonomous"):
        return Programme(label, (Effect.ASSET_FREEZE, Effect.TRAVEL_BAN), ("AU-AS-2011",))
    return Programme(label, (Effect.ASSET_FREEZE,))


def _effects(
    row: _Row, programme: Programme, kind: Kind, line: int, context: _Context
) -> tuple[Effect, ...]:
    """As the columns say, where the sheet has them; else as the programme's, without travel."""
    if _EFFECTS[0] in row:
        said = [(column, row.get(column, "").lower()) for column in _EFFECTS]
        for column, yes in said:
            if yes not in (*_YES, *_NO):
                raise context.refused(f"neither yes nor no: {yes[:20]!r}", line, column)
        codes = context.source.codes["EFFECT"]
        return tuple(Effect(codes[column]) for column, yes in said if yes in _YES)
    return tuple(e for e in programme.effects if kind is Kind.PERSON or e is not Effect.TRAVEL_BAN)


def _listed(text: str) -> PartialDate | None:
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return PartialDate.parse(text)
        for pattern in _LISTED:
            found = pattern.match(text)
            if found is not None:
                return read_day(found[1])
    except ValueError:  # no calendar has that day: the text stays as the citation
        pass
    return None


def _identifiers(rows: list[_Row], texts: list[str]) -> Iterator[Identifier]:
    for number in _values(rows, "IMO Number"):
        yield Identifier("imo", number)
    for text in texts:
        for found in _PASSPORT.finditer(text):
            for number in re.split(r"\s*;\s*", found[1]):
                yield Identifier("passport", number)
        for found in _IMO.finditer(text):
            yield Identifier("imo", found[1])
