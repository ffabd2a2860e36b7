"""Captures that contradict each other (design, hard cases; validation plan, 3.3)."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import sources
from onrecord.model.answer import Measure
from onrecord.model.listing import Authority
from onrecord.record import Added, Capture, Conflict, Kept, Record
from onrecord.record.conflicts import rivals
from onrecord.record.timeline import Seen

LOADED = datetime(2026, 1, 1, tzinfo=UTC)
CONS, SDN = "us_ofac_cons", "us_ofac_sdn"
Load = Callable[..., Added]


def cons(rows: Mapping[int, str], day: str = "06/30/2025", blank: str = "") -> bytes:
    """A whole consolidated.xml: uid → last name; `blank` changes the bytes and nothing else."""
    entries = "".join(
        f"<sdnEntry><uid>{uid}</uid><firstName>Hala</firstName><lastName>{name}</lastName>"
        "<sdnType>Individual</sdnType><programList><program>NS-PLC</program></programList>"
        f"</sdnEntry>{blank}\n"
        for uid, name in rows.items()
    )
    return (
        '<sdnList xmlns="http://tempuri.org/sdnList.xsd"><publshInformation>'
        f"<Publish_Date>{day}</Publish_Date><Record_Count>{len(rows)}</Record_Count>"
        f"</publshInformation>{entries}</sdnList>"
    ).encode()


def capture(captured: str, content: bytes) -> Capture:
    return Capture(CONS, datetime.fromisoformat(captured), {"consolidated.xml": content})


TRUE = capture("2025-09-15T12:27Z", cons({1: "Orman", 2: "Tawil", 3: "Zeda"}))
FALSE = capture("2025-09-15T13:34Z", cons({1: "Orman", 2: "Tawill", 3: "Zeda"}))
LATER = capture("2025-10-20T12:00Z", cons({1: "Orman", 2: "Tawil"}, "10/17/2025"))


def told(record: Record) -> list[Conflict]:
    return record.conflicts()


def measures(record: Record, uid: str, known: datetime = LOADED) -> tuple[Measure, ...]:
    with record.view(known) as view:
        found = view.history(view.resolve(f"{CONS}/{uid}"), known.date())
        return found.at(Authority.US_OFAC).measures


@pytest.mark.parametrize("order", list(permutations((TRUE, FALSE, LATER))))
def test_two_of_one_stated_day_with_other_entries_are_a_conflict_in_any_order_of_loading(
    record: Record, order: tuple[Capture, ...]
) -> None:
    for one in order:
        record.add(one, LOADED)

    (conflict,) = told(record)

    assert [when for when, _ in conflict.captures] == [TRUE.captured, FALSE.captured]
    assert conflict.entries == ("2",)
    assert conflict.says == (
        "the captures of 2025-09-15T12:27:00Z and 2025-09-15T13:34:00Z both give 2025-06-30 as "
        "their own day, yet 1 entry differs: 2"
    )


def test_history_shows_it_on_the_party_in_which_they_differ_and_on_no_other(
    record: Record,
) -> None:
    for one in (TRUE, FALSE, LATER):
        record.add(one, LOADED)

    (contested,), (other,) = measures(record, "2"), measures(record, "1")

    assert contested.conflicts == (
        "the captures of 2025-09-15T12:27:00Z and 2025-09-15T13:34:00Z both give 2025-06-30 as "
        "their own day, yet they differ in the entry's names",
    )
    assert other.conflicts == ()


def test_it_is_not_known_before_both_of_them_are(record: Record) -> None:
    for one in (TRUE, FALSE):
        record.add(one, LOADED)

    (before,) = measures(record, "2", TRUE.captured + timedelta(minutes=1))

    assert before.conflicts == ()


def test_an_entry_that_only_one_of_them_has_is_contested(record: Record) -> None:
    record.add(TRUE, LOADED)
    record.add(capture("2025-09-15T13:34Z", cons({1: "Orman", 3: "Zeda"})), LOADED)

    (measure,) = measures(record, "2")

    assert measure.conflicts[0].endswith("yet only the first has the entry")


def test_the_same_list_in_other_bytes_is_none(record: Record) -> None:
    record.add(TRUE, LOADED)
    again = cons({1: "Orman", 2: "Tawil", 3: "Zeda"}, blank=" ")
    record.add(capture("2025-09-15T13:34Z", again), LOADED)

    assert told(record) == []


def test_two_captures_of_a_day_that_state_no_day_of_their_own_are_none(
    record: Record, load: Load
) -> None:
    """OFAC publishes twice on some days (2022-01-31), and its csv does not say when."""
    load("2022-01-31T13:50Z", {1: "Orman"})
    load("2022-01-31T18:50Z", {1: "Orman", 2: "Tawil"})

    assert told(record) == []


def test_two_of_one_instant_are_a_conflict_whatever_they_hold(record: Record, load: Load) -> None:
    load("2022-01-31T13:50Z", {1: "Orman", 2: "Tawil"})
    load("2022-01-31T13:50Z", {1: "Orman", 2: "Tawill"})
    load("2022-01-31T18:50Z", {1: "Orman", 2: "Tawil"})

    (conflict,) = told(record)

    assert conflict.entries == ("2",)
    assert conflict.says.startswith("two captures are of 2022-01-31T13:50:00Z, yet 1 entry differs")
    with record.view(LOADED) as view:
        history = view.history(view.resolve(f"{SDN}/2"), LOADED.date())
        (measure,) = history.at(Authority.US_OFAC).measures
    assert measure.conflicts == (
        "two captures are of 2022-01-31T13:50:00Z, yet they differ in the entry's names",
    )


def test_one_instant_in_other_bytes_says_so_though_no_entry_differs(
    record: Record, load: Load
) -> None:
    load("2022-01-31T13:50Z", {1: "Orman", 2: "Tawil"})
    load("2022-01-31T13:50Z", {2: "Tawil", 1: "Orman"})

    (conflict,) = told(record)

    assert conflict.entries == ()
    assert conflict.says.endswith("yet their bytes differ, though no entry does")


def test_two_forms_of_one_instant_are_not_set_side_by_side(record: Record) -> None:
    """Forms say more or less of an entry, which would put every party in doubt."""
    record.add(TRUE, LOADED)
    text = b'1,"ORMAN, Hala","individual","NS-PLC",' + b"-0- ," * 7 + b"-0- \r\n\x1a\r\n"
    record.add(Capture(CONS, TRUE.captured, {"cons_prim.csv": text}), LOADED)

    (conflict,) = told(record)

    assert conflict.entries is None
    assert "different forms" in conflict.says
    assert all(not measure.conflicts for measure in measures(record, "1"))


def kept(number: int, hour: int, day: int, mark: str, name: str, *, is_stated: bool) -> Kept:
    captured = datetime(2025, 9, 1, tzinfo=UTC) + timedelta(hours=hour)
    seen = Seen(number, captured, captured.date() + timedelta(days=day), mark * 64)
    return Kept(seen, {name: mark * 64}, is_stated=is_stated)


heaps = st.lists(
    st.builds(
        kept,
        st.integers(1, 10_000),
        st.integers(0, 30),
        st.integers(-2, 0),
        st.sampled_from("abc"),
        st.sampled_from(["consolidated.xml", "CONSOLIDATED.XML", "cons_prim.csv", "list.xml"]),
        is_stated=st.booleans(),
    ),
    max_size=8,
    unique_by=(lambda k: k.seen.capture, lambda k: (k.seen.captured, k.seen.digest)),
)


@given(heaps, st.data())
def test_what_contradicts_what_is_the_same_in_any_order(
    heap: list[Kept], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(heap))
    assert rivals(sources.get(CONS), heap) == rivals(sources.get(CONS), shuffled)


@given(heaps)
def test_each_pair_claims_one_time_for_other_bytes_and_each_such_capture_is_in_one(
    heap: list[Kept],
) -> None:
    by_number = {k.seen.capture: k for k in heap}
    found = rivals(sources.get(CONS), heap)

    for pair in found:
        a, b = by_number[pair.first], by_number[pair.second]
        assert a.seen.digest != b.seen.digest
        both_state = a.is_stated and b.is_stated and a.seen.day == b.seen.day
        assert a.seen.captured == b.seen.captured or both_state
    paired = {number for pair in found for number in (pair.first, pair.second)}
    for k in heap:
        if any(o is not k and o.seen.captured == k.seen.captured for o in heap):
            assert k.seen.capture in paired
