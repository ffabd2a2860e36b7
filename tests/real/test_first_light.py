"""The real captures and the project's example, through the program as users run it."""

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from onrecord.cli.main import run

pytestmark = pytest.mark.real
DECEMBER = ("2021-12-08", "2021-12-09", "2021-12-10", "2021-12-16", "2021-12-17")
Ask = Callable[..., Any]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, captures: Path) -> Path:
    """The starter record, and OFAC's list from 8 to 17 December 2021."""
    home = tmp_path_factory.mktemp("december") / "record"
    folders = [str(captures / "us-ofac-sdn" / day) for day in DECEMBER]
    assert run(["add", "starter", *folders, "--record", str(home)]) == 0
    return home


@pytest.fixture
def ask(home: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    """The JSON answer of a verb, or its exit status where it refuses."""

    def answer(*arguments: str) -> Any:
        capsys.readouterr()
        status = run([*arguments, "--record", str(home)])
        return json.loads(capsys.readouterr().out) if status == 0 else status

    return answer


def status(told: Any, authority: str) -> str:
    return str({a["authority"]: a["status"] for a in told["authorities"]}[authority])


def test_the_entry_is_absent_as_known_on_the_9th_and_present_on_the_11th(ask: Ask) -> None:
    entry = "us_ofac_sdn/33537"
    before = ask("history", entry, "--on", "2021-12-09", "--known", "2021-12-09", "--json")
    after = ask("history", entry, "--on", "2021-12-11", "--known", "2021-12-11", "--json")

    assert (status(before, "us_ofac"), before["names"]) == ("not_listed", [])
    assert (status(after, "us_ofac"), after["party"]) == ("listed", "ddi-burma")


def test_a_fact_and_an_entry_for_one_measure_are_one_measure_with_two_pieces_of_evidence(
    ask: Ask,
) -> None:
    told = ask("history", "ddi-burma", "--on", "2022-01-01", "--json")
    ofac = told["authorities"][0]["measures"]

    assert [(m["programme"], m["start"]) for m in ofac] == [
        ("BURMA", "2012-07-11"),
        ("BURMA-EO14014", "2021-12-10"),
    ]
    first, second = ofac[1]["evidence"]
    assert (first["fact"], second["entry"]) == ("F003", "us_ofac_sdn/33537")


def test_between_the_9th_and_the_10th_twenty_five_entered_and_none_left(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    arguments = ("--from", "2021-12-09", "--to", "2021-12-10", "--source", "us_ofac_sdn", "--json")
    run(["changes", *arguments, "--record", str(home)])
    *lines, totals = map(json.loads, capsys.readouterr().out.splitlines())

    assert totals["totals"] == {"added": 25, "removed": 0, "amended": 0}
    assert "us_ofac_sdn/33537" in {line["entry"] for line in lines}


def test_the_facts_expected_answers_hold_beside_a_real_list(ask: Ask, eval_data: Path) -> None:
    facts = tomllib.loads((eval_data / "facts.toml").read_text(encoding="utf-8"))
    wrong = []
    for case in facts["expect"]:
        told = ask("history", case["party"], "--on", case["on"], "--json")
        wrong += [
            (case["id"], authority, status(told, authority))
            for authority, allowed in case["status"].items()
            if status(told, authority) not in allowed.split("|")
        ]
    assert wrong == []


def test_ka_pa_sa_answers_by_name(ask: Ask) -> None:
    told = ask("screen", "Ka Pa Sa", "--on", "2017-07-21", "--json")
    (match,) = [m for m in told["matches"] if m["decision"] == "match"]
    assert match["party"] == "ddi-burma"
    assert match["status"]["us_state"] == "listed"
    assert match["status"]["us_ofac"] == "formerly_listed"


def test_the_brief_of_the_example_says_what_the_record_says_of_its_day(
    ask: Ask, eval_data: Path
) -> None:
    story = eval_data / "examples" / "us-presses-burma.txt"
    told = ask("brief", str(story), "--known", "2026-11-23", "--json")
    actors = {a["link"].get("party"): a for a in told["actors"] if a.get("link")}

    assert told["report"]["published"]["earliest"] == "2017-07-21"
    assert told["asked"]["on"] == "2017-07-21"
    ddi, general = actors["ddi-burma"], actors["min-aung-hlaing"]
    assert (ddi["on_date"]["status"]["us_state"], ddi["on_date"]["status"]["us_ofac"]) == (
        "listed",
        "formerly_listed",
    )
    assert "listed" not in general["on_date"]["status"].values()
    assert {"us_state", "us_ofac", "gb", "ca", "eu", "au"} <= {
        since["authority"] for since in general["since"]
    }
    for slug in ("aung-san-suu-kyi", "joseph-yun"):
        assert set(actors[slug]["on_date"]["status"].values()) <= {
            "not_listed",
            "never_listed",
            "unknown",
        }


@pytest.mark.parametrize("source", ["us-ofac-sdn", "un-sc", "us-state-isn", "odd"])
def test_every_capture_is_taken_or_refused_as_its_note_expects(
    captures: Path, source: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each by itself, on an empty record: a refusal must not depend on what is held."""
    wrong = []
    kept = ("us-ofac-sdn/2015", "us-ofac-sdn/2019", "us-ofac-sdn/2021-01", "us-ofac-sdn/2022-01")
    for note in sorted(captures.glob(f"{source}/*/capture.toml")):
        told = tomllib.loads(note.read_text(encoding="utf-8"))
        # of OFAC's 49, those that are unlike the others; all are loaded by the evals
        if source == "us-ofac-sdn" and not told["folder"].startswith(kept):
            continue
        if source == "odd" and not told["folder"].startswith(("odd/us-ofac-sdn", "odd/us-state")):
            continue
        home = tmp_path / told["folder"].replace("/", "-")
        ended = run(["add", str(note.parent), "--record", str(home)])
        said = capsys.readouterr().err
        expected = {"refused": (3, True), "loads with findings": (0, True)}
        if told["expect"] in expected and (ended, bool(said)) != expected[told["expect"]]:
            wrong.append((told["folder"], told["expect"], ended, said))
        if told["expect"] == "loads" and ended != 0:
            wrong.append((told["folder"], told["expect"], ended, said))
        if ended != 0 and home.exists():
            wrong.append((told["folder"], "left something behind", ended, said))
    assert wrong == []
