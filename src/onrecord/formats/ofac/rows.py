"""OFAC's separated files as drafts: a main file of 12 columns, with three companions.

A null is `-0-`, several programmes stand in one field without the outer brackets (`NPWMD] [DPRK2`),
remarks stop at 1,000 characters and go on in the comments, and a byte 0x1A ends each file.
"""

import functools
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from onrecord.formats.ofac.form import Alias, Draft, Form, titles_in, vocabulary
from onrecord.formats.ofac.remarks import Remarks, read_remarks
from onrecord.formats.ofac.table import PUBLISHED_NULL, Table, null
from onrecord.formats.text import refused
from onrecord.model.listing import Address, Entry, Kind, Name, NameKind
from onrecord.model.snapshot import Finding

_FIELD_WIDTH = 1000  # of remarks; what is longer goes on in the comments
_MANY = 10  # one uid twice in a list that went through a spreadsheet; 59 in two lists joined
_NO_ADDRESS = Address()
_ORPHANS = 0.01  # in companions of the same day there are none, in a spoilt capture one
# -0- is how the list writes "nothing", here: an entity
_KINDS = {
    "-0-": Kind.ORGANISATION,
    "individual": Kind.PERSON,
    "vessel": Kind.VESSEL,
    "aircraft": Kind.AIRCRAFT,
}
_ALIASES = {"aka": "a.k.a.", "fka": "f.k.a.", "nka": "n.k.a."}
_VESSEL = ("vessel_type", "tonnage", "gross_registered_tonnage", "flag", "owner")
_NO_VESSEL = [PUBLISHED_NULL] * len(_VESSEL)


@dataclass(slots=True)
class Companions:
    """What the companion files say, by uid; made of their tables by `read`."""

    tables: list[Table] = field(default_factory=list)
    aliases: dict[str, list[Alias]] = field(default_factory=dict)
    addresses: dict[str, list[tuple[int, Address]]] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, tables: list[Table]) -> "Companions":
        """The companions; raises InputError for a row that is not of the published form."""
        said = cls(tables)
        read = {"alt": _read_aliases, "add": _read_addresses, "comments": _read_comments}
        for table in tables:
            read[table.part](table, said)
        return said


def read_main(
    main: Table, said: Companions, form: Form, carried: frozenset[str] = frozenset()
) -> tuple[Entry, ...]:
    """Entries in the order of the main file, aliases and addresses in the order of their numbers.

    `carried` names companions of another day: what they say of entries that are gone is no fault.
    Raises InputError, with file, line and field, for a row that is not of the published form, for
    two lists in one file, and for companions of another day.
    """
    entries = tuple(_entries(main, said, form))
    uids = {entry.uid for entry in entries}
    for table in said.tables:
        if table.name not in carried:
            _tell_orphans(table, uids, main.name, form)
    return entries


def _read_aliases(table: Table, said: Companions) -> None:
    kinds = {code: NameKind(vocabulary().alias[word]) for code, word in _ALIASES.items()}
    for line, (uid, number, code, text, remarks) in table:
        if code not in kinds:
            raise table.refused(f"a code that is not known: {code[:40]!r}", line, "Alt_type")
        name = null(text)
        if name is None:
            raise table.refused("an alias without a name", line, "Alt_name")
        order = table.number(number, line, "Alt_num")
        alias = Alias(order, Name(name, kinds[code]), _ALIASES[code], null(remarks))
        said.aliases.setdefault(uid, []).append(alias)


def _read_addresses(table: Table, said: Companions) -> None:
    for line, (uid, number, street, city, country, remarks) in table:
        # city, region and postcode stand in one field, in no order that holds everywhere
        address = Address(null(street), null(city), None, None, null(country), null(remarks))
        if address != _NO_ADDRESS:
            order = table.number(number, line, "Add_num")
            said.addresses.setdefault(uid, []).append((order, address))


def _read_comments(table: Table, said: Companions) -> None:
    for _, (uid, text) in table:
        said.comments[uid] = said.comments.get(uid, "") + text


def _entries(table: Table, said: Companions, form: Form) -> Iterator[Entry]:
    seen: dict[str, list[str]] = {}
    programmes: dict[str, list[str]] = {}  # by field: most entries share theirs with many
    differing = 0
    for line, fields in table:
        uid = fields[0]
        before = seen.get(uid)
        if before is None:
            seen[uid] = fields
            if fields[3] not in programmes:
                programmes[fields[3]] = _programmes(table, line, fields[3])
            yield form.entry(_draft(table, line, fields, programmes[fields[3]], said))
            continue
        same = [f.strip() for f in before] == [f.strip() for f in fields]
        differing += not same
        if differing > _MANY:
            raise table.refused(
                f"more than {_MANY} uids twice with different rows, as where two lists are joined",
                line,
            )
        form.findings.append(_twice(table, line, uid, fields[1], same=same))


def _twice(table: Table, line: int, uid: str, name: str, *, same: bool) -> Finding:
    where = f"{table.name}, line {line}: uid {uid}"
    if same:
        return Finding("uid_twice", f"{where} stands a second time, with the same row")
    return Finding(
        "uid_differs",
        f"{where} stands a second time, with another row ({name.strip()}): the first is taken",
        damages=True,
    )


def _draft(
    table: Table, line: int, fields: list[str], programmes: list[str], said: Companions
) -> Draft:
    uid, name, kind, _, title, call_sign, *vessel, remarks = fields
    text = null(name)
    if text is None:
        raise table.refused("an entry without a name", line, "SDN_name")
    code = kind.strip()
    if code not in _KINDS:
        raise table.refused(f"a code that is not known: {code[:40]!r}", line, "SDN_Type")
    whole, cut, stray = _joined(remarks, said.comments.get(uid, ""))
    told = _told(whole, cut)
    if stray:
        told = replace(told, details=[*told.details, ("remark", stray)])
    return Draft(
        uid=uid,
        kind=_KINDS[code],
        name=text,
        programmes=programmes,
        aliases=said.aliases.get(uid, []),
        addresses=said.addresses.get(uid, []),
        titles=titles_in(null(title)),
        call_sign=null(call_sign),
        vessel=_vessel(vessel),
        said=told,
        remarks=whole.strip() or None,
    )


@functools.lru_cache(maxsize=1 << 14)
def _told(remarks: str, cut: bool) -> Remarks:
    """Remarks taken apart, to be read only.

    One list's captures say nearly all of it again, and this is most of the work: as many as one
    capture has are remembered.
    """
    return read_remarks(remarks, vocabulary().labels, cut=cut)


def _joined(remarks: str, more: str) -> tuple[str, bool, str | None]:
    """(the remarks, whether they break off, what the comments say of remarks that do not)."""
    said = null(remarks)
    if said is None:
        return "", False, more.strip() or None
    if len(remarks) < _FIELD_WIDTH:
        return remarks, False, more.strip() or None
    # joined without a blank of our own: the field breaks inside a word
    return (remarks + more, False, None) if more.strip() else (remarks, True, None)


def _programmes(table: Table, line: int, text: str) -> list[str]:
    labels = [label.strip() for label in text.replace("[", "").split("]")]
    if null(text) is None or not all(labels):
        raise table.refused(f"no programme: {text[:40]!r}", line, "Program")
    return list(dict.fromkeys(labels))


def _vessel(fields: list[str]) -> list[tuple[str, str]]:
    if fields == _NO_VESSEL:  # as in most rows
        return []
    return [
        (what, value)
        for what, value in zip(_VESSEL, map(null, fields), strict=True)
        if value is not None
    ]


def _tell_orphans(table: Table, uids: set[str], main: str, form: Form) -> None:
    """Rows of entries that are not there: a few are told, many are a file of another day."""
    orphans = [uid for uid in table.uids if uid not in uids]
    if not orphans:
        return
    share = f"{len(orphans)} of {len(table.uids)} rows are of entries that {main} has not"
    if table.part != "comments" and len(orphans) > len(table.uids) * _ORPHANS:
        raise refused(
            f"a companion of another day: {share}", table.name, todo="give files of one day"
        )
    form.findings.append(
        Finding("orphans", f"{table.name}: {share}, the first {orphans[0]}: left out")
    )
