"""The verbs `same` and `different`: what they do, and what they refuse."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import Ended

Run = Callable[..., Ended]
A, B = "us_ofac_sdn/1", "us_ofac_sdn/2"


@pytest.fixture(autouse=True)
def two(onrecord: Run, sdn: Callable[..., Path]) -> None:
    """A record of two invented companies."""
    folder = sdn("2021-12-08T18:50:57Z", {1: "ZENDA STEEL WORKS", 2: "STRELSAU CEMENT"})
    assert onrecord("add", folder).status == 0


def test_two_that_are_judged_the_same_are_one_party_and_the_reason_is_shown(onrecord: Run) -> None:
    judged = onrecord("same", A, B, "--because", "one director", "--by", "R. Rassendyll")

    assert judged.out == f"judged same: {A} and {B}; they are one party from now on\n"
    told = json.loads(onrecord("history", B, "--json").out)
    assert (told["party"], told["entries"]) == (A, [A, B])
    (judgement,) = told["judgements"]
    assert (judgement["because"], judgement["by"]) == ("one director", "R. Rassendyll")
    assert "one director" in onrecord("history", B).out


def test_a_judgement_is_taken_back(onrecord: Run) -> None:
    onrecord("same", A, B, "--because", "one director")
    taken_back = onrecord("same", B, A, "--withdraw", "--because", "mistaken", "--json")

    told = json.loads(taken_back.out)
    assert (told["verdict"], told["parties"]) == ("withdrawn", [A, B])
    assert json.loads(onrecord("history", B, "--json").out)["party"] == B


def test_two_that_are_judged_different_are_two_and_stay_so(onrecord: Run) -> None:
    judged = onrecord("different", B, A, "--because", "two towns")

    assert judged.out == f"judged different: {A} and {B}; they are two parties from now on\n"


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        pytest.param((A, B), 2, "needs a reason", id="no reason"),
        pytest.param((A, B, "--because", " "), 2, "needs a reason", id="a blank reason"),
        pytest.param((A, A, "--because", "x"), 2, "one and the same", id="one and the same"),
        pytest.param((A, "ZENDA STEEL WORKS", "--because", "x"), 2, "one and", id="by its name"),
        pytest.param((A, "us_ofac_sdn/99", "--because", "x"), 7, "no such party", id="unknown"),
        pytest.param((A, B, "--withdraw", "--because", "x"), 2, "nothing to take", id="not made"),
    ],
)
@pytest.mark.parametrize("verb", ["same", "different"])
def test_a_judgement_that_makes_no_sense_is_refused_and_nothing_is_written(
    onrecord: Run,
    state: Callable[[], dict[str, str]],
    verb: str,
    arguments: tuple[str, ...],
    status: int,
    says: str,
) -> None:
    before = state()
    ended = onrecord(verb, *arguments)

    assert ended.status == status
    assert says in ended.refused()
    assert state() == before


def test_a_judgement_of_the_other_kind_is_not_what_is_taken_back(onrecord: Run) -> None:
    onrecord("same", A, B, "--because", "one director")

    ended = onrecord("different", A, B, "--withdraw", "--because", "mistaken")

    assert (ended.status, "nothing to take back" in ended.refused()) == (2, True)
