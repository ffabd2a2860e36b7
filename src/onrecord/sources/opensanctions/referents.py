"""Which entries of our own sources an entity was made of, by the ids that OpenSanctions gives."""

import re
from collections.abc import Iterator

from onrecord.model.listing import Entry
from onrecord.sources import Source

_NUMBER = re.compile(r"[0-9]+")
_DESIGNATION = re.compile(r"[a-z]{2,4}[0-9]{4}")
# a reference that stands twice in Australia's list is told apart by a number before the name
_AUSTRALIAN = re.compile(r"([0-9]+)-(?![0-9]+(?:-|$)).+")
_OWN = re.compile(r"(?:NK-.+|Q[0-9]+)")  # what they merge under: their own number, or Wikidata's


def referents(entry: Entry, source: Source) -> tuple[str, ...]:
    """The refs of entries that an entity of OpenSanctions stands for, in the alphabet's order.

    By ids that are the lists' own numbers, and by the Security Council's references; both of
    OFAC's lists for one number, since they share the numbering. What it was called before it was
    merged anew is among them. Whether the record holds such an entry is not said.
    """
    told = [entry.uid, *(value for field, value in entry.details if field == "referent")]
    found = {ref for their_id in told for ref in _refs(their_id, source)}
    found |= {f"un_sc/{value}" for field, value in entry.details if field == "unsc_id"}
    return tuple(sorted(found - {entry.ref}))


def _refs(their_id: str, source: Source) -> Iterator[str]:
    if _OWN.fullmatch(their_id):
        yield f"{source.id}/{their_id}"
    for prefix, whose in source.codes["referent"].items():
        if not their_id.startswith(prefix):
            continue
        rest = their_id.removeprefix(prefix)
        if "gb_fcdo" in whose:
            uid = rest.upper() if _DESIGNATION.fullmatch(rest) else None
        elif "au_dfat" in whose:
            row = _AUSTRALIAN.fullmatch(rest)
            uid = row[1] if row else None
        else:
            uid = rest if _NUMBER.fullmatch(rest) else None
        if uid is not None:
            yield from (f"{each}/{uid}" for each in whose.split(", "))
