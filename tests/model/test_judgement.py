"""Which judgements count."""

from datetime import datetime
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.model.judgement import Judgement, Verdict, in_effect

INSTANTS = tuple(datetime.fromisoformat(f"2022-01-0{day}T00:00Z") for day in (1, 2, 3))
VERDICTS = st.builds(
    Judgement,
    st.sampled_from(Verdict),
    st.sampled_from(("a/1", "a/2")),
    st.sampled_from(("b/1", "b/2")),
    st.sampled_from(("one reason", "another")),
    st.sampled_from(INSTANTS),
    st.sampled_from((None, "R")),
)


@given(st.lists(VERDICTS, max_size=4), st.sampled_from(INSTANTS))
def test_judgements_merged_in_any_order_come_to_the_same(
    made: list[Judgement], known: datetime
) -> None:
    found = {in_effect(order, known) for order in permutations(made)}

    assert len(found) == 1
    assert all(each.at <= known for each in found.pop())
