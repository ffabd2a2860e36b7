import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from onrecord.model.codec import read_entry, write_entry
from onrecord.model.listing import Authority, Entry, Kind, Listing, Name, Sight

THEN, LATER = datetime(2021, 5, 18, 10, tzinfo=UTC), datetime(2022, 1, 1, tzinfo=UTC)


def entry(name: str = "Zenda Works", **more: object) -> Entry:
    usual = {"listings": (Listing("BURMA-EO14014"),), "titles": ("Mill",)}
    return Entry("x", "7", Authority.OTHER, Kind.ORGANISATION, (Name(name),), **usual | more)  # type: ignore[arg-type]  # each test gives what fits


def test_an_entry_without_sights_is_written_as_it_was_before_there_were_any() -> None:
    written = json.loads(write_entry(entry()))

    assert "seen" not in written
    assert written["listings"] == [["BURMA-EO14014", [], [], None, None, None, None, None]]


def test_a_listing_has_its_authority_where_it_is_not_the_entrys() -> None:
    gb = entry(listings=(Listing("Myanmar", authority=Authority.GB), Listing("Zenda")))

    again = read_entry(write_entry(gb))

    assert again == gb
    assert [again.with_authority(item) for item in again.listings] == [
        Authority.GB,
        Authority.OTHER,
    ]


def test_sights_are_read_back_with_the_fields_in_which_they_differ() -> None:
    sights = (
        Sight(THEN, LATER, entry("Old Mill", titles=(), remarks="Then.")),
        Sight(LATER, None, entry()),
    )
    seen = entry(seen=sights)

    written = write_entry(seen)

    assert read_entry(written) == seen
    assert json.loads(written)["seen"][1] == ["2022-01-01T00:00:00+00:00", None, {}]


def test_instants_of_sights_are_written_in_utc() -> None:
    east = THEN.astimezone(timezone(timedelta(hours=9)))

    assert write_entry(entry(seen=(Sight(east, None, entry()),))) == write_entry(
        entry(seen=(Sight(THEN, None, entry()),))
    )


def test_what_was_seen_last_before_it_was_seen_first_cannot_be() -> None:
    with pytest.raises(ValueError, match="seen last before first: x/7"):
        Sight(LATER, THEN, entry())
