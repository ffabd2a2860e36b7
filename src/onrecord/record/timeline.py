"""One entry through the captures of its list: when it stood there, and under which programmes.

Pure functions over the snapshots that a view may use, in the order of the days they speak for.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime

from onrecord.model.answer import Evidence, Measure
from onrecord.model.dates import Bound, PartialDate, write_instant, years_after
from onrecord.model.listing import Authority, Entry, Listing


@dataclass(frozen=True, slots=True)
class Seen:
    """A capture of a source as a view sees it. `damaged`: an absence from it proves nothing."""

    capture: int
    captured: datetime
    day: date
    digest: str
    damaged: bool = False

    @property
    def order(self) -> tuple[date, datetime, str]:
        """By the day it speaks for; two of one day by instant; two of one instant by content."""
        return self.day, self.captured, self.digest


@dataclass(frozen=True, slots=True)
class Rivals:
    """Two captures, by number, that claim one time for other bytes; `claim` says which time.

    `is_alike` where they are of one form, so that an entry can be set beside itself.
    """

    first: int
    second: int
    claim: str
    is_alike: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """That something stood on the list without a break, from the `first` to the `last` index.

    `start` and `end` are bounds that the captures beside it give; `end` None while it stands.
    """

    first: int
    last: int
    start: Bound
    end: Bound | None


def stretches(seen: Sequence[Seen], present: Sequence[bool]) -> list[Stretch]:
    """Where it stood, given whether each capture shows it.

    Absent at one instant and present at the next: begun between the days of the two, for it may
    have come after the first one's instant on that very day. A damaged capture's absence is
    closed by presence on both sides, and else leaves the end open to the next clean one.
    """
    found: list[Stretch] = []
    absent: date | None = None  # the day of the last clean capture without it
    first: int | None = None
    last = 0
    for at, (capture, is_there) in enumerate(zip(seen, present, strict=True)):
        if is_there:
            first, last = (at if first is None else first), at
        elif not capture.damaged:
            if first is not None:
                start = Bound(absent, seen[first].day)
                found.append(Stretch(first, last, start, Bound(seen[last].day, capture.day)))
            first, absent = None, capture.day
    if first is not None:
        start = Bound(absent, seen[first].day)
        is_open = last == len(seen) - 1
        found.append(Stretch(first, last, start, None if is_open else Bound(seen[last].day, None)))
    return found


def witnesses(seen: Sequence[Seen], on: date) -> tuple[range, range]:
    """Two ranges of captures, by index: what stands in one of each stood on the day, for sure.

    Just when `stretches` says so: the newest clean capture by that day and the first after it,
    with the damaged ones between; of the newest capture the state goes on.
    """
    after = bisect_right(seen, on, key=lambda capture: capture.day)
    if after == 0:
        return range(0), range(0)
    if after == len(seen):
        return range(after - 1, after), range(after - 1, after)
    first, last = after - 1, after
    while first > 0 and seen[first].damaged:
        first -= 1
    while last < len(seen) - 1 and seen[last].damaged:
        last += 1
    return range(first, after), range(after, last + 1)


def measures_of(
    party: str,
    seen: Sequence[Seen],
    entries: Sequence[Entry | None],
    rivals: Sequence[Rivals] = (),
    *,
    keeps_expired: bool,
) -> list[Measure]:
    """A measure for each stretch under each programme of each authority, oldest first.

    `entries` has, for each capture, the entry as it stood there, or None.
    """
    contested = _contested(seen, entries, rivals)
    programmes: dict[tuple[Authority, str], None] = {}
    for entry in entries:
        if entry is not None:
            for listing in entry.listings:
                programmes[entry.with_authority(listing), listing.programme] = None
    found: list[Measure] = []
    for authority, programme in programmes:
        listings = [_under(entry, authority, programme) for entry in entries]
        before: Stretch | None = None
        for stretch in stretches(seen, [listing is not None for listing in listings]):
            taken = _loosened(stretch, seen) if keeps_expired else stretch
            measure = _measure(party, seen, entries, listings, taken, before)
            told = [says for at, says in contested if taken.first <= at <= taken.last]
            conflicts = tuple(dict.fromkeys((*measure.conflicts, *told)))
            found.append(replace(measure, conflicts=conflicts))
            before = stretch
    return sorted(found, key=lambda m: (m.start.latest or date.max, m.programme))


def _contested(
    seen: Sequence[Seen], entries: Sequence[Entry | None], rivals: Sequence[Rivals]
) -> list[tuple[int, str]]:
    """Where captures that claim one time differ in the entry: the index of each, and how."""
    place = {capture.capture: at for at, capture in enumerate(seen)}
    found: list[tuple[int, str]] = []
    for pair in rivals:
        a, b = place[pair.first], place[pair.second]
        was, now = entries[a], entries[b]
        if pair.is_alike and was != now:
            says = f"{pair.claim}, yet {_apart(was, now)}"
            found += [(a, says), (b, says)]
    return found


def _apart(was: Entry | None, now: Entry | None) -> str:
    if was is None or now is None:
        return f"only the {'second' if was is None else 'first'} has the entry"
    differ = [f.name for f in fields(Entry) if getattr(was, f.name) != getattr(now, f.name)]
    return f"they differ in the entry's {', '.join(differ).replace('_', ' ')}"


def _under(entry: Entry | None, authority: Authority, programme: str) -> Listing | None:
    if entry is None:
        return None
    under = (item for item in entry.listings if item.programme == programme)
    return next((item for item in under if entry.with_authority(item) is authority), None)


def _measure(
    party: str,
    seen: Sequence[Seen],
    entries: Sequence[Entry | None],
    listings: Sequence[Listing | None],
    stretch: Stretch,
    before: Stretch | None,
) -> Measure:
    newest, entry = listings[stretch.last], entries[stretch.last]
    if newest is None or entry is None:
        raise AssertionError("a stretch begins and ends with presence")
    conflicts: list[str] = []
    start = _start(seen, newest.listed, stretch, before, conflicts)
    end, cause = _end(seen, newest, start, stretch, conflicts)
    return Measure(
        authority=entry.with_authority(newest),
        party=party,
        programme=newest.programme,
        basis=newest.basis,
        effects=newest.effects,
        start=start,
        end=end,
        end_cause=cause,
        term=f"{newest.term_years} years" if newest.term_years else None,
        evidence=_evidence(seen, entries, listings, stretch),
        conflicts=tuple(conflicts),
    )


def _evidence(
    seen: Sequence[Seen],
    entries: Sequence[Entry | None],
    listings: Sequence[Listing | None],
    stretch: Stretch,
) -> tuple[Evidence, ...]:
    """A piece for each id under which it stood, the first one first."""
    places: dict[str, list[int]] = {}
    for at in range(stretch.first, stretch.last + 1):
        entry = entries[at]
        if entry is not None and listings[at] is not None:
            places.setdefault(entry.ref, []).append(at)
    found = []
    for ref, held in places.items():
        listing = listings[held[-1]]
        if listing is None:
            raise AssertionError("a place without a listing")
        found.append(
            Evidence(
                known=min(seen[at].captured for at in held),
                says=f"entry {ref} under {listing.programme}",
                cites=listing.cites,
                entry=ref,
                captured=seen[held[0]].captured,
                last_captured=seen[held[-1]].captured,
                sha256=seen[held[0]].digest,
            )
        )
    return tuple(found)


def _start(
    seen: Sequence[Seen],
    listed: PartialDate | None,
    stretch: Stretch,
    before: Stretch | None,
    conflicts: list[str],
) -> Bound:
    """The stated listing day narrows the bound, and beats an absence that contradicts it.

    But not on a return: lists go on printing the first listing's day after a gap (UN IRe.001).
    """
    if listed is None:
        return stretch.start
    stated = Bound.of(listed)
    met = stated.meet(stretch.start)
    if met is not None:
        return met
    if before is not None and listed.latest <= seen[before.last].day:
        return stretch.start
    absent = f"absent from the capture before {seen[stretch.first].day}"
    conflicts.append(f"the list gives {listed} as the day of listing, yet it is {absent}")
    return stated


def _end(
    seen: Sequence[Seen],
    listing: Listing,
    start: Bound,
    stretch: Stretch,
    conflicts: list[str],
) -> tuple[Bound | None, str | None]:
    """The earliest of the stated end, the term and the vanishing, and its cause."""
    stated, cause = _stated_end(listing, start)
    if stretch.end is None:
        vanished = None
    elif stretch.end.latest is None:
        vanished = f"unknown: not told by what came after the capture of {seen[stretch.last].day}"
    else:
        a, b = (write_instant(seen[i].captured) for i in (stretch.last, _next(seen, stretch)))
        vanished = f"unknown: left the list between {a} and {b}"
    if stated is None:
        return stretch.end, vanished
    if ends_before(stated, start):
        conflicts.append(f"the stated end {stated} comes before the start {start}")
    if stretch.end is None or _surely_before(stated, stretch.end):
        return stated, cause
    met = stated.meet(stretch.end)
    if met is not None:
        return met, cause
    return stretch.end, vanished


def _next(seen: Sequence[Seen], stretch: Stretch) -> int:
    """The first clean capture after the stretch."""
    return next(i for i in range(stretch.last + 1, len(seen)) if not seen[i].damaged)


def _stated_end(listing: Listing, start: Bound) -> tuple[Bound | None, str | None]:
    if listing.ended is not None:
        return Bound.of(listing.ended), listing.end_says or "end stated in the list"
    if listing.term_years is None or start.latest is None:
        return None, None
    first = None if start.earliest is None else years_after(start.earliest, listing.term_years)
    return Bound(first, years_after(start.latest, listing.term_years)), "term expired"


def ends_before(end: Bound, start: Bound) -> bool:
    """Surely: a conflict, to be shown and not swapped."""
    return end.latest is not None and start.earliest is not None and end.latest < start.earliest


def _surely_before(a: Bound, b: Bound) -> bool:
    return a.latest is not None and b.earliest is not None and a.latest <= b.earliest


def _loosened(stretch: Stretch, seen: Sequence[Seen]) -> Stretch:
    """On a list that keeps expired rows a row's own dates decide, not its coming and going.

    A row that is dropped is not thereby ended: until when it held is then unknown, unless it
    says so itself.
    """
    end = None if stretch.end is None else Bound(seen[stretch.last].day, None)
    return Stretch(stretch.first, stretch.last, Bound(None, seen[stretch.first].day), end)


def entry_at(
    seen: Sequence[Seen],
    runs: Sequence[tuple[int, int | None, int]],
    place: Callable[[int], int],
    content: Callable[[int], Entry],
) -> list[Entry | None]:
    """The entry in each capture seen, from its runs (first capture, last or None, content).

    `place` gives a capture's rank in the order of *all* captures of the source, so that a view
    which may not use some of them still finds which run the others fall in.
    """
    found: list[Entry | None] = []
    for capture in seen:
        rank = place(capture.capture)
        found.append(None)
        for first, last, version in runs:
            if place(first) <= rank and (last is None or rank <= place(last)):
                found[-1] = content(version)
                break
    return found
