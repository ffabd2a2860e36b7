"""OpenSanctions' exports: parties under sanctions, with since when what of each was seen."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from onrecord.formats import refused
from onrecord.formats.ftm import Export, Party, read_export
from onrecord.formats.ftm import newest_seen as newest_in
from onrecord.formats.ftm.values import LINKS, OWNED
from onrecord.model.listing import Entry, Sight
from onrecord.model.snapshot import Finding, Snapshot
from onrecord.sources import Source
from onrecord.sources.opensanctions.state import Reader

_SECOND = timedelta(seconds=1)  # their instants are whole seconds


def parse(
    files: Mapping[str, bytes],
    source: Source,
    carried: frozenset[str] = frozenset(),  # noqa: ARG001 - the export is one file
) -> Snapshot:
    """The parties of the export in the order of the file, and what of it was passed over.

    Raises InputError, with file and line, for what is no export. A property that is not known
    here is kept under its own name, since the schema grows.
    """
    name, content = _only(files, source)
    export = read_export(content, name)
    reader = Reader(export, source)
    entries = tuple(_entries(export, reader))
    if not entries:
        raise refused("an export without a party under sanctions", name, todo="give another one")
    published = None if export.latest is None else export.latest.date()
    findings = tuple(_findings(export, entries, name, source))
    return Snapshot(entries, published, findings, covers=tuple(sorted(export.datasets)))


def newest_seen(files: Mapping[str, bytes], source: Source) -> datetime | None:
    """The instant at which anything in the export was last seen; None where it says none."""
    name, content = _only(files, source)
    return newest_in(content, name)


def _only(files: Mapping[str, bytes], source: Source) -> tuple[str, bytes]:
    held = source.held(files)
    if len(held) > 1:
        names = ", ".join(name for name, _ in held.values())
        raise refused("one export in several shapes", names, todo="give one of them")
    return next(iter(held.values()))


def _entries(export: Export, reader: Reader) -> Iterator[Entry]:
    for party in export.parties():
        now = reader.state(party, None)
        sights = _sights(party, reader, now, export)
        entry = now or (sights[-1].entry if sights else None)
        if entry is not None:
            yield replace(entry, seen=sights)


def _sights(party: Party, reader: Reader, now: Entry | None, export: Export) -> tuple[Sight, ...]:
    """The states of a party from each instant at which something of it began or ended.

    A state ends a second before the next begins. What was last seen at an instant is taken to be
    gone a second later, though that was told only when the list was read again.
    """
    values = [value for thing in (party.thing, *party.around) for value in thing.values]
    began = {value.first for value in values if value.first is not None}
    is_dated = all(value.first is not None for value in values)
    over = {value.last + _SECOND for value in values if value.last is not None}
    # the names of others are known from when these were seen
    named = (export.others[value.text] for value in values if value.text in export.others)
    began |= {other.first for other in named if other.first is not None}
    times = sorted(began | over)
    found: list[Sight] = []
    for at, following in zip(times, [*times[1:], None], strict=False):
        # at the last of these instants all is as in the export, unless something has no date
        entry = now if following is None and is_dated else reader.state(party, at)
        if entry is None:
            continue
        last = None if following is None else following - _SECOND
        if found and found[-1].entry == entry and found[-1].last == at - _SECOND:
            found[-1] = Sight(found[-1].first, last, entry)
        else:
            found.append(Sight(at, last, entry))
    return tuple(found)


def _findings(
    export: Export, entries: tuple[Entry, ...], name: str, source: Source
) -> Iterator[Finding]:
    passed = export.passed_over()
    for schema in ("Address", *OWNED, *LINKS):
        passed.pop(schema, None)
    if passed:
        told = ", ".join(f"{count:,} {schema}" for schema, count in sorted(passed.items()))
        says = f"{name}: under no sanctions and passed over: {told}"
        yield Finding("passed_over", says)
    strange = sorted(export.schemata() - {*source.codes["schema"], "Address"})
    if strange:
        yield Finding(
            "schema_unknown", f"{name}: schemata that are not known: {', '.join(strange)}"
        )
    if export.external:
        says = f"{name}: {export.external:,} statements of external candidates passed over"
        yield Finding("external", says)
    for entity, differs in export.twice:
        if differs:
            says = f"{name}: {entity} twice, with different values: the first is taken"
            yield Finding("uid_differs", says, damages=True)
        else:
            yield Finding("uid_twice", f"{name}: {entity} twice, with equal values")
    undated = sum(1 for entry in entries if not entry.seen)
    if undated:
        says = f"{name}: {undated:,} entries do not say since when they were seen"
        yield Finding("undated", says)
