from datetime import date

from onrecord.basis import BasisGraph
from onrecord.model.dates import Bound, PartialDate
from onrecord.model.facts import StatedEdge


def edge(start: str, relation: str, end: str, day: str | None = None) -> StatedEdge:
    when = None if day is None else PartialDate.parse(day)
    return StatedEdge(f"{start}-{relation}", start, relation, end, when, None, "primary")


BURMA = [
    edge("EO13619", "hangs_on", "EO13047", "2012-07-11"),
    edge("EO13047", "hangs_on", "IEEPA", "1997-05-20"),
    edge("EO13047", "renewed_by", "NOTICE-2016", "2016-05-17"),
    edge("EO13047", "revoked_by", "EO13742", "2016-10-07"),
    edge("JADE-2008", "waived_by", "EO13742", "2016-10-07"),
]
LATE = date(2026, 1, 1)


def test_an_order_falls_with_the_emergency_that_it_hangs_on() -> None:
    end = BasisGraph([], BURMA, LATE).end_of(["EO13619"])
    assert end is not None
    assert end.when == Bound.day(date(2016, 10, 7))
    assert end.says == "EO13047 revoked by EO13742"


def test_a_waiver_or_a_renewal_ends_nothing() -> None:
    graph = BasisGraph([], BURMA, LATE)
    assert graph.end_of(["JADE-2008"]) is None
    assert graph.end_of(["IEEPA"]) is None


def test_a_revocation_that_was_not_yet_known_ends_nothing() -> None:
    assert BasisGraph([], BURMA, date(2016, 10, 6)).end_of(["EO13619"]) is None


def test_the_end_that_a_statute_gives_itself_is_known_before_it_comes() -> None:
    graph = BasisGraph([], [edge("ACT", "ends_on", "2030-12-23", "2030-12-23")], LATE)
    end = graph.end_of(["ACT"])
    assert end is not None
    assert end.when == Bound.day(date(2030, 12, 23))


def test_instruments_that_hang_on_each_other_are_walked_once() -> None:
    ring = [edge("A", "hangs_on", "B"), edge("B", "hangs_on", "A")]
    assert BasisGraph([], ring, LATE).end_of(["A"]) is None
