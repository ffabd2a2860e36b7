from dataclasses import replace
from datetime import UTC, date, datetime

from onrecord.link import LinkOutcome, brief
from onrecord.model.answer import (
    Asked,
    AuthorityAnswer,
    History,
    Match,
    Outcome,
    Party,
    PartyName,
    RecordState,
    Screened,
    Status,
)
from onrecord.model.listing import NINE, Kind, Name
from onrecord.model.report import Actor, ActorKind, Event, EventType, Published, Report, Span

TODAY = date(2024, 1, 1)
KNOWN = datetime(2024, 1, 1, tzinfo=UTC)
RECORD = RecordState("f", ())


def report(*names: str, published: date | None = date(2017, 7, 21)) -> Report:
    text = " ".join(names) or "nothing"
    actors = tuple(
        Actor(n.lower(), n, ActorKind.PERSON, (Span(text.index(n), text.index(n) + len(n), n),))
        for n in names
    )
    when = Published(published, published, ())
    return Report("r", text, None, None, None, None, None, when, (), actors)


def screen(name: str, on: date) -> Screened:
    return Screened(name, Asked(on, KNOWN), Outcome.NONE, (), RECORD)


def history(party_id: str, on: date) -> History:
    raise AssertionError(f"nobody was found, and yet asked for: {party_id} on {on}")


def test_the_record_is_asked_as_of_the_reports_own_day() -> None:
    found = brief(report("Anna"), screen, history, today=TODAY)

    assert found.asked == Asked(date(2017, 7, 21), KNOWN)
    assert found.record == RECORD


def test_a_report_without_a_day_is_asked_as_of_today_and_says_so() -> None:
    found = brief(report("Anna", published=None), screen, history, today=TODAY)

    assert found.asked.on == TODAY
    assert "could not be inferred" in found.unknown[0]


def test_of_a_few_days_the_first_is_asked_and_the_bounds_are_told() -> None:
    loose = replace(report("Anna"), published=Published(date(2017, 7, 20), date(2017, 7, 22), ()))

    found = brief(loose, screen, history, today=TODAY)

    assert found.asked.on == date(2017, 7, 20)
    assert "2017-07-22" in found.unknown[0]


def test_who_is_not_found_is_told_as_not_found_and_not_as_free() -> None:
    found = brief(report("Anna"), screen, history, today=TODAY)

    assert found.actors[0].link.outcome is LinkOutcome.NONE
    assert found.actors[0].says == ()
    assert any("Anna" in s and "not to be on no list" in s for s in found.unknown)


def test_a_report_that_names_nobody_still_tells_what_was_asked() -> None:
    found = brief(report(), screen, history, today=TODAY, known=KNOWN, record=RECORD)

    assert (found.actors, found.asked.known, found.record) == ((), KNOWN, RECORD)


def told(sentence: str, event: str, name: str = "Acme Works") -> Report:
    """A report of one sentence that tells of a listing without saying whose."""
    at, named = sentence.index(event), sentence.index(name)
    body = Actor("acme", name, ActorKind.ORGANISATION, (Span(named, named + len(name), name),))
    listing = Event(
        "e", EventType.LISTING, Span(at, at + len(event), event), None, None, None, None
    )
    when = Published(date(2017, 7, 21), date(2017, 7, 21), ())
    return Report("r", sentence, None, None, None, None, None, when, (), (body,), events=(listing,))


def found_screen(name: str, on: date) -> Screened:
    match = Match(
        acme("acme", on), PartyName(Name(name), ("acme",)), 1.0, 0.6, Outcome.MATCH, ("equal",)
    )
    return Screened(name, Asked(on, KNOWN), Outcome.MATCH, (match,), RECORD)


def acme(party_id: str, on: date) -> History:
    answers = tuple(AuthorityAnswer(a, Status.NOT_LISTED, "why") for a in NINE)
    return History(Party(party_id, Kind.ORGANISATION, (), ()), Asked(on, KNOWN), answers, RECORD)


def test_a_listing_told_right_behind_a_name_is_taken_to_be_of_that_name() -> None:
    report = told("Acme Works, which the UN listed in 2009, sells coal.", "UN listed in 2009")

    (claim,) = brief(report, found_screen, acme, today=TODAY).claims

    assert claim.about.startswith("listing of Acme Works")


def test_a_listing_told_of_him_is_not_taken_to_be_of_a_name_nearby() -> None:
    report = told("Acme Works said the US listed him in 2009.", "the US listed him in 2009")

    (claim,) = brief(report, found_screen, acme, today=TODAY).claims

    assert claim.about.startswith("listing of somebody not made out")
