"""The list that somebody tampered with, beside its true twin (validation plan, 3.3)."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from onrecord.cli.main import run

pytestmark = pytest.mark.real
TRUE, FALSE = "2025-09-15T12:27:52Z", "2025-09-15T13:34:28Z"
CLAIM = f"the captures of {TRUE} and {FALSE} both give 2025-06-30 as their own day"
Ask = Callable[..., Any]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, captures: Path) -> Path:
    """Both of 15 September 2025, the tampered one first, and those before and after."""
    home = str(tmp_path_factory.mktemp("tampered") / "record")
    twin = str(captures / "odd" / "us-ofac-cons-2025-09-15-tampered" / "consolidated.xml")
    given = ["--source", "us_ofac_cons", "--captured", FALSE]
    assert run(["add", twin, *given, "--record", home]) == 0
    days = ("2025-05-25", "2025-09-15", "2025-12-19")
    folders = [str(captures / "us-ofac-cons" / day) for day in days]
    assert run(["add", *folders, "--record", home]) == 0
    return Path(home)


@pytest.fixture
def ask(home: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    def answer(*arguments: str) -> Any:
        capsys.readouterr()
        assert run([*arguments, "--json", "--record", str(home)]) == 0
        return json.loads(capsys.readouterr().out)

    return answer


def test_sources_shows_the_conflict_on_both_captures_and_on_no_other(ask: Ask) -> None:
    (cons,) = (one for one in ask("sources") if one["id"] == "us_ofac_cons")

    told = {one["captured"]: one.get("conflicts", []) for one in cons["held"]}

    assert [when for when, conflicts in told.items() if conflicts] == [TRUE, FALSE]
    for mine, other in ((TRUE, FALSE), (FALSE, TRUE)):
        (conflict,) = told[mine]
        assert conflict["with"]["captured"] == other
        assert conflict["entries"] == ["9639"]
        assert conflict["says"] == f"{CLAIM}, yet 1 entry differs: 9639"


def test_history_shows_it_on_the_entry_that_was_changed_and_on_no_other(ask: Ask) -> None:
    def conflicts(entry: str) -> list[str]:
        (ofac,) = (
            one
            for one in ask("history", entry, "--on", "2025-12-01")["authorities"]
            if one["authority"] == "us_ofac"
        )
        return [says for measure in ofac["measures"] for says in measure.get("conflicts", [])]

    assert conflicts("us_ofac_cons/9639") == [f"{CLAIM}, yet they differ in the entry's names"]
    assert conflicts("us_ofac_cons/9640") == []
