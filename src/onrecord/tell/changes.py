"""Changes of lists as JSON lines and as lines for a terminal."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from onrecord.model.answer import Asked, RecordState
from onrecord.model.change import Change, ChangeCause, ChangeKind
from onrecord.model.dates import write_instant
from onrecord.tell import json

Json = dict[str, Any]  # any: a JSON object ends here, at the edge
_SIGNS = {ChangeKind.ADDED: "+", ChangeKind.REMOVED: "-", ChangeKind.AMENDED: "~"}


def change(one: Change) -> Json:
    """One change; `before` or `after` is absent on the side where the entry is not."""
    found: Json = {
        "source": one.source,
        "entry": one.entry,
        "party": one.party,
        "kind": one.kind.value,
        "class": one.touches.value,
        "cause": one.cause.value,
        "between": {"from": write_instant(one.start), "to": write_instant(one.end)},
    }
    if one.before:
        found["before"] = dict(one.before)
    if one.after:
        found["after"] = dict(one.after)
    return {**found, "says": one.says}


def totals(kinds: Counter[tuple[str, ChangeKind]], asked: Asked, state: RecordState) -> Json:
    """The last line: how many of each kind, in all and by source."""
    sources = sorted({source for source, _ in kinds})
    return {
        "totals": {k.value: sum(n for (_, kind), n in kinds.items() if kind is k) for k in _SIGNS},
        "by_source": {s: {k.value: kinds[s, k] for k in _SIGNS} for s in sources},
        "asked": json.asked(asked),
        "record": json.record(state),
    }


def count(found: Iterable[Change]) -> Counter[tuple[str, ChangeKind]]:
    """How many changes of each source and kind."""
    return Counter((one.source, one.kind) for one in found)


def line(one: Change) -> str:
    """One change in a line: a sign, the entry, the class, what it says.

    And the cause, where it is not the list itself.
    """
    cause = "" if one.cause is ChangeCause.SOURCE else f", {one.cause}"
    return f"{_SIGNS[one.kind]} {one.entry} ({one.touches}{cause}): {one.says}"
