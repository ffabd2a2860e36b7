"""Rows D47 to D52: steps that a list does not take in a day, and steps that it does."""

import shutil
from pathlib import Path

import pytest
from tests.intake.conftest import SMALL, START, Clock, Home, Publisher, add, alt, answer, sdn

from onrecord.errors import GuardError
from onrecord.intake import Quarantine, Quarantined
from onrecord.intake.limits import Gate
from onrecord.intake.update import Outcome, Updated

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


def stopped(home: Home, found: Updated, *says: str) -> Quarantined:
    """Held against the last good state, which it left; gives what is kept of it."""
    assert found.outcome is Outcome.QUARANTINED, found
    assert isinstance(found.error, GuardError)
    for word in says:
        assert word in str(found.error), str(found.error)
    kept = list(Quarantine(home.folder))[-1]
    assert kept.gate is Gate.SENSE
    assert f"--accept {kept.id}" in str(found.error)
    return kept


MANY = 1_200


@pytest.fixture(scope="session")
def _many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = Home(tmp_path_factory.mktemp("many") / "record", Clock())
    home.add("us_ofac_sdn", {"sdn.csv": sdn(MANY), "alt.csv": alt(3, 4), "add.csv": add(3)})
    return home.folder


@pytest.fixture
def many(_many: Path, home: Home) -> Home:
    """A home with twelve hundred entries of the SDN list, captured the day before."""
    shutil.rmtree(home.folder)
    shutil.copytree(_many, home.folder)
    return home


def swapped(content: bytes) -> bytes:
    """The name where the title stands, and the reverse."""
    rows = []
    for line in content.decode().splitlines(keepends=True):
        fields = line.split(",")
        if len(fields) > 5:
            fields[1], fields[4] = fields[4], fields[1]
        rows.append(",".join(fields))
    return "".join(rows).encode()


@pytest.mark.parametrize(
    ("body", "says"),
    [
        pytest.param(
            sdn(MANY, lambda uid: uid % 50 in (0, 1, 2)),
            "shrunken: 72 of 1,200 entries are gone",
            id="D47",
        ),
        pytest.param(sdn(MANY, lambda uid: uid % 5 < 2), "shrunken: 480 of 1,200", id="D48"),
        pytest.param(sdn(MANY * 3 // 2), "swollen: 600 new entries beside 1,200", id="D49"),
        pytest.param(
            sdn(MANY).replace(b'"Trader"', b"-0- "), "hollow: titles is filled in 0%", id="D50"
        ),
        pytest.param(
            sdn(MANY).replace(b'"Linked To: HOUSE 1."', b"-0- ").replace(b"Linked To:", b"Of"),
            "hollow: linked_to",
            id="D50-within",
        ),
        pytest.param(swapped(sdn(MANY)), "rewritten: 1,200 of 1,200 entries", id="D51"),
    ],
)
def test_a_step_that_no_list_takes_in_a_day_is_stopped(
    many: Home, publisher: Publisher, body: bytes, says: str
) -> None:
    publisher.serve("/sdn.csv", answer(body))
    publisher.serve("/alt.csv", answer(alt(3, 4)))
    publisher.serve("/add.csv", answer(add(3)))

    found = many.update(publisher)

    kept = stopped(many, found, says)
    again = many.update(publisher)  # repetition releases nothing
    assert again.outcome is Outcome.QUARANTINED
    assert next(iter(Quarantine(many.folder))).times == kept.times + 1


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(sdn(MANY, lambda uid: uid % 50 == 0), id="D52"),
        pytest.param(sdn(MANY + 500), id="D49-within"),
        pytest.param(sdn(MANY).replace(b"COMPANY 001", b"COMPANIES 001"), id="D51-within"),
        pytest.param(sdn(MANY).replace(b"COMPANY 0", b"Company 0"), id="D51-formatting"),
    ],
)
def test_a_step_that_lists_do_take_passes(many: Home, publisher: Publisher, body: bytes) -> None:
    publisher.serve("/sdn.csv", answer(body))
    publisher.serve("/alt.csv", answer(alt(3, 4)))
    publisher.serve("/add.csv", answer(add(3)))

    assert many.update(publisher).outcome is Outcome.CHANGED
    assert many.captures() == 2


def test_a_first_download_is_held_against_the_least_that_the_list_has(
    empty: Home, publisher: Publisher
) -> None:
    found = empty.update(publisher)

    kept = stopped(empty, found, "too few for a first download: 61 entries")
    assert not empty.record.exists()
    Quarantine(empty.folder).release(kept.id, "a small list of our own", empty.record, START)
    assert empty.captures() == 1


def test_of_an_old_state_only_the_loss_of_half_is_told(home: Home, publisher: Publisher) -> None:
    home.clock.now = home.clock.now.replace(year=2027)
    publisher.serve("/sdn.csv", answer(sdn(SMALL, lambda uid: uid > SMALL // 2)))
    publisher.serve("/alt.csv", answer(alt(1, 2)))

    assert home.update(publisher).outcome is Outcome.CHANGED

    publisher.serve("/sdn.csv", answer(sdn(SMALL // 2 - 16)))
    home.clock.now = home.clock.now.replace(year=2028)
    stopped(home, home.update(publisher), "shrunken: 16 of 30")
