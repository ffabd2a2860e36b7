"""A few captures of a generated list, a record of them, and what it answers from."""

from datetime import UTC, datetime

from tests.laws.histories import Calendar, calendar

from onrecord.errors import RecordError
from onrecord.record import Capture, Record

LOADED = datetime(2026, 1, 1, tzinfo=UTC)
LATER = datetime(2030, 1, 1, tzinfo=UTC)
HISTORY: Calendar = calendar("crashes 5", 2, source="us_ofac_sdn")
CAPTURES: list[Capture] = [HISTORY.capture(at) for at in range(3)]


def add(record: Record, captures: list[Capture]) -> None:
    for capture in captures:
        record.add(capture, LOADED)


def state(record: Record) -> str | None:
    """The fingerprint of all that the record answers from; None where it has nothing to answer."""
    try:
        with record.view(LATER) as view:
            return view.state.fingerprint
    except RecordError:
        return None


def everything(record: Record) -> list[object]:
    """What the record answers: names, and the history of every entry."""
    entries = sorted({f"us_ofac_sdn/{uid}" for lane in HISTORY.lanes for uid in lane})
    with record.view(LATER) as view:
        histories = [repr(view.history(ref, LATER.date())) for ref in entries]
        return [view.state.fingerprint, sorted(set(view.names())), histories]
