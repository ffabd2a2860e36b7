"""The fingerprint: one hash over all evidence that could be known by an instant.

Over source, instant and file hashes of captures, facts, and judgements and withdrawals in effect.
When and in what order they were loaded, how bytes are packed and where they lie is no part of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from onrecord.model.dates import end_of_day
from onrecord.model.facts import FactSheet, StatedBasis, StatedEdge
from onrecord.model.judgement import Judgement
from onrecord.record.decisions import Withdrawal
from onrecord.record.timeline import Seen


def fingerprint(
    captures: Mapping[str, Iterable[Seen]],
    sheet: FactSheet | None,
    decisions: Iterable[Judgement | Withdrawal],
    known: datetime,
) -> str:
    """SHA-256 in hex; the same evidence gives the same, in whatever order it came."""
    lines = [
        f"capture {source} {one.captured.isoformat()} {one.digest}"
        for source, seen in captures.items()
        for one in seen
    ]
    lines += [
        f"judgement {one!r}" if isinstance(one, Judgement) else f"withdrawal {one.line()}"
        for one in decisions
    ]
    if sheet is not None:
        lines += _fact_lines(sheet, known)
    return sha256("\n".join(sorted(lines)).encode()).hexdigest()


def _fact_lines(sheet: FactSheet, known: datetime) -> list[str]:
    day = known.date()
    lines = []
    for measure in sheet.measures:
        if end_of_day(measure.known_at) > known:
            continue
        end_known = measure.end_known_at is not None and end_of_day(measure.end_known_at) <= known
        seen = measure if end_known else replace(measure, end=None, end_cause=None)
        lines.append(f"measure {seen!r}")
    for absence in sheet.absences:
        if absence.start is None or absence.start <= day:
            is_over = absence.end is not None and absence.end <= day
            lines.append(f"absence {absence if is_over else replace(absence, end=None)!r}")
    for party in sheet.parties:
        names = [n.name for n in party.names if n.known_at is None or n.known_at <= day]
        lines.append(f"party {party.slug} {names!r}")
    lines += [f"notice {n!r}" for n in sheet.notices if end_of_day(n.known_at) <= known]
    instruments: tuple[StatedBasis | StatedEdge, ...] = (*sheet.bases, *sheet.edges)
    return lines + [
        f"basis {one!r}" for one in instruments if one.date is None or one.date.latest <= day
    ]
