"""What entered, left or changed on a list between two days, entry by entry."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from onrecord.errors import RecordError
from onrecord.model.change import Change, ChangeCause, ChangeClass, ChangeKind
from onrecord.model.listing import Entry
from onrecord.record.causes import Stretch, corrected, judged, read_anew
from onrecord.record.sights import lists_of
from onrecord.record.timeline import Seen
from onrecord.record.view import View
from onrecord.text.normal import clean, words

# what is imposed, and on what ground; a change here is a legal one
_LEGAL = frozenset({"listings", "authority"})
# who is meant; the rest (remarks repeat what is typed elsewhere) is how it is written
_IDENTITY = frozenset(
    {
        "kind",
        "names",
        "births",
        "birth_places",
        "nationalities",
        "identifiers",
        "linked_to",
        "titles",
    }
    | {"addresses", "details", "kind"}
)


def changes(
    view: View,
    start: date,
    end: date,
    source: str | None = None,
    cause: ChangeCause | None = None,
) -> Iterator[Change]:
    """Changes between the newest captures by the end of each day, by source and entry.

    After those of the lists, what else changed in the record: by judgement, correction, parser.
    Of one source or one cause, where they are given. Raises RecordError where no source has a
    capture by each day, and nothing else changed.
    """
    stretch = Stretch.between(start, end)
    others = list(_others(view, stretch, source, cause))
    pairs = list(view.captures_by(start, end, source))
    if cause not in (None, ChangeCause.SOURCE):
        yield from others
        return
    facts = [each for each in view.sheets.counting(stretch.start) if source in (None, each)]
    if not pairs and not others and not facts:
        whose = source or "any source"
        raise RecordError(f"no captures of {whose} by {start} and by {end}: nothing to compare")
    for source_id, old, new in pairs:
        yield from _between(view, source_id, old, new)
    yield from others


def _others(
    view: View, stretch: Stretch, source: str | None, cause: ChangeCause | None
) -> Iterator[Change]:
    others = (*corrected(view, stretch), *read_anew(view, stretch, _by_name))
    found = (*judged(view, stretch, source), *(c for c in others if source in (None, c.source)))
    return (one for one in found if cause in (None, one.cause))


def _by_name(fields: Sequence[str]) -> ChangeClass:
    """What fields touch, by their names alone: of a parser's change both readings are not kept."""
    if _LEGAL.intersection(fields) or "entry" in fields:
        return ChangeClass.LEGAL
    if _IDENTITY.intersection(fields):
        return ChangeClass.IDENTITY
    return ChangeClass.FORMATTING


def _between(view: View, source: str, old: Seen, new: Seen) -> Iterator[Change]:
    was, now = view.members(source, old), view.members(source, new)
    changed = [uid for uid in was.keys() | now.keys() if was.get(uid) != now.get(uid)]
    before = {uid: view.content(was[uid]) for uid in changed if uid in was}
    after = {uid: view.content(now[uid]) for uid in changed if uid in now}
    held = [view.covers(source, capture) for capture in (old, new)]
    changed = [u for u in changed if _is_told(before.get(u), after.get(u), held)]
    before = {uid: before[uid] for uid in changed if uid in before}
    after = {uid: after[uid] for uid in changed if uid in after}
    gone = {uid: was[uid] for uid in before if uid not in after}
    come = {uid: now[uid] for uid in after if uid not in before}
    goes_on = _renumbered(view, source, gone, come)
    for uid in sorted(changed, key=_uid_order):
        content = now.get(uid, was.get(uid))
        change = _change(view, before.get(uid), after.get(uid), old, new, content)
        other = goes_on.get(change.entry)
        if other is not None:
            says = f"{change.says}; the same party as {other}, under another id"
            change = replace(change, touches=ChangeClass.IDENTITY, says=says)
        yield change


def _is_told(before: Entry | None, after: Entry | None, held: Sequence[frozenset[str]]) -> bool:
    """Whether a difference between two captures is one of what they tell.

    Not where only the source's own account of the time before differs; and of a collection not
    where an entry is on lists that one of the captures does not hold.
    """
    entries = [entry for entry in (before, after) if entry is not None]
    lists = {name for entry in entries for name in lists_of(entry)}
    if any(covers and not lists <= covers for covers in held):
        return False
    return len(entries) < 2 or replace(entries[0], seen=()) != replace(entries[1], seen=())


def _renumbered(
    view: View, source: str, gone: Mapping[str, int], come: Mapping[str, int]
) -> dict[str, str]:
    """Entries that left as another of the same party came, each with the other; both ways.

    `gone` and `come` have the contents by uid. Only where the party has one of each.
    """
    if not gone or not come:
        return {}
    sides: list[dict[str, list[str]]] = []
    for contents in (gone, come):
        refs: dict[str, list[str]] = {}
        for uid, content in contents.items():
            ref = f"{source}/{uid}"
            refs.setdefault(view.party_of(ref, content), []).append(ref)
        sides.append(refs)
    left, entered = sides
    both = (left[party] + entered[party] for party in left.keys() & entered.keys())
    pairs = [refs for refs in both if len(refs) == 2]
    return {a: b for one, other in pairs for a, b in ((one, other), (other, one))}


def _change(
    view: View,
    before: Entry | None,
    after: Entry | None,
    old: Seen,
    new: Seen,
    content: int | None,
) -> Change:
    entry = after or before
    if entry is None:
        raise AssertionError("a change of nothing")
    name = entry.names[0].text
    if before is None or after is None:
        kind = ChangeKind.ADDED if before is None else ChangeKind.REMOVED
        touches = ChangeClass.LEGAL
        was, now = _told(before), _told(after)
        verb = "entered" if before is None else "left"
        says = f"{name} {verb} {entry.source} under {_programmes(entry)}"
        if new.damaged and after is None:
            says += "; the newer capture has damaged rows, so that this proves nothing"
    else:
        kind = ChangeKind.AMENDED
        was, now, fields = _differences(before, after)
        touches = _class(before, after, fields)
        says = f"{name}: {', '.join(fields) or 'writing'} changed"
    return Change(
        source=entry.source,
        entry=entry.ref,
        party=view.party_of(entry.ref, content),
        kind=kind,
        touches=touches,
        cause=ChangeCause.SOURCE,
        start=old.captured,
        end=new.captured,
        before=was,
        after=now,
        says=says,
    )


def touched(before: Entry, after: Entry) -> ChangeClass:
    """What the difference between two versions of an entry touches."""
    return _class(before, after, _differences(before, after)[2])


def _uid_order(uid: str) -> tuple[int, str]:
    """Numbers as numbers, so that people find their place."""
    return (int(uid), "") if uid.isascii() and uid.isdigit() else (1 << 62, uid)


def _programmes(entry: Entry) -> str:
    return ", ".join(listing.programme for listing in entry.listings) or "no programme"


def _told(entry: Entry | None) -> tuple[tuple[str, str], ...]:
    if entry is None:
        return ()
    return (("name", entry.names[0].text), ("programmes", _programmes(entry)))


def _fields(entry: Entry) -> Mapping[str, Any]:
    # what was seen before a capture is no difference between two
    names = (name for name in Entry.__dataclass_fields__ if name != "seen")
    return {name: getattr(entry, name) for name in names}


def _differences(
    before: Entry, after: Entry
) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...], list[str]]:
    was, now = _fields(before), _fields(after)
    fields = [name for name in was if was[name] != now[name]]
    return (
        tuple((name, _plain(was[name])) for name in fields),
        tuple((name, _plain(now[name])) for name in fields),
        fields,
    )


def _class(before: Entry, after: Entry, fields: list[str]) -> ChangeClass:
    """Formatting where nothing is left of the difference once blanks and case are made alike."""
    was, now = _fields(before), _fields(after)
    told = [f for f in fields if _alike(was[f]) != _alike(now[f])]
    if "listings" in told and not _listings_differ(before, after):
        told.remove("listings")
    if "addresses" in told and _places(before) == _places(after):
        told.remove("addresses")
    if any(field in _LEGAL for field in told):
        return ChangeClass.LEGAL
    if any(field in _IDENTITY for field in told):
        return ChangeClass.IDENTITY
    return ChangeClass.FORMATTING


def _listings_differ(before: Entry, after: Entry) -> bool:
    """Whether something else is imposed. A day that only one side states is no difference.

    The forms of one list tell more or less: OFAC's XML has days of listing, its csv has none.
    """
    was, now = (
        {(e.with_authority(item), item.programme): item for item in e.listings}
        for e in (before, after)
    )
    if was.keys() != now.keys():
        return True
    for programme, old in was.items():
        new = now[programme]
        if old.effects != new.effects or old.term_years != new.term_years:
            return True
        stated = ((old.listed, new.listed), (old.ended, new.ended))
        if any(a is not None and b is not None and a != b for a, b in stated):
            return True
    return False


def _places(entry: Entry) -> list[list[str]]:
    """The words of each address, however a form divides it into parts."""
    parts = ((a.street, a.city, a.region, a.postcode, a.country) for a in entry.addresses)
    return sorted(sorted(words(" ".join(p for p in address if p))) for address in parts)


def _alike(value: Any) -> str:
    return " ".join(clean(_plain(value)).casefold().split())


def _plain(value: Any) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, default=_pieces, ensure_ascii=False)


def _pieces(value: Any) -> Any:
    if hasattr(value, "__dataclass_fields__"):
        pairs = ((name, getattr(value, name)) for name in value.__dataclass_fields__)
        return {name: item for name, item in pairs if item not in (None, ())}
    return str(value)
