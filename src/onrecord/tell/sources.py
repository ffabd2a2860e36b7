"""The lists that are read → their document and JSON: what is held of each, and how fresh it is."""

from collections.abc import Sequence
from typing import Any

from onrecord.intake import Fetched, Quarantined
from onrecord.model.dates import write_instant
from onrecord.record import Conflict, Kept, Withdrawal
from onrecord.sources import Source
from onrecord.tell.coverage import Holdings, age, coverage, gaps, reach, size
from onrecord.tell.document import (
    Block,
    Document,
    Facts,
    Line,
    Listing,
    Section,
    Table,
    Tone,
    line,
)

Json = dict[str, Any]  # any: a JSON object ends here, at the edge


def sources(holdings: Holdings) -> list[Json]:
    """A value a source: what it is, what is held of it, how fresh that is, and what was odd.

    `held` are its captures one by one, `gaps` where two of them are further apart than the list's
    rhythm. `verified` is the newest day that bytes of the list speak for: of its newest capture,
    or of a later download that was equal to it.
    """
    return [
        _source(one, holdings)
        | _fetched(holdings.fetched.get(one.id, Fetched()))
        | _quarantined(one, holdings.stopped)
        for one in holdings.lists
    ]


def _source(one: Source, holdings: Holdings) -> Json:
    kept = holdings.held.get(one.id, ())
    counting = [k for k in kept if k.withdrawn() is None]
    found: Json = {
        "id": one.id,
        "authority": one.authority.value if one.authority else "stated on each measure",
        "title": one.title,
        "rhythm_days": one.rhythm_days,
        "captures": len(counting),
    }
    if kept:
        found["held"] = [_held(k, holdings.conflicts_of(one, k)) for k in kept]
    row = holdings.of(one)
    if row is not None:
        found |= {
            "first": str(row.captures[0][0]),
            "verified": str(row.until),
            "newest": write_instant(max(k.seen.captured for k in counting)),
            "entries": row.entries,
            "age_days": row.age_days,
            "stale": row.is_stale,
            "gaps": [
                {"from": str(start), "to": str(end), "days": (end - start).days}
                for start, end, is_steady in row.stretches
                if not is_steady
            ],
            "findings": [
                {"captured": write_instant(k.seen.captured), "says": finding.says}
                for k in kept
                for finding in k.findings
            ],
        }
    return found


def _held(one: Kept, conflicts: Sequence[Conflict]) -> Json:
    found: Json = {
        "captured": write_instant(one.seen.captured),
        "sha256": one.seen.digest,
        "day": str(one.seen.day),
        "entries": one.entries,
        "damaged": one.seen.damaged,
    }
    if (taken := one.withdrawn()) is not None:
        found["withdrawn"] = _withdrawn(taken)
    if conflicts:
        found["conflicts"] = [_conflict(one, each) for each in conflicts]
    return found


def _withdrawn(taken: Withdrawal) -> Json:
    by = {} if taken.by is None else {"by": taken.by}
    return {"at": write_instant(taken.at), "because": taken.because, **by}


def _conflict(one: Kept, conflict: Conflict) -> Json:
    """A conflict as one of its two captures has it: with which other one, and why."""
    mine = (one.seen.captured, one.seen.digest)
    captured, digest = next(each for each in conflict.captures if each != mine)
    found: Json = {
        "with": {"captured": write_instant(captured), "sha256": digest},
        "says": conflict.says,
    }
    if conflict.entries is not None:
        found["entries"] = list(conflict.entries)
    return found


def _fetched(fetched: Fetched) -> Json:
    instants = (
        ("fetched", fetched.asked),
        ("changed", fetched.changed),
        ("verified_equal", fetched.verified),
    )
    return {name: write_instant(when) for name, when in instants if when is not None}


def _quarantined(one: Source, stopped: Sequence[Quarantined]) -> Json:
    mine = [
        {
            "id": each.id,
            "at": write_instant(each.at),
            "last": write_instant(each.last),
            "times": each.times,
            "gate": each.gate.value,
            "says": each.reason,
        }
        for each in stopped
        if each.source == one.id
    ]
    return {"quarantined": mine} if mine else {}


def sources_document(holdings: Holdings) -> Document:
    """The document of all lists that are read: drawn over time, told one by one, what was odd."""
    rows: list[tuple[Line, ...]] = []
    odd: list[Line] = []
    fresh: list[Line] = []
    held_up: list[Line] = []
    taken: list[Line] = []
    for one, told in zip(holdings.lists, sources(holdings), strict=True):
        rows.append(_row(one, holdings))
        odd += [line(f"{one.id} {f['captured']}: {f['says']}") for f in told.get("findings", ())]
        if "fetched" in told:
            fresh.append(line(_fresh(told)))
        taken += [
            line(f"{one.id} {h['captured']}: since {h['withdrawn']['at']}: {_why(h['withdrawn'])}")
            for h in told.get("held", ())
            if "withdrawn" in h
        ]
        held_up += [line(_stopped(one.id, each)) for each in told.get("quarantined", ())]
    columns = ("source", "title", "held", "covers")
    table = Table("The lists that are read", columns, tuple(rows))
    drawn = coverage(holdings)
    blocks: tuple[Block, ...] = (drawn, table) if drawn is not None else (table,)
    sections = [Section("Lists", blocks)]
    for title, lines in (
        ("Fetched from their publishers", fresh),
        ("In quarantine", held_up),
        ("Withdrawn, and counting no more", taken),
        ("In conflict", [line(f"{c.source}: {c.says}") for c in holdings.conflicts]),
        ("Odd, told and kept", odd),
    ):
        if lines:
            sections.append(Section(title, (Listing(tuple(lines)),)))
    return Document("sources", "Sources", Facts(()), tuple(sections))


def _why(withdrawn: Json) -> str:
    by = f" ({withdrawn['by']})" if "by" in withdrawn else ""
    return f"{withdrawn['because']}{by}"


def _row(one: Source, holdings: Holdings) -> tuple[Line, ...]:
    row = holdings.of(one)
    if row is None:
        return (line(one.id), line(one.title), line("0"), line("no capture held"))
    tone = Tone.UNKNOWN if row.is_stale else Tone.PLAIN
    return (
        line(one.id),
        line(one.title),
        line(size(row)),
        line("; ".join(filter(None, (reach(row), gaps(row), age(row)))), tone),
    )


def _fresh(one: Json) -> str:
    told = [f"fetched {one['fetched']}"]
    if "changed" in one:
        told.append(f"changed {one['changed']}")
    if one.get("verified_equal", one.get("changed")) != one.get("changed"):
        told.append(f"verified equal {one['verified_equal']}")
    return f"{one['id']}: {', '.join(told)}"


def _stopped(source: str, each: Json) -> str:
    often = "" if each["times"] == 1 else f", {each['times']} times until {each['last']}"
    release = f", `onrecord add --accept {each['id']} --because TEXT` lets it in"
    return f"{source} {each['at']}{often}: {each['says']}" + (
        release if each["gate"] == "sense" else ""
    )
