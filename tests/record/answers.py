"""What a record answers, as the JSON that users get: to be compared byte for byte."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import pairwise

from onrecord.errors import RecordError
from onrecord.record import Record, changes
from onrecord.screen import Screener
from onrecord.tell import changes as told_changes
from onrecord.tell import json as told


def answers(
    record: Record,
    known: datetime,
    days: Sequence[date],
    entries: Iterable[str],
    names: Iterable[str] = (),
) -> str:
    """One line an answer: state and names, histories and screenings on each day, all changes."""
    found: list[object] = []
    try:
        with record.view(known) as view:
            found += [told.record(view.state), sorted(set(view.names()))]
            parties = {ref: view.party_of(ref) for ref in entries}
            found += [told.history(view.history(p, on)) for p in parties.values() for on in days]
            for first, last in pairwise(sorted(days)):
                try:
                    found += map(told_changes.change, changes(view, first, last))
                except RecordError as why:
                    found.append(str(why))
            screener = Screener(view)
            found += [
                told.screened(screener.screen(name, on, near=True), near=True)
                for name in names
                for on in days
            ]
    except RecordError as why:
        found.append(str(why))
    return "".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in found)
