"""OFAC's separated files as drafts: a main file of 12 columns, with three companions.

A null is `-0-`, several programmes stand in one field without the outer brackets (`NPWMD] [DPRK2`),
remarks stop at 1,000 characters and go on in the comments, and a byte 0x1A ends each file.
"""

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from onrecord.formats.ofac.form import Alias, Draft, Form, Lists, titles_in, vocabulary
from onrecord.formats.ofac.remarks import read_remarks
from onrecord.formats.ofac.table import PUBLISHED_NULL, Table, null
from onrecord.formats.text import refused
from onrecord.model.listing import Address, Authority, Entry, Kind, Name, NameKind
from onrecord.model.snapshot import Finding

_FIELD_WIDTH = 1000  # of remarks; what is longer goes on in the comments
_MANY = 10  # one uid twice in a list that went through a spreadsheet; 59 in two lists joined
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


class AliasRow(NamedTuple):
    """A row of alt.csv that is of the published form."""

    number: int
    code: str
    name: str
    remark: str | None


class AddressRow(NamedTuple):
    """A row of add.csv that says where: street, city, country and a remark, where given."""

    number: int
    parts: tuple[str | None, str | None, str | None, str | None]


@dataclass(frozen=True, slots=True)
class _Companion:
    """One companion file, read: what each of its rows says by uid, and what was odd in it."""

    name: str
    part: str
    uids: tuple[str, ...]
    rows: Mapping[str, tuple[Any, ...]]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Companions:
    """What the companion files say, by uid."""

    files: tuple[_Companion, ...] = ()

    @classmethod
    def read(
        cls, files: Mapping[str, tuple[str, bytes]], encoding: str, form: Form
    ) -> "Companions":
        """The companions of their files, by part: alt, add, comments; each a name and its bytes.

        Raises InputError for a row that is not of the published form.
        """
        read = []
        for part, (name, content) in files.items():
            read.append(_companion(part, name, content, encoding))
            form.findings += read[-1].findings
        return cls(tuple(read))

    def of(self, part: str) -> Mapping[str, tuple[Any, ...]]:
        """The rows of one part, by uid, in the order of the file."""
        return next((file.rows for file in self.files if file.part == part), {})


# a capture that lacks its companions is read with those of the capture before it, and so are all
# behind it: three files and one that takes a place, each some 10 MB
@functools.lru_cache(maxsize=4)
def _companion(part: str, name: str, content: bytes, encoding: str) -> _Companion:
    read: Mapping[str, Callable[[Table, int, list[str]], object]] = {
        "alt": _alias_row,
        "add": _address_row,
        "comments": lambda _table, _line, fields: fields[1],
    }
    findings: list[Finding] = []
    table = Table(part, name, content, encoding, findings)
    rows: dict[str, list[object]] = {}
    for line, fields in table:
        said = read[part](table, line, fields)
        if said is not None:
            rows.setdefault(fields[0], []).append(said)
    by_uid = {uid: tuple(said) for uid, said in rows.items()}
    return _Companion(name, part, tuple(table.uids), by_uid, tuple(findings))


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
    for file in said.files:
        if file.name not in carried:
            _tell_orphans(file, uids, main.name, form)
    return entries


def _alias_row(table: Table, line: int, fields: list[str]) -> AliasRow:
    _, number, code, text, remarks = fields
    if code not in _ALIASES:
        raise table.refused(f"a code that is not known: {code[:40]!r}", line, "Alt_type")
    name = null(text)
    if name is None:
        raise table.refused("an alias without a name", line, "Alt_name")
    return AliasRow(table.number(number, line, "Alt_num"), code, name, null(remarks))


def _address_row(table: Table, line: int, fields: list[str]) -> AddressRow | None:
    _, number, street, city, country, remarks = fields
    parts = (null(street), null(city), null(country), null(remarks))
    if not any(parts):
        return None
    return AddressRow(table.number(number, line, "Add_num"), parts)


def _entries(table: Table, said: Companions, form: Form) -> Iterator[Entry]:
    seen: dict[str, tuple[str, ...]] = {}
    aliases, addresses, comments = map(said.of, ("alt", "add", "comments"))
    source, authority, lists = form.source, form.authority, form.lists
    differing = 0
    for line, fields in table:
        row = tuple(fields)
        uid = row[0]
        before = seen.get(uid)
        if before is None:
            seen[uid] = row
            told = aliases.get(uid, ()), addresses.get(uid, ()), comments.get(uid, ())
            try:
                yield _entry(source, authority, lists, row, *told)
            except _Unpublished as why:
                raise table.refused(why.says, line, why.column) from None
            continue
        same = [f.strip() for f in before] == [f.strip() for f in row]
        differing += not same
        if differing > _MANY:
            raise table.refused(
                f"more than {_MANY} uids twice with different rows, as where two lists are joined",
                line,
            )
        form.findings.append(_twice(table, line, uid, row[1], same=same))


class _Unpublished(Exception):
    """A value outside the published form, and the column that it stands in."""

    def __init__(self, says: str, column: str) -> None:
        super().__init__(says)
        self.says = says
        self.column = column


# the next capture of a list says nearly all of it again, and this is most of the work: twice what
# one capture has is remembered, by all that goes into an entry
@functools.lru_cache(maxsize=1 << 15)
def _entry(
    source: str,
    authority: Authority,
    lists: Lists,
    row: tuple[str, ...],
    aliases: tuple[AliasRow, ...],
    addresses: tuple[AddressRow, ...],
    comments: tuple[str, ...],
) -> Entry:
    draft = _draft(row, "".join(comments))
    kinds = vocabulary().alias
    for number, code, name, remark in aliases:
        word = _ALIASES[code]
        draft.aliases.append(Alias(number, Name(name, NameKind(kinds[word])), word, remark))
    # city, region and postcode stand in one field, in no order that holds everywhere
    draft.addresses = [
        (number, Address(street, city, None, None, country, remark))
        for number, (street, city, country, remark) in addresses
    ]
    return Form(source, authority, lists).entry(draft)


def _twice(table: Table, line: int, uid: str, name: str, *, same: bool) -> Finding:
    where = f"{table.name}, line {line}: uid {uid}"
    if same:
        return Finding("uid_twice", f"{where} stands a second time, with the same row")
    return Finding(
        "uid_differs",
        f"{where} stands a second time, with another row ({name.strip()}): the first is taken",
        damages=True,
    )


def _draft(row: tuple[str, ...], more: str) -> Draft:
    """The draft of a row of the main file, without its aliases and addresses.

    `more` is what the comments say of it. Raises _Unpublished.
    """
    uid, name, kind, programmes, title, call_sign, *vessel, remarks = row
    labels = _programmes(programmes)
    text = null(name)
    if text is None:
        raise _Unpublished("an entry without a name", "SDN_name")
    code = kind.strip()
    if code not in _KINDS:
        raise _Unpublished(f"a code that is not known: {code[:40]!r}", "SDN_Type")
    whole, cut, stray = _joined(remarks, more)
    told = read_remarks(whole, vocabulary().labels, cut=cut)
    if stray:
        told = replace(told, details=[*told.details, ("remark", stray)])
    return Draft(
        uid=uid,
        kind=_KINDS[code],
        name=text,
        programmes=labels,
        titles=titles_in(null(title)),
        call_sign=null(call_sign),
        vessel=_vessel(vessel),
        said=told,
        remarks=whole.strip() or None,
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


def _programmes(text: str) -> list[str]:
    labels = [label.strip() for label in text.replace("[", "").split("]")]
    if null(text) is None or not all(labels):
        raise _Unpublished(f"no programme: {text[:40]!r}", "Program")
    return list(dict.fromkeys(labels))


def _vessel(fields: list[str]) -> list[tuple[str, str]]:
    if fields == _NO_VESSEL:  # as in most rows
        return []
    return [
        (what, value)
        for what, value in zip(_VESSEL, map(null, fields), strict=True)
        if value is not None
    ]


def _tell_orphans(table: _Companion, uids: set[str], main: str, form: Form) -> None:
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
