import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project's own code, to lay a skeleton into."""
    clean = shutil.ignore_patterns("__pycache__")
    for folder in ("src", "scripts", "docs"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=clean)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def python(project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(project / "src")}
    return subprocess.run(
        [sys.executable, *words],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_new_source_begins_with_tests_that_pass(project: Path) -> None:
    laid = python(project, "scripts/new_source.py", "us_ofac_register")
    assert laid.returncode == 0, laid.stderr

    tested = python(project, "-m", "pytest", "-q", "tests/sources/us_ofac_register")
    source = "src/onrecord/sources/us_ofac_register"
    linted = python(project, "-m", "ruff", "check", "--no-cache", source, "tests")

    assert tested.returncode == 0, tested.stdout
    assert linted.returncode == 0, linted.stdout
    assert "| `us_ofac_register` |" in (project / "docs/sources.md").read_text(encoding="utf-8")
    assert 'authority = "us_ofac"' in (
        project / "src/onrecord/sources/us_ofac_register/source.toml"
    ).read_text(encoding="utf-8")


@pytest.mark.parametrize("given", [[], ["Register"], ["../gb_x"], ["zz_register"], ["starter"]])
def test_an_id_that_cannot_be_is_refused_and_nothing_is_written(
    project: Path, given: list[str]
) -> None:
    before = sorted(project.rglob("*.toml"))

    told = python(project, "scripts/new_source.py", *given)

    assert told.returncode == 2
    assert told.stderr.startswith("onrecord: ")
    assert len(told.stderr.splitlines()) == 1
    assert sorted(project.rglob("*.toml")) == before


def test_a_source_that_is_there_is_not_written_over(project: Path) -> None:
    assert python(project, "scripts/new_source.py", "gb_register").returncode == 0

    again = python(project, "scripts/new_source.py", "gb_register")

    assert again.returncode == 2
    assert "there already" in again.stderr
