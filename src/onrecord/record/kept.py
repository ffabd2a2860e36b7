"""The captures that a record holds, with what parsing each gave and what was decided of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

import sqlalchemy as sa

from onrecord.model.snapshot import Finding
from onrecord.record import schema
from onrecord.record.timeline import Seen


@dataclass(frozen=True, slots=True)
class Kept:
    """A capture as the record holds it, with what parsing it gave."""

    seen: Seen
    files: Mapping[str, str]
    findings: tuple[Finding, ...] = ()
    carried: Mapping[str, str] | None = None
    entries: int = 0
    effective: str = ""
    parser: int = 0
    is_stated: bool = False  # that it gives the day that it speaks for as its own
    covers: frozenset[str] = frozenset()


def kept(
    connection: sa.Connection, source: str | None = None, captured: datetime | None = None
) -> dict[str, list[Kept]]:
    """All captures by source, each list in the order of the days that they speak for.

    Of one source, and of one instant, where they are given.
    """
    query = sa.select(schema.capture, schema.snapshot).join(
        schema.snapshot, schema.snapshot.c.capture == schema.capture.c.id
    )
    if source is not None:
        query = query.where(schema.capture.c.source == source)
    if captured is not None:
        query = query.where(schema.capture.c.captured == instant_of(captured))
    found: dict[str, list[Kept]] = {}
    for row in connection.execute(query).mappings():
        seen = Seen(
            row[schema.capture.c.id],
            datetime.fromisoformat(row[schema.capture.c.captured]),
            row[schema.snapshot.c.day],
            row[schema.capture.c.digest],
            row[schema.snapshot.c.damaged],
        )
        findings = tuple(Finding(*parts) for parts in json.loads(row[schema.snapshot.c.findings]))
        found.setdefault(row[schema.capture.c.source], []).append(
            Kept(
                seen,
                json.loads(row[schema.capture.c.files]),
                findings,
                json.loads(row[schema.snapshot.c.carried]),
                row[schema.snapshot.c.entries],
                row[schema.snapshot.c.effective],
                row[schema.snapshot.c.parser],
                row[schema.snapshot.c.stated],
                frozenset(json.loads(row[schema.snapshot.c.covers] or "[]")),
            )
        )
    for captures in found.values():
        captures.sort(key=lambda k: k.seen.order)
    return dict(sorted(found.items()))


def files_digest(files: Mapping[str, str]) -> str:
    """One hash over the names and hashes of a capture's files."""
    lines = "".join(f"{name}\0{digest}\n" for name, digest in sorted(files.items()))
    return sha256(lines.encode()).hexdigest()


def instant_of(captured: datetime) -> str:
    """An instant as the table of captures has it: two that are equal are written the same."""
    return captured.astimezone(UTC).isoformat(timespec="microseconds")
