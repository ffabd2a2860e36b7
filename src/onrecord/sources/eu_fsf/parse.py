"""The EU's financial sanctions files, by logical id, from whichever of the three forms."""

import re
from collections.abc import Mapping

from onrecord.formats import refused
from onrecord.model.snapshot import Snapshot
from onrecord.sources import Source
from onrecord.sources.eu_fsf.rows import read_csv
from onrecord.sources.eu_fsf.tree import read_tree
from onrecord.sources.eu_fsf.whole import read_whole

_BEFORE_ROOT = rb"(?:\xef\xbb\xbf)?\s*(?:<\?[^>]*\?>\s*|<!--.*?-->\s*)*"
_WHOLE = re.compile(_BEFORE_ROOT + rb"<WHOLE\b", re.S)
_XML = re.compile(_BEFORE_ROOT + rb"<", re.S)


def parse(
    files: Mapping[str, bytes],
    source: Source,
    carried: frozenset[str] = frozenset(),  # noqa: ARG001 - the list is one file
) -> Snapshot:
    """Entries by logical id, in the order in which each first stands in the file.

    Raises InputError, with file and place, for anything outside the published forms.
    """
    held = source.held(files)
    source.refuse_lacking(held)
    name, content = held[source.files[0].name]
    head = content[:4096]
    if _WHOLE.match(head):
        found, published = read_whole(content, name, source)
    elif _XML.match(head):
        found, published = read_tree(content, name, source)
    else:
        found, published = read_csv(content, name, source)
    if not found:
        raise refused("a list without an entry", name)
    entries = []
    for said in found:
        try:
            entries.append(said.entry(source))
        except ValueError as why:
            raise refused(str(why), name, line=said.where, field=said.uid) from why
    return Snapshot(tuple(entries), published)
