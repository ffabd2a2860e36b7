"""Whoever has an export of OpenSanctions has its lists here in one command."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import Ended
from tests.sources.opensanctions.exports import entity, export

EXPORTS = Path(__file__).parents[1] / "sources" / "opensanctions"


@pytest.mark.parametrize("name", ["entities.ftm.json", "targets.nested.json", "statements.csv"])
def test_an_export_is_added_without_an_option(onrecord: Callable[..., Ended], name: str) -> None:
    added = onrecord("add", EXPORTS / name)

    assert added.status == 0
    assert added.out.startswith("added: opensanctions of 2026-02-10T06:00:00Z, ")
    assert "passed over: 1 Person" in added.told
    again = onrecord("add", EXPORTS / name)
    assert again.out.startswith("held already: ")


def test_what_was_first_seen_by_then_answers_a_question_of_then(
    onrecord: Callable[..., Ended],
) -> None:
    onrecord("add", EXPORTS / "entities.ftm.json")

    asked = ("--on", "2022-01-01", "--known", "2022-01-01", "--json")
    told = json.loads(onrecord("history", "Zenda Works Ltd", *asked).out)

    status = {each["authority"]: each["status"] for each in told["authorities"]}
    assert (status["us_ofac"], status["gb"]) == ("listed", "unknown")
    assert [name["text"] for name in told["names"]] == ["Zenda Works Ltd"]
    assert told["record"]["sources"][0]["captures"] == 0


def test_all_nine_authorities_are_told_and_another_where_it_lists(
    onrecord: Callable[..., Ended],
) -> None:
    onrecord("add", EXPORTS / "entities.ftm.json")

    by_name = {
        name: json.loads(onrecord("history", name, "--on", "2024-06-01", "--json").out)["status"]
        for name in ("Rupert Hentzau", "ZENDA STAR")
    }

    assert len(by_name["ZENDA STAR"]) == 9
    assert by_name["Rupert Hentzau"]["other"] == "listed"


def test_screening_finds_the_names_that_were_known_by_then(
    onrecord: Callable[..., Ended],
) -> None:
    onrecord("add", EXPORTS / "entities.ftm.json")

    def outcome(known: str) -> str:
        asked = onrecord("screen", "Hentzau Trading", "--known", known, "--json")
        return str(json.loads(asked.out)["outcome"])

    assert [outcome("2023-06-01"), outcome("2023-12-01")] == ["none", "match"]


def test_a_text_answer_draws_another_authority_too(onrecord: Callable[..., Ended]) -> None:
    onrecord("add", EXPORTS / "entities.ftm.json")

    told = onrecord("history", "Rupert Hentzau", "--on", "2024-06-01")

    assert told.status == 0
    assert "UA National Security" in told.out


def test_another_instant_than_the_exports_own_may_be_given(
    onrecord: Callable[..., Ended],
) -> None:
    given = ("--captured", "2026-02-12T00:00Z")

    added = onrecord("add", EXPORTS / "statements.csv", *given)

    assert added.out.startswith("added: opensanctions of 2026-02-12T00:00:00Z, ")


def test_an_export_that_says_no_instant_needs_one(
    onrecord: Callable[..., Ended], tmp_path: Path
) -> None:
    path = tmp_path / "entities.ftm.json"
    party = entity("NK-1", name=["Zenda Works"], topics=["sanction"], seen=(None, None))
    path.write_bytes(export(party))

    without = onrecord("add", path)
    assert (without.status, "give --captured INSTANT" in without.refused()) == (2, True)
    assert onrecord("add", path, "--captured", "2026-01-01").status == 0
