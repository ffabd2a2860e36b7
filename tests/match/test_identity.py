import math
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import sources
from onrecord.match import Decision, Sameness, identity
from onrecord.model.dates import PartialDate
from onrecord.model.listing import Authority, Birth, Entry, Identifier, Kind, Name, NameKind


def born(text: str, circa: bool = False) -> Birth:
    first, _, last = text.partition("/")
    return Birth(PartialDate.parse(first), PartialDate.parse(last or first), circa)


def person(uid: str, *names: str, births: tuple[Birth, ...] = (), **fields: object) -> Entry:
    return entry(uid, Kind.PERSON, *names, births=births, **fields)


def body(uid: str, *names: str, **fields: object) -> Entry:
    return entry(uid, Kind.ORGANISATION, *names, **fields)


def entry(uid: str, kind: Kind, *names: str, **fields: object) -> Entry:
    return Entry(
        source=str(fields.pop("source", "xx_list")),
        uid=uid,
        authority=Authority.EU,
        kind=kind,
        names=tuple(
            Name(name, NameKind.PRIMARY if not place else NameKind.ALIAS)
            for place, name in enumerate(names)
        ),
        **fields,  # type: ignore[arg-type]  # the fields of an entry, by name
    )


def decided(a: Entry, b: Entry) -> Decision:
    return identity(a, b).decision


PEOPLE = (
    person("1", "WIN, Soe", births=(born("1947"),)),
    person("2", "WIN, Soe", births=(born("1960-03-01"),), nationalities=("Burma",)),
    person("3", "KIM, Yong Chol", "KIM, Young-Chul", births=(born("1946", circa=True),)),
    person("4", "Ким Ён Чхоль", births=(born("1962-02-18"),), nationalities=("North Korea",)),
    person("5", "Abd al-Rahman Muhammad al-Zawahiri", births=(born("1951/1955"),)),
    body("6", "Directorate of Defence Industries", "DDI", "Ka Pa Sa"),
    body("7", "DDI (Directorate of Defense Industries)"),
    body("8", "DDI", identifiers=(Identifier("tax_id", "7825 706086", "Russia"),)),
    body("9", "Tactical Missiles Corporation, JSC 711 Aircraft Repair Plant"),
    body("9", "АО «711 Авиационный Ремонтный Завод»"),
    entry("10", Kind.VESSEL, "MARIA", identifiers=(Identifier("imo", "IMO 9187629"),)),
    entry("11", Kind.VESSEL, "Maria", identifiers=(Identifier("imo", "9187631"),)),
    entry("12", Kind.OTHER, "Ка Па Са"),
    entry("13", Kind.WALLET, "bc1qexample"),
    person("14", "。"),
)
entries = st.sampled_from(PEOPLE)


@given(entries, entries)
def test_two_entries_are_judged_alike_both_ways(a: Entry, b: Entry) -> None:
    assert identity(a, b) == identity(b, a)


@given(entries, entries)
def test_the_reasons_add_up_to_the_score(a: Entry, b: Entry) -> None:
    told = identity(a, b)

    points = [re.search(r"\(([+-]\d+\.\d\d)\)$", reason) for reason in told.because]

    total = sum(float(found[1]) for found in points if found)
    assert all(points)
    assert told.score == pytest.approx(1 / (1 + math.exp(-total)), abs=1e-4)
    assert 0 <= told.sufficiency < 1


def test_a_field_that_one_side_lacks_is_no_reason() -> None:
    told = identity(person("1", "Tay Za"), PEOPLE[1])

    assert not re.search("born|countr|gender", " ".join(told.because))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # what each trap is about is in the names: two bodies, two bearers of one name, a family
        (
            body("15157", "DIRECTORATE OF DEFENCE INDUSTRIES", "DDI"),
            body("dp", "Directorate of Procurement", "Directorate of Defence Procurement"),
        ),
        (
            body("31517", "MYANMA ECONOMIC HOLDINGS PUBLIC COMPANY LIMITED", "MEHL"),
            body("31516", "MYANMAR ECONOMIC CORPORATION LIMITED", "MEC"),
        ),
        (body("1", "Myanmar Economic Holdings Ltd"), body("2", "Myanmar Economic Corporation")),
        (
            person("old", "WIN, Soe", births=(born("1947"),)),
            person("new", "WIN, Soe", births=(born("1960-03-01"),)),
        ),
        (
            person("12211", "KIM, Yong Chol", births=(born("1946", True), born("1947", True))),
            person("17614", "KIM, Yong Chol", births=(born("1962-02-18"),)),
        ),
        (person("1", "HLAING, Min Aung"), person("2", "SONE, Aung Pyae")),
        (person("1", "HLAING, Min Aung"), person("2", "Khin Thiri Thet Mon")),
        (person("1", "HLAING, Min Aung"), person("2", "Kyu Kyu Hla")),
        (person("1", "Min Aung Hlaing"), person("2", "Aung Hlaing Oo")),
        (person("1", "Min Aung Hlaing"), person("2", "Khin Hlaing")),
        (
            body("1", "State Administration Council"),
            body("2", "State Security and Peace Commission"),
        ),
        (body("IRe.007", "Bank Sepah"), body("IRe.001", "7th of Tir")),
    ],
)  # fmt: skip
def test_the_traps_are_two_parties(one: Entry, other: Entry) -> None:
    assert decided(one, other) is Decision.DIFFERENT


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            body("15157", "DIRECTORATE OF DEFENCE INDUSTRIES", "DDI"),
            body("33537", "DIRECTORATE OF DEFENSE INDUSTRIES", "Ka Pa Sa"),
        ),
        (body("7902", "MYANMA FOREIGN TRADE BANK"), body("42796", "MYANMA FOREIGN TRADE BANK")),
        (
            person("10550", "ZA, Tay", births=(born("1964-07-18"), born("1967-06-18"))),
            person("34663", "ZA, Tay", births=(born("1967-06-18"),)),
        ),
        (
            person("10526", "SWE, Myint", births=(born("1951-06-24"),)),
            person("31127", "SWE, Myint", births=(born("1951-05-24"),)),
        ),
        (
            body("us", "State Administrative Council", "SAC"),
            body("gb", "State Administration Council", "SAC"),
        ),
        (
            person("us", "VOLOSHYN, Oleh", births=(born("1981-04-07"),)),
            person("eu", "Олег Анатольевич ВОЛОШИН", births=(born("1981-04-07"),)),
        ),
        (
            body("us", "AKTSIONERNOE OBSHCHESTVO NAUCHNO-TEKHNICHESKII TSENTR METROTEK"),
            body("eu", "JSC Scientific Technical Centre Metrotek"),
        ),
        (
            person("us", "ANTONENKO, Volodymyr", births=(born("1971-02-08"),)),
            person("gb", "Vladimir Antonenko", births=(born("1971-02-08"),)),
        ),
        (
            person("un", "ABD AL-RAHMAN YASIN AL-ZUBAIDI", births=(born("1960-04-10"),)),
            person("gb", "Abdelrahman Yassin AL-ZUBEIDI", births=(born("1960-10-04"),)),
        ),
    ],
)
def test_one_party_under_two_entries_is_linked(one: Entry, other: Entry) -> None:
    told = identity(one, other)

    assert told.decision is Decision.SAME, told


def test_a_common_name_alone_is_for_a_person_to_decide() -> None:
    told = identity(person("1", "Kim Chol"), person("2", "KIM Chol"))

    assert told.decision is Decision.REVIEW
    assert told.sufficiency < 0.75


def test_a_weak_alias_in_common_counts_less_than_a_name() -> None:
    one = body("1", "Zarafshan Trading House")
    weak = Entry(
        "yy_list", "2", Authority.EU, Kind.ORGANISATION,
        (Name("Murghab Company"), Name("Zarafshan Trading House", NameKind.WEAK)),
    )  # fmt: skip

    assert identity(one, weak).score < identity(one, body("2", "Zarafshan Trading House")).score


@pytest.mark.parametrize(
    ("first", "second", "worse"),
    [
        ("1951-06-24", "1951-06-24", "1951-06-25"),
        ("1951-06-24", "1951-06-25", "1953-02-11"),
        ("1951-06-05", "1951-05-06", "1951-11-19"),
        ("1951", "1951-03-04", "1952-03-04"),
        ("1950/1955", "1953-03-04", "1957"),
    ],
)
def test_a_nearer_birth_scores_higher(first: str, second: str, worse: str) -> None:
    one = person("1", "Karim Zaurbek Dzhioev", births=(born(first),))
    near = identity(one, person("2", "Karim Zaurbek Dzhioev", births=(born(second),)))
    far = identity(one, person("2", "Karim Zaurbek Dzhioev", births=(born(worse),)))

    assert near.score > far.score


def test_a_birth_that_disagrees_is_for_a_person_to_decide() -> None:
    one = person("1", "Karim Zaurbek Dzhioev", births=(born("1950"),))

    assert decided(one, person("2", "Karim Zaurbek Dzhioev", births=(born("1952"),))) is (
        Decision.REVIEW
    )


def test_a_birth_about_a_year_is_not_ruled_out_by_three() -> None:
    one = person("1", "Karim Dzhioev", births=(born("1950", circa=True),))

    assert decided(one, person("2", "Karim Dzhioev", births=(born("1953"),))) is Decision.REVIEW
    assert decided(one, person("2", "Karim Dzhioev", births=(born("1956"),))) is Decision.DIFFERENT


def passport(value: str, country: str | None = None) -> Identifier:
    return Identifier("passport", value, country)


def test_the_same_passport_links_names_that_are_spelt_far_apart() -> None:
    one = person("1", "Karim Dzhioev", identifiers=(passport("AB 765-4321", "Georgia"),))

    assert decided(
        one, person("2", "Kerim DJIOYEV", identifiers=(passport("AB7654321"),))
    ) is Decision.SAME  # fmt: skip


def test_a_tax_number_in_common_and_no_word_is_for_a_person_to_decide() -> None:
    number = (Identifier("tax_id", "60700-26706"),)
    one = body("1", "Variedades Zarafshan", identifiers=number)

    assert decided(one, body("2", "Almacen Murghab", identifiers=number)) is Decision.REVIEW
    assert decided(one, body("2", "Zarafshan", identifiers=number)) is Decision.SAME


def test_the_same_number_in_two_countries_is_two_numbers() -> None:
    one = person("1", "Karim Dzhioev", identifiers=(passport("765432100", "Georgia"),))
    two = person("2", "Ahmad Saleh", identifiers=(passport("765432100", "Iraq"),))

    assert decided(one, two) is Decision.DIFFERENT


def test_a_passport_in_common_and_births_far_apart_are_for_a_person_to_decide() -> None:
    number = (passport("765432100"),)
    one = person("1", "Karim Dzhioev", births=(born("1950"),), identifiers=number)
    two = person("2", "Karim Dzhioev", births=(born("1970"),), identifiers=number)

    assert decided(one, two) is Decision.REVIEW


def test_a_quoted_un_reference_links_and_another_one_keeps_apart() -> None:
    un = person("QDi.329", "Ahmed al-Zahrani", source="un_sc")
    quoting = Identifier("un_reference", "QDi.329")
    other = Identifier("un_reference", "QDi.330")

    assert decided(un, person("1", "Ahmad AL-ZAHRANI", identifiers=(quoting,))) is Decision.SAME
    assert decided(un, person("1", "Ahmed al-Zahrani", identifiers=(other,))) is Decision.DIFFERENT


def test_a_renamed_ship_is_known_by_its_hull_and_a_namesake_is_not_it() -> None:
    def ship(uid: str, name: str, imo: str) -> Entry:
        return entry(uid, Kind.VESSEL, name, identifiers=(Identifier("imo", imo),))

    assert decided(ship("1", "NS BRAVO", "9412359"), ship("2", "Belgorod", "IMO 9412359")) is (
        Decision.SAME
    )
    assert decided(ship("1", "MARIA", "9187629"), ship("2", "Maria", "9187631")) is (
        Decision.DIFFERENT
    )


def test_a_plane_is_not_the_one_whose_mark_differs_in_a_letter() -> None:
    one, two = (entry(mark, Kind.AIRCRAFT, mark) for mark in ("EP-MNQ", "EP-MNC"))

    assert decided(one, two) is Decision.DIFFERENT


def test_kinds_and_genders_rule_out_but_a_kind_that_is_not_known_does_not() -> None:
    one = body("1", "Zarafshan Khorasani")
    man = person("2", "Zarafshan Khorasani", details=(("gender", "Male"),))
    woman = person("3", "Zarafshan Khorasani", details=(("gender", "female"),))

    assert decided(one, man) is Decision.DIFFERENT
    assert decided(man, woman) is Decision.DIFFERENT
    assert decided(one, entry("4", Kind.OTHER, "Zarafshan Khorasani")) is Decision.SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Factory 10 of Karadag", "Factory 11 of Karadag"),
        ("Al-Nur Foundation (Kenya)", "Al-Nur Foundation (Tanzania)"),
        ("Wilayat Khorasan - Yemen", "Wilayat Khorasan - Libya"),
    ],
)
def test_branches_told_apart_by_number_or_place_are_not_linked(one: str, other: str) -> None:
    assert decided(body("1", one), body("2", other)) is not Decision.SAME


def test_a_son_is_not_the_father_whose_whole_name_he_bears() -> None:
    father = person("1", "HUSSEIN AL-TIKRITI, Saddam")
    son = person("2", "Qusay Saddam HUSSEIN AL-TIKRITI")

    assert decided(father, son) is not Decision.SAME


def test_whom_an_entry_is_linked_to_is_somebody_else() -> None:
    parent = body("1", "Zarafshan Mining Holding")
    child = body("2", "Zarafshan Mining", "Zarafshan Mining Holding Company",
                 linked_to=("ZARAFSHAN MINING HOLDING",))  # fmt: skip

    assert decided(parent, child) is not Decision.SAME


def test_companies_of_one_name_under_two_laws_are_not_linked_unasked() -> None:
    one, two = body("1", "Zarafshan Handels GmbH"), body("2", "Zarafshan Handels S.r.l.")

    assert decided(one, two) is Decision.REVIEW
    assert decided(one, body("3", "ZARAFSHAN HANDELS")) is Decision.SAME


def test_names_that_cannot_be_read_are_no_evidence() -> None:
    told = identity(person("1", "。"), person("2", "Tay Za"))

    assert told.decision is Decision.DIFFERENT
    assert told.sufficiency == 0.0
    assert isinstance(told, Sameness)


@pytest.fixture(scope="module")
def listed(captures: Path) -> Mapping[str, Entry]:
    """OFAC's entries of two captures by uid, those with aliases first."""
    found: dict[str, Entry] = {}
    for day in ("2022-01-31", "2015-01-17", "2024-05-03"):
        folder = captures / "us-ofac-sdn" / day
        files = {path.name: path.read_bytes() for path in folder.glob("*.csv")}
        for each in sources.parse(sources.get("us_ofac_sdn"), files).entries:
            found.setdefault(each.uid, each)
    return found


@pytest.mark.real
@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("15157", "33537", Decision.SAME),  # Directorate of Defence Industries
        ("10800", "31516", Decision.SAME),  # Myanmar Economic Corporation
        ("10799", "31517", Decision.REVIEW),  # renamed between: Union of …, Public Company
        ("7902", "42796", Decision.SAME),
        ("7903", "43557", Decision.SAME),
        ("10550", "34663", Decision.SAME),  # Tay Za
        ("10680", "35765", Decision.SAME),
        ("10526", "31127", Decision.SAME),  # Myint Swe, whose births differ in the month
        ("12211", "17614", Decision.DIFFERENT),  # two Kim Yong Chol
        ("31517", "31516", Decision.DIFFERENT),
    ],
)
def test_real_entries_that_came_back_under_a_new_number(
    listed: Mapping[str, Entry], old: str, new: str, wanted: Decision
) -> None:
    assert decided(listed[old], listed[new]) is wanted
