import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.match import Index, compare, prepare

NAMES = (
    "Directorate of Defence Industries",
    "Directorate of Defence Procurement",
    "HLAING, Min Aung",
    "Aung Hlaing Oo",
    "Kim Yong Chol",
    "Factory 10",
    "Orman Trading Co., Ltd.",
    "Щукин Юрий",
    "김정은",
)
names = st.sampled_from(NAMES) | st.text("abcdefgh '-.,", min_size=2, max_size=24).filter(
    lambda text: bool(prepare(text).words)
)


def score(a: str, b: str) -> float:
    return compare(prepare(a), prepare(b)).score


@given(names, names)
def test_s01_two_names_score_alike_both_ways(a: str, b: str) -> None:
    assert compare(prepare(a), prepare(b)) == compare(prepare(b), prepare(a))


@given(names, names)
def test_s02_a_name_against_itself_scores_highest(a: str, b: str) -> None:
    assert score(a, a) == 1.0 >= score(a, b)


@pytest.mark.parametrize(
    ("listed", "written"),
    [
        ("HLAING, Min Aung", "min aung hlaing"),
        ("Al-Masriwi Trading", "AL MASRIWI TRADING"),
        ("Željko Brandić", "Zeljko Brandic"),
        ("M.O.G.E.", "MOGE"),
        ("Ka Pa Sa", "KaPaSa"),
        ("Orman Trading Co., Ltd.", "Orman Trading Company Limited"),
        ("Ministry of Defence of Burma", "Ministry of Defense of Myanmar"),
        ("Ka Pa Sa", "Ka\u200bPa\u00a0Sa"),
    ],
)
def test_writings_of_one_name_are_one_name(listed: str, written: str) -> None:
    assert score(listed, written) >= 0.95


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Directorate of Defence Industries", "Directorate of Defence Procurement"),
        ("Min Aung Hlaing", "Aung Hlaing Oo"),
        ("Factory 10", "Factory 11"),
        ("Mining Enterprise No. 1", "Mining Enterprise No. 2"),
        ("Kim Jong Un", "Kim Jong Il"),
    ],
)
def test_names_that_differ_in_a_telling_word_are_not_proposed(one: str, other: str) -> None:
    assert score(one, other) < 0.80


def test_a_slip_in_a_long_word_is_found_and_scores_below_the_same_name() -> None:
    assert (
        0.90 <= score("Directorate of Defence Industries", "Directorate of Defence Indutries") < 1
    )


@given(st.lists(st.sampled_from(NAMES), min_size=1, unique=True), st.sampled_from(NAMES))
def test_a_listed_name_is_always_among_its_own_candidates(listed: list[str], asked: str) -> None:
    index = Index(listed)
    found = {index[place].text for place in index.candidates(prepare(asked))}
    assert (asked in found) == (asked in listed)


def test_how_much_could_have_disagreed_grows_with_the_name() -> None:
    short, middle, long = (prepare(n).sufficiency for n in ("DDI", "Ka Pa Sa", NAMES[0]))
    assert short < middle < long < 1
