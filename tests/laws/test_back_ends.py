"""Generated histories on a server and in a folder: the same answers, byte for byte (L15)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.conftest import NewHome
from tests.laws.comparison import Asking, filled
from tests.laws.histories import Calendar, calendar
from tests.record.answers import answers

from onrecord.record import Record

pytestmark = pytest.mark.postgres
HISTORIES = [calendar(f"back ends {number}", 4) for number in range(6)]
_LATER = datetime(2030, 1, 1, tzinfo=UTC)
_QUESTIONS = 100


@pytest.mark.parametrize("history", HISTORIES, ids=lambda history: history.seed)
def test_l15_a_server_answers_byte_for_byte_as_a_folder_and_stands_as_well_before_the_oracle(
    history: Calendar, sqlite_home: NewHome, postgresql_home: NewHome
) -> None:
    folder, server = (filled(Record(home()), history) for home in (sqlite_home, postgresql_home))

    # where the two part, if anywhere, is the business of the oracle's own test
    parted = [list(Asking(one, history, _QUESTIONS).differences()) for one in (folder, server)]
    assert parted[0] == parted[1]
    for known in (*instants(history), _LATER):
        asked = known, days(history), entries(history), ["Always Here", *names(history)]
        assert answers(server, *asked) == answers(folder, *asked)


def instants(history: Calendar) -> list[datetime]:
    """That of a capture in the middle, and a second before it."""
    middle = history.wholes[len(history.wholes) // 2].captured
    return [middle - timedelta(seconds=1), middle]


def days(history: Calendar) -> list[date]:
    own = sorted({whole.day for whole in history.wholes})
    return [own[0] - timedelta(days=1), own[len(own) // 2], own[-1] + timedelta(days=1)]


def entries(history: Calendar) -> list[str]:
    return [f"{history.source}/{uid}" for lane in history.lanes for uid in lane]


def names(history: Calendar) -> list[str]:
    return sorted({row.name for whole in history.wholes for row in whole.rows.values()})[:5]
