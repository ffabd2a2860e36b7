"""What each verb answers, as users run it."""

import json
import os
import re
import signal
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click
import pytest

from onrecord.cli.main import program

Run = Callable[..., "Ended"]  # type: ignore[name-defined]  # noqa: F821 - of conftest
NINE = {"us_ofac", "us_state", "us_bis", "un_sc", "eu", "gb", "ca", "au", "ch"}
VERBS = program.list_commands(click.Context(program))
# slug, day → authority: status; from the project's hand-checked facts
EXPECTED = {
    ("ddi-burma", "2013-01-01"): {"us_ofac": "listed", "us_state": "unknown"},
    ("ddi-burma", "2016-10-06"): {"us_ofac": "listed"},
    ("ddi-burma", "2016-10-07"): {"us_ofac": "formerly_listed"},
    ("ddi-burma", "2017-07-21"): {"us_ofac": "formerly_listed", "us_state": "listed"},
    ("ddi-burma", "2019-03-20"): {"us_state": "listed"},
    ("ddi-burma", "2019-03-21"): {"us_state": "formerly_listed"},
    ("ddi-burma", "2022-01-01"): {"us_ofac": "listed", "gb": "listed", "eu": "not_listed"},
    ("directorate-of-procurement-burma", "2017-07-21"): {"us_ofac": "not_listed"},
    ("min-aung-hlaing", "2017-07-21"): {"us_ofac": "not_listed", "au": "unknown"},
    ("komid", "2008-01-01"): {"us_ofac": "listed", "un_sc": "never_listed"},
    ("moge", "2023-11-15"): {"us_ofac": "not_listed", "eu": "listed"},
    ("7th-of-tir", "2024-09-26"): {"un_sc": "formerly_listed"},
    ("kim-sok-chol", "2019-08-01"): {"au": "listed"},
}


def test_history_tells_the_measures_of_a_body_one_by_one(onrecord: Run, starter_home: Path) -> None:
    ended = onrecord(
        "history", "Directorate of Defence Industries", "--on", "2017-07-21", "--json",
        "--record", starter_home,
    )  # fmt: skip
    told = json.loads(ended.out)

    assert (told["party"], told["asked"]["on"]) == ("ddi-burma", "2017-07-21")
    assert {a["authority"] for a in told["authorities"]} == NINE
    assert [
        (m["authority"], m["programme"], m["start"], m.get("end"), m.get("end_cause"))
        for a in told["authorities"]
        for m in a["measures"]
    ] == [
        (
            "us_ofac",
            "BURMA",
            "2012-07-11",
            "2016-10-07",
            "emergency ended and basis revoked by E.O. 13742",
        ),
        ("us_ofac", "BURMA-EO14014", "2021-12-10", None, None),
        ("us_state", "INKSNA", "2017-03-21", "2019-03-21", "term expired"),
        ("eu", "MMR", "2023-02-20", None, None),
        ("gb", "Myanmar", "2021-12-10", None, None),
        ("ca", "Special Economic Measures (Burma) Regulations", "2021-12-10", None, None),
    ]


@pytest.mark.parametrize(("asked", "statuses"), EXPECTED.items(), ids=lambda v: "-".join(v))
def test_history_answers_what_the_facts_say(
    onrecord: Run, starter_home: Path, asked: tuple[str, str], statuses: dict[str, str]
) -> None:
    slug, on = asked
    told = json.loads(onrecord("history", slug, "--on", on, "--json", "--record", starter_home).out)
    found = {a["authority"]: a["status"] for a in told["authorities"]}
    assert {authority: found[authority] for authority in statuses} == statuses


def test_screen_answers_a_line_a_query_with_reasons(onrecord: Run, starter_home: Path) -> None:
    ended = onrecord(
        "screen", "Ka Pa Sa", "Nobody Atall", "--on", "2017-07-21", "--format", "jsonl",
        "--record", starter_home,
    )  # fmt: skip
    first, second = map(json.loads, ended.out.splitlines())

    (match,) = first["matches"]
    assert (first["outcome"], match["party"], match["decision"]) == ("match", "ddi-burma", "match")
    assert set(match["status"]) == NINE
    assert match["because"] == ["query 'ka pa sa' equals alias 'Ka Pa Sa' of starter/ddi-burma"]
    assert (second["outcome"], second["matches"]) == ("none", [])
    assert len(second["record"]["fingerprint"]) == 64


def test_screen_knows_only_what_could_be_known(onrecord: Run, starter_home: Path) -> None:
    """Min Aung Hlaing was first listed, for all that is seen, in July 2019."""
    for known, outcome in (("2019-07-15", "none"), ("2019-07-16", "match")):
        ended = onrecord(
            "screen", "Min Aung Hlaing", "--known", known, "--json", "--record", starter_home
        )
        assert json.loads(ended.out)["outcome"] == outcome


def test_a_measure_is_known_from_its_announcement(onrecord: Run, starter_home: Path) -> None:
    """Determined on 2017-03-21, announced on the 24th."""
    for known, count in (("2017-03-22", 0), ("2017-03-24", 1)):
        ended = onrecord(
            "history", "ddi-burma", "--on", "2017-03-22", "--known", known, "--json",
            "--record", starter_home,
        )  # fmt: skip
        (state,) = [a for a in json.loads(ended.out)["authorities"] if a["authority"] == "us_state"]
        assert len(state["measures"]) == count


def test_exit_code_tells_of_a_match(onrecord: Run, starter_home: Path) -> None:
    for name, status in (("Kim Jong Un", 1), ("Nobody Atall", 0)):
        ended = onrecord("screen", name, "--exit-code", "--record", starter_home)
        assert ended.status == status


def test_changes_tells_a_line_a_change_and_the_totals_last(
    onrecord: Run, sdn: Callable[..., Path]
) -> None:
    onrecord("add", sdn("2021-12-08T18:50:57Z", {1: "Pe Company", 2: "Ex Company", 3: "Em Co"}))
    onrecord("add", sdn("2021-12-09T18:50:57Z", {1: "Pe Company", 3: "Em  Co", 4: "En Company"}))

    ended = onrecord("changes", "--from", "2021-12-08", "--to", "2021-12-09", "--json")
    *lines, totals = map(json.loads, ended.out.splitlines())

    assert [(one["entry"], one["kind"], one["class"]) for one in lines] == [
        ("us_ofac_sdn/2", "removed", "legal"),
        ("us_ofac_sdn/3", "amended", "formatting"),
        ("us_ofac_sdn/4", "added", "legal"),
    ]
    assert totals["totals"] == {"added": 1, "removed": 1, "amended": 1}
    assert "kind" not in totals


def test_basis_tells_what_hangs_on_an_order_and_what_would_fall(
    onrecord: Run, starter_home: Path
) -> None:
    """41 measures of the facts rest on E.O. 14014; two had ended before 2025-02-10."""
    ended = onrecord(
        "basis", "EO14014", "--if-ended", "2025-02-10", "--json", "--record", starter_home
    )
    told = json.loads(ended.out)

    assert (len(told["measures"]), len(told["if_ended"]["falls"])) == (41, 39)
    assert set(told["hanging"]) == {"31CFR525", "EO14014-DIR1"}
    assert {s["party"] for s in told["if_ended"]["stays"] if s["authority"] == "us_ofac"} == {
        "lid-33",
        "min-aung-hlaing",
        "soe-win-1960",
    }
    assert "end" not in told


def test_basis_tells_the_end_of_an_order_and_refuses_one_that_is_not_there(
    onrecord: Run, starter_home: Path
) -> None:
    told = json.loads(onrecord("basis", "EO13619", "--json", "--record", starter_home).out)
    assert told["end"]["when"] == "2016-10-07"
    assert {m["party"] for m in told["measures"]} >= {"ddi-burma", "thein-htay"}

    unknown = onrecord("basis", "EO-13619", "--record", starter_home)
    assert (unknown.status, "EO13619" in unknown.refused()) == (7, True)


def test_expiring_tells_terms_and_emergencies_that_lapse(onrecord: Run, starter_home: Path) -> None:
    ended = onrecord(
        "expiring", "--within", "365d", "--on", "2018-06-01", "--json", "--record", starter_home
    )
    found = [
        (one["when"], one.get("party") or one["basis"]) for one in json.loads(ended.out)["expiring"]
    ]
    assert found == [
        ("2018-06-26", "EO13466"),
        ("2018-12-20", "EO13818"),
        ("2019-03-21", "ddi-burma"),
        ("2019-05-17", "kim-sok-chol"),
    ]
    assert onrecord("expiring", "--within", "90", "--record", starter_home).status == 2


def test_rebuild_gives_the_same_fingerprint_and_verify_names_what_is_damaged(
    onrecord: Run, sdn: Callable[..., Path], tmp_path: Path
) -> None:
    onrecord("add", sdn("2021-12-08T18:50:57Z", {1: "Pe Company"}))
    before = json.loads(onrecord("history", "us_ofac_sdn/1", "--json").out)["record"]["fingerprint"]

    assert before in onrecord("rebuild").out
    assert onrecord("verify").status == 0

    (packed,) = (tmp_path / "record" / "archive").glob("*/*.zst")
    content = bytearray(packed.read_bytes())
    content[-10] ^= 1
    packed.write_bytes(content)
    damaged = onrecord("verify")
    assert (damaged.status, packed.name[:12] in damaged.refused()) == (5, True)


def test_a_receipt_says_same_after_later_loads_and_shows_what_changed(
    onrecord: Run, sdn: Callable[..., Path]
) -> None:
    """L17: what a receipt rests on is asked again, not what was loaded since."""
    onrecord("add", sdn("2021-12-08T18:50:57Z", {1: "Pe Company"}))
    asked = ("us_ofac_sdn/1", "--on", "2021-12-08", "--known", "2021-12-31")
    onrecord("history", *asked, "--receipt", "kept.json")
    onrecord("screen", "Pe Company", "--known", "2021-12-31", "--receipt", "screened.json")

    onrecord("add", sdn("2021-12-07T18:50:57Z", {2: "En Company"}))
    moved = json.loads(onrecord("history", *asked, "--json").out)
    assert moved["authorities"][0]["measures"][0]["start"]["earliest"] == "2021-12-07"
    assert onrecord("receipt", "check", "kept.json") == onrecord(
        "receipt", "check", "screened.json"
    )
    assert onrecord("receipt", "check", "kept.json").out == "same\n"

    kept = Path("kept.json").read_text(encoding="utf-8")
    Path("kept.json").write_text(kept.replace("Pe Company", "Pi Company"), encoding="utf-8")
    changed = onrecord("receipt", "check", "kept.json")
    assert (changed.status, "'Pi Company' then, 'Pe Company' now" in changed.out) == (1, True)

    Path("kept.json").write_text("{}", encoding="utf-8")
    assert onrecord("receipt", "check", "kept.json").status == 3


def test_a_receipt_in_which_anything_was_changed_never_says_same(
    onrecord: Run, sdn: Callable[..., Path]
) -> None:
    """L17: every value of it, one at a time; the version among them."""
    onrecord("add", sdn("2021-12-08T18:50:57Z", {1: "Pe Company"}))
    asked = ("us_ofac_sdn/1", "--on", "2021-12-08", "--known", "2021-12-31")
    onrecord("history", *asked, "--receipt", "kept.json")
    kept = json.loads(Path("kept.json").read_text(encoding="utf-8"))

    said = {}
    for place in places(kept):
        changed = json.loads(json.dumps(kept))
        within = changed
        for step in place[:-1]:
            within = within[step]
        within[place[-1]] = other(within[place[-1]])
        Path("changed.json").write_text(json.dumps(changed), encoding="utf-8")
        said[place] = onrecord("receipt", "check", "changed.json")

    assert len(said) > 40
    assert [place for place, ended in said.items() if ended.status == 0] == []
    assert [place for place, ended in said.items() if len(ended.told.splitlines()) > 1] == []
    assert said["version",].out.startswith("version: ")
    assert said["fingerprint",].out.startswith("fingerprint: ")


def places(value: Any, before: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Where the plain values of a JSON value stand."""
    steps: Iterable[tuple[str | int, Any]] = ()
    if isinstance(value, dict):
        steps = value.items()
    elif isinstance(value, list):
        steps = enumerate(value)
    else:
        return [before]
    return [place for step, part in steps for place in places(part, (*before, step))]


def other(value: Any) -> Any:
    """Another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    return "another" if value is None else f"{value[:-1]}{'1' if value[-1:] != '1' else '2'}"


def test_a_receipt_of_captures_that_are_gone_names_them(
    onrecord: Run, sdn: Callable[..., Path]
) -> None:
    first, second = (sdn(f"2021-12-{d}T18:50:57Z", {1: "Pe Company"}) for d in ("08", "09"))
    onrecord("add", first)
    onrecord("add", second)
    asked = ("us_ofac_sdn/1", "--on", "2021-12-09", "--known", "2021-12-31")
    onrecord("history", *asked, "--receipt", "kept.json")

    onrecord("add", first, "--record", "elsewhere")
    ended = onrecord("receipt", "check", "kept.json", "--record", "elsewhere")

    assert ended.status == 1
    assert "capture gone: us_ofac_sdn of 2021-12-09T18:50:57+00:00" in ended.out


def test_a_record_is_carried_elsewhere_as_one_file(onrecord: Run, sdn: Callable[..., Path]) -> None:
    """L14: exported and imported, the fingerprint is the same; and a bundle is the same bytes."""
    for day in ("08", "09"):
        onrecord("add", sdn(f"2021-12-{day}T18:50:57Z", {1: "Pe Company", int(day): "X Ltd"}))
    onrecord("export", "one.tar")
    onrecord("export", "two.tar")
    assert Path("one.tar").read_bytes() == Path("two.tar").read_bytes()

    done = onrecord("import", "one.tar", "--record", "elsewhere")
    assert done.out == "imported: 2 captures, 0 held already\n"
    assert onrecord("import", "one.tar", "--record", "elsewhere").out.endswith("2 held already\n")
    here, there = (onrecord("rebuild", *at).out for at in ((), ("--record", "elsewhere")))
    assert here == there

    content = bytearray(Path("one.tar").read_bytes())
    content[content.index(b"X Ltd")] ^= 1
    Path("one.tar").write_bytes(content)
    damaged = onrecord("import", "one.tar", "--record", "third")
    assert (damaged.status, "damaged" in damaged.refused()) == (3, True)


def test_sources_draws_what_is_held_and_writes_the_same_as_a_picture(
    onrecord: Run, sdn: Callable[..., Path]
) -> None:
    for day in ("2021-12-08", "2021-12-09", "2022-03-01"):
        onrecord("add", sdn(f"{day}T18:50:57Z", {1: "Pe Company"}))

    ended = onrecord("sources", "--svg", "held.svg")

    (row,) = (line for line in ended.out.splitlines() if re.match("us_ofac_sdn .*█", line))
    assert re.fullmatch("us_ofac_sdn  █─*█·*│", row)
    picture = Path("held.svg").read_text(encoding="utf-8")
    assert "3 captures, 1 entry in the newest; longest gap 82 days" in picture
    assert "no capture held: au_dfat, " in picture
    (told,) = (s for s in json.loads(onrecord("sources", "--json").out) if s["captures"])
    assert [held["day"] for held in told["held"]] == ["2021-12-08", "2021-12-09", "2022-03-01"]
    assert told["gaps"] == [{"from": "2021-12-09", "to": "2022-03-01", "days": 82}]


def test_where_bars_cannot_be_written_letters_stand_for_them(
    onrecord: Run, sdn: Callable[..., Path]
) -> None:
    """Latin-1 has the cross and the dot, but no bar: all or none, or a row would be a mixture."""
    onrecord("add", sdn("2021-12-08T18:50:57Z", {1: "Pe Company"}))
    onrecord("add", sdn("2022-03-01T18:50:57Z", {1: "Pe Company"}))

    for encoding in ("ascii", "latin-1"):
        env = os.environ | {"PYTHONIOENCODING": encoding, "COLUMNS": "40"}
        done = subprocess.run(
            [sys.executable, "-m", "onrecord", "sources"], env=env, capture_output=True, check=True
        )
        (row,) = (s for s in done.stdout.splitlines() if re.match(rb"us_ofac_sdn .*#", s))
        assert re.fullmatch(rb"us_ofac_sdn  #-*#\.*\|", row)


def test_a_picture_of_nothing_or_into_nowhere_is_refused(onrecord: Run, starter_home: Path) -> None:
    nothing = onrecord("sources", "--svg", "held.svg")
    assert (nothing.status, "no capture is held" in nothing.refused()) == (7, True)
    assert not Path("held.svg").exists()

    nowhere = onrecord("sources", "--svg", "no/such/held.svg", "--record", starter_home)
    assert (nowhere.status, "cannot write the picture" in nowhere.refused()) == (2, True)


def test_a_load_that_the_tables_missed_is_caught_up_by_the_next(
    onrecord: Run, sdn: Callable[..., Path], tmp_path: Path
) -> None:
    """A crash after the journal's line and before the tables' commit."""
    onrecord("add", sdn("2021-12-08T18:50:57Z", {1: "Pe Company"}))
    database = tmp_path / "record" / "record.sqlite"
    before = database.read_bytes()
    onrecord("add", sdn("2021-12-09T18:50:57Z", {1: "Pe Company", 2: "En Company"}))
    database.write_bytes(before)
    assert onrecord("history", "us_ofac_sdn/2").status == 7

    onrecord("add", sdn("2021-12-10T18:50:57Z", {1: "Pe Company", 2: "En Company"}))

    told = json.loads(onrecord("history", "us_ofac_sdn/2", "--on", "2021-12-10", "--json").out)
    (measure,) = told["authorities"][0]["measures"]
    assert measure["start"] == {"earliest": "2021-12-08", "latest": "2021-12-09"}


def test_brief_writes_one_page_that_fetches_nothing(onrecord: Run, starter_home: Path) -> None:
    story = (
        "RANGOON, July 21 (Reuters) - Kyaw Zeya denied military ties with North Korea on Friday."
    )
    Path("story.txt").write_text(story, encoding="utf-8")

    ended = onrecord("brief", "story.txt", "--html", "brief.html", "--record", starter_home)

    page = Path("brief.html").read_text(encoding="utf-8")
    assert ended.status == 0
    assert "Kyaw Zeya" in ended.out
    assert not re.search(r'(?:src|href)="(?!#)', page)


@pytest.mark.parametrize("verb", VERBS)
def test_help_opens_with_a_sentence_and_ends_with_examples_that_are_understood(
    onrecord: Run, verb: str
) -> None:
    told = onrecord(verb, "--help").out
    command = program.get_command(click.Context(program), verb)
    assert command is not None
    examples = [line.strip() for line in (command.help or "").splitlines() if "onrecord " in line]

    assert re.search(r"^Usage: onrecord .*\n\n  [A-Z][^\n]+", told)
    assert len(examples) >= 2
    for example in examples:
        words = [word.strip('"') for word in re.findall(r'"[^"]+"|\S+', example)]
        assert words[:2] == ["onrecord", verb]
        command.make_context(verb, words[2:])  # raises where it is wrong use


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_in_the_reference(verb: str) -> None:
    reference = Path(__file__).parents[2] / "docs" / "reference" / "command-line.md"
    assert f"`onrecord {verb}" in reference.read_text(encoding="utf-8")


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_run_ends_with_its_status_and_no_traceback(
    tmp_path: Path, number: int, status: int
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "onrecord", "screen", "-", "--record", tmp_path / "none"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(1.0)  # it waits for names
    process.send_signal(number)
    _, told = process.communicate(timeout=10)

    assert process.returncode == status
    assert b"Traceback" not in told


def test_the_version_is_that_of_the_project(onrecord: Run) -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))
    assert "version" in project["project"]["dynamic"]
    assert re.fullmatch(r"onrecord \d+\.\d+\.\d+\n", onrecord("--version").out)
