"""The UK Sanctions List in any of its forms: sheet, csv or XML, by Unique ID."""

import re
from collections.abc import Iterator, Mapping

from onrecord.formats import decode, read_records, refused
from onrecord.formats.sheets import is_sheet, read_sheet
from onrecord.model.snapshot import Finding, Snapshot
from onrecord.sources import Source
from onrecord.sources.gb_fcdo.rows import read_table
from onrecord.sources.gb_fcdo.said import Said
from onrecord.sources.gb_fcdo.tree import read_tree

_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|Designations)")

_SLIPS = 0.01


def parse(
    files: Mapping[str, bytes],
    source: Source,
    carried: frozenset[str] = frozenset(),  # noqa: ARG001 - the list is one file
) -> Snapshot:
    """Entries by Unique ID, in the order of the first row of each.

    Raises InputError, with file and place, for anything outside the published forms.
    """
    held = source.held(files)
    source.refuse_lacking(held)
    name, content = held[source.files[0].name]
    if is_sheet(content):
        found, published = read_table(read_sheet(content, name), name, source)
    elif _XML.match(content):
        found, published = read_tree(content, name, source)
    else:
        text = decode(content, name, source.files[0].encoding)
        found, published = read_table(read_records(text, name), name, source)
    if not found:
        raise refused("a list without an entry", name)
    entries = []
    for said in found:
        try:
            entries.append(said.entry(source))
        except ValueError as why:
            raise refused(str(why), name, line=said.where, field=said.uid) from why
    return Snapshot(tuple(entries), published, tuple(_nameless(found, name)))


def _nameless(found: list[Said], name: str) -> Iterator[Finding]:
    """Designations without a name: two of 5,302 in a sheet, lost names where they are many."""
    lacking = [said.uid for said in found if not said.names]
    if lacking:
        says = f"{name}: {len(lacking)} of {len(found)} have no name, the first {lacking[0]}"
        yield Finding("nameless", says, damages=len(lacking) > _SLIPS * len(found))
