import json as stdlib
from collections.abc import Callable
from datetime import UTC, date, datetime

from onrecord.link import Brief
from onrecord.model.answer import Evidence, History, Measure, Screened
from onrecord.model.dates import Bound
from onrecord.model.listing import Authority, Effect
from onrecord.tell import json

NINE = {"us_ofac", "us_state", "us_bis", "un_sc", "eu", "gb", "ca", "au", "ch"}
ON = date(2017, 7, 21)


def measure(start: Bound, end: Bound | None = None) -> Measure:
    captured = datetime(2021, 12, 10, 18, 50, 16, tzinfo=UTC)
    evidence = Evidence(
        captured, "listed", entry="us_ofac_sdn/33537", captured=captured, sha256="ab12"
    )
    return Measure(
        Authority.EU, "p", "MMR", (), (Effect.ASSET_FREEZE,), start, end, None, None, (evidence,)
    )


def test_bounds_are_one_string_where_exact_and_say_unknown_where_open() -> None:
    assert json.bound(Bound.day(ON)) == "2017-07-21"
    assert json.bound(Bound(None, ON)) == {"earliest": "unknown", "latest": "2017-07-21"}
    assert json.bound(Bound(date(2017, 1, 1), ON)) == {
        "earliest": "2017-01-01",
        "latest": "2017-07-21",
    }


def test_a_measure_without_an_end_has_no_such_key() -> None:
    shown = json.measure(measure(Bound.day(ON)), ON)

    assert set(shown) == {
        "authority", "programme", "basis", "effects", "start", "in_force", "evidence",
    }  # fmt: skip
    assert shown["in_force"] is True
    assert shown["evidence"] == [
        {
            "entry": "us_ofac_sdn/33537",
            "captured": "2021-12-10T18:50:16Z",
            "sha256": "ab12",
            "known": "2021-12-10T18:50:16Z",
            "says": "listed",
        }
    ]


def test_in_force_has_three_values() -> None:
    loose = measure(Bound(date(2017, 1, 1), date(2018, 1, 1)))

    shown = [json.measure(loose, d)["in_force"] for d in (date(2016, 1, 1), ON, date(2019, 1, 1))]

    assert shown == [False, "unknown", True]


def test_a_history_has_all_nine_authorities(history: Callable[[str, date], History]) -> None:
    shown = json.history(history("ddi-burma", ON))

    assert (shown["party"], shown["judgements"]) == ("ddi-burma", [])
    assert {a["authority"] for a in shown["authorities"]} == NINE == set(shown["status"])
    ofac = next(a for a in shown["authorities"] if a["authority"] == "us_ofac")
    assert ofac["status"] == "formerly_listed"
    assert ofac["measures"][0]["end"] == "2016-10-07"
    assert ofac["gaps"][0] == {"start": "2016-10-07", "end": "2021-12-10", "says": "on no US list"}
    assert shown["asked"] == {"on": "2017-07-21", "known": "2026-11-23T00:00:00Z"}
    assert set(shown["record"]) == {"fingerprint", "sources"}


def test_a_screening_is_one_line_of_the_documented_keys(
    screen: Callable[[str, date], Screened],
) -> None:
    shown = json.screened(screen("Directorate of Defence Industries", ON))

    assert list(shown) == ["query", "asked", "outcome", "matches", "record"]
    (match,) = shown["matches"]
    assert set(match["status"]) == NINE
    assert match["status"]["us_state"] == "listed"
    assert {m["programme"]: m["in_force"] for m in match["measures"]}["INKSNA"] is True
    assert "\n" not in stdlib.dumps(shown)


def test_nobody_found_is_told_with_what_was_asked(screen: Callable[[str, date], Screened]) -> None:
    shown = json.screened(screen("Nobody", ON), near=True)

    assert (shown["outcome"], shown["matches"], shown["near"]) == ("none", [], [])
    assert shown["record"]["sources"][1]["stale"] is True


def test_a_brief_has_the_report_actors_claims_and_what_is_unknown(story: Brief) -> None:
    shown = stdlib.loads(stdlib.dumps(json.brief(story)))

    assert shown["report"]["published"]["latest"] == "2017-07-21"
    assert shown["report"]["rendered"] == "2024-02-08"
    by_id = {a["actor"]["id"]: a for a in shown["actors"]}
    assert by_id["ddi"]["link"]["party"] == "ddi-burma"
    assert by_id["ddi"]["on_date"]["status"]["us_state"] == "listed"
    assert by_id["ddi"]["on_date"]["blocked"] == "unknown"
    assert [s["start"] for s in by_id["mah"]["since"]] == ["2019-07-16", "2021-02-11", "2021-03-22"]
    assert set(by_id["yun"]["on_date"]["status"].values()) == {"unknown"}
    assert by_id["burma"]["link"]["outcome"] == "not_screened"
    assert by_id["buyers"]["link"]["described"] is True
    assert all({"about", "supports", "denies", "silent"} <= set(c) for c in shown["claims"])
    assert shown["unknown"]


def test_every_span_of_a_brief_is_that_of_the_text(story: Brief) -> None:
    text = story.report.text
    found = 0

    def look(value: object) -> None:
        nonlocal found
        if isinstance(value, dict):
            if {"start", "end", "text"} <= set(value):
                found += 1
                assert text[value["start"] : value["end"]] == value["text"]
            for inner in value.values():
                look(inner)
        elif isinstance(value, list):
            for inner in value:
                look(inner)

    look(json.brief(story))
    assert found > 50
