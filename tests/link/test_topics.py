import pytest

from onrecord.link.topics import Polarity, polarity, topics


@pytest.mark.parametrize(
    ("words", "side"),
    [
        ("the army has kept military ties with the North", Polarity.SO),
        ("military ties stopped before 2011", Polarity.NOT_SO),
        ("the country no longer had such ties", Polarity.NOT_SO),
        ("there are no military relations", Polarity.NOT_SO),
        ("there was no indication of a nuclear component", Polarity.NEITHER),
        ("those ties are not what they were in the past", Polarity.NEITHER),
        ("it would be difficult to go on until the ties were cut", Polarity.BESIDE),
        ("any engagement is counterproductive", Polarity.BESIDE),
    ],
)
def test_only_a_plain_it_is_not_so_counts_as_one(words: str, side: Polarity) -> None:
    assert polarity(words) is side


@pytest.mark.parametrize(
    ("words", "topic"),
    [
        ("what military cooperation went on", "military ties"),
        ("relations between the two armies", "military ties"),
        ("a shipment of coal left the port", "trade"),
        ("it can carry a warhead", "nuclear matters"),
    ],
)
def test_the_topic_that_names_the_matter_best_comes_first(words: str, topic: str) -> None:
    assert topics(words)[0] == topic


def test_words_on_nothing_known_have_no_topic() -> None:
    assert topics("it rained in the capital") == ()


@pytest.mark.parametrize(
    ("words", "side"),
    [
        ("half a break is no use while the missiles fly", Polarity.SO),
        ("there is no programme of that kind", Polarity.NOT_SO),
        ("the old trade was over", Polarity.NOT_SO),
        ("relations were normal ones", Polarity.BESIDE),
        ("Washington had yet to see proof", Polarity.NEITHER),
    ],
)
def test_a_no_denies_only_what_it_stands_before(words: str, side: Polarity) -> None:
    assert polarity(words) is side
