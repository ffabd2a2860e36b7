import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

_SUITE = """
import pytest

@pytest.mark.real
def test_real(captures):
    assert (captures / "us-ofac-sdn/capture.toml").is_file()

@pytest.mark.real
@pytest.mark.skipif(True, reason="by its own mark")
def test_marked():
    pass

@pytest.mark.postgres
def test_served():
    pytest.skip("no server")

@pytest.mark.real
@pytest.mark.xfail(reason="known", strict=True)
def test_known():
    assert False

def test_elsewhere():
    pytest.skip("another system's matter")
"""

_UNPACK = """
import pathlib, sys
place = pathlib.Path(sys.argv[2]) / "us-ofac-sdn"
place.mkdir(parents=True, exist_ok=True)
(place / "capture.toml").touch()
"""


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    """A small project under our conftest, with tests that skip."""
    place = tmp_path / "project"
    (place / "tests").mkdir(parents=True)
    shutil.copy(ROOT / "pyproject.toml", place)
    for name in ("conftest.py", "postgres.py"):
        shutil.copy(ROOT / "tests" / name, place / "tests")
    (place / "tests/test_suite.py").write_text(_SUITE, encoding="utf-8")
    return place


def outcome(suite: Path, data: Path, **environment: str) -> dict[str, int]:
    """How many tests ended how, by pytest's closing line."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q"],
        cwd=suite,
        env={"PATH": os.environ["PATH"], "ONRECORD_EVAL_DATA": str(data), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    closing = done.stdout.splitlines()[-1]
    return {word: int(number) for number, word in re.findall(r"([0-9]+) ([a-z]+)", closing)}


def test_without_the_captures_their_tests_skip(suite: Path, tmp_path: Path) -> None:
    told = outcome(suite, tmp_path / "nowhere")

    assert told == {"skipped": 4, "xfailed": 1}


def test_where_the_captures_must_be_there_such_a_skip_is_a_failure(
    suite: Path, tmp_path: Path
) -> None:
    told = outcome(suite, tmp_path / "nowhere", ONRECORD_REQUIRE_DATA="1")

    assert told == {"failed": 1, "errors": 2, "skipped": 1, "xfailed": 1}


def test_a_file_that_skips_itself_is_a_failure_there_too(suite: Path, tmp_path: Path) -> None:
    (suite / "tests/test_whole.py").write_text("import pytest\npytest.importorskip('no_such')\n")

    told = outcome(suite, tmp_path / "nowhere", ONRECORD_REQUIRE_DATA="1")

    assert told["error"] == 1


def test_packed_lists_are_unpacked_beside_and_unpacked_ones_taken_as_they_are(
    suite: Path, tmp_path: Path
) -> None:
    packed = tmp_path / "data/lists"
    packed.mkdir(parents=True)
    (packed / "us-ofac-sdn.tar.xz").touch()
    (packed / "unpack").write_text(_UNPACK, encoding="utf-8")
    assert outcome(suite, tmp_path / "data")["passed"] == 1
    assert not (packed / "us-ofac-sdn").exists()

    (packed / "unpack").unlink()
    (packed / "us-ofac-sdn").mkdir()
    (packed / "us-ofac-sdn/capture.toml").touch()
    assert outcome(suite, tmp_path / "data")["passed"] == 1
