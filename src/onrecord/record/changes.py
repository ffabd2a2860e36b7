"""What entered, left or changed on a list between two days, entry by entry."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from onrecord.errors import RecordError
from onrecord.model.change import Change, ChangeClass, ChangeKind
from onrecord.model.listing import Entry
from onrecord.record.timeline import Seen
from onrecord.record.view import View
from onrecord.text.normal import clean

# what is imposed, and on what ground; a change here is a legal one
_LEGAL = frozenset({"listings", "authority", "kind"})
# who is meant; the rest (remarks repeat what is typed elsewhere) is how it is written
_IDENTITY = frozenset(
    {"names", "births", "birth_places", "nationalities", "identifiers", "linked_to", "titles"}
    | {"addresses", "details"}
)


def changes(view: View, start: date, end: date, source: str | None = None) -> Iterator[Change]:
    """Changes between the newest captures by the end of each day, by source and entry.

    Raises RecordError where no source has a capture by each day.
    """
    pairs = list(view.captures_by(start, end, source))
    if not pairs:
        whose = source or "any source"
        raise RecordError(f"no captures of {whose} by {start} and by {end}: nothing to compare")
    for source_id, old, new in pairs:
        yield from _between(view, source_id, old, new)


def _between(view: View, source: str, old: Seen, new: Seen) -> Iterator[Change]:
    was, now = view.members(source, old), view.members(source, new)
    for uid in sorted(was.keys() | now.keys(), key=_uid_order):
        if was.get(uid) == now.get(uid):
            continue
        before = view.content(was[uid]) if uid in was else None
        after = view.content(now[uid]) if uid in now else None
        yield _change(view, before, after, old, new)


def _change(view: View, before: Entry | None, after: Entry | None, old: Seen, new: Seen) -> Change:
    entry = after or before
    if entry is None:
        raise AssertionError("a change of nothing")
    name = entry.names[0].text
    if before is None or after is None:
        kind = ChangeKind.ADDED if before is None else ChangeKind.REMOVED
        touches, cause = ChangeClass.LEGAL, "source"
        was, now = _told(before), _told(after)
        verb = "entered" if before is None else "left"
        says = f"{name} {verb} {entry.source} under {_programmes(entry)}"
        if new.damaged and after is None:
            says += "; the newer capture has damaged rows, so that this proves nothing"
    else:
        kind, cause = ChangeKind.AMENDED, "source"
        was, now, fields = _differences(before, after)
        touches = _class(before, after, fields)
        says = f"{name}: {', '.join(fields) or 'writing'} changed"
    return Change(
        source=entry.source,
        entry=entry.ref,
        party=view.party_of(entry.ref),
        kind=kind,
        touches=touches,
        cause=cause,
        start=old.captured,
        end=new.captured,
        before=was,
        after=now,
        says=says,
    )


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
    return {name: getattr(entry, name) for name in Entry.__dataclass_fields__}


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
    if any(field in _LEGAL for field in told):
        return ChangeClass.LEGAL
    if any(field in _IDENTITY for field in told):
        return ChangeClass.IDENTITY
    return ChangeClass.FORMATTING


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
