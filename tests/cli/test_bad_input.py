"""Bad input on the command line: rows B01 to B25 of the plan, for the verbs that exist."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

CAPTURED = ("--source", "us_ofac_sdn", "--captured", "2021-12-10T18:50Z")
ROW = b'7,"ADA TRADING",-0- ,"TEST",' + b"-0- ," * 7 + b"-0- \r\n"

Run = Callable[..., "Ended"]  # type: ignore[name-defined]  # noqa: F821 - of conftest
State = Callable[[], dict[str, str]]


@pytest.fixture
def held(onrecord: Run, sdn: Callable[..., Path], state: State) -> State:
    """A record with one capture in it."""
    assert onrecord("add", sdn("2021-12-08T18:50:57Z", {1: "Pe Company"})).status == 0
    return state


def test_b01_a_path_that_is_not_there_and_a_folder_without_lists(
    onrecord: Run, held: State
) -> None:
    before = held()
    Path("empty").mkdir()

    absent, empty = onrecord("add", "nowhere.csv"), onrecord("add", "empty")

    assert (absent.status, empty.status) == (7, 3)
    assert "nowhere.csv" in absent.refused()
    assert "capture.toml" in empty.refused()
    assert held() == before


def test_b02_a_pipe_or_a_device_is_no_file(onrecord: Run, held: State) -> None:
    before = held()
    os.mkfifo("pipe")

    for path in ("pipe", "/dev/zero"):
        ended = onrecord("add", path, *CAPTURED)
        assert (ended.status, path in ended.refused()) == (3, True)
    assert held() == before


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(b"", "empty", id="B03-empty"),
        pytest.param(b" \r\n\r\n ", "blank", id="B03-blanks"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "PNG", id="B04-png"),
        pytest.param(b"%PDF-1.4\n%\xe2\xe3\n", "PDF", id="B04-pdf"),
        pytest.param(b"\x7fELF" + b"\0" * 64, "ELF", id="B04-elf"),
        pytest.param(b"<!DOCTYPE html><html><body>busy</body></html>", "HTML", id="B04-html"),
        pytest.param(ROW[:60], "line 1", id="B05-half"),
        pytest.param(ROW.replace(b"\r\n", b",more\r\n") + b"\x1a\r\n", "line 1", id="B06-long-row"),
        pytest.param(ROW.replace(b"7,", b"x7,", 1) + b"\x1a\r\n", "line 1", id="B06-id"),
        pytest.param(ROW + b'8,"' + b"never closed " * 9000, "line 2", id="B07"),
        pytest.param(b"\x1f\x8b\x08\0" + b"\0" * 32, "gzip", id="B10-gzip"),
        pytest.param(b"PK\x03\x04" + b"\0" * 32, "ZIP", id="B10-zip"),
        pytest.param(ROW.decode().encode("utf-16"), "", id="B11-utf16"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_its_reason(
    onrecord: Run, held: State, content: bytes, says: str
) -> None:
    before = held()
    Path("sdn.csv").write_bytes(content)

    ended = onrecord("add", "sdn.csv", *CAPTURED)

    assert ended.status == 3
    assert says.casefold() in ended.refused().casefold()
    assert held() == before


@pytest.mark.parametrize(
    "xml",
    [
        pytest.param('<!DOCTYPE x [<!ENTITY a "b">]><CONSOLIDATED_LIST/>', id="dtd"),
        pytest.param("<CONSOLIDATED_LIST><INDIVIDUALS>", id="cut"),
        pytest.param("<OTHER/>", id="root"),
        pytest.param("<CONSOLIDATED_LIST/><CONSOLIDATED_LIST/>", id="two-roots"),
        pytest.param("<CONSOLIDATED_LIST>\x01</CONSOLIDATED_LIST>", id="control"),
    ],
)
def test_b08_xml_that_is_hostile_or_cut_is_refused(onrecord: Run, held: State, xml: str) -> None:
    before = held()
    Path("consolidated.xml").write_text(xml, encoding="utf-8")

    ended = onrecord(
        "add", "consolidated.xml", "--source", "un_sc", "--captured", "2021-12-10T18:50Z"
    )

    assert (ended.status, bool(ended.refused())) == (3, True)
    assert held() == before


DATES = (
    "2017-13-01", "2017-02-30", "17-1-1", "yesterday", "2017-07", "99999-01-01", "٢٠١٧-٠٧-٢١", "",
)  # fmt: skip


@pytest.mark.parametrize("date", DATES)
@pytest.mark.parametrize("option", ["--on", "--known"])
def test_b12_a_date_that_is_none_is_quoted(onrecord: Run, option: str, date: str) -> None:
    ended = onrecord("history", "komid", option, date)
    assert ended.status == 2
    assert date in ended.refused()
    assert option in ended.told


def test_b13_near_words_are_proposed(onrecord: Run, held: State) -> None:
    del held
    verb = onrecord("histroy", "komid")
    option = onrecord("history", "komid", "--knwon", "2021-12-10")
    source = onrecord(
        "changes", "--from", "2021-12-09", "--to", "2021-12-10", "--source", "us_ofac"
    )
    form = onrecord("history", "komid", "--format", "yaml")

    assert [e.status for e in (verb, option, source, form)] == [2] * 4
    assert "history" in verb.refused()
    assert "--known" in option.refused()
    assert "us_ofac_sdn" in source.refused()
    assert "json" in form.refused()


def test_b14_from_after_to_is_wrong_use(onrecord: Run, held: State) -> None:
    del held
    assert onrecord("changes", "--from", "2021-12-10", "--to", "2021-12-09").status == 2


def test_b15_an_unknown_party_is_not_found(onrecord: Run, starter_home: Path) -> None:
    ended = onrecord("history", "Nobody Of That Name", "--record", starter_home)
    assert (ended.status, "Nobody Of That Name" in ended.refused()) == (7, True)


def test_a_name_that_fits_several_is_wrong_use_and_tells_them(
    onrecord: Run, starter_home: Path
) -> None:
    ended = onrecord("history", "Soe Win", "--record", starter_home)
    assert ended.status == 2
    assert "soe-win-1947, soe-win-1960" in ended.refused()


@pytest.mark.parametrize("name", ["", "   ", "?!,", "🙂", "x"])
def test_b16_what_is_no_name_is_refused_alone_and_told_in_a_batch(
    onrecord: Run, starter_home: Path, name: str
) -> None:
    alone = onrecord("screen", name, "--record", starter_home)
    batch = onrecord("screen", name, "Kim Jong Un", "--record", starter_home, "--format", "jsonl")

    assert (alone.status, bool(alone.refused())) == (2, True)
    assert batch.status == 3
    assert [line.split('"outcome": ')[1][:10] for line in batch.out.splitlines()] == [
        '"not_scree',
        '"match", "',
    ]


@pytest.mark.parametrize(
    "name",
    [
        "n" * 10_000,
        "a\x1b[31mb",
        "\u202eevil name",
        "Ka\u200b Pa\u200b Sa",
        "nul\0name",
        "\udcff\udcfe ab",
    ],
    ids=["long", "escape", "bidi", "zero-width", "nul", "surrogate"],
)
def test_b17_hostile_names_are_answered_and_shown_harmlessly(
    onrecord: Run, starter_home: Path, name: str
) -> None:
    for form in ("text", "json"):
        ended = onrecord("screen", name, "--record", starter_home, "--format", form)
        assert ended.status == 0
        assert not any(c in ended.out for c in "\x1b\u202e\0")


def test_b21_no_record_is_never_an_answer(onrecord: Run) -> None:
    for verb in (["history", "komid"], ["screen", "Kim Jong Un"], ["verify"], ["rebuild"]):
        ended = onrecord(*verb)
        assert ended.status == 5
        assert "record" in ended.refused()


def test_b22_a_record_that_is_damaged_or_of_a_later_version_says_so(
    onrecord: Run, held: State, tmp_path: Path
) -> None:
    del held
    path = tmp_path / "record" / "record.sqlite"
    whole = path.read_bytes()

    path.write_bytes(b"not a database at all" * 400)
    damaged = onrecord("history", "us_ofac_sdn/1")
    assert (damaged.status, "rebuild" in damaged.refused()) == (5, True)
    assert onrecord("rebuild").status == 0
    assert onrecord("history", "us_ofac_sdn/1").status == 0

    path.write_bytes(whole)
    _set_version(path, "9999")
    newer = onrecord("history", "us_ofac_sdn/1")
    assert (newer.status, "later version" in newer.refused()) == (5, True)


def _set_version(path: Path, version: str) -> None:
    import sqlite3

    connection = sqlite3.connect(path)
    connection.execute("UPDATE alembic_version SET version_num = ?", (version,))
    connection.commit()
    connection.close()


def test_b25_a_file_twice_changes_nothing(
    onrecord: Run, sdn: Callable[..., Path], state: State
) -> None:
    folder = sdn("2021-12-08T18:50:57Z", {1: "Pe Company"})
    assert onrecord("add", folder).status == 0
    before = state()

    again = onrecord("add", folder, folder)

    assert (again.status, again.out.count("held already")) == (0, 2)
    assert state() == before


def test_a_part_of_a_list_or_one_from_the_future_is_refused(
    onrecord: Run, held: State, sdn: Callable[..., Path]
) -> None:
    before = held()
    part = sdn("2021-12-09T18:50:57Z", {1: "Pe Company"}, "complete = false\n")
    future = sdn("2199-12-09T18:50:57Z", {1: "Pe Company"})

    for folder, says in ((part, "part"), (future, "future")):
        ended = onrecord("add", folder)
        assert (ended.status, says in ended.refused()) == (3, True)
    assert held() == before


def test_of_good_and_bad_the_good_are_in(onrecord: Run, sdn: Callable[..., Path]) -> None:
    good = sdn("2021-12-08T18:50:57Z", {1: "Pe Company"})
    bad = sdn("2021-12-09T18:50:57Z", {1: "Pe Company"})
    (bad / "sdn.csv").write_bytes(b"")

    ended = onrecord("add", bad, good)

    assert ended.status == 3
    assert "added: us_ofac_sdn of 2021-12-08T18:50:57Z" in ended.out
    assert onrecord("history", "us_ofac_sdn/1").status == 0


def test_files_without_a_note_need_source_and_instant(onrecord: Run) -> None:
    Path("sdn.csv").write_bytes(ROW + b"\x1a\r\n")
    lacking = onrecord("add", "sdn.csv")
    assert (lacking.status, "--source ID and --captured INSTANT" in lacking.refused()) == (2, True)
    assert onrecord("add", "sdn.csv", *CAPTURED).status == 0


@pytest.mark.parametrize(
    ("content", "status"),
    [
        pytest.param(b"", 3, id="empty"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + b"\0" * 64, 3, id="png"),
        pytest.param(b"<html><body><script>go()</script></body></html>", 3, id="javascript"),
        pytest.param(
            "Le gouvernement a annoncé hier que les sanctions contre la junte seront "
            "maintenues, et que le ministre n'a pas répondu aux questions de la presse.".encode(),
            0,
            id="french",
        ),
    ],
)
def test_b23_a_report_that_cannot_be_read_says_why(
    onrecord: Run, starter_home: Path, content: bytes, status: int
) -> None:
    Path("story").write_bytes(content)
    ended = onrecord("brief", "story", "--record", starter_home)
    assert ended.status == status
    if status == 0:
        assert "not read: language" in ended.told
    else:
        assert ended.refused()


def test_b24_answers_stand_in_twenty_columns_and_without_unicode(starter_home: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "onrecord", "history", "komid", "--on", "2017-07-21"],
        env={"PATH": os.environ["PATH"], "COLUMNS": "20", "LANG": "C", "LC_ALL": "C",
             "PYTHONIOENCODING": "ascii", "ONRECORD_RECORD": str(starter_home)},
        capture_output=True,
        check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.isascii()
    assert b"2009-04-24" in ended.stdout


def test_b24_a_full_standard_output_is_told(starter_home: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "onrecord", "history", "komid", "--json"],
            env=os.environ | {"ONRECORD_RECORD": str(starter_home)},
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert ended.returncode == 5
    assert ended.stderr.count(b"\n") == 1


def test_a_reader_that_has_read_enough_ends_it_quietly(starter_home: Path) -> None:
    """C11: a closed pipe is no fault."""
    program = f"{sys.executable} -m onrecord history komid --json | head -1"
    ended = subprocess.run(
        ["/bin/sh", "-c", program],
        env=os.environ | {"ONRECORD_RECORD": str(starter_home)},
        capture_output=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_a_writer_waits_five_seconds_and_then_says_that_it_is_locked(
    onrecord: Run, held: State, sdn: Callable[..., Path], tmp_path: Path
) -> None:
    import sqlite3

    del held
    other = sqlite3.connect(tmp_path / "record" / "record.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    began = time.monotonic()

    ended = onrecord("add", sdn("2021-12-09T18:50:57Z", {1: "Pe Company"}))

    other.close()
    assert (ended.status, "being written" in ended.refused()) == (5, True)
    assert 4 < time.monotonic() - began < 8
