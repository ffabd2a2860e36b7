from datetime import UTC, date, datetime

import pytest

from onrecord.link.listings import record_says
from onrecord.link.values import Link, LinkOutcome, RecordSays, Verdict
from onrecord.model.answer import (
    Asked,
    AuthorityAnswer,
    Evidence,
    History,
    Measure,
    Party,
    RecordState,
    Status,
)
from onrecord.model.dates import Bound
from onrecord.model.listing import NINE, Authority, Effect, Kind
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
PARTY = Actor("p", "Acme", ActorKind.ORGANISATION, ())
US = Actor("us", "United States", ActorKind.STATE, ())


def measure(authority: Authority, programme: str, start: Bound, end: str | None = None) -> Measure:
    known = datetime(2017, 3, 24, tzinfo=UTC)
    return Measure(
        authority, "acme", programme, (), (Effect.OTHER,), start,
        Bound.day(date.fromisoformat(end)) if end else None, "lifted" if end else None, None,
        (Evidence(known, "says", fact="F1", cites="a notice"),),
    )  # fmt: skip


def day(text: str) -> Bound:
    return Bound.day(date.fromisoformat(text))


def told(
    words: str,
    first: str | None,
    last: str | None,
    *measures: Measure,
    kind: EventType = EventType.LISTING,
    by: str | None = "us",
    unknown: frozenset[Authority] = frozenset(),
    outcome: LinkOutcome = LinkOutcome.LINKED,
    event: Event | None = None,
) -> RecordSays:
    """What the record says where a report says these words of Acme."""
    span = Span(0, len(words), words)
    when = None if first is None or last is None else DateMention(
        span, first, date.fromisoformat(first), date.fromisoformat(last), "told"
    )  # fmt: skip
    event = event or Event("e", kind, span, by, "p", None, when)
    report = Report(
        "r", words, None, None, None, None, None, Published(ON, ON, ()), (), (PARTY, US),
        events=(event,),
    )  # fmt: skip

    def history(party_id: str, on: date) -> History:
        answers = tuple(
            AuthorityAnswer(
                a,
                Status.UNKNOWN if a in unknown else Status.NOT_LISTED,
                "why",
                tuple(m for m in measures if m.authority is a),
            )
            for a in NINE
        )
        asked = Asked(on, datetime(2024, 1, 1, tzinfo=UTC))
        return History(
            Party(party_id, Kind.ORGANISATION, (), ()), asked, answers, RecordState("f", ())
        )

    links = {"p": Link(outcome, ("same name",), "acme", "Acme", 0.5)}
    return record_says(event, report, links, history, ON)


INKSNA = measure(Authority.US_STATE, "INKSNA", day("2017-03-21"), "2019-03-21")
BURMA = measure(Authority.US_OFAC, "BURMA", day("2012-07-11"), "2016-10-07")


def test_a_listing_told_within_its_month_agrees_with_the_measure_of_that_month() -> None:
    says = told("sanctioned in March", "2017-03-01", "2017-03-31", BURMA, INKSNA)

    assert (says.verdict, says.measures) == (Verdict.AGREES, (INKSNA,))
    assert "2017-03-21" in says.says


def test_a_delisting_is_set_beside_the_end_of_a_measure() -> None:
    says = told(
        "fell off the list in October", "2016-10-01", "2016-10-31", BURMA, INKSNA,
        kind=EventType.DELISTING,
    )  # fmt: skip

    assert (says.verdict, says.measures) == (Verdict.AGREES, (BURMA,))
    assert "lifted" in says.says


def test_the_day_of_the_announcement_agrees_too() -> None:
    assert told("sanctioned on Friday", "2017-03-24", "2017-03-24", INKSNA).verdict == "agrees"


def test_a_programme_in_the_words_decides_which_measure_is_meant() -> None:
    words = "sanctioned in 2012 under the Iran, North Korea, and Syria Nonproliferation Act"

    says = told(words, "2012-01-01", "2012-12-31", BURMA, INKSNA)

    assert says.verdict is Verdict.CONTRADICTS
    assert "2017-03-21" in says.says


def test_nothing_in_a_year_that_the_record_covers_contradicts() -> None:
    says = told("US sanctions of 2015", "2015-01-01", "2015-12-31", BURMA, INKSNA)

    assert says.verdict is Verdict.CONTRADICTS


def test_nothing_in_a_year_that_the_record_does_not_cover_cannot_tell() -> None:
    blind = frozenset({Authority.US_BIS})

    says = told("US sanctions of 2015", "2015-01-01", "2015-12-31", BURMA, unknown=blind)

    assert says.verdict is Verdict.CANNOT_TELL
    assert "Commerce" in says.says


def test_a_start_known_only_loosely_cannot_tell() -> None:
    loose = measure(Authority.US_OFAC, "GLOMAG", Bound(date(2014, 1, 1), date(2015, 6, 1)))

    says = told("US sanctions of 2015", "2015-01-01", "2015-12-31", loose)

    assert (says.verdict, says.measures) == (Verdict.CANNOT_TELL, (loose,))


def test_a_listing_without_a_day_agrees_with_any_before_the_report() -> None:
    later = measure(Authority.US_OFAC, "BURMA-EO14014", day("2021-12-10"))

    assert told("has been sanctioned by the US", None, None, BURMA).verdict == "agrees"
    assert told("has been sanctioned by the US", None, None, later).verdict == "cannot_tell"


def test_what_is_told_of_a_party_that_is_only_proposed_is_never_decided() -> None:
    says = told(
        "sanctioned in March", "2017-03-01", "2017-03-31", INKSNA, outcome=LinkOutcome.PROPOSED
    )

    assert says.verdict is Verdict.CANNOT_TELL
    assert "only proposed" in says.says


def test_an_event_that_is_no_listing_is_refused() -> None:
    with pytest.raises(ValueError, match="not an event of listing"):
        told("a visit", None, None, kind=EventType.VISIT)


def test_a_day_that_was_told_but_not_resolved_decides_nothing() -> None:
    words = "sanctioned by the US in July last year"
    span = Span(0, len(words), words)
    when = DateMention(span, "XXXX-07", None, None, "no day of the report")
    event = Event("e", EventType.LISTING, span, "us", "p", None, when)

    says = told(words, None, None, BURMA, event=event)

    assert (says.verdict, says.measures) == (Verdict.CANNOT_TELL, (BURMA,))
    assert "could not be resolved" in says.says
