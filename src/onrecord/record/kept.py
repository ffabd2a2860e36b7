"""The captures that a record holds, with what parsing each gave and what was decided of it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import TypeAlias

import sqlalchemy as sa

from onrecord.model.snapshot import Finding
from onrecord.record import schema
from onrecord.record.decisions import Withdrawal
from onrecord.record.journal import Decision, Load, read_decision
from onrecord.record.timeline import Seen

Turn: TypeAlias = Withdrawal | Load  # taken back, or loaded again after that
Mark: TypeAlias = tuple[str, datetime, str]  # source, instant, digest of the files


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
    turns: tuple[Turn, ...] = ()  # in the order of their instants

    def withdrawn(self, known: datetime | None = None) -> Withdrawal | None:
        """The decision by which it counts no more, as known at an instant, or by all decisions."""
        told = [turn for turn in self.turns if known is None or turn.at <= known]
        return told[-1] if told and isinstance(told[-1], Withdrawal) else None


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
    turns = _turns(connection)
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
                turns.get((row[schema.capture.c.source], seen.captured, seen.digest), ()),
            )
        )
    for captures in found.values():
        captures.sort(key=lambda k: k.seen.order)
    return dict(sorted(found.items()))


def mark_of(one: Turn) -> Mark:
    """Which capture a decision is about."""
    return one.source, one.captured, files_digest(one.files)


def beside_loads(decisions: Iterable[Decision]) -> Iterator[Decision]:
    """All decisions but the first load of each capture, which is in the tables as what it gave."""
    first = set[Mark]()
    for one in decisions:
        if isinstance(one, Load) and mark_of(one) not in first:
            first.add(mark_of(one))
        else:
            yield one


def turns_of(decisions: Iterable[Decision]) -> dict[Mark, tuple[Turn, ...]]:
    """The withdrawals and restorations of each capture that has any, in order of their instants.

    Not in that of the journal: what a bundle brings stands at its end.
    """
    found: dict[Mark, list[Turn]] = {}
    for one in decisions:
        if isinstance(one, Withdrawal | Load):
            found.setdefault(mark_of(one), []).append(one)
    return {mark: tuple(sorted(turns, key=lambda t: t.at)) for mark, turns in found.items()}


def _turns(connection: sa.Connection) -> dict[Mark, tuple[Turn, ...]]:
    line = schema.judgement.c.line
    kinds = (
        line.contains(f'"decision":"{kind}"', autoescape=True) for kind in ("withdraw", "load")
    )
    query = sa.select(line).where(sa.or_(*kinds)).order_by(schema.judgement.c.id)
    return turns_of(read_decision(json.loads(each)) for each in connection.execute(query).scalars())


def files_digest(files: Mapping[str, str]) -> str:
    """One hash over the names and hashes of a capture's files."""
    lines = "".join(f"{name}\0{digest}\n" for name, digest in sorted(files.items()))
    return sha256(lines.encode()).hexdigest()


def instant_of(captured: datetime) -> str:
    """An instant as the table of captures has it: two that are equal are written the same."""
    return captured.astimezone(UTC).isoformat(timespec="microseconds")
