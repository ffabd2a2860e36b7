"""Real captures on a server and in a folder: the same answers, byte for byte (L15)."""

import contextlib
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.conftest import NewHome
from tests.record.answers import answers

from onrecord.errors import InputError
from onrecord.intake import captures_at
from onrecord.record import Capture, Record, import_bundle, write_bundle

pytestmark = [pytest.mark.real, pytest.mark.postgres]
LATER = datetime(2026, 1, 1, tzinfo=UTC)
# lists in all their forms: numbered or not, long ids, companions, rows with dates of their own
LISTS = ("un-sc", "us-bis-dpl", "us-csl", "us-ofac-sdn", "us-state-isn")


@pytest.fixture(scope="module")
def newest(captures: Path) -> list[Capture]:
    """The two newest captures of some lists."""
    found = []
    for name in LISTS:
        held = [one.capture for one in captures_at(captures / name) if one.capture is not None]
        found += sorted(held, key=lambda capture: capture.captured)[-2:]
    return found


def loaded(captures: list[Capture], home: NewHome) -> Record:
    record = Record(home())
    for capture in captures:
        with contextlib.suppress(InputError):  # among them are damaged ones, to be refused
            record.add(capture, LATER)
    return record


def test_l15_real_lists_answer_alike_on_a_server_and_in_a_folder(
    newest: list[Capture], sqlite_home: NewHome, postgresql_home: NewHome
) -> None:
    folder = loaded(newest, sqlite_home)
    server = loaded(newest[::-1], postgresql_home)

    with folder.view(LATER) as here, server.view(LATER) as there:
        names = sorted(set(here.names()))
        assert sorted(set(there.names())) == names
    some = random.Random(5).sample(names, 60)  # noqa: S311 - not for secrets
    days = [kept.seen.day for kept in folder.captures()["us_ofac_sdn"]]
    asked = LATER, days, sorted({name[-1] for name in some}), [name[0] for name in some[:8]]
    told = answers(folder, *asked)
    assert '"between"' in told  # a change
    assert answers(server, *asked) == told


def test_c10_small_real_lists_carry_over_from_a_server_to_a_folder(
    newest: list[Capture], sqlite_home: NewHome, postgresql_home: NewHome, tmp_path: Path
) -> None:
    small = [one for one in newest if sum(map(len, one.files.values())) < 1_000_000]
    server, folder = loaded(small, postgresql_home), Record(sqlite_home())

    write_bundle(server, tmp_path / "all.tar")

    assert all(import_bundle(folder, tmp_path / "all.tar", LATER))
    with server.view(LATER) as one, folder.view(LATER) as other:
        assert len(one.state.sources) > 1
        assert one.state == other.state
