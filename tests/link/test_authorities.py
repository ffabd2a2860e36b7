from datetime import date

import pytest

from onrecord.link.authorities import authorities_named, joined, names_programme, told
from onrecord.model.answer import Measure
from onrecord.model.dates import Bound
from onrecord.model.listing import Authority, Effect

US = {Authority.US_OFAC, Authority.US_STATE, Authority.US_BIS}


def measure(programme: str, *basis: str) -> Measure:
    return Measure(
        authority=Authority.US_STATE,
        party="somebody",
        programme=programme,
        basis=basis,
        effects=(Effect.OTHER,),
        start=Bound.day(date(2017, 3, 21)),
        end=None,
        end_cause=None,
        term=None,
        evidence=(),
    )


@pytest.mark.parametrize(
    ("words", "whose"),
    [
        ("US sanctions leveled this year", US),
        ("the U.S. Treasury Department said", {Authority.US_OFAC}),
        ("the European Union", {Authority.EU}),
        ("Britain", {Authority.GB}),
        ("a bus in Russia", set()),
    ],
)
def test_the_narrowest_authority_that_words_name_is_meant(words: str, whose: set[str]) -> None:
    assert authorities_named(words) == whose


def test_an_act_spelled_out_names_the_programme_that_is_its_initials() -> None:
    text = "was sanctioned in March under the Iran, North Korea, and Syria Nonproliferation Act."

    assert names_programme(text, measure("INKSNA"))
    assert not names_programme(text, measure("GLOMAG"))


def test_initials_name_the_programme_that_is_an_act_spelled_out() -> None:
    listed = measure("Iran, North Korea, and Syria Nonproliferation Act")

    assert names_programme("sanctioned under INKSNA", listed)


def test_the_number_of_an_order_names_the_programme_that_rests_on_it() -> None:
    assert names_programme("under Executive Order 13619", measure("BURMA", "EO13619"))
    assert not names_programme("under Executive Order 13619", measure("BURMA", "EO13310"))


def test_authorities_are_told_once_in_the_order_of_the_record() -> None:
    assert told([Authority.CA, Authority.EU, Authority.CA]) == "the European Union and Canada"
    assert told([*US, Authority.GB]) == "the US authorities and the United Kingdom"
    assert joined([]) == ""


def test_a_country_is_no_programme_though_one_is_called_by_its_name() -> None:
    """“Myanmar's Directorate …” is not about the UK's programme Myanmar."""
    assert not names_programme("Myanmar’s Directorate was sanctioned in March", measure("Myanmar"))
    assert names_programme("sanctioned under INKSNA in March", measure("INKSNA"))
