"""The story of conftest, whole: what its brief must say and must not."""

from onrecord.link import Brief, LinkOutcome, Verdict
from onrecord.model.answer import Status
from onrecord.model.listing import Authority
from onrecord.model.report import OnRecord, Stance


def test_the_body_under_a_ban_is_listed_that_day_and_blocked_by_nobody(story: Brief) -> None:
    one = next(a for a in story.actors if a.actor.id == "ddi")

    assert one.link.outcome is LinkOutcome.LINKED
    assert [m.programme for m in one.in_force] == ["INKSNA"]
    assert "blocked by nobody known to this record" in one.says
    assert one.on_date is not None
    assert one.on_date.at(Authority.US_OFAC).status is Status.FORMERLY_LISTED


def test_what_changed_since_is_told_with_its_days(story: Brief) -> None:
    since = next(a for a in story.actors if a.actor.id == "mah").since

    assert [(c.turn, str(c.when)) for c in since] == [
        ("began", "2019-07-16"),
        ("began", "2021-02-11"),
        ("began", "2021-03-22"),
    ]


def test_the_denial_on_the_record_stands_beside_the_claim(story: Brief) -> None:
    main = story.claims[0]

    assert main.about == "military ties: Burma – North Korea"
    assert [v.speaker for v in main.supports] == ["current and former US officials"]
    assert main.denies[0].speaker == "Kyaw Zeya, permanent secretary at the foreign ministry"
    assert main.denies[0].record is OnRecord.ON


def test_not_to_deny_is_neither_a_denial_nor_a_confirmation(story: Brief) -> None:
    spoken = {v.stance for c in story.claims for v in (*c.supports, *c.denies)}
    silent = [v for c in story.claims for v in c.silent if v.stance is Stance.DOES_NOT_DENY]

    assert Stance.DOES_NOT_DENY not in spoken
    assert [v.told_by for v in silent] == ["a senior State Department official"]


def test_the_described_body_is_a_question_and_is_not_merged(story: Brief) -> None:
    one = next(a for a in story.actors if a.actor.id == "buyers")

    assert (one.link.outcome, one.link.party) == (LinkOutcome.PROPOSED, "ddi-burma")
    assert one.link.is_described
    assert (one.on_date, one.since) == (None, ())
    assert any("a person must say" in s for s in story.unknown)


def test_the_reports_own_words_on_listings_are_set_beside_the_record(story: Brief) -> None:
    verdicts = [
        (c.record.verdict, [e.fact for m in c.record.measures for e in m.evidence])
        for c in story.claims
        if c.record is not None
    ]

    assert verdicts == [
        (Verdict.CANNOT_TELL, ["F002"]),
        (Verdict.AGREES, ["F002"]),
        (Verdict.AGREES, ["F001"]),
        (Verdict.AGREES, ["F001"]),
    ]


def test_every_voice_quotes_the_text_at_its_span(story: Brief) -> None:
    text = story.report.text
    voices = [v for c in story.claims for v in (*c.supports, *c.denies, *c.silent, *c.beside)]

    spans = [span for v in voices for span in (v.span, *v.content)]
    assert spans
    assert all(text[s.start : s.end] == s.text for s in spans)
