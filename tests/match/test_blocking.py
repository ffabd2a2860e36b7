from onrecord.match import ACROSS_LISTS, WITHIN_A_LIST, Traits, across, exclude, traits
from onrecord.model.dates import PartialDate
from onrecord.model.listing import Authority, Birth, Entry, Identifier, Kind, Name


def made(uid: str, *names: str, kind: Kind = Kind.PERSON, year: int | None = None,
         imo: str | None = None) -> Traits:  # fmt: skip
    births = () if year is None else (Birth(PartialDate(year), PartialDate(year)),)
    numbers = () if imo is None else (Identifier("imo", imo),)
    listed = tuple(map(Name, names))
    return traits(Entry("xx", uid, Authority.EU, kind, listed, births=births, identifiers=numbers))


def test_two_scripts_two_spellings_and_another_order_meet() -> None:
    one = made("1", "DZHIOEV, Karim Zaurbekovich")
    others = (
        made("2", "Karim Zaurbekovich Dzhioyev"),
        made("3", "Карим Заурбекович Джиоев"),
        made("4", "Ahmad Saleh"),
    )

    assert list(across([one], others)) == [(0, 0), (0, 1)]


def test_each_pair_comes_once_and_in_order() -> None:
    entries = [made(str(place), "Karim Dzhioev", "Dzhioev Karim") for place in range(5)]

    found = list(across(entries[:2], entries[2:]))

    assert found == [(i, j) for i in range(2) for j in range(3)]


def test_births_and_kinds_that_exclude_each_other_are_left_out() -> None:
    one = made("1", "Karim Dzhioev", year=1950)
    others = (
        made("2", "Karim Dzhioev", year=1970),
        made("3", "Karim Dzhioev", kind=Kind.ORGANISATION),
    )

    assert list(across([one], others)) == []


def test_a_hull_number_finds_a_ship_under_another_name() -> None:
    one = made("1", "NS BRAVO", kind=Kind.VESSEL, imo="9412359")
    other = made("2", "Belgorod", kind=Kind.VESSEL, imo="IMO 9412359")

    assert list(across([one], [other])) == [(0, 0)]


def test_versions_of_one_entry_are_not_compared() -> None:
    assert list(across([made("1", "Karim Dzhioev")], [made("1", "Karim Dzhioyev")])) == []


def test_a_word_that_many_bear_brings_nobody_together() -> None:
    """No word counts by how many bear it here: "Trading" tells little, wherever it stands."""
    ours = made("1", "Zarafshan Trading", kind=Kind.ORGANISATION)
    theirs = made("2", "Hentzau Trading", kind=Kind.ORGANISATION)

    assert list(across([ours], [theirs])) == []


def test_a_name_with_two_letters_in_each_others_place_finds_itself() -> None:
    """The bones differ where a c comes before another vowel."""
    ours = made("1", "Zenda Investment and Commercial Bank", kind=Kind.ORGANISATION)
    theirs = made("2", "Zenda Investment and Commerical Bank", kind=Kind.ORGANISATION)

    assert list(across([ours], [theirs], WITHIN_A_LIST)) == [(0, 0)]


def test_a_legal_form_is_no_name_to_be_found_by() -> None:
    ours = made("1", "Hentzau Ironworks, S.A. de C.V.", "ООО", kind=Kind.ORGANISATION)
    theirs = made("2", "Strelsau Cement, S.A. de C.V.", "OOO", "Ltd.", kind=Kind.ORGANISATION)

    assert list(across([ours], [theirs], ACROSS_LISTS)) == []


def test_which_two_are_compared_hangs_on_these_two_alone() -> None:
    names = ("Hentzau Works", "Hentzau Iron Works", "Zenda Bank", "Ironworks of Hentzau")
    many = [made(str(n), name, kind=Kind.ORGANISATION) for n, name in enumerate(names)]
    one = made("x", "Hentzau Ironworks", kind=Kind.ORGANISATION)

    alone = {n for n, two in enumerate(many) if list(across([one], [two], ACROSS_LISTS))}

    assert 3 in alone
    assert {n for _, n in across([one], many, ACROSS_LISTS)} == alone
    assert {n for n, _ in across(many, [one], ACROSS_LISTS)} == alone


def test_births_far_apart_exclude_whatever_the_names() -> None:
    old, young = (entry_of(str(year), year) for year in (1947, 1960))

    assert exclude(old, young)
    assert exclude(young, old)
    assert not exclude(old, entry_of("again", 1948))


def entry_of(uid: str, year: int) -> Entry:
    births = (Birth(PartialDate(year), PartialDate(year)),)
    return Entry("xx", uid, Authority.EU, Kind.PERSON, (Name("WIN, Soe"),), births=births)
