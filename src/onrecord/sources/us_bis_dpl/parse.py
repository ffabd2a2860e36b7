"""BIS's Denied Persons List: tab-separated under a header, a row for each address, without ids."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from hashlib import sha256

from onrecord.formats import Row, decode, read_rows, refused
from onrecord.model.dates import PartialDate
from onrecord.model.listing import Address, Authority, Entry, Kind, Listing, Name
from onrecord.model.snapshot import Finding, Snapshot
from onrecord.sources import Source

_NEEDED = (
    *("Name", "Street_Address", "City", "State", "Country", "Postal_Code", "Effective_Date"),
    *("Expiration_Date", "Standard_Order", "Last_Update", "Action", "FR_Citation"),
)
_PROGRAMME = "Denied Persons List"
_DAY = re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{4})")
_WORD = re.compile(r"[^\W_]+")


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
    name, content = held["dpl.txt"]
    text = decode(content, name, source.files[0].encoding)
    entries = []
    for row in read_rows(text, name, _NEEDED, delimiter="\t"):
        entries.append(_entry(row, source))
        row.done(source.ignored)
    if not entries:
        raise refused("a list without an entry", name)
    findings: list[Finding] = []
    return Snapshot(tuple(_numbered(entries, name, findings)), findings=tuple(findings))


def _entry(row: Row, source: Source) -> Entry:
    name = row.take("Name", _one_line)
    address = Address(
        street=row.take_if_any("Street_Address", _one_line),
        city=row.take_if_any("City", _one_line),
        region=row.take_if_any("State", _one_line),
        postcode=row.take_if_any("Postal_Code", _one_line),
        country=row.take_if_any("Country", _one_line),
    )
    listing = _listing(row, source)
    details = [
        ("standard_order", row.take_if_any("Standard_Order", lambda text: _standard(text, source))),
        ("last_update", row.take_if_any("Last_Update", _iso)),
        ("action", row.take_if_any("Action", _one_line)),
    ]
    days = f"{listing.listed}-{listing.ended or 'open'}"
    where = sha256((address.street or "").casefold().encode()).hexdigest()[:8]
    return Entry(
        source=source.id,
        uid=f"{'-'.join(_WORD.findall(name.casefold()))}-{days}-{where}",
        authority=source.authority or Authority.US_BIS,
        kind=_kind(name, address, source),
        names=(Name(name),),
        listings=(listing,),
        addresses=() if address == Address() else (address,),
        details=tuple((what, value) for what, value in details if value is not None),
    )


def _listing(row: Row, source: Source) -> Listing:
    programme = source.programmes[_PROGRAMME]
    listed = row.take("Effective_Date", _day)
    ended = row.take_if_any("Expiration_Date", _day)
    if ended is not None and ended.before(listed):
        says = f"days in the wrong order: {listed}, {ended}"
        raise refused(says, row.name, line=row.line, field="Expiration_Date")
    return Listing(
        programme.name,
        programme.effects,
        programme.basis,
        listed=listed,
        ended=ended,
        cites=row.take_if_any("FR_Citation", _one_line),
    )


def _kind(name: str, address: Address, source: Source) -> Kind:
    """Organisation by a word that only these bear, person by a prison, else other."""
    words, places = source.codes["kind"], source.codes["address"]
    # L.L.C., S.A.: points inside a word are no end of it
    said = {words.get(word) for word in _WORD.findall(name.casefold().replace(".", ""))}
    where = {places.get(word) for word in _WORD.findall((address.street or "").casefold())}
    kinds = [kind for kind in said | where if kind is not None]
    return Kind(kinds[0]) if len(kinds) == 1 else Kind.OTHER


def _numbered(entries: Iterable[Entry], name: str, findings: list[Finding]) -> list[Entry]:
    """Ids made unique: of those that share one, the first by place and day of update keeps it."""
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
        for place, entry in enumerate(sorted(group, key=repr), 1)
    }
    return [replace(entry, uid=uids[entry]) for entry in dict.fromkeys(entries)]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _standard(text: str, source: Source) -> str:
    if text not in source.codes["standard"]:
        raise ValueError(f"a code that is not known: {text[:40]!r}")
    return source.codes["standard"][text]


def _day(text: str) -> PartialDate:
    found = _DAY.fullmatch(text)
    if found is None:
        raise ValueError(f"not a day as MM/DD/YYYY: {text[:40]!r}")
    return PartialDate(int(found[3]), int(found[1]), int(found[2]))


def _iso(text: str) -> str:
    return str(PartialDate.parse(text))
