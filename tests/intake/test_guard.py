"""The guard by itself: its measures at their edges."""

from dataclasses import replace
from datetime import timedelta

import pytest

from onrecord import sources
from onrecord.intake import guard
from onrecord.intake.limits import Fault, Limits
from onrecord.model.listing import Authority, Entry, Kind, Listing, Name
from onrecord.model.snapshot import Snapshot

DAY = timedelta(days=1)
SDN = sources.get("us_ofac_sdn")


def entries(*uids: int, name: str = "COMPANY", titles: tuple[str, ...] = ()) -> dict[str, Entry]:
    return {
        str(uid): Entry(
            "us_ofac_sdn",
            str(uid),
            Authority.US_OFAC,
            Kind.ORGANISATION,
            (Name(f"{name} {uid}"),),
            (Listing("TEST"),),
            titles=titles,
        )
        for uid in uids
    }


def passes(
    before: dict[str, Entry], now: dict[str, Entry], age: timedelta = DAY, **limits: float
) -> bool:
    usual = replace(guard.Thresholds(), **limits)  # type: ignore[arg-type]  # numbers all
    try:
        guard.check_sense(before, Snapshot(tuple(now.values())), age, usual)
    except Fault:
        return False
    return True


@pytest.mark.parametrize(
    ("held", "gone", "is_fine"),
    [(60, 25, True), (60, 26, False), (1000, 50, True), (1000, 51, False), (10, 5, True)],
)
def test_a_loss_is_too_great_over_25_and_a_twentieth(held: int, gone: int, is_fine: bool) -> None:
    assert passes(entries(*range(held)), entries(*range(gone, held))) is is_fine


def test_the_loss_of_more_than_half_is_too_great_for_the_smallest_list() -> None:
    assert not passes(entries(*range(10)), entries(*range(4)))


@pytest.mark.parametrize(
    ("held", "new", "is_fine"), [(60, 500, True), (60, 501, False), (3000, 900, True)]
)
def test_a_gain_is_too_great_over_500_and_three_tenths(held: int, new: int, is_fine: bool) -> None:
    assert passes(entries(*range(held)), entries(*range(held + new))) is is_fine


@pytest.mark.parametrize(("amended", "is_fine"), [(200, True), (201, False)])
def test_amendments_are_too_many_over_200_and_a_fifth(amended: int, is_fine: bool) -> None:
    before = entries(*range(900))

    assert passes(before, before | entries(*range(amended), name="ANOTHER")) is is_fine


def test_a_change_of_writing_alone_is_no_amendment() -> None:
    assert passes(entries(*range(900)), entries(*range(900), name="company "))


def test_a_field_that_few_had_may_go_and_one_that_many_had_may_not() -> None:
    few, many = entries(*range(4), titles=("Chief",)), entries(*range(6), titles=("Chief",))
    bare = entries(*range(100))

    assert passes(bare | few, bare)
    assert not passes(bare | many, bare)


def test_after_a_month_only_the_loss_of_half_counts() -> None:
    before, month = entries(*range(1000)), timedelta(days=31)

    assert passes(before, entries(*range(500)), month + DAY)
    assert not passes(before, entries(*range(499)), month + DAY)
    assert not passes(before, entries(*range(500)), month)


def test_a_source_may_have_its_own_measures() -> None:
    own = replace(SDN, guard={"shrunken": 0.25, "packed": 1000, "least": 5})

    assert guard.Thresholds.of(own) == replace(guard.Thresholds(), shrunken=0.25)
    assert guard.limits_of(own, Limits()) == replace(Limits(), packed=1000)
    assert passes(entries(*range(1000)), entries(*range(250, 1000)), shrunken=0.25)


def test_utf8_where_another_encoding_is_published_is_stopped_with_its_place() -> None:
    latin = replace(SDN, files=(replace(SDN.files[0], encoding="windows-1252"),))
    text = "1,Acme\n2,Société\n"

    guard.check_kind(latin, {"sdn.csv": text.encode("windows-1252")})
    guard.check_kind(latin, {"sdn.csv": b"1,Acme\n2,Acme\n"})
    with pytest.raises(Fault, match=r"published in windows-1252: sdn.csv, line 2, byte 13"):
        guard.check_kind(latin, {"sdn.csv": text.encode()})
