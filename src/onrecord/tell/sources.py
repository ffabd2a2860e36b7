"""The lists that are read → their document and JSON: what is held of each, and how fresh it is."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from onrecord.intake import Fetched, Quarantined
from onrecord.model.dates import write_instant
from onrecord.record import Kept
from onrecord.sources import Source
from onrecord.tell.document import Document, Facts, Line, Listing, Section, Table, Tone, line

Json = dict[str, Any]  # any: a JSON object ends here, at the edge


def sources(
    lists: Sequence[Source],
    held: Mapping[str, Sequence[Kept]],
    today: date,
    fetched: Mapping[str, Fetched],
    stopped: Sequence[Quarantined] = (),
) -> list[Json]:
    """A value a source: what it is, what is held of it, how fresh that is, and what was odd.

    `stopped` are the downloads in quarantine. `verified` is the newest day that bytes of the list
    speak for: of its newest capture, or of a later download that was equal to it.
    """
    return [
        _source(one, held.get(one.id, ()), today, fetched.get(one.id, Fetched()))
        | _quarantined(one, stopped)
        for one in lists
    ]


def _source(one: Source, kept: Sequence[Kept], today: date, fetched: Fetched) -> Json:
    found: Json = {
        "id": one.id,
        "authority": one.authority.value if one.authority else "stated on each measure",
        "title": one.title,
        "rhythm_days": one.rhythm_days,
        "captures": len(kept),
    }
    if kept:
        newest = kept[-1]
        days = [newest.seen.day]
        if fetched.verified is not None:
            days.append(fetched.verified.date())
        found |= {
            "first": str(kept[0].seen.day),
            "verified": str(max(days)),
            "newest": write_instant(max(k.seen.captured for k in kept)),
            "entries": newest.entries,
            "stale": (today - max(days)).days > one.rhythm_days,
            "findings": [
                {"captured": write_instant(k.seen.captured), "says": finding.says}
                for k in kept
                for finding in k.findings
            ],
        }
    instants = (
        ("fetched", fetched.asked),
        ("changed", fetched.changed),
        ("verified_equal", fetched.verified),
    )
    return found | {name: write_instant(when) for name, when in instants if when is not None}


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


def sources_document(
    lists: Sequence[Source],
    held: Mapping[str, Sequence[Kept]],
    today: date,
    fetched: Mapping[str, Fetched],
    stopped: Sequence[Quarantined] = (),
) -> Document:
    """The document of all lists that are read, those with captures in this record told of."""
    rows: list[tuple[Line, ...]] = []
    odd: list[Line] = []
    fresh: list[Line] = []
    held_up: list[Line] = []
    for one in sources(lists, held, today, fetched, stopped):
        if one["captures"]:
            until = f"{one['first']} to {one['verified']}" + (", stale" if one["stale"] else "")
            count = f"{one['captures']}, {one['entries']:,} in the newest"
            odd += [line(f"{one['id']} {f['captured']}: {f['says']}") for f in one["findings"]]
        else:
            until, count = "no capture held", "0"
        if "fetched" in one:
            fresh.append(line(_fresh(one)))
        held_up += [line(_stopped(one["id"], each)) for each in one.get("quarantined", ())]
        tone = Tone.UNKNOWN if one.get("stale") else Tone.PLAIN
        rows.append((line(one["id"]), line(one["title"]), line(count), line(until, tone)))
    columns = ("source", "title", "captures", "covers")
    sections = [Section("Lists", (Table("The lists that are read", columns, tuple(rows)),))]
    for title, lines in (
        ("Fetched from their publishers", fresh),
        ("In quarantine", held_up),
        ("Odd, told and kept", odd),
    ):
        if lines:
            sections.append(Section(title, (Listing(tuple(lines)),)))
    return Document("sources", "Sources", Facts(()), tuple(sections))


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
