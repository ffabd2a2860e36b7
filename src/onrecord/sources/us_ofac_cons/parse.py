"""OFAC's consolidated list of those it does not block, in whichever forms it comes."""

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from onrecord.formats.ofac import (
    Companions,
    Draft,
    Form,
    Table,
    is_whole,
    read_day,
    read_main,
    read_whole,
)
from onrecord.model.dates import PartialDate
from onrecord.model.listing import Authority, Effect, Entry, Listing
from onrecord.model.snapshot import Finding, Snapshot
from onrecord.sources import Programme, Source

_MAIN = "cons_prim.csv"
_COMPANIONS = {"cons_alt.csv": "alt", "cons_add.csv": "add", "cons_comments.csv": "comments"}
_OTHER = Programme("", (Effect.OTHER,))
_ANY_LIST = "Consolidated List"
_THEIRS = "SDN List"


def parse(
    files: Mapping[str, bytes], source: Source, carried: frozenset[str] = frozenset()
) -> Snapshot:
    """Entries in the order of the file that is read: XML where it is there, else separated text.

    Raises InputError, with file, line and field, for what is not of the published form, for two
    lists in one file, for companions of another day, and for a part of the list.
    """
    held = source.held(files)
    source.refuse_lacking(held)
    form = Form(source.id, source.authority or Authority.US_OFAC, _lists(source))
    usual = next((f.name for f in source.files if f.stands_for and f.name in held), _MAIN)
    name, content = held[usual]
    published: date | None = None
    if usual != _MAIN or (_is_strange(name, source) and is_whole(content)):
        published, entries = read_whole(content, name, form)
    else:
        encoding = source.files[0].encoding
        beside = {part: held[usual] for usual, part in _COMPANIONS.items() if usual in held}
        companions = Companions.read(beside, encoding, form)
        main = Table("main", name, content, encoding, form.findings)
        entries = read_main(main, companions, form, carried)
    uids = {entry.uid for entry in entries}
    form.findings += _disagreeing(files, name, uids, source)
    return Snapshot(tuple(map(_settled, entries)), published, tuple(form.findings))


def _settled(entry: Entry) -> Entry:
    """Numbers and details in an order of their own: each form of the list has another.

    The captures at hand change their form from one to the next, and in the orders of the files
    four entries in ten would differ each time in nothing but that.
    """
    numbers = sorted(entry.identifiers, key=repr)
    return replace(entry, identifiers=tuple(numbers), details=tuple(sorted(entry.details)))


def _is_strange(name: str, source: Source) -> bool:
    return name.lower() not in {known.lower() for known in source.files[0].names}


@functools.lru_cache(maxsize=8)  # the same function again, by which its listings are known again
def _lists(source: Source) -> Callable[[Draft, str], Listing]:
    effective, directives = source.codes["effective"], source.codes["directive"]
    effects_of = source.codes["directive_effect"]

    def lists(draft: Draft, label: str) -> Listing:
        programme = source.programmes.get(label, _OTHER)
        stated = [
            (what, day)
            for what, text in draft.said.details
            if effective.get(what) == label and (day := read_day(text)) is not None
        ]
        names = dict.fromkeys(what for what, _ in stated if what in directives)
        bases = dict.fromkeys([*(directives[what] for what in names), *programme.basis])
        effects = dict.fromkeys(Effect(effects_of[what]) for what in names)
        days = [day for _, day in stated] or list(_listed(draft, label, source))
        return Listing(
            programme.name or label,
            tuple(effects) or programme.effects,
            tuple(bases),
            listed=min(days, key=_first, default=None),
        )

    return lists


def _listed(draft: Draft, label: str, source: Source) -> Iterator[PartialDate]:
    """The days on which the lists that are of this programme published the entry, as XML says."""
    of = source.codes["list"]
    for event in draft.events:
        alone = len(draft.programmes) == 1 and event.title not in (_THEIRS, _ANY_LIST)
        if alone or of.get(event.title) == label:
            yield event.day


def _first(day: PartialDate) -> date:
    return day.earliest


def _disagreeing(
    files: Mapping[str, bytes], read: str, uids: set[str], source: Source
) -> Iterator[Finding]:
    """Other shapes of the main file that do not hold the same entries as the one that was read."""
    for name, content in files.items():
        if name == read or name.lower() not in {n.lower() for n in source.files[0].names}:
            continue
        others = {uid for _, (uid, *_) in Table("main", name, content, "utf-8", [])}
        if others != uids:
            says = f"{name}: {len(others ^ uids)} uids are not both there and in {read}"
            yield Finding("shapes_differ", says, damages=True)
