"""The program run in this process, on records in temporary folders."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from onrecord.cli.main import run

NULLS = "-0- ," * 7


@dataclass(frozen=True)
class Ended:
    """How a run ended: its status, what it answered, what it told."""

    status: int
    out: str
    told: str

    def refused(self) -> str:
        """The one line of a refusal, with nothing answered."""
        lines = self.told.splitlines()
        assert self.out == ""
        assert len(lines) == 1, self.told
        assert re.match(r"onrecord: (?:[^A-Z]|[A-Z]{2}).*[^.]$", lines[0]), lines[0]
        return lines[0]


@pytest.fixture
def onrecord(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[..., Ended]:
    """`onrecord("history", "komid")` on an empty record of its own, in an empty folder."""
    monkeypatch.setenv("ONRECORD_RECORD", str(tmp_path / "record"))
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)

    def started(*arguments: object) -> Ended:
        capsys.readouterr()
        status = run([str(argument) for argument in arguments])
        out, told = capsys.readouterr()
        return Ended(status, out, told)

    return started


@pytest.fixture(scope="session")
def starter_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record with the starter in it, made once, to be asked and not written."""
    home = tmp_path_factory.mktemp("starter") / "record"
    assert run(["add", "starter", "--record", str(home)]) == 0
    return home


@pytest.fixture
def state(tmp_path: Path) -> Callable[[], dict[str, str]]:
    """Every file of the record, by hash; a refusal must leave it the same."""

    def files() -> dict[str, str]:
        home = tmp_path / "record"
        return {
            str(path.relative_to(home)): sha256(path.read_bytes()).hexdigest()
            for path in sorted(home.rglob("*"))
            if path.is_file()
        }

    return files


@pytest.fixture
def sdn(tmp_path: Path) -> Callable[..., Path]:
    """`sdn("2021-12-08T18:50:57Z", {1: "A"})` writes a capture's folder and gives it."""

    def write(captured: str, rows: dict[int, str], note: str = "") -> Path:
        folder = tmp_path / "lists" / captured.replace(":", "")
        folder.mkdir(parents=True)
        lines = (f'{u},"{n}",-0- ,"TEST",{NULLS}-0- \r\n' for u, n in rows.items())
        (folder / "sdn.csv").write_bytes("".join(lines).encode() + b"\x1a\r\n")
        (folder / "capture.toml").write_text(
            f'source = "us_ofac_sdn"\ncaptured = {captured}\n{note}', encoding="utf-8"
        )
        return folder

    return write
