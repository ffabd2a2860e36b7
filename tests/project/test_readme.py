"""The README shows what the program prints."""

import re
from pathlib import Path

import pytest

from onrecord.cli.main import run

README = Path(__file__).parents[2] / "README.md"


def test_the_readme_shows_how_the_demo_begins(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    assert run(["demo", "--html", str(tmp_path / "brief.html")]) == 0
    printed = capsys.readouterr().out.splitlines()

    shown = re.search(r"```text\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert shown is not None
    lines = shown[1].splitlines()
    assert len(lines) > 20
    assert printed[: len(lines)] == lines


def test_the_demo_brief_says_what_the_facts_say(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    import json

    assert run(["demo", "--json", "--html", str(tmp_path / "brief.html")]) == 0
    told = json.loads(capsys.readouterr().out)
    parties = {a["link"]["party"]: a for a in told["actors"] if "party" in a.get("link", {})}

    assert told["report"]["published"]["earliest"] == "2017-07-21"
    assert told["report"]["rendered"] != "2017-07-21"
    assert parties["ddi-burma"]["on_date"]["status"]["us_state"] == "listed"
    assert parties["ddi-burma"]["on_date"]["status"]["us_ofac"] == "formerly_listed"
    assert "listed" not in parties["min-aung-hlaing"]["on_date"]["status"].values()
    denials = [s for s in told["statements"] if s["stance"] == "denies" and s["naming"] == "named"]
    assert any(s["record"] == "on" and s["speaker"] == "kyaw-zeya" for s in denials)
    assert (tmp_path / "brief.html").stat().st_size > 20_000
