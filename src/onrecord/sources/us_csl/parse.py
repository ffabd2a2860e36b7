"""The Consolidated Screening List: each row is of one of its lists, which says the authority."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from onrecord.formats import refused
from onrecord.formats.ofac import Remarks, place, read_remarks, vocabulary
from onrecord.model.dates import PartialDate
from onrecord.model.listing import (
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
from onrecord.sources.us_csl.rows import Row, read

_NAMED = re.compile(r"\(([A-Z0-9-]+)(?: List)?\)")
_NUMBER = re.compile(r"[0-9]{1,9}")
_WORD = re.compile(r"[^\W_]+")
_TREASURY = "us_ofac"
_PLAIN = (
    ("vessel_type", "vessel_type"),
    ("gross_tonnage", "tonnage"),
    ("gross_registered_tonnage", "gross_registered_tonnage"),
    ("vessel_flag", "flag"),
    ("vessel_owner", "owner"),
    ("standard_order", "standard_order"),
    ("license_requirement", "licence_requirement"),
    ("license_policy", "licence_policy"),
)


def parse(
    files: Mapping[str, bytes],
    source: Source,
    carried: frozenset[str] = frozenset(),  # noqa: ARG001 - the list is one file
) -> Snapshot:
    """Entries in the order of the file; it states no day of its own.

    Raises InputError, with file, line and field, for anything outside the published form.
    """
    held = source.held(files)
    source.refuse_lacking(held)
    name, content = next(held[file.name] for file in source.files if file.name in held)
    rows = read(content, name, source.files[0].encoding, source.ignored)
    entries = [_entry(row, source) for row in rows]
    if not entries:
        raise refused("a list without an entry", name)
    findings: list[Finding] = []
    return Snapshot(tuple(_numbered(entries, name, findings)), findings=tuple(findings))


def _entry(row: Row, source: Source) -> Entry:
    texts = row.texts
    listed_on = _list_of(row, source)
    name = _name(texts.get("name", ""))
    if not name:
        raise row.refused("nothing where a value must be", "name")
    said = _said(row, listed_on, source)
    names = dict.fromkeys(Name(each, NameKind.ALIAS) for each in _others(row))
    kind, numbers = _kind(row, listed_on, source), said.identifiers
    if kind is Kind.VESSEL:  # the same words mean a company's number elsewhere, a ship's own here
        numbers = [replace(n, type="imo") if n.type == "imo_company" else n for n in numbers]
    call = texts.get("call_sign")
    details = [(what, texts[column]) for column, what in _PLAIN if column in texts]
    if "entity_number" in texts:
        details.insert(0, ("entity_number", texts["entity_number"]))
    return Entry(
        source=source.id,
        uid=_uid(row, listed_on, name, source),
        authority=Authority(source.codes["authority"][listed_on]),
        kind=kind,
        names=(Name(name), *names, *said.names),
        listings=tuple(_listings(row, listed_on, source)),
        births=tuple(said.births),
        birth_places=tuple(row.lists.get("places_of_birth", ())),
        nationalities=tuple(
            dict.fromkeys(row.lists.get("nationalities", []) + row.lists.get("citizenships", []))
        ),
        identifiers=(*([Identifier("call_sign", call)] if call else ()), *numbers),
        addresses=tuple(row.addresses),
        titles=tuple(part.strip() for part in texts.get("title", "").split(";") if part.strip()),
        linked_to=tuple(said.linked_to),
        remarks=texts.get("remarks"),
        details=(*details, *said.details),
    )


def _list_of(row: Row, source: Source) -> str:
    """The list that a row is of: short in 2016, in brackets in the long names since."""
    given = row.texts.get("source", "")
    if given == "source":
        raise row.refused("a second header, as where two files are joined", "source")
    found = _NAMED.search(given)
    code = found[1] if found is not None else given
    if code not in source.codes["list"]:
        raise row.refused(f"a list that is not known: {given[:60]!r}", "source")
    return source.codes["list"][code]


def _uid(row: Row, listed_on: str, name: str, source: Source) -> str:
    number = row.texts.get("entity_number", "")
    if source.codes["authority"][listed_on] == _TREASURY:
        if _NUMBER.fullmatch(number) is None:
            raise row.refused(f"not a number: {number[:40]!r}", "entity_number")
        return f"{listed_on}-{number}"
    start = row.day("start_date")
    where = sorted({a.country.casefold() for a in row.addresses if a.country is not None})
    words = _WORD.findall(name.casefold())
    return "-".join([listed_on, *words, str(start or "undated"), *where])


def _kind(row: Row, listed_on: str, source: Source) -> Kind:
    """What the Treasury's rows say; those of other lists do not."""
    given = row.texts.get("type")
    if given is None:
        return Kind.ORGANISATION if listed_on == "meu" else Kind.OTHER
    if given not in source.codes["kind"]:
        raise row.refused(f"a code that is not known: {given[:40]!r}", "type")
    return Kind(source.codes["kind"][given])


def _name(text: str) -> str:
    return text.strip().rstrip(",").strip()


def _others(row: Row) -> Iterator[str]:
    """`A; B; and C.`: the rules of the Entity List write the last one so."""
    for text in row.lists.get("alt_names", ()):
        name = _name(text.removeprefix("and "))
        if name:
            yield name


def _listings(row: Row, listed_on: str, source: Source) -> Iterator[Listing]:
    labels = row.lists.get("programs", [])
    alone = source.codes["programme"].get(listed_on)
    if alone is not None:
        labels = [alone]
    if not labels:
        raise row.refused("no programme", "programs")
    whole = source.codes["effect"].get(listed_on)
    start, end = row.day("start_date"), row.day("end_date")
    if start is not None and end is not None and end.before(start):
        raise row.refused(f"days in the wrong order: {start}, {end}", "end_date")
    renamed = (
        source.codes["isn"].get(each, each) if listed_on == "isn" else each for each in labels
    )
    for label in dict.fromkeys(renamed):
        known = source.programmes.get(label, Programme(label))
        yield Listing(
            known.name,
            (Effect(whole),) if whole is not None else known.effects or (Effect.OTHER,),
            known.basis,
            listed=start,
            ended=end,
            term_years=known.term_years,
            cites=row.texts.get("federal_register_notice"),
        )


def _said(row: Row, listed_on: str, source: Source) -> Remarks:
    """What remarks, numbers and dates say; only the Treasury's remarks are of a form."""
    words = vocabulary().labels
    said = Remarks()
    for kind, value, paper in row.numbers:
        if kind:
            place(kind, value, words, said, paper)
        elif value:
            said.details.append(("remark", value))
    for text in row.lists.get("dates_of_birth", ()):
        birth = _birth(text)
        if birth is None:
            said.details.append(("birth", text))
        else:
            said.births.append(birth)
    for column, what in (("nationalities", "nationality"), ("citizenships", "citizen")):
        said.details += [(what, country) for country in row.lists.get(column, ())]
    if source.codes["authority"][listed_on] == _TREASURY:
        said.extend(read_remarks(row.texts.get("remarks", ""), words, cut=False))
    return said


def _birth(text: str) -> Birth | None:
    """1951-02-03, 1951, circa 1951, 1951 to 1953; None for anything else."""
    plain = text.removeprefix("circa ")
    first, _, last = plain.partition(" to ")
    try:
        earliest = PartialDate.parse(first.strip())
        latest = PartialDate.parse(last.strip().removeprefix("circa ")) if last else earliest
    except ValueError:
        return None
    return None if latest.before(earliest) else Birth(earliest, latest, plain != text)


def _numbered(entries: Iterable[Entry], name: str, findings: list[Finding]) -> list[Entry]:
    """Ids made unique: of those that share one, the first by notice and address keeps it."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.uid, []).append(entry)
    if all(len(group) == 1 for group in groups.values()):
        return [entry for group in groups.values() for entry in group]
    return [each for uid, group in groups.items() for each in _apart(uid, group, name, findings)]


def _apart(uid: str, group: list[Entry], name: str, findings: list[Finding]) -> list[Entry]:
    different = sorted(set(group), key=_order) if len(group) > 1 else group
    if len(different) < len(group):
        findings.append(Finding("uid_twice", f"{name}: {uid} twice, with equal rows"))
    return [
        entry if place == 1 else replace(entry, uid=f"{uid}--{place}")
        for place, entry in enumerate(different, 1)
    ]


def _order(entry: Entry) -> tuple[str, str]:
    return entry.listings[0].cites or "", repr(entry)
