"""Crashes, full disks, two writers and signals (validation plan, section 5)."""

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.record.scene import ACTS, FORK, IN_ORDER, REBUILD, SOAK, Act, Scene, fast_folder, mended
from tests.record.some_captures import CAPTURES, HISTORY, LATER, LOADED, add, state
from tests.record.write_points import Strike, struck

from onrecord.cli.main import run
from onrecord.errors import RecordError, RecordLocked
from onrecord.record import Capture, Record
from onrecord.record.database import open_engine, unlink, writing

pytestmark = FORK


@pytest.fixture
def scene() -> Iterator[Scene]:
    with fast_folder() as folder:
        yield Scene(folder)


@pytest.mark.parametrize("name", ACTS)
def test_c01_killed_at_any_write_point_the_record_is_as_before_or_after(
    name: str, scene: Scene
) -> None:
    act = ACTS[name]
    states = scene.set(act)

    for point, ended, record in scene.runs(act, Strike.KILL):
        assert ended.status in (None, 0), (point, ended)
        assert state(record) in states, point
        assert list(record.damages()) == [], point
        mended(act, record, scene, states[-1])


def test_c01_killed_at_any_write_point_a_rebuild_leaves_a_record_that_answers(scene: Scene) -> None:
    act = REBUILD
    states = scene.set(act)

    for point, _, record in scene.runs(act, Strike.KILL):
        assert state(record) in states, point


def test_c01_killed_in_a_rebuild_the_next_load_or_rebuild_mends_it(scene: Scene) -> None:
    act = REBUILD
    states = scene.set(act)

    for point, _, record in scene.runs(act, Strike.KILL):
        assert list(record.damages()) == [], point
        if point % 2:
            add(record, act.captures[:1])
            assert state(record) == states[-1], point
        mended(act, record, scene, states[-1])


def test_c01_killed_in_a_rebuild_of_a_spoilt_database_it_is_as_before_or_after(
    scene: Scene,
) -> None:
    final = scene.set(REBUILD)[-1]
    database = scene.start / "record.sqlite"
    database.write_bytes(database.read_bytes()[:5_000])

    for point, _, record in scene.runs(REBUILD, Strike.KILL):
        assert state(record) in (None, final), point
        mended(REBUILD, record, scene, final)


def test_c01_killed_in_the_first_load_it_is_told_what_there_is_to_do(scene: Scene) -> None:
    """To rebuild where something was kept; with nothing to rebuild from, that is no advice."""
    act = ACTS["the first"]
    final = scene.set(act)[-1]
    told = []

    for point, _, record in scene.runs(act, Strike.KILL):
        if state(record) == final:
            continue
        with pytest.raises(RecordError) as why, record.view(LATER):
            pass
        told.append(str(why.value).split(":")[0])
        if "onrecord rebuild" in str(why.value):
            record.rebuild(LOADED)
            assert state(record) == final, point
        else:
            assert "`onrecord add starter` makes one" in str(why.value), point
            with pytest.raises(RecordError, match="nothing to rebuild"):
                record.rebuild(LOADED)
    assert list(dict.fromkeys(told)) == ["no record yet", "no record in it"]


# the others pass through the same points: they are for the soak
QUICK = [("the first", Strike.FAILS), ("a batch, the newest first", Strike.FULL)]
QUICK += [("export", Strike.FULL), ("export", Strike.FAILS)]
ALL = [(name, strike) for name in ACTS for strike in (Strike.FULL, Strike.FAILS)]


@pytest.mark.parametrize(("name", "strike"), ALL if SOAK else QUICK, ids=str)
def test_c04_a_disk_that_fails_at_any_point_is_one_line_and_changes_nothing(
    name: str, strike: Strike, scene: Scene
) -> None:
    act = ACTS[name]
    states = scene.set(act)

    for point, ended, record in scene.runs(act, strike):
        assert ended.status in (0, 5), (point, ended)
        assert len(ended.told.splitlines()) == (1 if ended.status else 0), (point, ended)
        assert state(record) in states, point
        assert list(record.damages()) == [], point
        mended(act, record, scene, states[-1])


@pytest.mark.parametrize("size", [0, 1, 100, 4_000, 20_000])
def test_c04_files_that_may_not_grow_are_one_line_and_change_nothing(
    size: int, scene: Scene
) -> None:
    """The system's own refusal, in whatever write it comes."""
    act = ACTS["a batch"]
    states = scene.set(act)
    record = Record(scene.start)

    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        add(record, act.captures)

    ended = struck(limited, scene.folder, -1, Strike.KILL)

    assert ended.status == 5, ended
    assert len(ended.told.splitlines()) == 1
    assert state(record) in states
    assert list(record.damages()) == []
    mended(act, record, scene, states[-1])


@pytest.mark.parametrize("mode", [0o555, 0o000], ids=["not to be written", "closed"])
def test_c04_a_home_that_may_not_be_used_is_refused_in_one_line(mode: int, scene: Scene) -> None:
    def as_nobody() -> None:
        if os.geteuid() == 0:  # whom no mode stops
            os.setuid(65_534)
        add(Record(home), CAPTURES[:1])

    scene.set(ACTS["the first"])  # imports now what nobody may read later
    scene.folder.chmod(0o755)
    home = scene.folder / "closed"
    home.mkdir()
    home.chmod(mode)

    ended = struck(as_nobody, scene.folder, -1, Strike.KILL)

    assert (ended.status, len(ended.told.splitlines())) == (5, 1), ended


def test_c04_a_home_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")

    with pytest.raises(RecordError, match="cannot make the record"):
        add(Record(tmp_path / "file/record"), CAPTURES[:1])


@pytest.fixture
def record(tmp_path: Path) -> Record:
    """A record of all captures."""
    record = Record(tmp_path / "record")
    add(record, CAPTURES)
    return record


def test_c03_a_journal_cut_at_any_byte_of_its_last_line_is_that_of_before(
    record: Record, tmp_path: Path
) -> None:
    """As when the power went before the line was on the disk, and the tables with it."""
    final = state(record)
    content = (record.home / "journal.jsonl").read_bytes()
    last = content[:-1].rfind(b"\n") + 1
    for cut in (*range(last, len(content), 17), len(content) - 1):
        home = tmp_path / f"cut {cut}"
        shutil.copytree(record.home / "archive", home / "archive")
        (home / "journal.jsonl").write_bytes(content[:cut])
        torn = Record(home)

        assert torn.rebuild(LOADED) == len(CAPTURES) - 1
        add(torn, CAPTURES)
        assert state(torn) == final


def test_c06_a_second_writer_is_told_in_five_seconds_and_let_in_when_the_first_is_done(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.record.database._WAIT_MS", 200)  # else five seconds of test
    other = HISTORY.capture(0)
    later = Capture(other.source, LATER, other.files)

    with writing(open_engine(record.home, create=False)):
        before = time.monotonic()
        with pytest.raises(RecordLocked, match="is being written to"):
            record.add(later, LOADED)
        assert time.monotonic() - before < 5
        assert state(record) is not None

    assert record.add(later, LOADED).is_new


def test_c06_the_lock_of_a_writer_that_died_frees_itself(record: Record) -> None:
    def dies_with_the_lock() -> None:
        with writing(open_engine(record.home, create=False)) as connection:
            connection.exec_driver_sql("DELETE FROM run")
            os.kill(os.getpid(), signal.SIGKILL)

    final = state(record)
    ended = struck(dies_with_the_lock, record.home, -1, Strike.KILL)

    assert ended.status is None
    assert state(record) == final
    assert record.add(Capture("us_ofac_sdn", LATER, CAPTURES[0].files), LOADED).is_new


def test_c06_two_writers_at_once_both_get_their_captures_in(tmp_path: Path) -> None:
    home = tmp_path / "record"
    children = []
    for order in (CAPTURES, CAPTURES[::-1]):
        child = os.fork()
        if child == 0:
            try:
                add(Record(home), order)
            except BaseException:
                os._exit(1)
            os._exit(0)
        children.append(child)
    assert [os.WEXITSTATUS(os.waitpid(child, 0)[1]) for child in children] == [0, 0]

    alone = Record(tmp_path / "alone")
    add(alone, CAPTURES)
    assert state(Record(home)) == state(alone)
    assert list(Record(home).damages()) == []


def test_c06_a_load_that_comes_in_while_tables_are_made_anew_is_in_them(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = Capture("us_ofac_sdn", LATER, CAPTURES[0].files)

    def unlink_late(*paths: Path) -> None:
        if not any(path.name.startswith("record.sqlite.new") for path in paths):
            Record(record.home).add(later, LOADED)  # by another process, into the old one
        unlink(*paths)

    monkeypatch.setattr("onrecord.record.home.unlink", unlink_late)
    record.rebuild(LOADED)
    final = state(record)

    assert len(record.captures()["us_ofac_sdn"]) == len(CAPTURES) + 1
    monkeypatch.undo()
    record.rebuild(LOADED)
    assert state(record) == final


_PROGRAM = "import sys; from onrecord.cli.main import main; main()"


@pytest.mark.parametrize(
    ("strike", "status"), [(Strike.INTERRUPT, 130), (Strike.TERMINATE, 143)], ids=str
)
def test_c11_interrupted_or_terminated_at_any_point_it_says_so_without_a_traceback(
    strike: Strike, status: int, scene: Scene
) -> None:
    act = Act(IN_ORDER[:2], 1, _runs_add)
    states = scene.set(act)
    write_folder(scene.bundle.with_name("capture"), CAPTURES[1])

    for point, ended, record in scene.runs(act, strike):
        assert ended.status in (0, status), (point, ended)
        assert "Traceback" not in ended.told, (point, ended)
        assert state(record) in states, point
        mended(act, record, scene, states[-1])


def _runs_add(record: Record, _: list[Capture], bundle: Path) -> int:
    return run(["add", str(bundle.with_name("capture")), "--record", str(record.home)])


def write_folder(folder: Path, capture: Capture) -> None:
    """A capture as a folder that the program takes."""
    folder.mkdir()
    for name, content in capture.files.items():
        (folder / name).write_bytes(content)
    note = f'source = "{capture.source}"\ncaptured = {capture.captured.isoformat()}\n'
    (folder / "capture.toml").write_text(note, encoding="utf-8")


def test_c11_a_pipe_closed_by_its_reader_is_no_error(record: Record) -> None:
    first, last = CAPTURES[0].captured.date(), CAPTURES[-1].captured.date()
    words = ("changes", "--from", str(first), "--to", str(last), "--record", str(record.home))
    with subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        told = running.stderr.read()

    assert (running.returncode, told) == (0, b"")
