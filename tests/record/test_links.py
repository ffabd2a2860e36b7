"""What links entries: one number, and wordings found alike; from when, and what undoes it."""

from collections.abc import Callable
from datetime import date, datetime
from itertools import permutations
from pathlib import Path

import pytest
from tests.record.small_lists import Person, csl, fcdo, ofac, ofsi, un

from onrecord.model.listing import Authority
from onrecord.record import Capture, Record
from onrecord.tell import json

Take = Callable[..., None]
Of = Callable[..., str]
RUPERT = Person("HENTZAU, Rupert", date(1968, 2, 1))
MICHAEL = Person("ELPHBERG, Michael", date(1948, 12, 10))
SAPT = Person("SAPT, Colonel", date(1930, 4, 4))
FIRST, SECOND, THIRD = "2021-01-01T12:00Z", "2021-02-01T12:00Z", "2021-03-01T12:00Z"
NOW = datetime.fromisoformat("2030-01-01T00:00Z")


def entries(record: Record, party: str, known: datetime = NOW) -> tuple[str, ...]:
    with record.view(known) as view:
        return view.history(view.resolve(party), known.date()).party.entries


def answers(record: Record, known: datetime, refs: list[str]) -> list[object]:
    with record.view(known) as view:
        return [json.history(view.history(view.resolve(r), known.date())) for r in refs]


@pytest.mark.parametrize("gap", [False, True], ids=["at once", "after a gap"])
def test_who_comes_back_under_another_id_goes_on(take: Take, record: Record, gap: bool) -> None:
    take(ofac(FIRST, {"7": RUPERT, "1": SAPT}))
    if gap:
        take(ofac(SECOND, {"1": SAPT}))
    take(ofac(THIRD, {"9": RUPERT, "1": SAPT}))

    with record.view(NOW) as view:
        told = view.history(view.resolve("us_ofac_sdn/9"), date(2029, 1, 1))
    measures = told.at(Authority.US_OFAC).measures
    assert told.party.entries == ("us_ofac_sdn/7", "us_ofac_sdn/9")
    assert [m.end is None for m in measures] == ([False, True] if gap else [True])
    assert any("us_ofac_sdn/9 is us_ofac_sdn/7: another id of" in link for link in told.party.links)


def test_two_that_stood_side_by_side_are_two_however_alike(take: Take, record: Record) -> None:
    take(ofac(FIRST, {"7": RUPERT, "9": RUPERT}), ofac(SECOND, {"9": RUPERT}))

    assert entries(record, "us_ofac_sdn/7") == ("us_ofac_sdn/7",)
    assert entries(record, "us_ofac_sdn/9") == ("us_ofac_sdn/9",)


def test_two_that_stood_side_by_side_do_not_become_one_through_a_third_list(
    take: Take, record: Record
) -> None:
    take(ofac(FIRST, {"7": RUPERT, "9": RUPERT}), un(SECOND, {"KPi.001": RUPERT}))

    found = {entries(record, f"us_ofac_sdn/{uid}") for uid in ("7", "9")}
    assert len(found) == 2
    assert sum("un_sc/KPi.001" in each for each in found) == 1


def test_one_number_of_an_authority_is_one_party_on_all_its_lists(
    take: Take, record: Record
) -> None:
    other = Person("AL-HINTSAWI, Rupart")
    take(
        csl(FIRST, {"7": other}),
        ofac(SECOND, {"7": RUPERT, "1": SAPT}),
        ofac(THIRD, {"7": other}, cons=True),
    )

    told = entries(record, "us_csl/sdn-7")
    assert told == ("us_csl/sdn-7", "us_ofac_cons/7", "us_ofac_sdn/7")


def test_a_number_that_passed_on_does_not_tie_the_old_bearer_to_the_new_ones_copies(
    take: Take, record: Record
) -> None:
    take(
        ofac(FIRST, {"7": MICHAEL, "1": SAPT}),
        ofac(SECOND, {"7": RUPERT, "1": SAPT}),
        csl(THIRD, {"7": RUPERT}),
        ofac(THIRD, {"7": RUPERT}, cons=True),
    )

    assert entries(record, "us_ofac_sdn/7@2021-01-01") == ("us_ofac_sdn/7@2021-01-01",)
    assert len(entries(record, "us_ofac_sdn/7")) == 3


def test_two_ids_of_one_group_are_one_party_though_they_stand_side_by_side(
    take: Take, record: Record
) -> None:
    take(
        fcdo(FIRST, {("MYA0001", "90001"): RUPERT, ("GHR0001", "90001"): Person("Graf Rupert")}),
        ofsi(SECOND, {"90001": RUPERT, "90002": SAPT}),
    )

    told = entries(record, "gb_ofsi/90001")
    assert told == ("gb_fcdo/GHR0001", "gb_fcdo/MYA0001", "gb_ofsi/90001")


def test_two_ids_of_one_group_are_one_party_without_the_older_list(
    take: Take, record: Record
) -> None:
    take(fcdo(FIRST, {("MYA0001", "90001"): RUPERT, ("GHR0001", "90001"): SAPT}))

    assert entries(record, "gb_fcdo/GHR0001") == ("gb_fcdo/GHR0001", "gb_fcdo/MYA0001")


def test_a_link_is_known_from_when_both_are_and_moves_nothing_known_before(
    take: Take, record: Record
) -> None:
    early = datetime.fromisoformat("2021-01-15T00:00Z")
    take(ofac(FIRST, {"7": RUPERT, "1": SAPT}))
    before = answers(record, early, ["us_ofac_sdn/7"])
    take(un(SECOND, {"KPi.001": RUPERT}))

    assert answers(record, early, ["us_ofac_sdn/7"]) == before
    assert entries(record, "us_ofac_sdn/7", early) == ("us_ofac_sdn/7",)
    assert entries(record, "us_ofac_sdn/7") == ("un_sc/KPi.001", "us_ofac_sdn/7")


def test_births_that_come_out_far_apart_undo_a_link_between_lists(
    take: Take, record: Record
) -> None:
    nameless_birth = Person("Rupert Ferdinand HENTZAU-BURLESDON")
    take(
        ofac(FIRST, {"7": Person("HENTZAU-BURLESDON, Rupert Ferdinand"), "1": SAPT}),
        un(FIRST, {"KPi.001": nameless_birth}),
        ofac(SECOND, {"7": Person("HENTZAU-BURLESDON, Rupert Ferdinand", date(1941, 1, 1))}),
        un(THIRD, {"KPi.001": Person(nameless_birth.name, date(1968, 2, 1))}),
    )

    then = datetime.fromisoformat("2021-02-15T00:00Z")
    assert entries(record, "us_ofac_sdn/7", then) == ("un_sc/KPi.001", "us_ofac_sdn/7")
    assert entries(record, "us_ofac_sdn/7") == ("us_ofac_sdn/7",)


def test_a_renamed_party_stays_linked_to_whom_it_was_found_to_be(
    take: Take, record: Record
) -> None:
    take(
        ofac(FIRST, {"7": RUPERT, "1": SAPT}),
        un(FIRST, {"KPi.001": RUPERT}),
        ofac(SECOND, {"7": Person("BURLESDON, George", RUPERT.born), "1": SAPT}),
    )

    assert entries(record, "us_ofac_sdn/7") == ("un_sc/KPi.001", "us_ofac_sdn/7")


def test_a_correction_of_the_birth_does_not_part_one_who_came_back(
    take: Take, record: Record
) -> None:
    take(
        ofac(FIRST, {"7": RUPERT, "1": SAPT}),
        ofac(SECOND, {"9": RUPERT, "1": SAPT}),
        ofac(THIRD, {"9": Person(RUPERT.name, date(1941, 1, 1)), "1": SAPT}),
    )

    assert entries(record, "us_ofac_sdn/9") == ("us_ofac_sdn/7", "us_ofac_sdn/9")


SOME: list[Capture] = [
    ofac(FIRST, {"7": RUPERT, "8": MICHAEL, "1": SAPT}),
    ofac(THIRD, {"9": RUPERT, "7": MICHAEL, "1": Person(SAPT.name, date(1999, 1, 1))}),
    un(SECOND, {"KPi.001": RUPERT, "KPi.002": SAPT}),
    ofsi(SECOND, {"90001": MICHAEL, "90002": SAPT}),
]


def test_l01_captures_of_several_lists_in_any_order_give_the_same_parties_and_answers(
    tmp_path: Path,
) -> None:
    refs = ["us_ofac_sdn/7", "us_ofac_sdn/9", "us_ofac_sdn/1", "us_ofac_sdn/7@2021-01-01"]
    refs += ["un_sc/KPi.001", "un_sc/KPi.002", "gb_ofsi/90001", "gb_ofsi/90002"]
    found = []
    for place, order in enumerate(permutations(SOME)):
        record = Record(tmp_path / str(place))
        for capture in order:
            record.add(capture, NOW)
        found.append(answers(record, NOW, refs))
        if place == 0:
            record.rebuild(NOW)
            assert answers(record, NOW, refs) == found[0]

    assert len(found) == 24
    assert all(each == found[0] for each in found)
