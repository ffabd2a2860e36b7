from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from onrecord.model.change import ChangeClass
from onrecord.model.dates import PartialDate
from onrecord.model.listing import Address, Authority, Effect, Entry, Kind, Listing, Name
from onrecord.record import Added, Record, changes
from onrecord.record.changes import touched

Load = Callable[..., Added]
ENTRY = Entry(
    source="us_ofac_cons",
    uid="1",
    authority=Authority.US_OFAC,
    kind=Kind.ORGANISATION,
    names=(Name("Orman Trading"),),
    listings=(Listing("TEST", (Effect.OTHER,)),),
    addresses=(Address(city="Yangon, 11181", country="Burma"),),
)
LISTED = Listing("TEST", (Effect.OTHER,), listed=PartialDate(2021, 12, 10))


@pytest.mark.parametrize(
    ("after", "touches"),
    [
        (replace(ENTRY, names=(Name("ORMAN  TRADING"),)), ChangeClass.FORMATTING),
        (replace(ENTRY, names=(Name("Orman Shipping"),)), ChangeClass.IDENTITY),
        (replace(ENTRY, listings=(Listing("OTHER", (Effect.OTHER,)),)), ChangeClass.LEGAL),
        (replace(ENTRY, listings=(Listing("TEST", (Effect.TRAVEL_BAN,)),)), ChangeClass.LEGAL),
        # one form of a list states days of listing, another has none
        (replace(ENTRY, listings=(LISTED,)), ChangeClass.FORMATTING),
        # and one divides an address where another does not
        (
            replace(ENTRY, addresses=(Address(city="Yangon", postcode="11181", country="Burma"),)),
            ChangeClass.FORMATTING,
        ),
    ],
)
def test_a_change_is_told_by_what_it_touches(after: Entry, touches: ChangeClass) -> None:
    assert touched(ENTRY, after) is touches
    assert touched(after, ENTRY) is touches


def test_a_new_id_for_the_same_party_is_told_as_such_on_both_sides(
    record: Record, load: Load
) -> None:
    """Tornado Cash left as 38499 and came as 39796 in one step (2022-11-09)."""
    always = {1: "Pe Company"}
    load("2022-11-07T18:51Z", {**always, 38499: "ORMANDALE WHIRLWIND EXCHANGE|CYBER2"})
    load(
        "2022-11-09T02:52Z",
        {**always, 39796: "ORMANDALE WHIRLWIND EXCHANGE|DPRK3", 39797: "EN COMPANY"},
    )

    with record.view(datetime(2023, 1, 1, tzinfo=UTC)) as view:
        found = list(changes(view, date(2022, 11, 7), date(2022, 11, 9)))

    assert [(c.entry, c.touches.value) for c in found] == [
        ("us_ofac_sdn/38499", "identity"),
        ("us_ofac_sdn/39796", "identity"),
        ("us_ofac_sdn/39797", "legal"),
    ]
    assert "the same party as us_ofac_sdn/39796" in found[0].says
    assert "the same party as us_ofac_sdn/38499" in found[1].says
