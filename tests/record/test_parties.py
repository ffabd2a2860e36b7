"""How ties make parties: in what order, and which are left out."""

from collections.abc import Callable
from datetime import date, datetime
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.record.small_lists import Person, ofac, ofsi, un

from onrecord.intake import shipped
from onrecord.model.judgement import Judgement, Verdict
from onrecord.model.listing import Authority
from onrecord.record import Record

NOW = datetime.fromisoformat("2030-01-01T00:00Z")
FIRST, SECOND = "2021-01-01T12:00Z", "2021-02-01T12:00Z"
RUPERT = Person("HENTZAU, Rupert", date(1968, 2, 1))


def test_a_party_is_named_for_the_entry_that_was_known_first(
    take: Callable[..., None], party: Callable[..., str]
) -> None:
    take(ofac(SECOND, {"7": RUPERT}), un(FIRST, {"KPi.001": RUPERT}))

    assert party("us_ofac_sdn/7") == "un_sc/KPi.001"


@pytest.mark.usefixtures("starter")
def test_parties_of_the_fact_sheet_do_not_become_one_by_an_entry_that_is_like_both(
    take: Callable[..., None], record: Record
) -> None:
    with record.view(NOW) as view:
        slugs = sorted(view.facts.parties)
    take(
        ofac(FIRST, {"1": Person("KIM, Yong Chol"), "2": Person("WIN, Soe")}),
        un(SECOND, {"KPi.001": Person("Kim Yong Chol"), "KPi.002": Person("Soe Win")}),
    )

    with record.view(NOW) as view:
        assert [view.resolve(slug) for slug in slugs] == slugs


def test_parties_of_the_fact_sheet_are_one_where_a_person_says_so(record: Record) -> None:
    record.add(shipped(), NOW)
    record.judge(Judgement(Verdict.SAME, "mec", "mehl", "for the test", NOW))

    with record.view(NOW) as view:
        assert view.resolve("mec") == view.resolve("mehl") == "mec"
        answer = view.history("mehl", date(2022, 1, 1)).at(Authority.US_OFAC)
        assert len({e.fact for m in answer.measures for e in m.evidence}) > 1


FEW = tuple(
    Person(name, born)
    for name in ("HENTZAU, Rupert", "HENTZAU, Ruprecht", "HENTZAU, Rupert Friedrich")
    for born in (None, date(1968, 2, 1), date(1968, 2, 11), date(1944, 1, 1))
)
people = st.sampled_from(FEW)


@settings(max_examples=12)
@given(
    st.lists(st.dictionaries(st.sampled_from("123"), people, min_size=1), min_size=1, max_size=3),
    st.lists(st.dictionaries(st.sampled_from(("90001", "90002")), people, min_size=1), max_size=2),
    st.dictionaries(st.sampled_from(("KPi.001", "KPi.002")), people, max_size=2),
)
def test_whatever_lists_say_no_party_stands_on_one_list_twice_at_once(
    tmp_path_factory: pytest.TempPathFactory,
    sdn: list[dict[str, Person]],
    uk: list[dict[str, Person]],
    council: dict[str, Person],
) -> None:
    record = Record(tmp_path_factory.mktemp("law") / "record")
    captures = [ofac(f"2021-01-0{n + 1}T12:00Z", rows) for n, rows in enumerate(sdn)]
    captures += [ofsi(f"2021-01-0{n + 4}T12:00Z", rows) for n, rows in enumerate(uk)]
    captures += [un("2021-01-09T12:00Z", council)] if council else []
    for capture in captures:
        record.add(capture, NOW)

    with record.view(NOW) as view:
        for source, held in record.captures().items():
            for kept in held:
                members = view.members(source, kept.seen)
                told = [view.party_of(f"{source}/{uid}", n) for uid, n in members.items()]
                assert all(a != b for a, b in combinations(told, 2))
