"""The program on a record that a PostgreSQL server holds."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import Ended
from tests.postgres import Server

Run = Callable[..., Ended]


@pytest.fixture
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the user's data is, by the environment."""
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: tmp_path / "data")
    return tmp_path / "data"


@pytest.mark.postgres
@pytest.mark.usefixtures("beside")
def test_l15_every_verb_answers_as_of_a_folder(
    onrecord: Run, sdn: Callable[..., Path], postgres: Server
) -> None:
    url = postgres.address(postgres.database())
    folders = [
        sdn("2021-12-08T18:50:57Z", {1: "Pe Company", 2: "X Ltd"}),
        sdn("2021-12-10T18:50:57Z", {1: "Pe Company", 3: "Directorate of Defence Industries"}),
    ]
    verbs: list[list[str | Path]] = [
        ["add", folders[1], "--json"],
        ["add", "starter", "--json"],
        ["add", *folders, "--json"],
        ["history", "us_ofac_sdn/2", "--on", "2021-12-09", "--json"],
        ["history", "ddi-burma", "--on", "2017-07-21", "--json"],
        ["screen", "Directorate of Defence Industries", "X", "--json", "--on", "2021-12-10"],
        ["screen", "Directorate of Defence Industries", "--on", "2021-12-10", "--near"],
        ["changes", "--from", "2021-12-08", "--to", "2021-12-10", "--json"],
        ["basis", "EO14014", "--json", "--on", "2021-12-10"],
        ["expiring", "--json", "--on", "2018-12-10"],
        ["sources", "--json"],
        ["verify"],
        ["rebuild"],
        ["history", "nobody at all"],
    ]

    for words in verbs:
        known = ["--known", "2026-01-01"] if words[0] in _DATED else []
        here, there = (onrecord(*words, *known, *at) for at in ([], ["--record", url]))
        assert there == here, words
        if "--json" in words:
            assert json.loads(here.out.splitlines()[0] if words[0] == "changes" else here.out)

    onrecord("export", "here.tar")
    onrecord("export", "there.tar", "--record", url)
    assert onrecord("import", "there.tar").out == "imported: 0 captures, 3 held already\n"
    assert onrecord("import", "here.tar", "--record", url).out.endswith("3 held already\n")


_DATED = {"history", "screen", "changes", "basis", "expiring"}


@pytest.mark.postgres
def test_the_environment_names_the_record_with_its_password(
    onrecord: Run, postgres: Server, monkeypatch: pytest.MonkeyPatch, beside: Path
) -> None:
    database = postgres.database()
    postgres.run(
        database,
        "CREATE ROLE guarded LOGIN PASSWORD 'open sesame'",
        "GRANT CREATE ON SCHEMA public TO guarded",
    )
    address = postgres.address(database, "guarded")
    monkeypatch.setenv("ONRECORD_RECORD", address.replace("guarded@", "guarded:open%20sesame@"))

    assert onrecord("add", "starter").status == 0
    assert onrecord("history", "komid").status == 0
    assert not list(beside.rglob("*"))  # questions and loads leave nothing on this machine

    monkeypatch.setenv("ONRECORD_RECORD", address.replace("guarded@", "guarded:wrong%20word@"))
    refused = onrecord("history", "komid")
    assert refused.status == 5
    assert "authentication failed" in refused.refused()
    assert "wrong" not in refused.told

    monkeypatch.setenv("PGPASSWORD", "open sesame")
    assert onrecord("history", "komid", "--record", address).status == 0


@pytest.mark.postgres
@pytest.mark.usefixtures("beside")
def test_a_database_of_another_encoding_or_one_that_is_not_there_is_refused(
    onrecord: Run, postgres: Server
) -> None:
    latin = postgres.address(postgres.database("LATIN1"))

    assert "not a database of UTF-8" in onrecord("add", "starter", "--record", latin).refused()
    absent = onrecord("add", "starter", "--record", postgres.address("absent"))
    assert (absent.status, '"absent" does not exist' in absent.refused()) == (5, True)


@pytest.mark.postgres
@pytest.mark.usefixtures("beside")
def test_whoever_may_only_read_can_ask_and_is_refused_a_load(
    onrecord: Run, postgres: Server
) -> None:
    database = postgres.database()
    url = postgres.address(database)
    onrecord("add", "starter", "--record", url)
    postgres.run(
        database,
        f"CREATE ROLE reader_of_{database} LOGIN",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader_of_{database}",
    )
    reader = postgres.address(database, f"reader_of_{database}")

    assert onrecord("history", "komid", "--record", reader).status == 0
    assert onrecord("add", "starter", "--record", reader).out.startswith("held already")
    assert onrecord("verify", "--record", reader).status == 0
    refused = onrecord("rebuild", "--record", reader)
    assert (refused.status, "permission denied" in refused.refused()) == (5, True)


@pytest.mark.usefixtures("beside")
@pytest.mark.parametrize(
    "url",
    [
        "postgresql://me:secret@127.0.0.1:1/record",
        "postgres://me:secret@127.0.0.1:1/record",
        "postgresql://me@127.0.0.1:1/record?password=secret",
        "postgresql://me@127.0.0.1:secret/record",
        "postgresql://me:secret@127.0.0.1:1/record?nonsense=secret",
        "postgresql://me:sec@ret:secret@[::1/secret",
        "mysql://me:secret@127.0.0.1/record",
        "postgresql+asyncpg://me:secret@127.0.0.1/record",
    ],
)
def test_a_password_is_never_shown(
    url: str, onrecord: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONRECORD_RECORD", url)
    for words in (["add", "starter"], ["history", "komid"], ["verify"], ["sources"]):
        assert "secret" not in onrecord(*words).refused()

    given = onrecord("history", "komid", "--record", url)
    assert given.status in (2, 5)
    assert "secret" not in given.refused()


@pytest.mark.usefixtures("beside")
@pytest.mark.parametrize(
    "url", ["postgresql://me:word@db.example/record", "postgresql://db.example/r?password=word"]
)
def test_a_password_on_the_command_line_is_refused_since_others_can_read_it_there(
    url: str, onrecord: Run
) -> None:
    refused = onrecord("history", "komid", "--record", url)

    assert refused.status == 2
    assert refused.refused().startswith("onrecord: a password in --record")


@pytest.mark.usefixtures("beside")
def test_without_the_driver_it_is_told_what_to_install(
    onrecord: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)

    refused = onrecord("history", "komid", "--record", "postgresql://me@db.example/record")

    assert refused.status == 2
    assert 'pip install "onrecord[postgres]"' in refused.refused()
