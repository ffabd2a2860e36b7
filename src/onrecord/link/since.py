"""What the record says of a party on the report's day, and what began or ended after it."""

from datetime import date

from onrecord.link.authorities import AUTHORITY_NAMES, is_blocking, joined, told
from onrecord.link.values import Since, Turn
from onrecord.model.answer import History, Measure, Status
from onrecord.model.dates import InForce
from onrecord.model.listing import Authority


def measures_on(history: History, on: date) -> tuple[tuple[Measure, ...], tuple[Measure, ...]]:
    """The measures in force on a day, and those that may be."""
    every = [m for answer in history.authorities for m in answer.measures]
    return (
        tuple(m for m in every if m.in_force(on) is InForce.YES),
        tuple(m for m in every if m.in_force(on) is InForce.UNKNOWN),
    )


def says_on(history: History, in_force: tuple[Measure, ...]) -> tuple[str, ...]:
    """Plain sentences on a day: who listed the party and whether anybody blocked it."""
    by_status: dict[Status, list[Authority]] = {status: [] for status in Status}
    for answer in history.authorities:
        by_status[answer.status].append(answer.authority)
    blockers = {m.authority for m in in_force if is_blocking(m)}
    unknown = by_status[Status.UNKNOWN]
    sentences = []
    if in_force:
        sentences.append(f"listed by {_listings(in_force)}")
        if blockers:
            sentences.append(f"blocked by {told(blockers)}")
        else:
            sentences.append(
                "blocked by nobody known to this record" if unknown else "blocked by nobody"
            )
    elif by_status[Status.LISTED]:
        sentences.append(f"listed by {told(by_status[Status.LISTED])}")
    else:
        sentences.append("under no measure in force that this record knows of")
    if former := by_status[Status.FORMERLY_LISTED]:
        sentences.append(f"formerly listed by {told(former)}, no longer that day")
    if never := by_status[Status.NEVER_LISTED]:
        sentences.append(f"never listed by {told(never)}, to that day")
    if absent := by_status[Status.NOT_LISTED]:
        sentences.append(f"not listed that day by {told(absent)}; earlier times unknown")
    if unknown:
        sentences.append(f"unknown for {told(unknown)}")
    return tuple(sentences)


def _listings(measures: tuple[Measure, ...]) -> str:
    by_authority: dict[Authority, list[str]] = {}
    for measure in measures:
        by_authority.setdefault(measure.authority, []).append(measure.programme)
    return joined(
        [
            f"{AUTHORITY_NAMES[authority]} under {joined(list(dict.fromkeys(programmes)))}"
            for authority, programmes in by_authority.items()
        ]
    )


def changes_since(history: History, on: date, today: date) -> tuple[Since, ...]:
    """Measures that began or ended after `on`, up to and with `today`; the oldest first.

    `history` as of today. Where bounds reach back to `on` or before it, the change is told as
    unsure rather than left out.
    """
    found = [
        change
        for answer in history.authorities
        for measure in answer.measures
        for change in (_begun(measure, on, today), _ended(measure, on, today))
        if change is not None
    ]
    return tuple(sorted(found, key=lambda c: (c.when.latest or today, c.measure.authority, c.turn)))


def _begun(measure: Measure, on: date, today: date) -> Since | None:
    start = measure.start
    if start.latest is not None and start.latest <= on:
        return None
    if start.earliest is None:
        return Since(Turn.BEGAN, start, measure, is_sure=False) if start.latest else None
    if start.earliest > today:
        return None
    return Since(Turn.BEGAN, start, measure, is_sure=start.earliest > on)


def _ended(measure: Measure, on: date, today: date) -> Since | None:
    end = measure.end
    if end is None or (end.latest is not None and end.latest <= on):
        return None
    if end.earliest is None:
        return Since(Turn.ENDED, end, measure, is_sure=False)
    if end.earliest > today:
        return None
    return Since(Turn.ENDED, end, measure, is_sure=end.earliest > on)
