"""The lists that are read → their document and JSON: what is held of each, and how fresh it is."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from onrecord.model.dates import write_instant
from onrecord.record import Kept
from onrecord.sources import Source
from onrecord.tell.document import Document, Facts, Line, Listing, Section, Table, Tone, line

Json = dict[str, Any]  # any: a JSON object ends here, at the edge


def sources(lists: Sequence[Source], held: Mapping[str, Sequence[Kept]], today: date) -> list[Json]:
    """A value a source: what it is, how many captures, the newest, whether stale, findings."""
    return [_source(one, held.get(one.id, ()), today) for one in lists]


def _source(one: Source, kept: Sequence[Kept], today: date) -> Json:
    found: Json = {
        "id": one.id,
        "authority": one.authority.value if one.authority else "stated on each measure",
        "title": one.title,
        "rhythm_days": one.rhythm_days,
        "captures": len(kept),
    }
    if kept:
        newest = kept[-1]
        found |= {
            "first": str(kept[0].seen.day),
            "verified": str(newest.seen.day),
            "newest": write_instant(max(k.seen.captured for k in kept)),
            "entries": newest.entries,
            "stale": (today - newest.seen.day).days > one.rhythm_days,
            "findings": [
                {"captured": write_instant(k.seen.captured), "says": finding.says}
                for k in kept
                for finding in k.findings
            ],
        }
    return found


def sources_document(
    lists: Sequence[Source], held: Mapping[str, Sequence[Kept]], today: date
) -> Document:
    """The document of all lists that are read, those with captures in this record told of."""
    rows: list[tuple[Line, ...]] = []
    odd: list[Line] = []
    for one in sources(lists, held, today):
        if one["captures"]:
            until = f"{one['first']} to {one['verified']}" + (", stale" if one["stale"] else "")
            count = f"{one['captures']}, {one['entries']:,} in the newest"
            odd += [line(f"{one['id']} {f['captured']}: {f['says']}") for f in one["findings"]]
        else:
            until, count = "no capture held", "0"
        tone = Tone.UNKNOWN if one.get("stale") else Tone.PLAIN
        rows.append((line(one["id"]), line(one["title"]), line(count), line(until, tone)))
    columns = ("source", "title", "captures", "covers")
    sections = [Section("Lists", (Table("The lists that are read", columns, tuple(rows)),))]
    if odd:
        sections.append(Section("Odd, told and kept", (Listing(tuple(odd)),)))
    return Document("sources", "Sources", Facts(()), tuple(sections))
