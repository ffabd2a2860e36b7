import os
import re
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAKE = shutil.which("make") or "make"


def run(*words: str | Path, where: Path = ROOT, **environment: str) -> tuple[int, str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        words, cwd=where, env=kept | environment, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout, done.stderr


def a_program(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with our scripts and locks and nothing else in it."""
    for folder in ("scripts", "requirements"):
        shutil.copytree(ROOT / folder, tmp_path / "project" / folder)
    for file in ("Makefile", "pyproject.toml"):
        shutil.copy(ROOT / file, tmp_path / "project" / file)
    return tmp_path / "project"


# a Python that "makes" an environment whose pip writes what it was asked into a file, or fails
_PYTHON = """#!/bin/sh
case "$1 $2" in
    "-c import sys; sys.exit"*) exit 0 ;;
    "-c import sys; print"*) echo "{version}" ;;
    "-m venv") rm -rf .venv; mkdir -p .venv/bin; cp "$0" .venv/bin/python ;;
    "-m pip") echo "$@" >>asked; exit {pip} ;;
esac
"""


def test_bare_make_lists_every_verb() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"(?m)^\.PHONY: (.*)$", makefile)
    assert phony is not None
    verbs = [verb for verb in phony[1].split() if verb != "help" and not verb.endswith("-env")]

    status, told, _ = run(MAKE, "--no-print-directory")

    assert status == 0
    assert re.findall(r"(?m)^make (\S+) +\S", told) == verbs


def test_an_old_python_is_refused_in_one_line(project: Path, tmp_path: Path) -> None:
    old = a_program(tmp_path / "old/python3", "#!/bin/sh\nexit 1\n")

    status, _, told = run(MAKE, "demo", where=project, PYTHON=str(old))

    assert status != 0
    assert f"onrecord: not Python 3.11 or newer: PYTHON={old}" in told.splitlines()[0]
    assert not (project / ".venv").exists()


def test_a_python_further_down_is_found_where_the_first_is_old(
    project: Path, tmp_path: Path
) -> None:
    a_program(tmp_path / "bin/python3", "#!/bin/sh\nexit 1\n")
    newer = a_program(tmp_path / "bin/python3.12", "#!/bin/sh\nexit 0\n")

    status, told, _ = run(
        "/bin/sh", "scripts/python", where=project, PATH=f"{tmp_path / 'bin'}:/nonexistent"
    )

    assert (status, told) == (0, f"{newer}\n")


def test_an_environment_is_made_once_and_again_when_what_it_was_made_from_changes(
    project: Path, tmp_path: Path
) -> None:
    python = a_program(tmp_path / "python", _PYTHON.format(version="3.11.2", pip=0))
    newer = a_program(tmp_path / "newer", _PYTHON.format(version="3.12.1", pip=0))

    def installs(level: str, python: Path = python) -> list[str]:
        (project / "asked").unlink(missing_ok=True)
        status, _, told = run("scripts/environment", level, where=project, PYTHON=str(python))
        assert status == 0, told
        asked = project / "asked"
        return re.findall(r"requirements/\w+\.txt", asked.read_text()) if asked.exists() else []

    assert installs("run") == ["requirements/run.txt"]
    assert installs("run") == []
    assert installs("dev") == ["requirements/dev.txt"]
    assert installs("run") == []
    with (project / "requirements/run.txt").open("a") as lock:
        lock.write("# another\n")
    assert installs("dev") == []
    assert installs("dev", newer) == ["requirements/dev.txt"]


def test_an_install_that_failed_is_done_again(project: Path, tmp_path: Path) -> None:
    broken = a_program(tmp_path / "python", _PYTHON.format(version="3.11.2", pip=1))
    assert run("scripts/environment", "run", where=project, PYTHON=str(broken))[0] != 0

    mended = a_program(tmp_path / "python", _PYTHON.format(version="3.11.2", pip=0))
    (project / "asked").unlink()
    assert run("scripts/environment", "run", where=project, PYTHON=str(mended))[0] == 0

    assert "requirements/run.txt" in (project / "asked").read_text()


def test_installing_takes_wheels_by_hash_only(project: Path, tmp_path: Path) -> None:
    python = a_program(tmp_path / "python", _PYTHON.format(version="3.11.2", pip=0))

    run("scripts/environment", "run", where=project, PYTHON=str(python))

    lock, itself = (project / "asked").read_text().splitlines()
    assert "--require-hashes --only-binary :all:" in lock
    assert "--no-index --no-build-isolation" in itself
