"""A few captures of a generated list, a record of them, and what it answers from."""

from datetime import UTC, datetime, timedelta

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


def endless(number: int) -> Capture:
    """The captures again and again, at instants that only grow, a little different in bytes."""
    shown = CAPTURES[number % len(CAPTURES)]
    row = f'{90_000 + number},"HOUSE {number}",-0- ,"ZENDA",' + "-0- ," * 7 + "-0- \r\n"
    files = dict(shown.files)
    files["sdn.csv"] = row.encode() + files["sdn.csv"]
    return Capture(shown.source, CAPTURES[-1].captured + timedelta(minutes=number + 1), files)
