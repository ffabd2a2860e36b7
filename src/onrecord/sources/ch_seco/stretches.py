"""Modifications of a target as stretches of listing, from one day to another."""

import re
from dataclasses import dataclass

from onrecord.formats import Node
from onrecord.model.dates import PartialDate
from onrecord.sources import Source

_DATES = ("effective-date", "enactment-date", "publication-date")
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T.*|Z|[+-][0-9:]+)?")
_TYPES = ("listed", "amended", "de-listed")


@dataclass(frozen=True, slots=True)
class Stretch:
    """From `listed` to `ended`, the first day no longer in force; None where it is not stated."""

    listed: PartialDate | None = None
    ended: PartialDate | None = None
    end_says: str | None = None


def read_modifications(
    node: Node, source: Source
) -> tuple[list[Stretch], list[tuple[str, PartialDate]]]:
    """The target's stretches in the order of time, and its modifications with their days."""
    dated: list[tuple[str, PartialDate]] = []
    undated: set[str] = set()
    for each in node.nodes("modification"):
        kind = str(each.element.get("modification-type", ""))
        if kind not in _TYPES:
            raise ValueError(f"a modification that is not known: {kind[:40]!r}")
        when = next((day for name in _DATES if (day := _day(each, name)) is not None), None)
        if when is None:
            undated.add(kind)
        else:
            dated.append((kind, when))
        each.texts("remark")
        each.done(source.ignored, ("modification-type", *_DATES))
    # of one day: a listing before what ends it, unless something was listed already
    dated.sort(key=lambda pair: (str(pair[1]), _TYPES.index(pair[0])))
    return _stretches(dated, undated), dated


def _day(node: Node, attribute: str) -> PartialDate | None:
    written = str(node.element.get(attribute, "")).strip()
    if not written:
        return None
    found = _DAY.fullmatch(written)
    if found is None:
        raise ValueError(f"not a day as YYYY-MM-DD: {written[:40]!r}")
    return PartialDate.parse(found[1])


def _stretches(dated: list[tuple[str, PartialDate]], undated: set[str]) -> list[Stretch]:
    found: list[Stretch] = []
    is_open = False
    for kind, when in dated:
        if kind == "listed" and not is_open:
            found.append(Stretch(when))
            is_open = True
        elif kind == "de-listed" and is_open:
            found[-1] = Stretch(found[-1].listed, when)
            is_open = False
        elif kind == "de-listed" and not found:
            found.append(Stretch(None, when))
    if not found:  # listed, since when is not said
        is_over = "de-listed" in undated
        found.append(Stretch(end_says="de-listed, on a day not stated" if is_over else None))
    return found
