"""The quarantine: what is kept of a download, and what lets it out."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.intake.conftest import SMALL, Home, Publisher, answer, sdn

from onrecord.cli.main import run
from onrecord.intake import Quarantine
from onrecord.intake.update import Outcome

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

Said = Callable[..., tuple[int, str, str]]


@pytest.fixture
def onrecord(home: Home, capsys: pytest.CaptureFixture[str]) -> Said:
    """The program run on `home`: its status, what it answered, what it told."""

    def started(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        status = run([*arguments, "--record", str(home.folder)])
        return status, *capsys.readouterr()

    return started


@pytest.fixture
def shrunken(home: Home, publisher: Publisher) -> str:
    """A download in quarantine that lost more than half of its entries, by its id."""
    publisher.serve("/sdn.csv", answer(sdn(SMALL // 2 - 1), 'ETag: "x"', "X-Served-By: cache 7"))
    home.update(publisher)
    (kept,) = Quarantine(home.folder)
    return kept.id


def test_all_is_kept_that_helps_to_decide(home: Home, publisher: Publisher, shrunken: str) -> None:
    (kept,) = Quarantine(home.folder)

    assert (kept.source, kept.gate, kept.times) == ("us_ofac_sdn", "sense", 1)
    assert kept.reason == "shrunken: 31 of 60 entries are gone"
    assert kept.files["sdn.csv"].address == f"{publisher.base}/sdn.csv"
    assert kept.files["sdn.csv"].headers["x-served-by"] == "cache 7"
    digest = kept.files["sdn.csv"].sha256
    assert digest is not None
    assert (home.folder / "quarantine" / "files" / digest[:2] / f"{digest}.zst").is_file()
    assert shrunken.startswith("us_ofac_sdn-")


def test_a_person_lets_it_out_with_a_reason_that_the_journal_keeps(
    home: Home, publisher: Publisher, shrunken: str, onrecord: Said
) -> None:
    status, out, told = onrecord("add", "--accept", shrunken, "--because", "OFAC said so")

    assert (status, told) == (0, "")
    assert out == "added: us_ofac_sdn of 2026-03-02T12:00:00Z, 29 entries\n"
    line = json.loads((home.folder / "journal.jsonl").read_text().splitlines()[-1])
    assert (line["accepts"], line["because"]) == (shrunken, "OFAC said so")
    assert line["origin"] == f"{publisher.base}/sdn.csv"
    assert home.update(publisher).outcome is Outcome.EQUAL
    assert "quarantined" not in onrecord("sources", "--json")[1]
    assert onrecord("rebuild")[0] == 0
    assert home.captures() == 2


def test_let_out_twice_it_is_held_already(shrunken: str, onrecord: Said) -> None:
    onrecord("add", "--accept", shrunken, "--because", "it is right")

    status, out, _ = onrecord("add", "--accept", shrunken, "--because", "it is right")

    assert (status, out.split(":")[0]) == (0, "held already")


def test_what_is_not_whole_is_not_let_out(home: Home, publisher: Publisher, onrecord: Said) -> None:
    publisher.serve("/sdn.csv", answer(sdn(SMALL)[:-50]))
    home.update(publisher)
    (kept,) = Quarantine(home.folder)
    before = home.state()

    status, out, told = onrecord("add", "--accept", kept.id, "--because", "I believe it")

    assert (status, out) == (4, "")
    assert "cannot be released" in told
    assert home.state() == before


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (["--accept", "ID"], 2, "--because"),
        (["--because", "so"], 2, "--accept"),
        (["--accept", "ID", "--because", " "], 2, "no reason given"),
        (["--accept", "us_ofac_sdn-0", "--because", "so"], 7, "us_ofac_sdn-0"),
        (["--accept", "../fetched/us_ofac_sdn", "--because", "so"], 7, "fetched"),
        (["--accept", "ID", "--because", "so", "starter"], 2, "without a PATH"),
        ([], 2, "PATH"),
    ],
)
def test_a_release_that_is_not_in_order_is_refused(
    home: Home,
    shrunken: str,
    onrecord: Said,
    arguments: list[str],
    status: int,
    says: str,
) -> None:
    before = home.state()

    ended, out, told = onrecord("add", *(shrunken if each == "ID" else each for each in arguments))

    assert (ended, out) == (status, "")
    assert says in told
    assert home.state() == before


def test_sources_tells_how_fresh_each_list_is(
    home: Home, publisher: Publisher, shrunken: str, onrecord: Said
) -> None:
    publisher.serve("/sdn.csv", answer(sdn(SMALL + 1)))
    home.update(publisher)
    home.clock.now = home.clock.now.replace(day=4)
    home.update(publisher)

    told = {one["id"]: one for one in json.loads(onrecord("sources", "--json")[1])}
    text = onrecord("sources")[1]

    sdn_list = told["us_ofac_sdn"]
    assert sdn_list["fetched"] == sdn_list["verified_equal"] == "2026-03-04T12:00:00Z"
    assert (sdn_list["changed"], sdn_list["verified"]) == ("2026-03-02T12:00:00Z", "2026-03-04")
    (stopped,) = sdn_list["quarantined"]
    assert (stopped["id"], stopped["gate"]) == (shrunken, "sense")
    assert "verified equal 2026-03-04T12:00:00Z" in " ".join(text.split())
    assert "shrunken: 31 of 60 entries are gone" in " ".join(text.split())


def test_a_spoilt_note_of_the_quarantine_is_named(
    home: Home, shrunken: str, onrecord: Said
) -> None:
    Path(home.folder / "quarantine" / f"{shrunken}.json").write_text("{")

    status, _, told = onrecord("sources")

    assert status == 5
    assert shrunken in told


def test_what_was_let_out_can_be_taken_back(
    home: Home, publisher: Publisher, shrunken: str, onrecord: Said
) -> None:
    """It stands in quarantine again, and the next download is held against the last good state."""
    onrecord("add", "--accept", shrunken, "--because", "OFAC said so")
    assert json.loads(onrecord("sources", "--json")[1])
    assert Quarantine(home.folder).as_decided(home.record)[0].released is not None
    assert len(home.record.newest("us_ofac_sdn")) == SMALL // 2 - 1

    status, out, told = onrecord(
        "add", "--withdraw", shrunken, "--because", "it did not", "--by", "R. R."
    )
    shown = {s["id"]: s for s in json.loads(onrecord("sources", "--json")[1])}["us_ofac_sdn"]

    assert (status, told) == (0, "")
    assert out == "withdrawn: us_ofac_sdn of 2026-03-02T12:00:00Z: it did not\n"
    assert Quarantine(home.folder).as_decided(home.record)[0].released is None
    assert len(home.record.newest("us_ofac_sdn")) == SMALL
    assert shown["captures"] == 1
    assert [q["id"] for q in shown["quarantined"]] == [shrunken]
    assert [h.get("withdrawn", {}).get("because") for h in shown["held"]] == [None, "it did not"]
    assert "it did not (R. R.)" in onrecord("sources")[1]

    home.update(publisher)
    assert len(home.record.newest("us_ofac_sdn")) == SMALL

    restored = onrecord("add", "--accept", shrunken, "--because", "it did after all")
    assert restored[1].startswith("restored: us_ofac_sdn")
    assert Quarantine(home.folder).as_decided(home.record)[0].released is not None
