"""What a record promises wherever it lives: one suite for a folder and for a server.

The other suites try much of this in more ways on a folder alone; here each promise is tried once
on every back end, and what is answered is compared from one to the other (L15, C10).
"""

import os
import random
import signal
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.conftest import NewHome
from tests.record.answers import answers
from tests.record.some_captures import CAPTURES, HISTORY, LATER, LOADED, add, state
from tests.record.write_points import Strike, struck

from onrecord.errors import InputError, RecordDamaged, RecordError, RecordLocked, RecordTooNew
from onrecord.intake import shipped
from onrecord.model.judgement import Judgement, Verdict
from onrecord.record import Capture, Home, Record, import_bundle, write_bundle

forks = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked to be killed"),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]
ENTRIES = sorted({f"us_ofac_sdn/{uid}" for lane in HISTORY.lanes for uid in lane})
DAYS = sorted({capture.captured.date() + timedelta(days=n) for capture in CAPTURES for n in (0, 1)})
NAMED = ["Directorate of Defence Industries", "Ka Pa Sa", "Korea Mining Development"]
FURTHER = Capture("us_ofac_sdn", LATER, CAPTURES[0].files)


@pytest.fixture
def home(new_home: NewHome) -> Home:
    return new_home()


@pytest.fixture
def record(home: Home) -> Record:
    """A record of all captures."""
    record = Record(home)
    add(record, CAPTURES)
    return record


@pytest.fixture
def in_order(sqlite_home: NewHome) -> Record:
    """The same in a folder, to be compared with."""
    record = Record(sqlite_home())
    add(record, CAPTURES)
    return record


def everything(record: Record) -> str:
    """As known at one capture and at last: state, names, histories, changes, screenings."""
    with record.view(LATER) as view:
        names = sorted({text for text, _, _, _, ref in view.names() if ref in ENTRIES})[:6]
    instants = (CAPTURES[1].captured, LATER)
    return "".join(answers(record, known, DAYS, ENTRIES, names) for known in instants)


@pytest.mark.parametrize("seed", range(3))
def test_l01_l02_l15_in_any_order_and_again_every_answer_is_the_same(
    seed: int, new_home: NewHome, in_order: Record
) -> None:
    order = [*CAPTURES, *CAPTURES[:2]]
    random.Random(seed).shuffle(order)  # noqa: S311 - not for secrets
    record = Record(new_home())

    new = [record.add(capture, LOADED).is_new for capture in order]

    assert sum(new) == len(CAPTURES)
    assert everything(record) == everything(in_order)


def test_l15_what_is_told_of_captures_is_the_same(record: Record, in_order: Record) -> None:
    def told(record: Record) -> list[object]:
        return [
            [k.seen.captured, k.seen.day, k.seen.damaged, k.files, k.findings, k.carried, k.entries]
            for held in record.captures().values()
            for k in held
        ]

    assert told(record) == told(in_order)
    assert record.newest("us_ofac_sdn") == in_order.newest("us_ofac_sdn")


def test_l15_the_starter_record_answers_alike(new_home: NewHome, sqlite_home: NewHome) -> None:
    here, there = Record(new_home()), Record(sqlite_home())
    add(here, [CAPTURES[0], shipped()])
    add(there, [shipped(), CAPTURES[0]])

    told = [
        answers(one, LATER, [date(2017, 7, 21)], ["starter/ddi-burma", "starter/komid"], NAMED)
        for one in (here, there)
    ]

    assert told[0] == told[1]
    assert '"outcome": "match"' in told[0]


def test_l14_a_rebuild_gives_the_same_record(record: Record) -> None:
    before = everything(record)

    assert record.rebuild(LOADED) == len(CAPTURES)

    assert everything(record) == before
    assert list(record.damages()) == []


def test_l13_l15_a_judgement_links_alike_and_outlives_a_rebuild_and_the_way_elsewhere(
    record: Record, in_order: Record, sqlite_home: NewHome, tmp_path: Path
) -> None:
    a, b = ENTRIES[:2]
    for one in (record, in_order):
        one.judge(Judgement(Verdict.SAME, a, b, "one address", LOADED, "a reader"))
        one.judge(Judgement(Verdict.WITHDRAWN, a, b, "another floor", LATER))

    judged = everything(in_order)
    assert everything(record) == judged

    record.rebuild(LOADED)
    assert everything(record) == judged
    write_bundle(record, tmp_path / "all.tar")
    other = Record(sqlite_home())
    list(import_bundle(other, tmp_path / "all.tar", LOADED))
    assert other.judgements() == record.judgements() == in_order.judgements()


@pytest.mark.postgres
@pytest.mark.parametrize("ways", [("sqlite", "postgresql"), ("postgresql", "sqlite")], ids=str)
def test_c10_exported_from_one_and_imported_by_the_other_it_is_the_same(
    ways: tuple[str, str], request: pytest.FixtureRequest, in_order: Record, tmp_path: Path
) -> None:
    one, other = (Record(request.getfixturevalue(f"{way}_home")()) for way in ways)
    add(one, CAPTURES)

    write_bundle(one, tmp_path / "one.tar")
    list(import_bundle(other, tmp_path / "one.tar", LOADED))
    write_bundle(other, tmp_path / "other.tar")
    add(other, [FURTHER])

    assert everything(one) == everything(in_order)
    assert sorted(lines(tmp_path / "one.tar")) == sorted(lines(tmp_path / "other.tar"))
    add(in_order, [FURTHER])
    assert everything(other) == everything(in_order)


def lines(bundle: Path) -> list[str]:
    """The lines of a bundle's journal: it stands first, in blocks of 512 bytes (POSIX, ustar)."""
    content = bundle.read_bytes()
    size = int(content[124:135], 8)
    return content[512 : 512 + size].decode().splitlines()


def test_where_nothing_was_added_questions_are_refused_and_write_nothing(home: Home) -> None:
    record = Record(home)

    for ask in (record.captures, lambda: state_or_raise(record), lambda: record.newest("un_sc")):
        with pytest.raises(RecordError, match=r"no record yet.*`onrecord add starter`"):
            ask()
    with pytest.raises(RecordError):
        record.rebuild(LOADED)

    assert not record.exists()
    assert record.file("0" * 64) is None
    record.mend()
    assert not record.exists()


def state_or_raise(record: Record) -> str:
    with record.view(LATER) as view:
        return view.state.fingerprint


def test_a_capture_that_is_refused_leaves_all_as_it_was(record: Record) -> None:
    before, files = everything(record), len(stored(record))
    bad = Capture("us_ofac_sdn", LATER, {"sdn.csv": b"1,half a row"})

    with pytest.raises(InputError):
        record.add(bad, LOADED)

    assert everything(record) == before
    assert len(stored(record)) == files


def stored(record: Record) -> list[str]:
    """The files of the archive, by hash."""
    with record.truth() as truth:
        return list(truth.archive)


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tenth of a second in place of five: else five of test."""
    for module in ("database", "server"):
        monkeypatch.setattr(f"onrecord.record.{module}._WAIT_MS", 100)


@pytest.mark.usefixtures("hurried")
def test_c06_a_second_writer_is_refused_while_the_first_writes_and_readers_go_on(
    record: Record, home: Home
) -> None:
    before = state(record)
    with home.writing() as session:
        session.connection.execute(sa.text("DELETE FROM name"))
        began = time.monotonic()
        with pytest.raises(RecordLocked, match="is being written to"):
            record.add(FURTHER, LOADED)
        assert time.monotonic() - began < 5
        assert state(record) == before

    assert record.add(FURTHER, LOADED).is_new


def test_l16_what_a_writer_that_fails_has_written_is_seen_by_nobody(
    record: Record, home: Home
) -> None:
    before = everything(record)

    with pytest.raises(ZeroDivisionError), home.writing() as session:
        _fails_after_writing(session.connection)

    assert everything(record) == before


def _fails_after_writing(connection: sa.Connection) -> None:
    connection.execute(sa.text("DELETE FROM name"))
    raise ZeroDivisionError


def test_l16_a_view_stays_what_it_was_while_a_capture_is_loaded(record: Record) -> None:
    with record.view(LATER) as view:
        before = view.state.fingerprint
        record.add(FURTHER, LOADED)
        names = sorted(set(view.names()))
        assert [view.history(ref, DAYS[-1]) for ref in ENTRIES]
        assert view.state.fingerprint == before
    assert state(record) != before
    with record.view(LATER) as view:
        assert sorted(set(view.names())) == names


class TestWithProcesses:
    """Writers that are other processes, and are killed."""

    pytestmark = forks

    def test_c06_the_turn_of_a_writer_that_died_is_free(
        self, record: Record, home: Home, tmp_path: Path
    ) -> None:
        def dies_in_its_turn() -> None:
            with home.writing() as session:
                session.connection.execute(sa.text("DELETE FROM run"))
                os.kill(os.getpid(), signal.SIGKILL)

        before = everything(record)
        ended = struck(dies_in_its_turn, tmp_path, -1, Strike.KILL)

        assert ended.status is None
        assert everything(record) == before
        assert record.add(FURTHER, LOADED).is_new

    def test_c01_killed_at_any_write_point_the_record_is_as_before_or_after(
        self, record: Record, home: Home, tmp_path: Path
    ) -> None:
        before, point = state(record), 0
        while state(record) == before:
            point += 1
            ended = struck(lambda: Record(home).add(FURTHER, LOADED), tmp_path, point, Strike.KILL)
            assert ended.status == (None if ended.is_struck else 0), ended
            assert list(record.damages()) == [], point
        assert point > 3

        record.add(FURTHER, LOADED)
        with record.truth() as truth:
            loads = [(load.captured, str(load.files)) for load in truth.journal.loads()]
        assert len(loads) == len(set(loads)) == 1 + len(CAPTURES)
        assert list(record.damages()) == []

    def test_c06_two_writers_at_once_both_get_their_captures_in(
        self, home: Home, in_order: Record
    ) -> None:
        children = [self._loading(home, order) for order in (CAPTURES, CAPTURES[::-1])]

        assert [os.WEXITSTATUS(os.waitpid(child, 0)[1]) for child in children] == [0, 0]
        record = Record(home)
        assert everything(record) == everything(in_order)
        assert list(record.damages()) == []

    def test_c05_readers_see_a_state_between_loads_and_wait_for_no_writer(
        self, new_home: NewHome
    ) -> None:
        steps = Record(new_home())
        allowed = []
        for capture in CAPTURES:
            steps.add(capture, LOADED)
            allowed.append(state(steps))
        home = new_home()
        record = Record(home)
        record.add(CAPTURES[0], LOADED)

        writer = self._loading(home, CAPTURES)
        seen, longest = set(), 0.0
        while os.waitpid(writer, os.WNOHANG) == (0, 0):
            began = time.monotonic()
            seen.add(state(record))
            longest = max(longest, time.monotonic() - began)

        assert seen <= set(allowed)
        assert state(record) == allowed[-1]
        assert longest < 1

    def _loading(self, home: Home, captures: list[Capture]) -> int:
        child = os.fork()
        if child == 0:
            try:
                add(Record(home), captures)
            except BaseException:
                os._exit(1)
            os._exit(0)
        return child


def test_c09_a_record_of_a_later_version_is_refused_and_left_alone(
    record: Record, home: Home
) -> None:
    with home.writing() as session:
        session.connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))

    for use in (record.captures, lambda: record.add(FURTHER, LOADED)):
        with pytest.raises(RecordTooNew, match=r"later version.*update onrecord"):
            use()


def spoil(home: Home, digest: str, change: Callable[[bytes], bytes | None]) -> None:
    """Change a packed file behind the archive's back; None takes it away."""
    path = home.folder / "archive" / digest[:2] / f"{digest}.zst"
    if path.exists():
        changed = change(path.read_bytes())
        path.unlink()
        if changed is not None:
            path.write_bytes(changed)
        return
    with home.writing() as session:
        where = sa.text("SELECT packed FROM archive WHERE sha256 = :of").bindparams(of=digest)
        changed = change(bytes(session.connection.execute(where).scalar_one()))
        text = "DELETE FROM archive WHERE sha256 = :of"
        if changed is not None:
            text = "UPDATE archive SET packed = :new WHERE sha256 = :of"
        values = {"of": digest} if changed is None else {"of": digest, "new": changed}
        session.connection.execute(sa.text(text), values)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda packed: packed[:-1], id="cut"),
        pytest.param(lambda packed: packed[:50] + bytes([packed[50] ^ 1]) + packed[51:], id="bit"),
        pytest.param(lambda _: b"", id="empty"),
        pytest.param(lambda _: None, id="gone"),
    ],
)
def test_c07_damage_to_the_archive_is_named(
    change: Callable[[bytes], bytes | None], record: Record, home: Home
) -> None:
    for digest in stored(record):
        kept: list[bytes] = []

        def changed(packed: bytes, kept: list[bytes] = kept) -> bytes | None:
            kept.append(packed)
            return change(packed)

        spoil(home, digest, changed)
        assert digest in {damage.sha256 for damage in record.damages()}
        restore(home, digest, kept[0])
    assert list(record.damages()) == []


def restore(home: Home, digest: str, packed: bytes) -> None:
    path = home.folder / "archive" / digest[:2] / f"{digest}.zst"
    if path.parent.exists():
        path.write_bytes(packed)
        return
    with home.writing() as session:
        session.connection.execute(
            sa.text(
                "INSERT INTO archive (sha256, packed) VALUES (:of, :new) "
                "ON CONFLICT (sha256) DO UPDATE SET packed = excluded.packed"
            ),
            {"of": digest, "new": packed},
        )


@pytest.mark.parametrize("table", ["snapshot", "run", "name", "column"])
def test_c08_tables_that_are_gone_are_told_and_a_rebuild_makes_them_anew(
    table: str, record: Record, home: Home
) -> None:
    before = everything(record)
    with home.writing() as session:
        connection = session.connection
        cascade = " CASCADE" if connection.dialect.name == "postgresql" else ""
        if table == "column":
            connection.execute(sa.text("ALTER TABLE content DROP COLUMN packed"))
        else:
            connection.execute(sa.text(f"DROP TABLE {table}{cascade}"))

    with pytest.raises(RecordError):
        ask_all_tables(record)
    assert [d.says for d in record.damages() if "rebuild" in d.says]

    record.rebuild(LOADED)
    assert everything(record) == before
    assert list(record.damages()) == []


def test_an_entry_that_was_changed_in_the_tables_is_named(record: Record, home: Home) -> None:
    before = everything(record)
    with home.writing() as session:
        rows = session.connection.execute(sa.text("SELECT id, source, uid, packed FROM content"))
        number, source, uid, packed = min(rows, key=lambda row: row.id)
        session.connection.execute(
            sa.text("UPDATE content SET packed = :new WHERE id = :number"),
            {"new": bytes(packed)[:-1] + b"?", "number": number},
        )

    # once a version: later ones are packed against the first
    assert {f"{source}/{uid} has changed" in damage.says for damage in record.damages()} == {True}

    record.rebuild(LOADED)
    assert everything(record) == before


def ask_all_tables(record: Record) -> None:
    with record.view(LATER) as view:
        assert [view.history(ref, DAYS[-1]) for ref in ENTRIES]
        assert list(view.names())


def test_a_line_of_the_journal_that_is_spoilt_is_named(record: Record, home: Home) -> None:
    path = home.folder / "journal.jsonl"
    if path.exists():
        text = path.read_text(encoding="utf-8").splitlines()
        path.write_text("\n".join([text[0], "{", *text[2:]]) + "\n", encoding="utf-8")
    else:
        with home.writing() as session:
            session.connection.execute(sa.text("UPDATE journal SET line = '{' WHERE number = 2"))

    with pytest.raises(RecordDamaged, match=r"journal is damaged: .*line 2: restore"):
        record.rebuild(LOADED)


def test_the_journal_keeps_every_character_of_an_origin(record: Record) -> None:
    origin = "https://lists.example/ Rüstung \u0000\u2028 ပစ္စည်း\r\n\U0001f4dc"
    record.add(Capture(FURTHER.source, FURTHER.captured, FURTHER.files, origin), LOADED)

    with record.truth() as truth:
        assert list(truth.journal.loads())[-1].origin == origin
