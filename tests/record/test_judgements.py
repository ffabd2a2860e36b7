"""What people decide on identity: from when it counts, what it moves, and how it is kept."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from tests.record.small_lists import Person, ofac, un

from onrecord.model.judgement import Judgement, Verdict
from onrecord.record import (
    Question,
    Record,
    differences,
    import_bundle,
    receipt,
    write_bundle,
)
from onrecord.tell import json

RUPERT = Person("HENTZAU, Rupert", date(1968, 2, 1))
MICHAEL = Person("ELPHBERG, Michael", date(1948, 12, 10))
A, B, C = "un_sc/KPi.001", "us_ofac_sdn/7", "us_ofac_sdn/8"
BEFORE, MADE, AFTER = (
    datetime.fromisoformat(f"2022-01-{day}T00:00Z") for day in ("01", "10", "20")
)


@pytest.fixture(autouse=True)
def two_lists(take: Callable[..., None]) -> None:
    """One party on two lists, found alike, and another."""
    take(
        ofac("2021-01-01T12:00Z", {"7": RUPERT, "8": MICHAEL}),
        un("2021-02-01T12:00Z", {"KPi.001": RUPERT}),
    )


def judged(
    verdict: Verdict, a: str, b: str, at: datetime = MADE, by: str | None = None
) -> Judgement:
    return Judgement(verdict, min(a, b), max(a, b), "for the test", at, by)


def all_of(record: Record, known: datetime) -> list[object]:
    with record.view(known) as view:
        told = [json.history(view.history(view.resolve(r), date(2022, 1, 1))) for r in (A, B, C)]
        return [*told, view.state.fingerprint]


def one(record: Record, a: str, b: str, known: datetime = AFTER) -> bool:
    with record.view(known) as view:
        return view.resolve(a) == view.resolve(b)


def test_judged_different_two_that_are_alike_are_two(record: Record) -> None:
    assert one(record, A, B)
    record.judge(judged(Verdict.DIFFERENT, A, B))

    assert not one(record, A, B)


def test_judged_the_same_two_that_stood_side_by_side_are_one(record: Record) -> None:
    record.judge(judged(Verdict.SAME, B, C, by="R. Rassendyll"))

    assert one(record, B, C)
    with record.view(AFTER) as view:
        told = view.history(view.resolve(C), date(2022, 1, 1))
    assert f"{C} is {told.party.id}: judged the same: for the test" in told.party.links
    assert [(j.because, j.by) for j in told.judgements] == [("for the test", "R. Rassendyll")]


def test_a_judgement_that_two_are_the_same_does_not_undo_one_that_others_differ(
    record: Record,
) -> None:
    record.judge(judged(Verdict.DIFFERENT, A, C))
    record.judge(judged(Verdict.SAME, B, C))

    assert one(record, B, C)
    assert not one(record, A, C)


def test_l13_a_judgement_moves_nothing_as_known_before_it(record: Record) -> None:
    before = all_of(record, BEFORE)
    record.judge(judged(Verdict.DIFFERENT, A, B))

    assert all_of(record, BEFORE) == before
    assert one(record, A, B, MADE - timedelta(microseconds=1))
    assert not one(record, A, B, MADE)


def test_l13_withdrawn_all_is_as_before_and_the_two_decisions_are_told(record: Record) -> None:
    *_, mark = all_of(record, AFTER)
    record.judge(judged(Verdict.DIFFERENT, A, B))
    record.judge(judged(Verdict.WITHDRAWN, A, B, MADE + timedelta(days=1)))

    assert one(record, A, B)
    assert all_of(record, AFTER)[-1] == mark
    with record.view(AFTER) as view:
        told = view.history(view.resolve(A), date(2022, 1, 1)).judgements
    assert [j.verdict for j in told] == [Verdict.DIFFERENT, Verdict.WITHDRAWN]
    assert not one(record, A, B, MADE)


def test_a_judgement_in_effect_is_part_of_the_fingerprint(record: Record) -> None:
    *_, mark = all_of(record, AFTER)
    record.judge(judged(Verdict.SAME, B, C))

    assert all_of(record, AFTER)[-1] != mark


def test_l14_rebuilt_or_exported_and_imported_judgements_are_there(
    record: Record, tmp_path: Path
) -> None:
    record.judge(judged(Verdict.DIFFERENT, A, B, by="R. Rassendyll"))
    record.judge(judged(Verdict.SAME, B, C))
    record.judge(judged(Verdict.WITHDRAWN, B, C, MADE + timedelta(days=1)))
    told = all_of(record, AFTER)
    record.rebuild(AFTER)
    assert all_of(record, AFTER) == told

    write_bundle(record, tmp_path / "all.tar")
    other = Record(tmp_path / "other")
    news = list(import_bundle(other, tmp_path / "all.tar", AFTER))
    again = list(import_bundle(other, tmp_path / "all.tar", AFTER))

    assert all_of(other, AFTER) == told
    assert other.judgements() == record.judgements()
    assert (all(news), any(again)) == (True, False)


def test_an_older_judgement_that_is_imported_does_not_overrule_a_newer_one(
    record: Record, tmp_path: Path
) -> None:
    elsewhere = Record(tmp_path / "elsewhere")
    write_bundle(record, tmp_path / "lists.tar")
    list(import_bundle(elsewhere, tmp_path / "lists.tar", AFTER))
    elsewhere.judge(judged(Verdict.SAME, A, C, MADE))
    write_bundle(elsewhere, tmp_path / "all.tar")

    record.judge(judged(Verdict.DIFFERENT, A, C, MADE + timedelta(days=1)))
    list(import_bundle(record, tmp_path / "all.tar", AFTER))

    assert not one(record, A, C)
    assert one(record, A, C, MADE)


def test_a_receipt_shows_that_a_judgement_came_in_of_an_instant_before(record: Record) -> None:
    question = Question("history", (B,), "2022-01-01", AFTER)

    def asked() -> dict[str, object]:
        with record.view(AFTER) as view:
            answer = json.history(view.history(view.resolve(B), date(2022, 1, 1)))
            return receipt(view, question, answer)

    kept = asked()
    record.judge(judged(Verdict.SAME, A, B, AFTER + timedelta(days=1)))
    assert differences(kept, asked()) == []
    record.judge(judged(Verdict.DIFFERENT, A, B))
    assert any(says.startswith("fingerprint") for says in differences(kept, asked()))


def test_a_judgement_on_an_id_is_on_who_bore_it_then(
    record: Record, take: Callable[..., None]
) -> None:
    record.judge(judged(Verdict.SAME, A, C))
    take(ofac("2023-01-01T12:00Z", {"7": RUPERT, "8": Person("SAPT, Fritz", date(1930, 4, 4))}))
    later = datetime.fromisoformat("2024-01-01T00:00Z")

    assert one(record, A, "us_ofac_sdn/8@2021-01-01", later)
    assert not one(record, A, C, later)
