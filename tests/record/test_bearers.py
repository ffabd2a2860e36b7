"""Who bears an id: one party for ever, or one after another."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from tests.record.small_lists import Person, ofac

from onrecord.errors import NotFound
from onrecord.model.listing import Authority
from onrecord.record import Capture, Record

Take = Callable[..., None]
Of = Callable[..., str]
RUPERT = Person("HENTZAU, Rupert", date(1968, 2, 1))
MICHAEL = Person("ELPHBERG, Michael", date(1948, 12, 10))
FLAVIA = Person("STRELSAU, Flavia", date(1970, 5, 5))
FIRST, SECOND, THIRD = "2021-01-01T12:00Z", "2021-02-01T12:00Z", "2021-03-01T12:00Z"
NOW = datetime.fromisoformat("2030-01-01T00:00Z")


def names(record: Record, party: str) -> set[str]:
    with record.view(NOW) as view:
        told = view.history(view.resolve(party), date(2029, 1, 1))
        return {n.name.text for n in told.party.names}


def test_an_old_id_for_a_new_party_is_borne_by_two_one_after_the_other(
    take: Take, party: Of, record: Record
) -> None:
    take(ofac(FIRST, {"7": MICHAEL, "1": FLAVIA}), ofac(SECOND, {"7": RUPERT, "1": FLAVIA}))

    assert party("us_ofac_sdn/7") == "us_ofac_sdn/7"
    assert party("us_ofac_sdn/7@2021-01-01") == "us_ofac_sdn/7@2021-01-01"
    assert names(record, "us_ofac_sdn/7") == {"HENTZAU, Rupert"}
    assert names(record, "us_ofac_sdn/7@2021-01-01") == {"ELPHBERG, Michael"}


def test_the_new_bearers_listing_ends_nothing_of_the_old_ones_but_its_own(
    take: Take, record: Record
) -> None:
    take(ofac(FIRST, {"7": MICHAEL, "1": FLAVIA}), ofac(SECOND, {"7": RUPERT, "1": FLAVIA}))

    with record.view(NOW) as view:
        told = {
            ref: view.history(ref, date(2022, 1, 1)).at(Authority.US_OFAC)
            for ref in ("us_ofac_sdn/7@2021-01-01", "us_ofac_sdn/7")
        }
    assert [answer.status for answer in told.values()] == ["formerly_listed", "listed"]
    assert [len(answer.measures) for answer in told.values()] == [1, 1]


def test_before_the_id_passed_on_it_means_who_bore_it_then(take: Take, record: Record) -> None:
    take(ofac(FIRST, {"7": MICHAEL, "1": FLAVIA}), ofac(SECOND, {"7": RUPERT, "1": FLAVIA}))

    with record.view(datetime.fromisoformat("2021-01-15T00:00Z")) as view:
        told = view.history(view.resolve("us_ofac_sdn/7"), date(2021, 1, 15))
        with pytest.raises(NotFound):
            view.resolve("us_ofac_sdn/7@2021-01-01")
    assert [n.name.text for n in told.party.names] == ["ELPHBERG, Michael"]


@pytest.mark.parametrize(
    "now",
    [
        pytest.param(Person("HENTZAU, Rupert", date(1948, 12, 10)), id="same birth"),
        pytest.param(Person("ELPHBERG, Michael", date(1968, 2, 1)), id="same name"),
        pytest.param(Person("ELFBERG, Michail"), id="same name, spelt otherwise"),
    ],
)
def test_while_one_thing_stays_the_bearer_stays(take: Take, party: Of, now: Person) -> None:
    take(ofac(FIRST, {"7": MICHAEL}), ofac(SECOND, {"7": now}))

    with pytest.raises(NotFound):
        party("us_ofac_sdn/7@2021-01-01")


def test_step_by_step_everything_may_change_and_the_bearer_stays(take: Take, party: Of) -> None:
    between = Person(MICHAEL.name, RUPERT.born)
    take(ofac(FIRST, {"7": MICHAEL}), ofac(SECOND, {"7": between}), ofac(THIRD, {"7": RUPERT}))

    with pytest.raises(NotFound):
        party("us_ofac_sdn/7@2021-01-01")


def test_two_that_exchange_their_ids_stay_two_parties_each_through_both(
    take: Take, party: Of, record: Record
) -> None:
    take(
        ofac(FIRST, {"7": MICHAEL, "9": RUPERT}),
        ofac(SECOND, {"7": RUPERT, "9": MICHAEL}),
    )

    assert party("us_ofac_sdn/7") == party("us_ofac_sdn/9@2021-01-01")
    assert party("us_ofac_sdn/9") == party("us_ofac_sdn/7@2021-01-01")
    assert names(record, "us_ofac_sdn/7") == {"HENTZAU, Rupert"}
    with record.view(NOW) as view:
        (measure,) = (
            view.history(view.resolve("us_ofac_sdn/7"), date(2022, 1, 1))
            .at(Authority.US_OFAC)
            .measures
        )
    assert (measure.start.latest, measure.end) == (date(2021, 1, 1), None)


def test_a_former_bearer_is_the_same_in_whatever_order_captures_come(
    record: Record,
) -> None:
    captures: list[Capture] = [
        ofac(FIRST, {"7": MICHAEL, "1": FLAVIA}),
        ofac(SECOND, {"7": RUPERT, "1": FLAVIA}),
        ofac(THIRD, {"7": FLAVIA, "1": RUPERT}),
    ]
    for capture in reversed(captures):
        record.add(capture, NOW)

    assert names(record, "us_ofac_sdn/7@2021-01-01") == {"ELPHBERG, Michael"}
    assert names(record, "us_ofac_sdn/7") == {"STRELSAU, Flavia"}
    with record.view(NOW) as view:
        assert view.resolve("us_ofac_sdn/1@2021-01-01") == view.resolve("us_ofac_sdn/7")
        assert view.resolve("us_ofac_sdn/1") == view.resolve("us_ofac_sdn/7@2021-02-01")


def test_a_party_that_is_renamed_but_for_two_words_is_the_same(take: Take, party: Of) -> None:
    """As OFAC's 30627: the Central Commission on Elections, the Central Election Commission."""
    old = Person("ISKANDAROV, Mahmadruzi Hentzau")
    take(ofac(FIRST, {"7": old}), ofac(SECOND, {"7": Person("HENTZAU, Iskandarov Burlesdon")}))

    with pytest.raises(NotFound):
        party("us_ofac_sdn/7@2021-01-01")
