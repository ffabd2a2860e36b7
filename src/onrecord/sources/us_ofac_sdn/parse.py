"""OFAC's SDN list: separated text without a header and three companions, or one file of XML."""

import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from onrecord.formats.ofac import Companions, Draft, Form, Table, is_whole, read_main, read_whole
from onrecord.model.dates import PartialDate
from onrecord.model.listing import Authority, Effect, Listing
from onrecord.model.snapshot import Snapshot
from onrecord.sources import Source

_MAIN = "sdn.csv"
_COMPANIONS = {"alt.csv": "alt", "add.csv": "add", "sdn_comments.csv": "comments"}
_LIST = "SDN List"
_ORDER = re.compile(r"\bExecutive Order ([0-9]{5})\b")


def parse(
    files: Mapping[str, bytes], source: Source, carried: frozenset[str] = frozenset()
) -> Snapshot:
    """Entries in the order of the file; sdn.csv is read where it is there, else the XML.

    Raises InputError, with file, line and field, for what is not of the published form, for two
    lists in one file, for companions of another day, and for a part of the list.
    """
    held = source.held(files)
    form = Form(source.id, source.authority or Authority.US_OFAC, _lists(source))
    encoding = source.files[0].encoding
    beside = {part: held[usual] for usual, part in _COMPANIONS.items() if usual in held}
    companions = Companions.read(beside, encoding, form)
    source.refuse_lacking(held)
    usual = next(file.name for file in source.files if file.name in held)
    name, content = held[usual]
    strange = name.lower() not in {each.lower() for each in source.files[0].names}
    if usual != _MAIN or (strange and is_whole(content)):
        published, entries = read_whole(content, name, form)
        return Snapshot(entries, published, tuple(form.findings))
    main = Table("main", name, content, encoding, form.findings)
    return Snapshot(read_main(main, companions, form, carried), findings=tuple(form.findings))


@functools.lru_cache(maxsize=8)  # the same function again, by which its listings are known again
def _lists(source: Source) -> Callable[[Draft, str], Listing]:
    @functools.cache  # one listing a programme, shared by all who stand under it
    def plain(label: str) -> Listing:
        programme = source.programmes.get(label)
        if programme is None:  # as published: OFAC adds programmes often, and each of them blocks
            return Listing(label, (Effect.ASSET_FREEZE,))
        return Listing(programme.name, programme.effects, programme.basis)

    def lists(draft: Draft, label: str) -> Listing:
        listing = plain(label)
        return replace(listing, listed=_listed(draft, listing)) if draft.events else listing

    return lists


def _listed(draft: Draft, listing: Listing) -> PartialDate | None:
    """Since when an entry stands under a programme, where the XML says so.

    It gives days by legal basis or by list, not by programme. One is taken for a programme where
    the basis is the order that the programme is of, or where the entry has no other programme.
    """
    events = [e for e in draft.events if e.title == _LIST or not e.title.endswith(" List")]
    if len(draft.programmes) > 1:
        events = [e for e in events if _is_of(e.title, listing)]
    return min((e.day for e in events), key=_first, default=None)


def _is_of(title: str, listing: Listing) -> bool:
    found = _ORDER.search(title)
    return found is not None and (
        f"EO{found[1]}" in listing.basis or listing.programme.endswith(f"EO{found[1]}")
    )


def _first(day: PartialDate) -> date:
    return day.earliest
