"""The example report of the package, and the project's gold where it is there."""

import json
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from onrecord.model.report import Report, Span
from onrecord.read import read
from onrecord.tell.json import report as as_json

EXAMPLE = files("onrecord.examples").joinpath("report.txt").read_text("utf-8")


def facts(report: Report) -> dict[str, Any]:
    """The main facts of a report, short enough to be reviewed as prose."""
    return {
        "title": report.title.text if report.title else None,
        "rendered": str(report.rendered),
        "published": [str(report.published.earliest), str(report.published.latest)],
        "furniture": [p.furniture for p in report.paragraphs if p.furniture],
        "actors": [
            f"{one.name} ({one.kind}){': ' + one.role if one.role else ''}"
            for one in report.actors
            if one.is_named
        ],
        "dates": [f"{one.span.text} = {one.value}" for one in report.dates],
        "statements": [
            f"{one.id}{' in ' + one.nested_in if one.nested_in else ''}: {one.speaker}"
            f" {one.stance} ({one.naming}, {one.record}"
            f"{', told ' + one.relay if one.relay else ''})"
            for one in report.statements
        ],
        "events": [
            f"{one.type}: {one.actor or '?'} → {one.recipient or one.place or '?'}"
            f" {one.date.value if one.date else ''}".strip()
            for one in report.events
        ],
    }


def test_the_example_reads_as_its_golden_file_says(golden: Callable[[str, str], None]) -> None:
    report = read(EXAMPLE, id="example")

    golden("golden/example.json", json.dumps(facts(report), indent=1, ensure_ascii=False) + "\n")


def test_the_json_has_the_promised_shape() -> None:
    whole = as_json(read(EXAMPLE, id="example"))

    assert list(whole) == [
        "report", "paragraphs", "actors", "dates", "statements", "events", "ties",
    ]  # fmt: skip
    assert whole["ties"] == []
    for kind in ("paragraphs", "actors", "dates", "statements", "events"):
        assert all(one["review"] == "unreviewed" for one in whole[kind])
    for one in whole["statements"]:
        assert EXAMPLE[one["start"] : one["end"]] == one["text"]
    assert json.loads(json.dumps(whole)) == whole


@pytest.fixture
def gold(eval_data: Path) -> tuple[Report, dict[str, Any]]:
    folder = eval_data / "examples"
    text = (folder / "us-presses-burma.txt").read_bytes().decode()
    return read(text, id="gold"), json.loads((folder / "us-presses-burma.gold.json").read_text())


def places(spans: tuple[Span, ...]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


@pytest.mark.real
def test_the_statements_of_the_gold_are_found(gold: tuple[Report, dict[str, Any]]) -> None:
    report, wanted = gold
    found = {tuple(map(tuple, places(one.cue))): one for one in report.statements}

    for one in wanted["statements"]:
        mine = found[tuple(map(tuple, one["cue"]))]
        assert places(mine.source) == one["source"], one["id"]
        assert places(mine.content) == one["content"], one["id"]
        assert mine.stance.value == one["stance"], one["id"]
        assert mine.naming.value == one["naming"], one["id"]
        assert mine.relay == one["relay"], one["id"]
        assert mine.direct == one["direct"], one["id"]
        assert (mine.record.value == "on") == bool(one["on_record"]), one["id"]
        assert (mine.nested_in is None) == (one["nested_in"] is None), one["id"]


@pytest.mark.real
def test_the_dates_of_the_gold_are_found(gold: tuple[Report, dict[str, Any]]) -> None:
    report, wanted = gold
    found = {(one.span.start, one.span.end): one.value for one in report.dates}

    published = wanted["report"]["published"]
    assert str(report.published.earliest) in published["accepted"]
    assert str(report.rendered) == published["not"]
    for one in wanted["dates"]:
        if one.get("role") != "rendered":
            assert found[tuple(one["span"])] == one["value"]


@pytest.mark.real
def test_the_title_and_the_furniture_of_the_gold_are_found(
    gold: tuple[Report, dict[str, Any]],
) -> None:
    report, wanted = gold

    assert report.title is not None
    assert [report.title.start, report.title.end] == wanted["title"]["span"]
    silent = [[p.start, p.end] for p in report.paragraphs if p.furniture is not None]
    assert silent == [one["span"] for one in wanted["furniture"]]
    names = {actor.name for actor in report.actors}
    assert {"Aung San Suu Kyi", "Min Aung Hlaing", "Joseph Yun", "Kyaw Zeya"} <= names
