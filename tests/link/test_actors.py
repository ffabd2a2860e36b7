from datetime import UTC, date, datetime

import pytest

from onrecord.link.actors import link_described, link_named, why_unscreened
from onrecord.link.values import Link, LinkOutcome
from onrecord.model.answer import (
    Asked,
    AuthorityAnswer,
    History,
    Match,
    Measure,
    Outcome,
    Party,
    PartyName,
    RecordState,
    Screened,
    Status,
)
from onrecord.model.dates import Bound
from onrecord.model.listing import NINE, Authority, Effect, Kind, Name
from onrecord.model.report import (
    Actor,
    ActorKind,
    DateMention,
    Event,
    EventType,
    Published,
    Report,
    Span,
)

ON = date(2017, 7, 21)
ASKED = Asked(ON, datetime(2024, 1, 1, tzinfo=UTC))
RECORD = RecordState("f", ())
TEXT = "US sanctions this year hit the army’s buying agency, said Acme Works, Beta Works and Yun."


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words), words)


def actor(name: str, kind: ActorKind = ActorKind.ORGANISATION, *, named: bool = True) -> Actor:
    return Actor(name.lower(), name, kind, (), is_named=named)


def history(
    slug: str, started: str | None = None, kind: Kind = Kind.ORGANISATION, by: str = "us_state"
) -> History:
    start = Bound.day(date.fromisoformat(started)) if started else None
    measures = () if start is None else (
        Measure(Authority(by), slug, "INKSNA", (), (Effect.OTHER,), start, None, None, None, ()),
    )  # fmt: skip
    answers = tuple(
        AuthorityAnswer(a, Status.NOT_LISTED, "why", measures if a == by else ()) for a in NINE
    )
    party = Party(slug, kind, (PartyName(Name(slug.title()), (slug,)),), (slug,))
    return History(party, ASKED, answers, RECORD)


def match(found: History, decision: Outcome = Outcome.MATCH, score: float = 1.0) -> Match:
    return Match(found, found.party.names[0], score, 0.6, decision, ("the names are equal",))


def answered(*matches: Match) -> Screened:
    outcome = matches[0].decision if matches else Outcome.NONE
    return Screened("query", ASKED, outcome, matches, RECORD)


def test_one_sure_match_is_a_link_with_the_reasons_of_the_match() -> None:
    link, found, _ = link_named(actor("Acme"), lambda *_: answered(match(history("acme"))), ON)

    assert (link.outcome, link.party, link.confidence) == (LinkOutcome.LINKED, "acme", 0.8)
    assert link.because[0] == "the names are equal"
    assert found is not None


def test_two_namesakes_are_a_question_and_neither_is_chosen() -> None:
    both = answered(match(history("soe-win-1947")), match(history("soe-win-1960")))

    link, _, _ = link_named(actor("Soe Win"), lambda *_: both, ON)

    assert link.outcome is LinkOutcome.PROPOSED
    assert link.confidence <= 0.5
    assert link.others == ("Soe-Win-1960 (soe-win-1960)",)


def test_a_match_to_be_reviewed_is_never_more_than_a_question() -> None:
    doubtful = answered(match(history("acme"), Outcome.REVIEW, 0.9))

    link, _, _ = link_named(actor("Acme"), lambda *_: doubtful, ON)

    assert link.outcome is LinkOutcome.PROPOSED
    assert link.confidence <= 0.5


def test_a_person_is_not_taken_for_a_company_of_the_same_name() -> None:
    company = answered(match(history("soe-min-htike")))

    link, found, _ = link_named(actor("Soe Min Htike", ActorKind.PERSON), lambda *_: company, ON)

    assert link.outcome is LinkOutcome.NONE
    assert found is None
    assert "organisation" in link.because[1]


def test_a_name_that_is_not_found_is_never_called_clean() -> None:
    link, _, _ = link_named(actor("Nobody Inc"), lambda *_: answered(), ON)

    assert link == Link(LinkOutcome.NONE, ("no party in this record bears the name query",))


def test_the_name_without_its_brackets_is_tried_too_but_no_single_word() -> None:
    asked: list[str] = []

    def screen(name: str, on: date) -> Screened:
        assert on == ON
        asked.append(name)
        return answered()

    spans = (span("Yun"), span("Beta Works"))
    link_named(Actor("a", "Acme Works (AW)", ActorKind.ORGANISATION, spans), screen, ON)

    assert asked == ["Acme Works (AW)", "Acme Works", "Beta Works"]


@pytest.mark.parametrize(
    ("one", "is_looked_for"),
    [
        (actor("Acme"), True),
        (actor("Anna", ActorKind.PERSON), True),
        (actor("Bank of Canada"), True),
        (actor("Burma", ActorKind.STATE), False),
        (actor("an official", ActorKind.OFFICIAL, named=False), False),
        (actor("the army’s buying agency", named=False), False),
        (actor("State Department"), False),
        (actor("the United Nations"), False),
        (actor("UN Security Council"), False),
        (actor("Example Wire"), False),
    ],
)
def test_only_named_persons_and_bodies_that_do_not_list_or_carry_are_looked_for(
    one: Actor, is_looked_for: bool
) -> None:
    _, report = described()

    assert (why_unscreened(one, report) is None) is is_looked_for


def described(*, by: str | None = "United States", dated: bool = True) -> tuple[Actor, Report]:
    body = Actor("body", "the army’s buying agency", ActorKind.ORGANISATION,
                 (span("the army’s buying agency"),), is_named=False)  # fmt: skip
    doer = Actor("doer", by or "somebody", ActorKind.STATE, ())
    year = DateMention(
        span("this year"), "2017", date(2017, 1, 1), date(2017, 12, 31), "year of the report"
    )
    event = Event(
        "e", EventType.LISTING, span("sanctions this year hit the army’s buying agency"),
        "doer" if by else None, "body", None, year if dated else None,
    )  # fmt: skip
    published = Published(ON, ON, ())
    return body, Report("r", TEXT, None, None, None, "Example Wire", None, published, (),
                        (body, doer), events=(event,))  # fmt: skip


def linked(*slugs: str) -> dict[str, Link]:
    return {s: Link(LinkOutcome.LINKED, ("same name",), s, s.title(), 0.8) for s in slugs}


def test_a_described_body_is_proposed_where_one_named_party_alone_was_listed_then() -> None:
    body, report = described()
    parties = {"acme": history("acme", "2017-03-21"), "beta": history("beta", "2012-01-01")}

    link = link_described(body, report, linked("acme", "beta"), lambda p, _: parties[p], ON)

    assert link is not None
    assert (link.outcome, link.party) == (LinkOutcome.PROPOSED, "acme")
    assert link.is_described
    assert link.confidence < 0.5
    assert any("not merged" in reason for reason in link.because)


def test_a_described_body_that_fits_two_parties_is_nobody_in_particular() -> None:
    body, report = described()
    parties = {"acme": history("acme", "2017-03-21"), "beta": history("beta", "2017-05-01")}

    link = link_described(body, report, linked("acme", "beta"), lambda p, _: parties[p], ON)

    assert link is not None
    assert link.outcome is LinkOutcome.NONE
    assert len(link.others) == 2


def test_a_listing_by_another_country_or_after_the_report_does_not_fit() -> None:
    body, report = described()
    parties = {
        "acme": history("acme", "2017-03-21", by="eu"),
        "beta": history("beta", "2017-11-01"),
    }

    link = link_described(body, report, linked("acme", "beta"), lambda p, _: parties[p], ON)

    assert link is not None
    assert link.outcome is LinkOutcome.NONE


def test_a_listing_without_a_day_proposes_nobody() -> None:
    body, report = described(dated=False)

    link = link_described(body, report, linked("acme"), lambda p, _: history(p, "2017-03-21"), ON)

    assert link is None
