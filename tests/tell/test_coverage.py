import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from onrecord.intake import Fetched
from onrecord.model.dates import write_instant
from onrecord.model.snapshot import Finding
from onrecord.record import Conflict, Kept
from onrecord.record.timeline import Seen
from onrecord.sources import Source
from onrecord.tell import sources_document, terminal
from onrecord.tell.axis import Cells
from onrecord.tell.coverage import Holdings, coverage, key, lines, svg
from onrecord.tell.document import Coverage, Sign
from onrecord.tell.sources import sources

TODAY = date(2022, 3, 1)
WEEKLY = Source("xx_weekly", None, "Weekly List", rhythm_days=7)
MONTHLY = Source("xx_monthly", None, "Monthly List", rhythm_days=31)
UNHELD = Source("xx_unheld", None, "List of Nobody", rhythm_days=7)


def kept(day: date, *, damaged: bool = False, entries: int = 20, mark: str = "0") -> Kept:
    seen = Seen(day.toordinal(), datetime.combine(day, time(12), UTC), day, mark * 64, damaged)
    findings = (Finding("rows", "a row is lost", damages=True),) if damaged else ()
    return Kept(seen, {"list.csv": mark * 64}, findings, entries=entries)


def holdings(
    *lists: tuple[Source, Sequence[Kept]],
    verified: datetime | None = None,
    conflicts: Sequence[Conflict] = (),
) -> Holdings:
    return Holdings(
        lists=[source for source, _ in lists],
        held={source.id: captures for source, captures in lists if captures},
        today=TODAY,
        fetched={source.id: Fetched(verified=verified) for source, _ in lists},
        conflicts=conflicts,
    )


def drawn(held: Holdings) -> Coverage:
    found = coverage(held)
    assert found is not None
    return found


def some() -> Holdings:
    """A list with a gap, damage and a conflict; one that is steady; one not held."""
    weekly = [
        *(kept(date(2021, 1, 4) + timedelta(days=7 * n)) for n in range(9)),
        kept(date(2021, 8, 2), damaged=True),
        kept(date(2022, 1, 10), mark="1"),
        kept(date(2022, 1, 13), mark="2"),
    ]
    monthly = [kept(date(2021, 11, day), entries=1_234) for day in (1, 30)]
    (a, b) = ((k.seen.captured, k.seen.digest) for k in weekly[-2:])
    conflict = Conflict(WEEKLY.id, (a, b), "both cannot be right, yet 1 entry differs: 7", ("7",))
    return holdings(
        (WEEKLY, weekly),
        (MONTHLY, monthly),
        (UNHELD, ()),
        verified=datetime(2022, 1, 20, 6, tzinfo=UTC),
        conflicts=[conflict],
    )


def test_what_is_held_in_a_pipe_reads_as_the_golden_file(
    golden: Callable[[str, str], None],
) -> None:
    golden("golden/sources.txt", terminal.render(sources_document(some()), 80, colour=False))


def test_the_picture_is_as_the_golden_file(golden: Callable[[str, str], None]) -> None:
    golden("golden/sources.svg", svg(drawn(some()), "What the record holds"))


def test_a_capture_a_gap_damage_and_a_conflict_look_different() -> None:
    _, weekly, monthly, _ = lines(drawn(some()), 80)

    # a week is about a cell; the day of the newest bytes that were equal ends the bar
    assert re.fullmatch("xx_weekly   [█━]+█─+×─+!!━+·+│", weekly)
    assert re.fullmatch("xx_monthly  ·+█━+█─+·+│", monthly)


def test_the_key_names_only_what_is_there() -> None:
    told = key(drawn(holdings((WEEKLY, [kept(TODAY)]))))

    assert "damaged" not in told
    assert "conflict" not in told
    assert "█ a capture" in told


def test_json_has_every_capture_its_conflict_and_the_gaps() -> None:
    weekly, monthly, unheld = sources(some())

    assert (unheld["captures"], "held" in unheld) == (0, False)
    assert [one["day"] for one in monthly["held"]] == ["2021-11-01", "2021-11-30"]
    assert (monthly["age_days"], monthly["stale"]) == (40, True)
    assert monthly["gaps"] == [{"from": "2021-11-30", "to": "2022-01-20", "days": 51}]
    assert [one["days"] for one in weekly["gaps"]] == [154, 161]
    assert [one["damaged"] for one in weekly["held"]].count(True) == 1
    first, second = (one["conflicts"] for one in weekly["held"] if "conflicts" in one)
    assert first[0]["with"] == {"captured": "2022-01-13T12:00:00Z", "sha256": "2" * 64}
    assert second[0]["with"] == {"captured": "2022-01-10T12:00:00Z", "sha256": "1" * 64}
    assert first[0]["entries"] == ["7"]


def test_with_nothing_held_there_is_nothing_to_draw_and_the_lists_are_named() -> None:
    nothing = holdings((UNHELD, ()))

    assert coverage(nothing) is None
    assert "no capture held" in terminal.render(sources_document(nothing), 80, colour=False)


@pytest.mark.parametrize("width", [20, 40, 63, 64, 80, 120])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    shown = terminal.render(sources_document(some()), width, colour=False)
    assert max(map(len, shown.splitlines())) <= width


captures = st.lists(st.dates(date(1990, 1, 1), TODAY), min_size=1, max_size=60, unique=True).map(
    sorted
)


@given(captures, st.integers(20, 250), st.data())
def test_every_capture_has_its_mark_in_the_terminal(
    days: list[date], width: int, data: st.DataObject
) -> None:
    spoilt = data.draw(st.sets(st.sampled_from(days)))
    shown = drawn(holdings((WEEKLY, [kept(day, damaged=day in spoilt) for day in days])))

    _, row, _ = lines(shown, width)

    many = Cells.of([WEEKLY.id], width).cells
    worst = {shown.axis.cell(day, many) for day in spoilt}
    for cell in (shown.axis.cell(day, many) for day in days):
        assert row[len(row) - many :][cell] == ("×" if cell in worst else "█")


@given(captures)
def test_every_capture_has_its_mark_in_the_picture_and_nothing_is_outside(
    days: list[date],
) -> None:
    shown = drawn(holdings((WEEKLY, [kept(day) for day in days])))

    picture = etree.fromstring(svg(shown, "held").encode())

    wide, high = (float(n) for n in picture.get("viewBox", "").split()[2:])
    ticks = [
        (float(r.get("x", "")), float(r.get("x", "")) + float(r.get("width", "")))
        for r in picture.findall("{*}rect[@class='capture']")
    ]
    for day in days:
        x = 16 + (wide - 32) * shown.axis.part(day)
        assert any(begin - 1.6 <= x <= stop + 1.6 for begin, stop in ticks)
    # those that would touch are one
    assert all(a[1] < b[0] for a, b in pairwise(ticks))
    for shape in picture.iter("{*}rect", "{*}line", "{*}text"):
        for name, most in (("x", wide), ("x1", wide), ("x2", wide), ("y", high), ("y1", high)):
            assert 0 <= float(shape.get(name, "0")) <= most
        if shape.get("width") is not None:
            assert float(shape.get("x", "0")) + float(shape.get("width", "")) <= wide + 0.1


def test_three_hundred_captures_are_few_marks() -> None:
    daily = [kept(TODAY - timedelta(days=n)) for n in range(300, 0, -1)]

    picture = svg(drawn(holdings((WEEKLY, daily))), "held")

    assert picture.count('class="capture"') == 2  # the run, and the key's
    assert "300 captures" in picture


def test_the_picture_tells_those_who_cannot_see_it() -> None:
    picture = etree.fromstring(svg(drawn(some()), "What the record holds").encode())

    assert picture.get("role") == "img"
    assert picture.findtext("{*}title") == "What the record holds"
    told = picture.findtext("{*}desc") or ""
    assert "xx_weekly, Weekly List: 12 captures, 20 entries in the newest" in told
    assert "1 damaged; 2 in conflict" in told
    assert "no capture held: xx_unheld" in told


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "\x1b[31m\u202ered", "a]]>&b"])
def test_a_hostile_list_is_shown_harmlessly(hostile: str) -> None:
    held = holdings((Source(hostile, None, hostile, 7), [kept(TODAY)]), (UNHELD, ()))

    picture = svg(drawn(held), hostile)
    shown = terminal.render(sources_document(held), 80, colour=False)

    parsed = etree.fromstring(picture.encode())
    assert not parsed.findall(".//{*}script")
    for char in "\x1b\u202e":
        assert char not in picture + shown


def test_a_capture_that_speaks_for_a_day_to_come_is_within() -> None:
    later = TODAY + timedelta(days=20)
    shown = drawn(holdings((WEEKLY, [kept(TODAY), kept(later)])))

    assert shown.axis.last == later
    assert list(lines(shown, 40))[1].endswith("█")
    assert "of a day to come" in svg(shown, "held")
    assert sources(holdings((WEEKLY, [kept(later)])))[0]["stale"] is False


def test_a_sign_that_is_worse_is_not_covered_by_one_that_is_not() -> None:
    days = [TODAY - timedelta(days=n) for n in (2, 1, 0)]
    spoilt = [kept(day, damaged=day == days[1]) for day in days]
    shown = drawn(holdings((WEEKLY, spoilt)))

    assert list(lines(shown, 40))[1].endswith("×")
    assert shown.signs == {Sign.WHOLE, Sign.DAMAGED}
    assert write_instant(spoilt[0].seen.captured) == "2022-02-27T12:00:00Z"
