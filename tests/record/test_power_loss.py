"""The power goes (validation plan, section 5: C03)."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

import pytest
from tests.record.conftest import sdn
from tests.record.power import losses, recorded
from tests.record.scene import ACTS, FORK, SOAK, Act, Scene, fast_folder, mended
from tests.record.some_captures import LATER, LOADED, add, state

from onrecord.record import Capture, Record, write_bundle
from onrecord.record.database import open_engine

pytestmark = FORK
TIMES = 20 if SOAK else 2
Parts: TypeAlias = Callable[[Record, Callable[[], None]], None]


@pytest.fixture
def scene() -> Iterator[Scene]:
    with fast_folder() as folder:
        yield Scene(folder)


def lost(act: Act, scene: Scene, seed: str, parts: Parts) -> Iterator[tuple[str, int, Record]]:
    """The power goes at every step of an act on the scene's record, which has come so far then."""
    folder = scene.folder / "power"
    folder.mkdir()
    if act.before:
        scene.start.rename(folder / "record")
    out = scene.folder / "log"
    log = recorded(lambda home, done: parts(Record(home / "record"), done), folder, out)
    for when, done in losses(log, folder, seed, TIMES):
        yield when, done, Record(folder / "record")


@pytest.mark.parametrize("name", ["the first", "a batch", "a batch, the newest first"])
def test_c03_whatever_the_disk_lost_the_record_is_as_before_or_after_and_no_load_is_lost(
    name: str, scene: Scene
) -> None:
    act = ACTS[name]
    states = scene.set(act)

    def parts(record: Record, done: Callable[[], None]) -> None:
        for capture in act.captures:
            record.add(capture, LOADED)
            done()

    for when, done, record in lost(act, scene, name, parts):
        assert state(record) in states, when
        assert list(record.damages()) == [], when
        assert len(record.loads()) >= done, when
        mended(act, record, scene, states[-1])


def test_c03_a_program_that_brings_no_folder_to_the_disk_is_found_out(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else these tests would show nothing."""
    act = ACTS["a batch"]
    scene.set(act)
    monkeypatch.setattr("onrecord.archive.sync_folder", lambda _: None)

    def parts(record: Record, done: Callable[[], None]) -> None:
        act.do(record, act.captures, scene.bundle)
        done()

    found = [list(record.damages()) for _, _, record in lost(act, scene, "planted", parts)]
    assert any(found)


def test_c03_when_the_power_goes_in_a_rebuild_no_log_of_the_old_one_is_taken_for_the_new_ones(
    scene: Scene,
) -> None:
    captures = [wide_capture(day) for day in range(1, 5)]
    record = Record(scene.start)
    # in another order than a rebuild takes, so that the same pages hold other things
    add(record, captures[:0:-1])
    with open_engine(record.home, create=False).connect() as reader:
        reader.exec_driver_sql("BEGIN")
        reader.exec_driver_sql("SELECT * FROM capture").all()  # nobody may fold the log
        states = [names(record)]
        add(record, captures)
        states.append(names(record))
        folder = scene.folder / "power"
        shutil.copytree(record.home, folder, ignore=shutil.ignore_patterns("*-shm"))
    assert 0 < size(folder / "record.sqlite-wal") < size(folder / "record.sqlite") / 2

    log = recorded(lambda home, _: Record(home).rebuild(LOADED), folder, scene.folder / "log")
    for when, _ in losses(log, folder, "rebuild", TIMES):
        record = Record(folder)
        assert names(record) in states, when
        assert list(record.damages()) == [], when
        record.rebuild(LOADED)
        assert names(record) == states[-1], when


def wide_capture(day: int) -> Capture:
    """Three hundred companies, of which a few are of that day."""
    rows = {uid: f"COMPANY {uid} OF DAY {day if uid % 50 == day else 0}" for uid in range(1, 301)}
    captured = datetime(2021, 12, day, tzinfo=UTC)
    return Capture("us_ofac_sdn", captured, {"sdn.csv": sdn(rows)})


def names(record: Record) -> list[object]:
    """The fingerprint, and all names that there ever were."""
    with record.view(LATER) as view:
        return [view.state.fingerprint, *sorted(view.names())]


def size(path: Path) -> int:
    return path.stat().st_size


def test_c03_when_the_power_goes_in_an_export_the_bundle_is_whole_or_not_there(
    scene: Scene,
) -> None:
    final = scene.set(ACTS["export"])[-1]
    bundle = scene.bundle.read_bytes()
    found = set()

    def parts(record: Record, done: Callable[[], None]) -> None:
        write_bundle(record, record.home.with_name("out.tar"))
        done()

    for when, done, record in lost(ACTS["export"], scene, "export", parts):
        out = record.home.with_name("out.tar")
        assert state(record) == final, when
        assert out.exists() or not done, when
        assert not out.exists() or out.read_bytes() == bundle, when
        found.add(out.exists())
    assert found == {True, False}
