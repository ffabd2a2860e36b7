"""What a source that tells since when it saw what is evidence of, and from when."""

import itertools
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.opensanctions.exports import entity, export, said, sanction, statements

from onrecord import sources
from onrecord.errors import NotFound, RecordError
from onrecord.model.answer import History, Status
from onrecord.model.dates import Bound, end_of_day
from onrecord.model.listing import Authority
from onrecord.record import Capture, Record, changes
from onrecord.record.sights import Told, by_authority
from onrecord.record.timeline import Seen, measures_of

LOADED = datetime(2030, 1, 1, tzinfo=UTC)
LATER = datetime(2029, 1, 1, tzinfo=UTC)
SEEN_2021, SEEN_2024 = "2021-05-18T10:00:00", "2024-03-01T04:00:00"
JANUARY, FEBRUARY = "2026-01-10T06:00:00", "2026-02-10T06:00:00"


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def works(last: str = FEBRUARY, **more: Any) -> list[dict[str, Any]]:
    """A party seen since 2021, on OFAC's list since then and on the UK's since 2024."""
    return [
        entity("NK-1", name=["Zenda Works"], topics=["sanction"], seen=(SEEN_2021, last), **more),
        sanction("s-1", "NK-1", seen=(SEEN_2021, last)),
        sanction("s-2", "NK-1", "Myanmar", datasets=("gb_hmt_sanctions",), seen=(SEEN_2024, last)),
    ]


def other(last: str = FEBRUARY) -> list[dict[str, Any]]:
    """Another party, so that an export without the first is one all the same."""
    seen = ("2020-01-01T00:00:00", last)
    return [
        entity("NK-2", name=["Strelsau Mill"], topics=["sanction"], seen=seen),
        sanction("s-9", "NK-2", "Myanmar", datasets=("gb_hmt_sanctions",), seen=seen),
    ]


def add(record: Record, *entities: dict[str, Any]) -> None:
    files = {"entities.ftm.json": export(*entities)}
    captured = sources.newest_seen(sources.get("opensanctions"), files)
    assert captured is not None
    record.add(Capture("opensanctions", captured, files), LOADED)


def history(record: Record, on: date, known: datetime = LATER, of: str = "NK-1") -> History:
    with record.view(known) as view:
        return view.history(view.resolve(f"opensanctions/{of}"), on)


def statuses(told: History) -> dict[str, str]:
    return {str(a.authority): str(a.status) for a in told.authorities if a.measures}


def test_what_was_seen_by_then_is_known_whatever_the_day_of_the_export(record: Record) -> None:
    add(record, *works())

    in_2022 = history(record, date(2022, 6, 1), end_of_day(date(2022, 6, 1)))
    in_2025 = history(record, date(2025, 6, 1), end_of_day(date(2025, 6, 1)))

    assert statuses(in_2022) == {"us_ofac": "listed"}
    assert statuses(in_2025) == {"us_ofac": "listed", "gb": "listed"}


def test_nothing_was_known_before_anything_was_seen(record: Record) -> None:
    add(record, *works())

    with pytest.raises(RecordError, match="nothing was known by 2021-05-18T09:59:59"):
        history(record, date(2022, 1, 1), instant("2021-05-18T09:59:59"))


def test_a_measure_began_by_the_day_on_which_it_was_first_seen(record: Record) -> None:
    add(record, *works())

    (measure,) = history(record, date(2025, 1, 1)).at(Authority.GB).measures

    assert measure.start == Bound(None, date(2024, 3, 1))
    assert measure.end is None
    assert measure.evidence[0].known == instant(SEEN_2024)


def test_a_name_is_found_from_the_instant_that_it_was_seen(record: Record) -> None:
    add(record, *works(changed="2023-01-01T00:00:00", alias=["Hentzau Trading"]))

    with record.view(instant("2022-12-31T23:59:59")) as view:
        assert {text for text, *_ in view.names()} == {"Zenda Works"}
        with pytest.raises(NotFound):
            view.resolve("Hentzau Trading")
    with record.view(instant("2023-01-01T00:00:00")) as view:
        assert {text for text, *_ in view.names()} == {"Zenda Works", "Hentzau Trading"}
        assert view.resolve("Hentzau Trading") == "opensanctions/NK-1"


def test_a_party_that_a_later_export_lacks_left_between_the_two(record: Record) -> None:
    add(record, *works(JANUARY), *other(JANUARY))
    add(record, *other(), entity("x-1", name=["X"], topics=["sanction"]))

    told = history(record, date(2026, 3, 1))

    (measure,) = told.at(Authority.US_OFAC).measures
    assert measure.end == Bound(date(2026, 1, 10), date(2026, 2, 10))
    assert told.at(Authority.US_OFAC).status is Status.FORMERLY_LISTED
    before = history(record, date(2026, 1, 20), end_of_day(date(2026, 1, 20)))
    assert before.at(Authority.US_OFAC).status is Status.LISTED


def test_a_sanction_that_is_gone_from_a_party_that_stays_ended_in_between(record: Record) -> None:
    gone = [each for each in works() if each["id"] != "s-2"]
    add(record, *works(JANUARY), *other(JANUARY))
    add(record, *gone, *other())

    told = history(record, date(2026, 3, 1))

    assert statuses(told) == {"us_ofac": "listed", "gb": "formerly_listed"}
    assert told.at(Authority.GB).measures[0].end == Bound(date(2026, 1, 10), date(2026, 2, 10))


def test_an_export_of_other_lists_ends_nothing(record: Record) -> None:
    american = entity("NK-3", name=["Black Michael"], topics=["sanction"])
    add(record, *works(JANUARY), *other(JANUARY))
    add(record, american, sanction("s-3", "NK-3"), works()[0], works()[1])

    told = history(record, date(2026, 3, 1))

    assert statuses(told) == {"us_ofac": "listed", "gb": "listed"}
    # and makes nothing younger than it is
    assert told.at(Authority.US_OFAC).verified == date(2026, 2, 10)
    assert told.at(Authority.GB).verified == date(2026, 1, 10)
    with record.view(LATER) as view:
        told_changes = list(changes(view, date(2026, 1, 10), date(2026, 2, 10)))
    assert [(each.entry, str(each.kind)) for each in told_changes] == [
        ("opensanctions/NK-3", "added")
    ]


def test_a_party_under_another_id_in_between_did_not_leave(record: Record) -> None:
    """They merge and part entities: the id of one export is not that of the next."""
    add(record, *works(JANUARY), *other(JANUARY))
    add(record, *(dict(each, id="NK-9") if each["id"] == "NK-1" else each for each in _moved()))

    (measure,) = history(record, date(2026, 3, 1), of="NK-9").at(Authority.US_OFAC).measures

    assert measure.start == Bound(None, date(2021, 5, 18))
    assert measure.end is None


def _moved() -> list[dict[str, Any]]:
    moved = [*works(), *other()]
    for each in moved[1:3]:
        each["properties"]["entity"] = ["NK-9"]
    return moved


def test_between_exports_only_what_they_tell_of_the_time_before_is_no_change(
    record: Record,
) -> None:
    add(record, *works(JANUARY), *other(JANUARY))
    early = [dict(each, first_seen="2019-01-01T00:00:00") for each in works()]
    add(record, *early, *other())

    with record.view(LATER) as view:
        assert list(changes(view, date(2026, 1, 10), date(2026, 2, 10))) == []


def test_exports_loaded_in_any_order_give_the_same_record(tmp_path: Path) -> None:
    exports = [
        [*works(JANUARY), *other(JANUARY)],
        [*works(FEBRUARY, alias=["Mill"], changed=FEBRUARY), *other()],
        other("2026-03-10T06:00:00"),
    ]
    told = set()
    for number, order in enumerate(itertools.permutations(exports)):
        record = Record(tmp_path / str(number))
        for each in order:
            add(record, *each)
        answers = [
            history(record, on, known)
            for on in (date(2023, 1, 1), date(2026, 2, 1), date(2026, 4, 1))
            for known in (instant("2023-01-01T00:00:00"), instant("2026-02-20T00:00:00"), LATER)
        ]
        told.add(repr(answers))

    assert len(told) == 1


def test_a_receipt_is_the_same_on_the_exports_that_it_rests_on(record: Record) -> None:
    add(record, *works())
    known = instant("2023-01-01T00:00:00")
    with record.view(known) as view:
        evidence, mark = view.evidence(), view.state.fingerprint
    add(record, *works("2026-03-10T06:00:00"), *other("2026-03-10T06:00:00"))

    with record.view(known, frozenset(evidence)) as view:
        assert view.state.fingerprint == mark
        assert {text for text, *_ in view.names()} == {"Zenda Works"}


def test_a_listing_that_is_given_its_programme_later_goes_on(record: Record) -> None:
    """Labels change when they read a list anew, and of the old ones no export tells."""
    sanctioned = {"schema": "Sanction", "dataset": "gb_hmt_sanctions"}
    content = statements(
        said("NK-1", "name", "Zenda Works"),
        said("NK-1", "topics", "sanction"),
        said("s-1", "entity", "NK-1", **sanctioned),
        said("s-1", "program", "Myanmar", "2025-06-02T12:00:00", **sanctioned),
    )
    captured = instant(FEBRUARY)
    record.add(Capture("opensanctions", captured, {"statements.csv": content}), LOADED)

    before = history(record, date(2024, 1, 1), instant("2024-01-01T00:00:00"))
    after = history(record, date(2024, 1, 1))

    assert [m.programme for m in before.at(Authority.GB).measures] == ["gb_hmt_sanctions"]
    (measure,) = after.at(Authority.GB).measures
    assert (measure.programme, measure.end) == ("Myanmar", None)
    assert measure.start == Bound(None, date(2021, 5, 18))


def test_of_any_other_authority_an_answer_is_given_where_there_is_a_measure(
    record: Record,
) -> None:
    council = sanction("s-1", "NK-1", "7/2021", datasets=("rt_council",), country=["rt"])
    add(record, entity("NK-1", name=["Zenda Works"], topics=["sanction"]), council, *other())

    told = history(record, date(2026, 1, 1))

    assert [str(a.authority) for a in told.authorities][-1] == "other"
    assert told.at(Authority.OTHER).status is Status.LISTED
    assert len(history(record, date(2026, 1, 1), of="NK-2").authorities) == 9


# the law of the prefix: what was first seen after K, and until when what goes on then was seen,
# moves nothing as known at K
DAYS = [datetime(2021, 1, 1, 12, tzinfo=UTC) + timedelta(days=100 * n) for n in range(12)]
NEWEST = DAYS[-1] + timedelta(days=100)
Window = tuple[int, int]
windows = st.tuples(st.integers(0, 11), st.integers(0, 12)).filter(lambda w: w[0] <= w[1])
listings = st.tuples(st.sampled_from(["us_ofac_sdn", "gb_hmt_sanctions", "rt_council"]), windows)


@dataclass(frozen=True)
class Account:
    """A name, other names by number, and listings by number, each with when it was seen."""

    name: Window
    aliases: dict[int, Window]
    listed: dict[int, tuple[str, Window]]

    def as_known(self, at: int) -> "Account":
        """Without what began later, and with all that lasted so far going on."""
        aliases = {n: _going_on(w, at) for n, w in self.aliases.items() if w[0] <= at}
        listed = {n: (d, _going_on(w, at)) for n, (d, w) in self.listed.items() if w[0] <= at}
        return Account(_going_on(self.name, at), aliases, listed)

    def rows(self) -> bytes:
        """As statements; of each list there is something that was always seen."""
        told = [said("NK-1", "name", "Zenda", *_seen(self.name))]
        told.append(said("NK-1", "topics", "sanction", *_seen(self.name)))
        told += [said("NK-1", "alias", f"Z{n}", *_seen(w)) for n, w in self.aliases.items()]
        for n, (dataset, window) in self.listed.items():
            more = {"schema": "Sanction", "dataset": dataset}
            told.append(said(f"s-{n}", "entity", "NK-1", *_seen(window), **more))
            told.append(said(f"s-{n}", "program", f"P{n}", *_seen(window), **more))
        for dataset in ("us_ofac_sdn", "gb_hmt_sanctions", "rt_council"):
            told.append(said(f"o-{dataset}", "name", "Other", *_seen((0, 12)), dataset=dataset))
        return statements(*told)


def _going_on(window: Window, at: int) -> Window:
    return window[0], 12 if window[1] >= at else window[1]


def _seen(window: Window) -> tuple[str, str]:
    first, last = window
    until = NEWEST if last == 12 else DAYS[last]
    return DAYS[first].strftime("%Y-%m-%dT%H:%M:%S"), until.strftime("%Y-%m-%dT%H:%M:%S")


def answer(content: bytes, known: datetime) -> list[object]:
    (entry,) = sources.parse(sources.get("opensanctions"), {"statements.csv": content}).entries
    told = Told(Seen(1, NEWEST, NEWEST.date(), "digest"), frozenset(), entry)
    codes = sources.get("opensanctions").codes["dataset"]
    found: list[object] = []
    for points, states in by_authority([told], known, codes):
        measures = measures_of("party", points, states, keeps_expired=False)
        found += [(m.authority, m.programme, m.start, m.end, m.evidence) for m in measures]
        found += [{n.text for n in state.names} for state in states if state is not None]
    return found


accounts = st.builds(
    Account,
    windows,
    st.dictionaries(st.integers(0, 3), windows, max_size=3),
    st.dictionaries(st.integers(0, 3), listings, min_size=1, max_size=4),
)


@given(accounts, st.integers(0, 11))
@settings(max_examples=150, deadline=None)
def test_what_was_seen_later_moves_nothing_as_known_before(account: Account, at: int) -> None:
    at = max(at, account.name[0])

    # as if nothing but what was known by then had ever come, and all of it were there still
    before = account.as_known(at)
    assert answer(account.rows(), DAYS[at]) == answer(before.rows(), DAYS[at])
