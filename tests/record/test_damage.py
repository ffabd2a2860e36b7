"""Damage to the archive and to the database (validation plan, section 5: C07, C08)."""

import random
import shutil
import sqlite3
from pathlib import Path

import pytest
from tests.record.some_captures import CAPTURES, HISTORY, LATER, LOADED, add, everything, state

from onrecord.errors import InputError, RecordDamaged, RecordTooNew
from onrecord.record import Capture, Record, import_bundle, write_bundle
from onrecord.record.database import open_engine
from onrecord.record.seal import sealed


@pytest.fixture
def record(tmp_path: Path) -> Record:
    """A record of all captures."""
    record = Record(tmp_path / "record")
    add(record, CAPTURES)
    return record


def test_c07_every_damage_to_the_archive_is_named(record: Record) -> None:
    """200 times a bit, a byte or a whole file; what rests on the file may be named as well.

    But for what damages no content: see the next test.
    """
    dice = random.Random(7)  # noqa: S311 - not for secrets
    blobs = sorted((record.home / "archive").glob("??/*.zst"))
    for number in range(200):
        blob = dice.choice(blobs)
        whole = blob.read_bytes()
        _damage(blob, whole, dice, number % 4)

        named = {damage.sha256 for damage in record.damages()}

        digest = blob.name.removesuffix(".zst")
        assert digest in named or record.file(digest) is not None, (number, digest)
        blob.write_bytes(whole)
    assert list(record.damages()) == []


def test_c07_a_damage_that_leaves_the_content_readable_is_named_as_well(record: Record) -> None:
    blob = min((record.home / "archive").glob("??/*.zst"), key=lambda path: path.stat().st_size)
    whole = blob.read_bytes()
    missed = []
    for bit in range(8 * len(whole)):
        at, mask = bit // 8, 1 << bit % 8
        blob.write_bytes(whole[:at] + bytes([whole[at] ^ mask]) + whole[at + 1 :])
        if blob.name.removesuffix(".zst") not in {damage.sha256 for damage in record.damages()}:
            missed.append(bit)
    assert missed == []


def _damage(blob: Path, whole: bytes, dice: random.Random, way: int) -> None:
    at = dice.randrange(len(whole))
    if way == 0:
        blob.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << dice.randrange(8)]) + whole[at + 1 :])
    elif way == 1:
        blob.write_bytes(whole[:at] + bytes([(whole[at] + 97) % 256]) + whole[at + 1 :])
    elif way == 2:
        blob.write_bytes(whole[:at])
    else:
        blob.unlink()


@pytest.mark.parametrize("way", ["cut", "half", "empty", "zeroed", "foreign", "no database"])
def test_c08_a_spoilt_database_is_said_to_be_damaged_and_a_rebuild_gives_the_same_record(
    way: str, record: Record
) -> None:
    final = state(record)
    database = record.home / "record.sqlite"
    spoil(database, way)

    with pytest.raises(RecordDamaged, match="rebuild"), record.view(LATER):
        pass

    assert record.rebuild(LOADED) == len(CAPTURES)
    assert state(record) == final


@pytest.mark.parametrize("cut", [1, 200, 511, 512, 1_000, 2_048, 4_095, 4_096, 4_097, 9_000])
def test_c08_a_database_cut_anywhere_at_its_end_is_said_to_be_damaged(
    cut: int, record: Record
) -> None:
    """SQLite takes what is lacking of the last page for zeros, and names are lacking then."""
    final = everything(record)
    database = record.home / "record.sqlite"
    database.write_bytes(database.read_bytes()[:-cut])

    for use in (everything, lambda record: add(record, CAPTURES), Record.captures):
        with pytest.raises(RecordDamaged, match="rebuild"):
            use(record)
    assert [damage.sha256 for damage in record.damages()] == ["record.sqlite"]

    record.rebuild(LOADED)
    assert everything(record) == final


def test_c08_a_database_whose_newest_pages_stand_in_its_log_is_no_damage(record: Record) -> None:
    """As a fold of the log into the file leaves it where the power goes in its midst."""
    database = record.home / "record.sqlite"
    folded = database.read_bytes()
    with open_engine(record.home, create=False).connect() as reader:
        reader.exec_driver_sql("BEGIN")
        reader.exec_driver_sql("SELECT * FROM capture").all()  # nobody may take the log away
        later = Capture(HISTORY.source, LATER, CAPTURES[0].files)
        record.add(later, LOADED)
        home = record.home.with_name("copy")
        shutil.copytree(record.home, home)
    assert (home / "record.sqlite-wal").stat().st_size > 0
    (home / "record.sqlite").write_bytes(folded + bytes(1_000))

    copy = Record(home)
    assert everything(copy) == everything(record)
    assert list(copy.damages()) == []


def spoil(database: Path, way: str) -> None:
    content = database.read_bytes()
    for beside in database.parent.glob("record.sqlite-*"):
        beside.unlink()
    if way == "foreign":
        database.unlink()
        with sqlite3.connect(database) as other:
            other.execute("CREATE TABLE bookmark (address TEXT)")
        other.close()
        return
    database.write_bytes(
        {
            "cut": content[: len(content) - 9_000],
            "half": content[: len(content) // 2],
            "empty": b"",
            "zeroed": bytes(len(content)),
            "no database": b"This is a letter.\n" * 2_000,
        }[way]
    )


def test_c07_every_damage_to_the_journal_is_named(record: Record) -> None:
    """200 times a bit, a byte, a cut or a line; what was written last as well as the first."""
    dice = random.Random(7)  # noqa: S311 - not for secrets
    journal = record.home / "journal.jsonl"
    whole = journal.read_bytes()
    missed = []
    for number in range(200):
        if number % 4 == 3:
            lines = whole.splitlines(keepends=True)
            lines.pop(dice.randrange(len(lines)))
            journal.write_bytes(b"".join(lines))
        else:
            _damage(journal, whole, dice, number % 4)
        if "journal.jsonl" not in {damage.sha256 for damage in record.damages()}:
            missed.append(number)
    journal.write_bytes(whole)

    assert missed == []
    assert list(record.damages()) == []


def test_c07_a_journal_of_before_lines_had_a_check_is_read_as_it_was(record: Record) -> None:
    final = everything(record)
    path = record.home / "journal.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(b"{" + line[len('{"check":"0123456789abcdef",') :] for line in lines))
    assert b"check" not in path.read_bytes()

    assert list(record.damages()) == []
    record.rebuild(LOADED)
    assert everything(record) == final


def test_c07_several_damages_are_named_at_once(record: Record) -> None:
    blobs = sorted((record.home / "archive").glob("??/*.zst"))[:2]
    for blob in blobs:
        blob.write_bytes(b"")
    journal = record.home / "journal.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join([lines[0].replace(b"load", b"lead"), lines[1][1:], *lines[2:]]))

    said = "\n".join(damage.says for damage in record.damages())

    for blob in blobs:
        assert blob.name[:12] in said
    assert "journal.jsonl, line 1: restore it" in said
    assert "journal.jsonl, line 2: restore it" in said


def test_c07_no_damage_to_a_bundle_comes_in(record: Record, tmp_path: Path) -> None:
    """200 times a bit, a byte or a cut: it is refused, or gives the same record."""
    final = everything(record)
    bundle = tmp_path / "all.tar"
    write_bundle(record, bundle)
    whole = bundle.read_bytes()
    dice = random.Random(7)  # noqa: S311 - not for secrets
    refused = 0
    for number in range(200):
        _damage(bundle, whole, dice, number % 3)
        copy = Record(tmp_path / f"copy {number}")
        try:
            list(import_bundle(copy, bundle, LATER))
        except InputError:
            refused += 1
            continue
        assert everything(copy) == final, number
    assert refused > 60


def test_c09_a_journal_of_a_later_version_is_refused_as_such(record: Record) -> None:
    with (record.home / "journal.jsonl").open("a", encoding="utf-8") as out:
        out.write(sealed({"decision": "something new"}) + "\n")

    with pytest.raises(RecordTooNew, match="update onrecord"):
        add(record, [Capture("us_ofac_sdn", LATER, CAPTURES[0].files)])
    with pytest.raises(RecordTooNew, match="update onrecord"):
        record.rebuild(LOADED)
