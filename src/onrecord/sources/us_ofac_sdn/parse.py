"""OFAC's SDN list: separated text without a header, 12 columns, with three companion files.

The form is that of OFAC's data specification: a null is `-0-`, several programmes stand in one
field without the outer brackets (`NPWMD] [DPRK2`), remarks stop at 1,000 characters and go on in
sdn_comments, and a byte 0x1A ends each file.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import NamedTuple

from onrecord.formats import refused
from onrecord.model.listing import (
    Address,
    Authority,
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
from onrecord.sources.us_ofac_sdn.remarks import Labels, read_remarks
from onrecord.sources.us_ofac_sdn.table import PUBLISHED_NULL, Table, null

_FIELD_WIDTH = 1000  # of remarks; what is longer goes on in sdn_comments
_MANY = 10  # one uid twice in a list that went through a spreadsheet; 59 in two lists joined
_NO_ADDRESS = Address()
_NUMBER = itemgetter(0)  # a row's number orders the rows of one uid, wherever they stand
_ORPHANS = 0.01  # in companions of the same day there are none, in a spoilt capture one


class _Alias(NamedTuple):
    """A row of alt.csv: its number, the name, the code of its kind, and what is said of it."""

    number: int
    name: Name
    code: str
    remark: str | None


@dataclass(slots=True)
class _Context:
    """What stays the same over all rows of one parse, and what the companions say, by uid."""

    source: Source
    authority: Authority
    labels: Labels
    aliases: dict[str, list[_Alias]] = field(default_factory=dict)
    addresses: dict[str, list[tuple[int, Address]]] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    listings: dict[str, tuple[Listing, ...]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def parse(
    files: Mapping[str, bytes], source: Source, carried: frozenset[str] = frozenset()
) -> Snapshot:
    """Entries in the order of sdn.csv, aliases and addresses in the order of their numbers.

    Raises InputError, with file, line and field, for a row that is not of the published form, for
    two lists in one file, and for companions of another day.
    """
    held = source.held(files)
    labels = Labels(source.codes["identifier"], source.codes["remark"])
    context = _Context(source, source.authority or Authority.US_OFAC, labels)
    tables = {
        file.name: Table(file.name, *held[file.name], file.encoding, context.findings)
        for file in source.files
        if file.name in held
    }
    for usual, read in (
        ("alt.csv", _read_aliases),
        ("add.csv", _read_addresses),
        ("sdn_comments.csv", _read_comments),
    ):
        if usual in tables:
            read(tables[usual], context)
    source.refuse_lacking(held)
    entries = tuple(_entries(tables["sdn.csv"], context))
    uids = {entry.uid for entry in entries}
    for usual, table in tables.items():
        if usual != "sdn.csv" and table.name not in carried:
            _tell_orphans(table, uids, context)
    return Snapshot(entries, findings=tuple(context.findings))


def _read_aliases(table: Table, context: _Context) -> None:
    kinds = {code: NameKind(kind) for code, kind in context.source.codes["Alt_type"].items()}
    for line, (uid, number, code, text, remarks) in table:
        if code not in kinds:
            raise table.refused(f"a code that is not known: {code[:40]!r}", line, "Alt_type")
        name = null(text)
        if name is None:
            raise table.refused("an alias without a name", line, "Alt_name")
        order = table.number(number, line, "Alt_num")
        alias = _Alias(order, Name(name, kinds[code]), code, null(remarks))
        context.aliases.setdefault(uid, []).append(alias)


def _read_addresses(table: Table, context: _Context) -> None:
    for line, (uid, number, street, city, country, remarks) in table:
        # city, region and postcode stand in one field, in no order that holds everywhere
        address = Address(null(street), null(city), None, None, null(country), null(remarks))
        if address != _NO_ADDRESS:
            order = table.number(number, line, "Add_num")
            context.addresses.setdefault(uid, []).append((order, address))


def _read_comments(table: Table, context: _Context) -> None:
    for _, (uid, text) in table:
        context.comments[uid] = context.comments.get(uid, "") + text


def _entries(table: Table, context: _Context) -> Iterator[Entry]:
    seen: dict[str, list[str]] = {}
    differing = 0
    for line, fields in table:
        uid = fields[0]
        before = seen.get(uid)
        if before is None:
            seen[uid] = fields
            yield _entry(table, line, fields, context)
            continue
        same = [f.strip() for f in before] == [f.strip() for f in fields]
        differing += not same
        if differing > _MANY:
            raise table.refused(
                f"more than {_MANY} uids twice with different rows, as where two lists are joined",
                line,
            )
        context.findings.append(_twice(table, line, uid, fields[1], same=same))


def _twice(table: Table, line: int, uid: str, name: str, *, same: bool) -> Finding:
    where = f"{table.name}, line {line}: uid {uid}"
    if same:
        return Finding("uid_twice", f"{where} stands a second time, with the same row")
    return Finding(
        "uid_differs",
        f"{where} stands a second time, with another row ({name.strip()}): the first is taken",
        damages=True,
    )


def _entry(table: Table, line: int, fields: list[str], context: _Context) -> Entry:
    uid, name, kind, programmes, title, call_sign, *vessel, remarks = fields
    text = null(name)
    if text is None:
        raise table.refused("an entry without a name", line, "SDN_name")
    code = kind.strip()
    kinds = context.source.codes["SDN_Type"]
    if code not in kinds:
        raise table.refused(f"a code that is not known: {code[:40]!r}", line, "SDN_Type")
    whole, cut, stray = _joined(remarks, context.comments.get(uid, ""))
    said = read_remarks(whole, context.labels, cut=cut)
    if stray:
        said.details.append(("remark", stray))
    aliases = sorted(context.aliases.get(uid, ()), key=_NUMBER)
    addresses = sorted(context.addresses.get(uid, ()), key=_NUMBER)
    numbers = said.identifiers
    if code == "vessel":  # the same words mean a company's number elsewhere, a ship's own here
        numbers = [replace(n, type="imo") if n.type == "imo_company" else n for n in numbers]
    call = null(call_sign)
    titles = null(title)
    return Entry(
        source=context.source.id,
        uid=uid,
        authority=context.authority,
        kind=Kind(kinds[code]),
        names=(Name(text), *[alias.name for alias in aliases], *said.names),
        listings=_listings(table, line, programmes, context),
        births=tuple(said.births),
        birth_places=tuple(said.birth_places),
        nationalities=tuple(said.nationalities),
        identifiers=(*([Identifier("call_sign", call)] if call else ()), *numbers),
        addresses=tuple([address for _, address in addresses]),
        titles=tuple(part.strip() for part in titles.split(";") if part.strip()) if titles else (),
        linked_to=tuple(said.linked_to),
        remarks=whole.strip() or None,
        details=(*_vessel(vessel), *_alias_details(aliases), *said.details),
    )


def _joined(remarks: str, more: str) -> tuple[str, bool, str | None]:
    """(the remarks, whether they break off, what the comments say of remarks that do not)."""
    said = null(remarks)
    if said is None:
        return "", False, more.strip() or None
    if len(remarks) < _FIELD_WIDTH:
        return remarks, False, more.strip() or None
    # joined without a blank of our own: the field breaks inside a word
    return (remarks + more, False, None) if more.strip() else (remarks, True, None)


def _listings(table: Table, line: int, field: str, context: _Context) -> tuple[Listing, ...]:
    found = context.listings.get(field)
    if found is None:
        labels = [label.strip() for label in field.replace("[", "").split("]")]
        if null(field) is None or not all(labels):
            raise table.refused(f"no programme: {field[:40]!r}", line, "Program")
        found = context.listings[field] = tuple(
            _listing(label, context) for label in dict.fromkeys(labels)
        )
    return found


def _listing(label: str, context: _Context) -> Listing:
    programme = context.source.programmes.get(label)
    if programme is None:  # as published: OFAC adds programmes often, and each of them blocks
        return Listing(label, (Effect.ASSET_FREEZE,))
    return Listing(programme.name, programme.effects, programme.basis)


_VESSEL = ("vessel_type", "tonnage", "gross_registered_tonnage", "flag", "owner")
_NO_VESSEL = [PUBLISHED_NULL] * len(_VESSEL)


def _vessel(fields: list[str]) -> list[tuple[str, str]]:
    if fields == _NO_VESSEL:  # as in most rows
        return []
    return [
        (what, value)
        for what, value in zip(_VESSEL, map(null, fields), strict=True)
        if value is not None
    ]


def _alias_details(aliases: list[_Alias]) -> list[tuple[str, str]]:
    told = [("now_known_as", alias.name.text) for alias in aliases if alias.code == "nka"]
    return told + [("alias_remark", alias.remark) for alias in aliases if alias.remark]


def _tell_orphans(table: Table, uids: set[str], context: _Context) -> None:
    """Rows of entries that are not there: a few are told, many are a file of another day."""
    orphans = [uid for uid in table.uids if uid not in uids]
    if not orphans:
        return
    share = f"{len(orphans)} of {len(table.uids)} rows are of entries that sdn.csv has not"
    if table.usual != "sdn_comments.csv" and len(orphans) > len(table.uids) * _ORPHANS:
        raise refused(
            f"a companion of another day: {share}", table.name, todo="give files of one day"
        )
    context.findings.append(
        Finding("orphans", f"{table.name}: {share}, the first {orphans[0]}: left out")
    )
