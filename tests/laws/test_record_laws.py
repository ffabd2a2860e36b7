"""Laws of the record over generated histories of one list (validation plan, section 1.3)."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.model.dates import end_of_day
from onrecord.model.listing import Authority
from onrecord.record import Capture, Record, changes
from onrecord.tell import json

START = datetime(2021, 1, 1, 18, 50, tzinfo=UTC)
NAMES = ("Ada Trading", "Bel Shipping", "Cor Metals")
NULLS = "-0- ," * 7


@dataclass(frozen=True)
class Made:
    """A capture of the SDN list: when, who stands there, with which name and aliases."""

    hours: int
    members: dict[int, tuple[str, str]]
    aliases: dict[int, str] | None

    def capture(self) -> Capture:
        files = {"sdn.csv": self._table()}
        if self.aliases is not None:
            lines = (f'{u},{u}1,"aka","{n}",-0- \r\n' for u, n in self.aliases.items())
            files["alt.csv"] = "".join(lines).encode() + b"\x1a\r\n"
        return Capture("us_ofac_sdn", START + timedelta(hours=self.hours), files)

    def _table(self) -> bytes:
        lines = (
            f'{uid},"{name}",-0- ,"{programme}",{NULLS}-0- \r\n'
            for uid, (name, programme) in self.members.items()
        )
        # one entry stands in all: a list of nobody is refused, and rightly
        return (
            b'1,"Always Here Ltd",-0- ,"SDGT",'
            + NULLS.encode()
            + b"-0- \r\n"
            + ("".join(lines).encode() + b"\x1a\r\n")
        )


@st.composite
def histories(draw: st.DrawFn) -> list[Made]:
    count = draw(st.integers(2, 6))
    hours = sorted(draw(st.sets(st.integers(0, 400), min_size=count, max_size=count)))
    member = st.tuples(st.sampled_from(NAMES), st.sampled_from(("SDGT", "NPWMD] [DPRK2")))
    made = []
    for hour in hours:
        members = draw(st.dictionaries(st.sampled_from((7, 8, 9)), member, max_size=3))
        aliased = draw(st.none() | st.just({uid: f"Alias {uid}" for uid in members} | {1: "AHL"}))
        made.append(Made(hour, members, aliased))
    return made


@contextmanager
def loaded(captures: list[Made]) -> Iterator[Record]:
    with tempfile.TemporaryDirectory() as folder:
        record = Record(Path(folder) / "record")
        for made in captures:
            record.add(made.capture(), START)
        yield record


def days(history: list[Made]) -> list[date]:
    around = {(START + timedelta(hours=m.hours)).date() for m in history}
    return sorted(d + timedelta(days=n) for d in around for n in (-1, 0, 1))


def answers(record: Record, known: datetime, on: list[date]) -> list[Any]:
    """Everything the record says at an instant: each entry on each day, and its state."""
    with record.view(known) as view:
        found = [json.record(view.state), sorted(set(view.names()))]
        for uid in (1, 7, 8, 9):
            ref = f"us_ofac_sdn/{uid}"
            found.extend(json.history(view.history(ref, day)) for day in on)
        return found


def tables(record: Record) -> dict[str, list[Any]]:
    """What is derived, told without the numbers that the order of loading gives."""
    engine = sa.create_engine(f"sqlite:///{record.home}/record.sqlite", poolclass=sa.NullPool)
    queries = {
        "snapshot": "SELECT c.captured, s.day, s.effective, s.carried, s.findings, s.entries "
        "FROM snapshot s JOIN capture c ON c.id = s.capture",
        "run": "SELECT r.uid, t.hash, a.captured, b.captured FROM run r "
        "JOIN content t ON t.id = r.content JOIN capture a ON a.id = r.first "
        "LEFT JOIN capture b ON b.id = r.last",
        "name": "SELECT t.uid, t.hash, n.place, n.text, n.key FROM name n "
        "JOIN content t ON t.id = n.content",
    }
    with engine.connect() as connection:
        return {
            table: sorted(map(repr, connection.execute(sa.text(query)).all()))
            for table, query in queries.items()
        }


@settings(max_examples=12)
@given(histories(), st.randoms(use_true_random=False))
def test_l01_l02_l14_any_order_twice_and_rebuilt_give_the_same_record(
    history: list[Made], random: Any
) -> None:
    shuffled = [*history, *history[:1]]
    random.shuffle(shuffled)
    known = START + timedelta(hours=1000)

    with loaded(history) as one, loaded(shuffled) as other:
        expected = answers(one, known, days(history)[:6])
        assert tables(other) == tables(one)
        assert answers(other, known, days(history)[:6]) == expected

        one.rebuild(START)
        assert tables(one) == tables(other)
        assert answers(one, known, days(history)[:6]) == expected


@settings(max_examples=12)
@given(histories(), st.data())
def test_l03_what_became_known_later_changes_no_answer(
    history: list[Made], data: st.DataObject
) -> None:
    cut = data.draw(st.integers(1, len(history)))
    known = START + timedelta(hours=history[cut - 1].hours)

    with loaded(history) as whole, loaded(history[:cut]) as prefix:
        assert answers(whole, known, days(history)[:6]) == answers(prefix, known, days(history)[:6])


@settings(max_examples=12)
@given(histories())
def test_l05_on_a_captures_own_day_those_on_it_are_listed(history: list[Made]) -> None:
    with loaded(history) as record:
        for made in history:
            instant = START + timedelta(hours=made.hours)
            with record.view(instant) as view:
                for uid in (7, 8, 9):
                    found = view.history(f"us_ofac_sdn/{uid}", instant.date())
                    is_listed = found.at(Authority.US_OFAC).status == "listed"
                    # a party whose id changed stands there under another one
                    uids = {
                        int(ref.partition("/")[2].partition("@")[0]) for ref in found.party.entries
                    }
                    stands = any(u in made.members for u in uids | {uid})
                    assert is_listed == stands
                    listed = view.listed(instant.date())
                    assert (found.party.id in listed) == stands


@settings(max_examples=12)
@given(histories())
def test_l08_l09_changes_compose_and_are_undone_backwards(history: list[Made]) -> None:
    """Members at A with the changes from A to C are the members at C."""
    first, last = (START + timedelta(hours=history[n].hours) for n in (0, -1))
    at_first = [m for m in history if (START + timedelta(hours=m.hours)).date() == first.date()][-1]

    with loaded(history) as record, record.view(end_of_day(last.date())) as view:
        found = list(changes(view, first.date(), last.date(), "us_ofac_sdn"))
        none = list(changes(view, last.date(), last.date(), "us_ofac_sdn"))

    added = {int(c.entry.split("/")[1]) for c in found if c.kind == "added"}
    removed = {int(c.entry.split("/")[1]) for c in found if c.kind == "removed"}
    assert (set(at_first.members) - removed) | added == set(history[-1].members)
    assert removed <= set(at_first.members)
    assert none == []


def test_whence_a_companion_carries_over_does_not_hang_on_the_order_of_loading() -> None:
    """Two captures with the same alias file: the newer one is what the third carries over."""
    history = [Made(hour, {}, {1: "AHL"} if hour < 2 else None) for hour in range(4)]
    with loaded(history) as one, loaded(history[::-1]) as other:
        assert tables(one) == tables(other)
        moved = [history[0], history[2], history[3], history[1]]
        with loaded(moved) as third:
            assert tables(third) == tables(one)


def test_an_instant_told_in_another_zone_is_the_same_instant() -> None:
    """And speaks for the same day, though the clock there showed the next one."""
    made = Made(0, {7: ("Ada Trading", "SDGT")}, None)
    capture = made.capture()
    elsewhere = replace(capture, captured=START.astimezone(timezone(timedelta(hours=9))))

    with loaded([made]) as one, loaded([]) as other:
        other.add(elsewhere, START)
        assert tables(other) == tables(one)
        assert not other.add(capture, START).is_new
