"""Records of other versions of the tables (validation plan, section 5: C01, C09)."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TypeAlias

import pytest
from tests.record.scene import ACTS, FORK, Scene, assert_sound, fast_folder
from tests.record.some_captures import CAPTURES, LOADED, add, everything, state
from tests.record.write_points import Strike, at_every_point

from onrecord.errors import RecordError, RecordTooNew
from onrecord.record import Record, revisions, schema
from onrecord.record.database import open_engine
from onrecord.record.revisions import revision_of

pytestmark = FORK
Program: TypeAlias = Callable[[Path], AbstractContextManager[None]]
_LATER = "9999"
# all that a version may do: tables, columns with and without a copy of the table, content, an index
_STEP = '''
"""As some later version might change the tables."""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{before}"


def upgrade() -> None:
    op.create_table("added", sa.Column("id", sa.Integer, primary_key=True))
    op.add_column("content", sa.Column("more", sa.Text))
    op.execute("UPDATE content SET more = uid")
    with op.batch_alter_table("meta") as meta:
        meta.alter_column("value", nullable=True)
    op.create_index("content_more", "content", ["more"])
    op.drop_index("ix_run_uid")
    op.create_index("ix_run_uid", "run", ["uid", "source"])
'''


@pytest.fixture
def scene() -> Iterator[Scene]:
    with fast_folder() as folder:
        yield Scene(folder)


@contextmanager
def later_version(scratch: Path) -> Iterator[None]:
    """The program is of a later version meanwhile."""
    ours = Path(revisions.__file__).with_name("migrations")
    folder = scratch / "migrations"
    if not folder.exists():
        shutil.copytree(ours, folder, ignore=shutil.ignore_patterns("__pycache__"))
        step = _STEP.replace("{before}", revisions.DERIVED.newest)
        (folder / "versions" / f"{_LATER}_later.py").write_text(step, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(revisions.DERIVED, "migrations", str(folder))
        patch.setattr(revisions.DERIVED, "newest", _LATER)
        yield


@contextmanager
def other_derivation(_: Path) -> Iterator[None]:
    """The program makes other tables of the same captures meanwhile."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schema, "DERIVATION", schema.DERIVATION + 1)
        yield


STEPS = pytest.mark.parametrize("program", [later_version, other_derivation])


def revision(home: Path) -> str | None:
    with open_engine(home, create=False).connect() as connection:
        return revision_of(connection)


def told(record: Record) -> list[object] | None:
    """What it answers; None where it says in one line what has to be done first."""
    try:
        return everything(record)
    except RecordError as why:
        if "`onrecord rebuild`" not in str(why) or "\n" in str(why):
            raise
        return None


@STEPS
def test_c09_a_record_of_an_earlier_version_is_brought_up_by_a_load_and_answers_alike(
    program: Program, scene: Scene, tmp_path: Path
) -> None:
    states = scene.set(ACTS["a batch"])
    record = Record(scene.start)
    before = everything(record)

    with program(tmp_path):
        assert told(record) in (before, None)
        record.mend()
        assert revision(record.home) == revisions.DERIVED.newest
        assert everything(record) == before

        add(record, CAPTURES)
        assert state(record) == states[-1]
        assert_sound(record)
        whole = everything(record)
        record.rebuild(LOADED)
        assert everything(record) == whole


@STEPS
def test_c09_a_record_of_an_earlier_version_is_brought_up_by_a_rebuild(
    program: Program, scene: Scene, tmp_path: Path
) -> None:
    scene.set(ACTS["a batch"])
    record = Record(scene.start)
    before = everything(record)

    with program(tmp_path):
        record.rebuild(LOADED)
        assert revision(record.home) == revisions.DERIVED.newest
        assert everything(record) == before


@STEPS
def test_c09_a_capture_is_added_to_a_record_of_an_earlier_version(
    program: Program, scene: Scene, tmp_path: Path
) -> None:
    states = scene.set(ACTS["a batch"])
    record = Record(scene.start)

    with program(tmp_path):
        add(record, CAPTURES)
        assert state(record) == states[-1]
        assert_sound(record)


def test_c09_a_record_of_a_later_version_is_refused_and_left_as_it_is(
    scene: Scene, tmp_path: Path
) -> None:
    scene.set(ACTS["a batch"])
    record = Record(scene.start)
    with later_version(tmp_path):
        record.mend()
    before = content_of(record.home)

    for use in (
        lambda: everything(record),
        lambda: add(record, CAPTURES),
        record.mend,
        record.captures,
        lambda: record.newest(CAPTURES[0].source),
    ):
        with pytest.raises(RecordTooNew, match="update onrecord") as told:
            use()
        assert len(str(told.value).splitlines()) == 1
    assert content_of(record.home) == before

    record.rebuild(LOADED)  # what is derived may always be made anew
    assert revision(record.home) == revisions.DERIVED.newest


def content_of(home: Path) -> dict[str, bytes]:
    """Every file but those that SQLite keeps beside an open database."""
    return {
        str(path.relative_to(home)): path.read_bytes()
        for path in sorted(home.rglob("*"))
        if path.is_file() and not path.name.endswith(("-wal", "-shm"))
    }


@STEPS
def test_c01_killed_while_a_record_is_brought_up_it_is_of_one_version_or_the_other(
    program: Program, scene: Scene, tmp_path: Path
) -> None:
    states = scene.set(ACTS["a batch"])
    earlier = revisions.DERIVED.newest
    before = everything(Record(scene.start))

    def act(home: Path) -> None:
        Record(home).mend()

    with program(tmp_path):
        for point, _, home in at_every_point(act, scene.start, Strike.KILL):
            assert revision(home) in (earlier, revisions.DERIVED.newest), point
            assert told(Record(home)) in (before, None), point
            add(Record(home), CAPTURES)
            assert revision(home) == revisions.DERIVED.newest, point
            assert state(Record(home)) == states[-1], point
            assert_sound(Record(home))
