"""What `changes` tells beside the lists: judgements, corrections, and what a parser reads anew."""

from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from onrecord import sources
from onrecord.errors import RecordError
from onrecord.model.change import Change, ChangeCause
from onrecord.model.dates import end_of_day
from onrecord.model.judgement import Judgement, Verdict
from onrecord.model.snapshot import Snapshot
from onrecord.record import Added, Capture, Record, changes, import_bundle, write_bundle

LOADED = datetime(2026, 1, 1, tzinfo=UTC)
LATE = datetime(2026, 12, 31, tzinfo=UTC)
Load = Callable[..., Added]
Changing = Callable[[], AbstractContextManager[None]]


def told(
    record: Record,
    start: date,
    end: date,
    known: datetime = LATE,
    cause: ChangeCause | None = None,
    source: str | None = None,
) -> list[Change]:
    with record.view(known) as view:
        return list(changes(view, start, end, source, cause))


def judge(record: Record, verdict: Verdict, day: int) -> None:
    at = datetime(2026, 2, day, 12, tzinfo=UTC)
    record.judge(Judgement(verdict, "us_ofac_sdn/1", "us_ofac_sdn/2", "one address", at, "R. R."))


@pytest.fixture
def listed(load: Load) -> None:
    load("2021-12-08T18:50Z", {1: "ZENDA WORKS", 2: "ZENDA WORKS LIMITED"})


def test_a_judgement_is_told_in_the_stretch_in_which_it_was_made(
    record: Record, listed: None
) -> None:
    del listed
    judge(record, Verdict.SAME, 2)
    judge(record, Verdict.WITHDRAWN, 4)

    whole = told(record, date(2026, 2, 1), date(2026, 2, 5))
    second = told(record, date(2026, 2, 2), date(2026, 2, 5))
    early = told(record, date(2026, 2, 1), date(2026, 2, 5), end_of_day(date(2026, 2, 2)))

    assert [(c.entry, c.kind, c.touches, c.cause) for c in whole] == [
        ("us_ofac_sdn/1", "amended", "identity", "judgement")
    ] * 2
    assert whole[0].says == (
        "us_ofac_sdn/1 is the same party as us_ofac_sdn/2: one address, by R. R."
    )
    assert [c.says for c in second] == [whole[1].says]
    assert [c.says for c in early] == [whole[0].says]
    assert not told(record, date(2026, 2, 1), date(2026, 2, 5), cause=ChangeCause.SOURCE)
    assert told(record, date(2026, 2, 1), date(2026, 2, 5), source="us_ofac_sdn") == whole
    with pytest.raises(RecordError, match="no captures of un_sc"):
        told(record, date(2026, 2, 1), date(2026, 2, 5), source="un_sc")


FACTS = """
as_of = {as_of}

[[party]]
slug = "zenda-works"
kind = "organisation"
name = "{name}"

[[measure]]
id = "M1"
party = "zenda-works"
authority = "ch"
programme = "RURITANIA"
basis = []
effects = ["asset_freeze"]
start = 2020-01-05
{end}
cites = "AS 2020 17"
known_at = 2020-01-05
"""
NOTICE = """
[[notice]]
id = "N1"
authority = "ch"
parties = ["zenda-works"]
day = 2024-05-02
says = "removed"
cites = "AS 2024 30"
known_at = 2024-05-02
"""


def add_facts(
    record: Record, as_of: date, end: str = "", name: str = "Zenda Works", more: str = ""
) -> None:
    content = (FACTS.format(as_of=as_of, end=end, name=name) + more).encode()
    captured = datetime.combine(as_of, datetime.min.time(), UTC)
    record.add(Capture("own", captured, {"mine.toml": content}), LOADED)


def test_a_corrected_fact_is_told_with_what_it_said_before(record: Record) -> None:
    add_facts(record, date(2025, 1, 1))
    ended = 'end = 2023-06-01\nend_cause = "repealed"'
    add_facts(record, date(2025, 3, 1), ended, "Zenda Works Ltd", NOTICE)

    found = told(record, date(2025, 2, 1), date(2025, 4, 1))
    before = told(record, date(2025, 2, 1), date(2025, 4, 1), end_of_day(date(2025, 2, 15)))
    back = told(record, date(2025, 3, 1), date(2025, 4, 1))

    assert [(c.kind, c.touches, c.cause, c.entry, c.says) for c in found] == [
        (
            "amended",
            "legal",
            "correction",
            "zenda-works",
            "measure mine/M1: end, end cause, end known at corrected",
        ),
        ("added", "legal", "correction", "zenda-works", "notice mine/N1: added"),
        ("amended", "identity", "correction", "zenda-works", "party zenda-works: names corrected"),
    ]
    assert dict(found[2].before)["names"] == "Zenda Works (primary)"
    assert dict(found[2].after)["names"] == "Zenda Works Ltd (primary)"
    assert before == []
    assert back == []


def test_where_nothing_could_be_compared_that_is_said(record: Record, starter: None) -> None:
    del starter
    with pytest.raises(RecordError, match="nothing to compare"):
        told(record, date(2019, 1, 1), date(2019, 2, 1))


@pytest.fixture
def newer_parser(monkeypatch: pytest.MonkeyPatch) -> Changing:
    """While it holds, the SDN parser is version 99, and reads the programme TEST as TRIAL."""
    real_get, real_parse = sources.get, sources.parse

    def get(source_id: str) -> sources.Source:
        found = real_get(source_id)
        return replace(found, version=99) if source_id == "us_ofac_sdn" else found

    def parse(source: sources.Source, *given: Any) -> Snapshot:
        read = real_parse(source, *given)
        entries = tuple(
            replace(e, listings=tuple(replace(i, programme="TRIAL") for i in e.listings))
            if any(i.programme == "TEST" for i in e.listings)
            else e
            for e in read.entries
        )
        return replace(read, entries=entries)

    @contextmanager
    def changed() -> Any:
        with monkeypatch.context() as patch:
            patch.setattr(sources, "get", get)
            patch.setattr(sources, "parse", parse)
            yield

    return changed


ROWS = {1: "ZENDA WORKS", 2: "STRELSAU BANK|OTHER"}


@pytest.mark.parametrize("how", ["load", "rebuild", "mend"])
def test_a_new_parser_reads_all_again_and_what_moved_is_told(
    record: Record, load: Load, newer_parser: Changing, how: str
) -> None:
    load("2021-12-08T18:50Z", ROWS)
    load("2021-12-09T18:50Z", {**ROWS, 3: "HENTZAU LTD|OTHER"})
    with record.view(LATE) as view:
        before = view.state.fingerprint
    at = datetime(2026, 3, 3, tzinfo=UTC)

    with newer_parser():
        if how == "load":
            record.add(Capture("own", at, {"x.toml": b"as_of = 2026-03-03\n"}), at)
        elif how == "rebuild":
            record.rebuild(at)
        else:
            record.mend(at)
        found = told(record, date(2026, 3, 2), date(2026, 3, 3), cause=ChangeCause.PARSER)
        unknown = told(
            record,
            date(2026, 3, 2),
            date(2026, 3, 3),
            end_of_day(date(2026, 3, 2)),
            ChangeCause.PARSER,
        )
        with record.view(LATE) as view:
            programmes = [
                m.programme
                for a in view.history("us_ofac_sdn/1", date(2021, 12, 8)).authorities
                for m in a.measures
            ]
            after = view.state.fingerprint
        # and once only
        record.mend(LATE)
        record.rebuild(LATE)
        again = told(record, date(2026, 3, 2), LATE.date(), cause=ChangeCause.PARSER)

    assert [(c.entry, c.kind, c.touches, c.cause, c.says) for c in found] == [
        (
            "us_ofac_sdn/1",
            "amended",
            "legal",
            "parser",
            "listings read otherwise since parser 99 of us_ofac_sdn",
        )
    ]
    assert unknown == []
    assert programmes == ["TRIAL"]
    assert after == before
    assert [c.says for c in again] == [c.says for c in found]


def test_what_a_parser_moved_is_carried_elsewhere(
    record: Record, load: Load, newer_parser: Changing, tmp_path: Any
) -> None:
    load("2021-12-08T18:50Z", ROWS)
    at = datetime(2026, 3, 3, tzinfo=UTC)
    with newer_parser():
        record.mend(at)
        write_bundle(record, tmp_path / "one.tar")
        other = Record(tmp_path / "other")
        assert list(import_bundle(other, tmp_path / "one.tar", LOADED)) == [True, True]
        assert list(import_bundle(other, tmp_path / "one.tar", LOADED)) == [False, False]

        stretch = (date(2026, 3, 2), date(2026, 3, 3))
        assert told(other, *stretch) == told(record, *stretch)
