"""Facts of a user's own: TOML in the starter's form, each file under its own name."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from onrecord.formats import refused
from onrecord.formats.facts import read_facts
from onrecord.model.facts import FactSheet, StatedParty
from onrecord.model.snapshot import Snapshot

if TYPE_CHECKING:
    from onrecord.sources import Source


def parse(
    files: Mapping[str, bytes],
    source: "Source",
    carried: frozenset[str] = frozenset(),
) -> Snapshot:
    """The facts of all files; each file is whole by itself, with its own day and citations.

    Raises InputError, with the file and the fact, for what is not in the tables' form.
    """
    del carried
    sheet: FactSheet | None = None
    for name, content in sorted(files.items()):
        if PurePath(name).suffix.lower() != ".toml":
            raise refused("not a file of facts", name, todo="give TOML, as in my-notices.toml")
        told = read_facts({name: content}).under(PurePath(name).stem)
        told = replace(told, parties=tuple(_of(source.id, party) for party in told.parties))
        sheet = told if sheet is None else sheet.beside(told)
    if sheet is None:
        raise refused("no file of facts", source.id, todo="give one")
    return Snapshot(entries=(), published=sheet.as_of, facts=sheet)


def _of(source: str, party: StatedParty) -> StatedParty:
    return replace(party, names=tuple(replace(name, sheet=source) for name in party.names))
