from onrecord.match import Traits, candidates, traits
from onrecord.model.dates import PartialDate
from onrecord.model.listing import Authority, Birth, Entry, Identifier, Kind, Name


def made(uid: str, *names: str, kind: Kind = Kind.PERSON, year: int | None = None,
         imo: str | None = None) -> Traits:  # fmt: skip
    births = () if year is None else (Birth(PartialDate(year), PartialDate(year)),)
    numbers = () if imo is None else (Identifier("imo", imo),)
    listed = tuple(map(Name, names))
    return traits(Entry("xx", uid, Authority.EU, kind, listed, births=births, identifiers=numbers))


def test_two_scripts_two_spellings_and_another_order_meet() -> None:
    entries = (
        made("1", "DZHIOEV, Karim Zaurbekovich"),
        made("2", "Karim Zaurbekovich Dzhioyev"),
        made("3", "Карим Заурбекович Джиоев"),
        made("4", "Ahmad Saleh"),
    )

    assert set(candidates(entries)) == {(0, 1), (0, 2), (1, 2)}


def test_each_pair_comes_once_in_order_smaller_first() -> None:
    entries = [made(str(place), "Karim Dzhioev", "Dzhioev Karim") for place in range(5)]

    found = list(candidates(entries))

    assert found == sorted(set(found))
    assert len(found) == 10


def test_births_and_kinds_that_exclude_each_other_are_left_out() -> None:
    entries = (
        made("1", "Karim Dzhioev", year=1950),
        made("2", "Karim Dzhioev", year=1970),
        made("3", "Karim Dzhioev", kind=Kind.ORGANISATION),
    )

    assert list(candidates(entries)) == []


def test_a_hull_number_finds_a_ship_under_another_name() -> None:
    entries = (
        made("1", "NS BRAVO", kind=Kind.VESSEL, imo="9412359"),
        made("2", "Belgorod", kind=Kind.VESSEL, imo="IMO 9412359"),
    )

    assert list(candidates(entries)) == [(0, 1)]


def test_versions_of_one_entry_are_no_candidates() -> None:
    assert list(candidates([made("1", "Karim Dzhioev"), made("1", "Karim Dzhioyev")])) == []


def test_a_word_that_many_bear_brings_nobody_together() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    names = [f"Zarafshan {a}u{b}u{a}" for a in letters for b in letters[:8]]

    found = list(candidates([made(name, name) for name in names]))

    assert len(found) < 10 * len(names)
