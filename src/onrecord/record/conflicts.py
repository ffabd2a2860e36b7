"""Captures of one list that contradict each other: one instant or one stated day, other content.

Pure functions over what is held; that there is a conflict is derived and never stored, and no
bytes can end it. Which of the two is right is for a person to say.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, pairwise
from pathlib import PurePath

from onrecord.model.dates import write_instant
from onrecord.record.kept import Kept
from onrecord.record.timeline import Rivals
from onrecord.sources import Source

_NAMED = 5  # entries that a sentence names; all are in the value


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two captures of a list that cannot both be right, each as (instant, digest), and why.

    `entries` are the uids in which they differ; None where the two are of different forms, whose
    entries cannot be set side by side.
    """

    source: str
    captures: tuple[tuple[datetime, str], tuple[datetime, str]]
    says: str
    entries: tuple[str, ...] | None


def conflicts(
    source: Source, held: Sequence[Kept], members: Callable[[int], Mapping[str, int]]
) -> Iterator[Conflict]:
    """The conflicts among the captures of a list, in the order of their days.

    `members` gives what a capture, by its number, holds: uid → number of the content there.
    """
    at = {k.seen.capture: k.seen for k in held}
    files = {k.seen.capture: k.files for k in held}
    for pair in rivals(source, held):
        if source.facts and files[pair.first].keys().isdisjoint(files[pair.second]):
            continue  # two files of facts stand side by side
        first, second = at[pair.first], at[pair.second]
        differ = None
        if pair.is_alike:
            a, b = members(pair.first), members(pair.second)
            differ = tuple(sorted(u for u in a.keys() | b.keys() if a.get(u) != b.get(u)))
            if not differ and first.captured != second.captured:
                continue  # the same list, written otherwise
        says = f"{pair.claim}, yet {_differ(differ)}"
        both = ((first.captured, first.digest), (second.captured, second.digest))
        yield Conflict(source.id, both, says, differ)


def rivals(source: Source, held: Sequence[Kept]) -> list[Rivals]:
    """Captures next to each other in order that claim one time for other bytes.

    One instant, whatever the form; or one day that both state as their own, in one form: forms
    differ in what they say of an entry. A day that is only that of an instant claims nothing.
    """
    found: dict[tuple[int, int], Rivals] = {}
    for _, group in groupby(sorted(held, key=_by_instant), key=lambda k: k.seen.captured):
        for a, b in pairwise(group):
            claim = f"two captures are of {write_instant(a.seen.captured)}"
            is_alike = _form(source, a) == _form(source, b)
            pair = a.seen.capture, b.seen.capture
            found[pair] = Rivals(*pair, claim, is_alike)
    stated = sorted((k for k in held if k.is_stated), key=lambda k: _by_form(source, k))
    for _, group in groupby(stated, key=lambda k: _by_form(source, k)[:2]):
        for a, b in pairwise(group):
            pair = a.seen.capture, b.seen.capture
            if a.seen.digest != b.seen.digest and pair not in found:
                both = " and ".join(write_instant(k.seen.captured) for k in (a, b))
                claim = f"the captures of {both} both give {a.seen.day} as their own day"
                found[pair] = Rivals(*pair, claim, True)
    order = {k.seen.capture: k.seen.order for k in held}
    return sorted(found.values(), key=lambda r: (order[r.first], order[r.second]))


def _by_instant(one: Kept) -> tuple[datetime, str]:
    return one.seen.captured, one.seen.digest


def _by_form(source: Source, one: Kept) -> tuple[object, ...]:
    return one.seen.day, _form(source, one), one.seen.captured, one.seen.digest


def _form(source: Source, one: Kept) -> tuple[str, ...]:
    """In which of its forms the list came: its files' published names, or else their suffixes."""
    known = {name.lower() for file in source.files for name in file.names}
    names = (name.lower() for name in one.files)
    return tuple(sorted(n if n in known else PurePath(n).suffix for n in names))


def _differ(entries: tuple[str, ...] | None) -> str:
    if entries is None:
        return "they are of different forms, which cannot be set side by side"
    if not entries:
        return "their bytes differ, though no entry does"
    named = ", ".join(entries[:_NAMED])
    more = f" and {len(entries) - _NAMED:,} more" if len(entries) > _NAMED else ""
    what = "entry differs" if len(entries) == 1 else "entries differ"
    return f"{len(entries):,} {what}: {named}{more}"
