"""Updates, downloads put aside and let in, killed (validation plan, section 5: C01)."""

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.intake.conftest import SMALL, Clock, Home, Publisher, add, alt, answer, sdn
from tests.record.power import losses, recorded
from tests.record.scene import FORK, SOAK, assert_sound, fast_folder
from tests.record.some_captures import state
from tests.record.write_points import Strike, at_every_point

from onrecord import sources
from onrecord.errors import GuardError
from onrecord.intake import Quarantine, read_fetched
from onrecord.intake.limits import Limits
from onrecord.intake.update import Updated, update
from onrecord.record import Record

pytestmark = [*FORK, pytest.mark.allow_hosts(["127.0.0.1"])]
LISTS = ("us_ofac_sdn", "un_sc", "us_state_isn")


@pytest.fixture
def start(home: Home) -> Iterator[Path]:
    """The folder of `home`, where writing takes no time."""
    with fast_folder() as folder:
        yield Path(shutil.copytree(home.folder, folder / "start"))


def updates(
    publisher: Publisher, clock: Clock, lists: tuple[str, ...] = LISTS
) -> Callable[[Path], list[Updated]]:
    """Updating a home from a publisher, with all the time in the world."""

    def act(home: Path) -> list[Updated]:
        wanted = [sources.get(one) for one in lists]
        return list(update(Record(home), wanted, clock.world(), Limits(), publisher.base))

    return act


def through(publisher: Publisher, clock: Clock, start: Path) -> list[str]:
    """The states through which an update of several lists passes."""
    whole = start.with_name("whole")
    shutil.copytree(start, whole)
    states = [str(state(Record(whole)))]
    for one in LISTS:
        updates(publisher, clock, (one,))(whole)
        states.append(str(state(Record(whole))))
    return states


def test_c01_killed_at_any_point_of_an_update_every_list_is_as_before_or_after(
    start: Path, publisher: Publisher, clock: Clock
) -> None:
    states = through(publisher, clock, start)
    assert len(set(states)) == len(LISTS) + 1
    act = updates(publisher, clock)

    for point, ended, home in at_every_point(act, start, Strike.KILL):
        record = Record(home)
        assert ended.status in (None, 0), (point, ended)
        assert state(record) in states, point
        assert_sound(record)

        act(home)
        assert state(record) == states[-1], point
        assert_sound(record)
        assert all(read_fetched(home, one).asked == clock.now for one in LISTS), point
        assert not (home / ".updating").exists(), point


def test_c03_when_the_power_goes_in_an_update_every_list_is_as_before_or_after(
    start: Path, publisher: Publisher, clock: Clock
) -> None:
    states = through(publisher, clock, start)
    act = updates(publisher, clock)
    home = Path(shutil.copytree(start, start.with_name("power")))

    log = recorded(lambda folder, _: act(folder), home, start.with_name("log"))
    for when, _ in losses(log, home, "update", 20 if SOAK else 1):
        record = Record(home)
        assert state(record) in states, when
        assert list(record.damages()) == [], when

        act(home)
        assert state(record) == states[-1], when
        assert_sound(record)


def test_c01_killed_at_any_point_of_a_first_update_the_next_one_brings_all(
    publisher: Publisher, clock: Clock
) -> None:
    publisher.serve("/isn.csv", answer(b"\r\n".join([_ISN, *(_row(n) for n in range(200))])))
    act = updates(publisher, clock, ("us_state_isn",))
    with fast_folder() as folder:
        (folder / "start").mkdir()
        final = None
        for point, _, home in at_every_point(act, folder / "start", Strike.KILL):
            record = Record(home)
            before = state(record)
            assert list(record.damages()) == [], point

            (again,) = act(home)
            assert again.error is None, again
            final = final or state(record)
            assert before in (None, final), point
            assert state(record) == final, point
            assert_sound(record)


_ISN = (
    b"Programs,Name,Address,Country,Federal Register Notice,Effective Date,"
    b"Date Lifted/Waived/Expired"
)


def _row(number: int) -> bytes:
    return b'INKSNA,House %d,,,"Vol. 72, No. 3, 1/5/07",12/28/2006,' % number


@pytest.fixture
def shrunken(publisher: Publisher) -> Publisher:
    """A publisher whose list has lost most of its entries."""
    publisher.serve("/sdn.csv", answer(sdn(SMALL // 3)))
    publisher.serve("/alt.csv", answer(alt(1, 2)))
    publisher.serve("/add.csv", answer(add(1)))
    return publisher


def test_c01_killed_while_a_download_is_put_aside_the_record_stays_and_the_next_puts_it_aside(
    start: Path, shrunken: Publisher, clock: Clock
) -> None:
    act = updates(shrunken, clock, ("us_ofac_sdn",))
    before = state(Record(start))

    for point, _, home in at_every_point(act, start, Strike.KILL):
        assert state(Record(home)) == before, point
        list(Quarantine(home))  # what is there can be read

        (again,) = act(home)
        assert isinstance(again.error, GuardError), again
        assert len(list(Quarantine(home))) == 1, point
        assert state(Record(home)) == before, point
        assert_sound(Record(home))


def test_c01_killed_while_a_download_is_let_in_it_is_in_or_not_and_can_be_let_in_again(
    start: Path, shrunken: Publisher, clock: Clock
) -> None:
    updates(shrunken, clock, ("us_ofac_sdn",))(start)
    (kept,) = Quarantine(start)
    later = clock.now + timedelta(hours=1)

    def act(home: Path) -> object:
        return Quarantine(home).release(kept.id, "it did shrink", Record(home), later)

    before = state(Record(start))
    whole = Path(shutil.copytree(start, start.with_name("whole")))
    act(whole)
    final = state(Record(whole))
    assert final != before

    for point, _, home in at_every_point(act, start, Strike.KILL):
        assert state(Record(home)) in (before, final), point
        assert list(Record(home).damages()) == [], point

        act(home)
        assert state(Record(home)) == final, point
        (decided,) = Quarantine(home).as_decided(Record(home))
        assert decided.released == later, point
        assert_sound(Record(home))
