"""The starter record: TOML tables of parties, measures, absences, bases and what is cited."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from onrecord.formats.facts import read_facts
from onrecord.model.snapshot import Snapshot

if TYPE_CHECKING:
    from onrecord.sources import Source


def parse(
    files: Mapping[str, bytes],
    source: "Source",
    carried: frozenset[str] = frozenset(),
) -> Snapshot:
    """The fact sheet, and no entries, since its parties stand on no list of its own.

    Raises InputError, with the file and the fact, for what is not in the tables' form.
    """
    del source, carried
    facts = read_facts(files)
    return Snapshot(entries=(), published=facts.as_of, facts=facts)
