"""An entry of a source that tells since when it saw it: states and captures as one row of time.

Such a source says of its entries what they were before the capture that tells of it. Each state is
evidence from the instant that the source first saw it, whatever capture carries it. That it is
absent from a state proves nothing; that it is absent from a capture does, but only from one that
holds the lists that it was on, and not within a stretch in which another says that it was there.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from onrecord.model.listing import Authority, Entry, Listing
from onrecord.record.timeline import Seen

_LIST = "dataset"  # the detail that names a list of a collection


Row = tuple[list[Seen], list[Entry | None]]  # points in time, and the entry at each


@dataclass(frozen=True, slots=True)
class Told:
    """A capture, the lists that it holds (empty: it does not say), and the entry as it tells it."""

    seen: Seen
    covers: frozenset[str]
    entry: Entry | None


def by_authority(captures: Sequence[Told], known: datetime, whose: Mapping[str, str]) -> list[Row]:
    """For each authority that the entry stands with, its row of time under that one alone.

    `whose` gives the authority of each list, `other` where it has none. A capture that holds none
    of an authority's lists tells nothing of it, and of its absence only one that holds them all.
    """
    _, entries = through_time(captures, known)
    told = [entry for entry in entries if entry is not None]
    lists = {name for entry in told for name in lists_of(entry)}
    found = []
    for authority in sorted({e.with_authority(item) for e in told for item in e.listings}):
        of = {n for n in lists if whose.get(n, Authority.OTHER) == authority} or lists
        telling = [c for c in captures if not (of and c.covers) or of & c.covers]
        only = [_only(each, authority) for each in telling]
        points, states = through_time(only, known, frozenset(of))
        found.append((points, _named_later(states, of)))
    return found


def _named_later(states: list[Entry | None], lists: set[str]) -> list[Entry | None]:
    """The states with the programmes that listings were given later, where at first they had none.

    A listing without a programme is under the name of its list. Where that is gone and a programme
    is there instead, it is the same listing, told better: its list did not let it go.
    """
    present = [entry for entry in states if entry is not None]
    for entry, following in itertools.pairwise(present):
        unnamed = {i.programme for i in entry.listings} & lists
        unnamed -= {i.programme for i in following.listings}
        had = {i.programme for i in entry.listings}
        new = tuple(i for i in following.listings if i.programme not in had)
        if unnamed and new:
            return _named_later([_renamed(e, unnamed, new) for e in states], lists)
    return states


def _renamed(entry: Entry | None, unnamed: set[str], new: tuple[Listing, ...]) -> Entry | None:
    if entry is None or unnamed.isdisjoint(i.programme for i in entry.listings):
        return entry
    kept = tuple(i for i in entry.listings if i.programme not in unnamed)
    had = {i.programme for i in kept}
    return replace(entry, listings=kept + tuple(i for i in new if i.programme not in had))


def through_time(
    captures: Sequence[Told], known: datetime, lists: frozenset[str] = frozenset()
) -> Row:
    """The points at which something is known of the entry by then, and what it was at each.

    In the order of time; those within a capture are both ends of each state. An absence from a
    capture that does not hold all of `lists` proves nothing.
    """
    points: dict[Seen, Entry | None] = {}
    for told in captures:
        points.update(_points(told, known))
    for told in captures:
        if told.seen.captured > known:
            continue
        entry = told.entry if told.entry is not None and _is_there(told.entry) else None
        is_whole = not told.covers or lists <= told.covers
        sure = is_whole and not _is_contradicted(told, entry, captures, known)
        points[told.seen if sure else replace(told.seen, damaged=True)] = entry
    order = sorted(points, key=lambda seen: (seen.captured, seen.digest, seen.damaged))
    return order, [points[seen] for seen in order]


def _only(told: Told, authority: Authority) -> Told:
    """The capture as far as it tells of one authority."""
    if told.entry is None:
        return told
    seen = tuple(replace(s, entry=_under(s.entry, authority)) for s in told.entry.seen)
    return replace(told, entry=replace(_under(told.entry, authority), seen=seen))


def _under(entry: Entry, authority: Authority) -> Entry:
    kept = tuple(i for i in entry.listings if entry.with_authority(i) is authority)
    return replace(entry, listings=kept)


def _points(told: Told, known: datetime) -> Iterable[tuple[Seen, Entry]]:
    """Both ends of each state, as far as they were known; an open one goes on to the capture."""
    if told.entry is None:
        return
    for sight in told.entry.seen:
        if sight.first > known:
            return
        last = min(sight.last or told.seen.captured, known)
        for instant in dict.fromkeys((sight.first, max(sight.first, last))):
            day = instant.date()
            yield Seen(told.seen.capture, instant, day, told.seen.digest, True), sight.entry


def lists_of(entry: Entry) -> set[str]:
    """The lists of a collection that an entry is on; empty for a source that is one list."""
    return {value for field, value in entry.details if field == _LIST}


def _is_there(entry: Entry) -> bool:
    """Whether it stood in the capture that tells of it: one that is over may be told too."""
    return not entry.seen or entry.seen[-1].last is None


def _is_contradicted(
    told: Told, entry: Entry | None, captures: Sequence[Told], known: datetime
) -> bool:
    """Whether another capture says of this one's instant that there was more.

    Collections merge and part entities: the same one was then there under another id.
    """
    had = _standing(entry)
    for other in captures:
        if other is told or other.entry is None:
            continue
        for sight in other.entry.seen:
            until = sight.last or other.seen.captured
            within = sight.first <= told.seen.captured <= until and sight.first <= known
            if within and (entry is None or not _standing(sight.entry) <= had):
                return True
    return False


def is_with(entry: Entry, authority: Authority) -> bool:
    """Whether an entry's presence says that it is listed by an authority.

    Where it stands with several, only a listing says so, and not one that tells its own end.
    """
    if all(item.authority is None for item in entry.listings):
        return entry.authority is authority and authority is not Authority.OTHER
    return any(
        entry.with_authority(item) is authority and item.ended is None for item in entry.listings
    )


def _standing(entry: Entry | None) -> set[tuple[str, str]]:
    listings = entry.listings if entry is not None else ()
    return {(str(item.authority), item.programme) for item in listings}
