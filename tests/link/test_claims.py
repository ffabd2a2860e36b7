import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.link.claims import claims, event_voice
from onrecord.link.values import Claim
from onrecord.model.report import (
    Actor,
    ActorKind,
    Event,
    EventType,
    Naming,
    OnRecord,
    Published,
    Report,
    Span,
    Stance,
    Statement,
)

SILENT = (Stance.DOES_NOT_DENY, Stance.DOES_NOT_RULE_OUT, Stance.DECLINES, Stance.NO_RESPONSE)
PRESSING = (Stance.DEMANDS, Stance.WANTS, Stance.WARNS, Stance.PROMISES, Stance.ASKS)


class Story:
    """Sentences one after another, each a statement; the spans count themselves."""

    def __init__(self) -> None:
        self.text = ""
        self.statements: list[Statement] = []

    def says(
        self,
        who: str,
        stance: Stance,
        words: str,
        *,
        record: OnRecord = OnRecord.NOT_SAID,
        nested: tuple[str, Stance, str] | None = None,
        relay: str | None = None,
    ) -> "Story":
        start = len(self.text)
        inner = f" {nested[0]}: {nested[2]}" if nested else ""
        self.text += f"{who} said: {words}{inner}. "
        number = f"s{len(self.statements) + 1}"
        end = start + len(who) + 7 + len(words) + len(inner)
        self.statements.append(
            Statement(
                id=number,
                span=self._span(start, end),
                cue=(),
                source=(self._find(who, start),),
                content=(self._span(start + len(who) + 7, end),) if words + inner else (),
                speaker=who.lower(),
                naming=Naming.NAMED,
                relay=relay,
                record=record,
                stance=stance,
                hedged=False,
                direct=False,
                nested_in=None,
                about=(),
            )
        )
        if nested:
            at = start + len(who) + 8 + len(words)
            self.statements.append(
                Statement(
                    id=number + "a",
                    span=self._span(at, end),
                    cue=(),
                    source=(self._find(nested[0], at),),
                    content=(self._find(nested[2], at),),
                    speaker=None,
                    naming=Naming.INSTITUTIONAL,
                    relay=None,
                    record=OnRecord.NOT_SAID,
                    stance=nested[1],
                    hedged=False,
                    direct=False,
                    nested_in=number,
                    about=(),
                )
            )
        return self

    def claims(self) -> tuple[Claim, ...]:
        return claims(self.report())

    def report(self) -> Report:
        states = [
            Actor(name.lower(), name, ActorKind.STATE, tuple(self._all(name)))
            for name in ("Ruritania", "Graustark", "Zembla")
            if name in self.text
        ]
        people = {s.speaker: s.source[0] for s in self.statements if s.speaker}
        speakers = [
            Actor(slug, span.text, ActorKind.PERSON, (span,)) for slug, span in people.items()
        ]
        return Report(
            "r", self.text, None, "Example Press", None, None, None, Published(None, None, ()),
            (), (*states, *speakers), (), tuple(self.statements),
        )  # fmt: skip

    def _span(self, start: int, end: int) -> Span:
        return Span(start, end, self.text[start:end])

    def _find(self, words: str, start: int) -> Span:
        at = self.text.index(words, start)
        return self._span(at, at + len(words))

    def _all(self, name: str) -> list[Span]:
        starts = [i for i in range(len(self.text)) if self.text.startswith(name, i)]
        return [self._span(i, i + len(name)) for i in starts]


TIES = "Ruritania keeps military ties with Graustark"


def speakers(claim: Claim, side: str) -> list[str]:
    return [voice.speaker for voice in getattr(claim, side)]


def test_a_denial_stands_beside_what_it_denies() -> None:
    story = Story().says("Anna", Stance.ASSERTS, TIES)
    story.says("Boris", Stance.DENIES, "Ruritania has military relations with Graustark")

    (claim,) = story.claims()

    assert claim.about == "military ties: Graustark – Ruritania"
    assert claim.is_contested
    assert (speakers(claim, "supports"), speakers(claim, "denies")) == (["Anna"], ["Boris"])


def test_to_assert_that_it_stopped_is_to_deny_and_the_note_says_so() -> None:
    story = Story().says("Anna", Stance.ASSERTS, TIES)
    story.says("Boris", Stance.ASSERTS, "military ties with Graustark stopped long ago")

    (claim,) = story.claims()

    assert speakers(claim, "denies") == ["Boris"]
    assert claim.denies[0].note is not None


@pytest.mark.parametrize("stance", SILENT)
def test_who_is_silent_neither_supports_nor_denies(stance: Stance) -> None:
    story = Story().says("Anna", Stance.ASSERTS, TIES)
    story.says("Boris", stance, "military ties with Graustark remain")

    (claim,) = story.claims()

    assert speakers(claim, "silent") == ["Boris"]
    assert not claim.denies


def test_no_answer_to_nothing_in_particular_goes_with_the_matter_before_it() -> None:
    story = Story().says("Anna", Stance.ASSERTS, TIES).says("Boris", Stance.NO_RESPONSE, "")

    (claim,) = story.claims()

    assert claim.silent[0].note is not None
    assert "does not say" in claim.silent[0].note


@pytest.mark.parametrize("stance", PRESSING)
def test_demands_and_aims_are_beside_the_question(stance: Stance) -> None:
    story = Story().says("Anna", Stance.ASSERTS, TIES)
    story.says("Boris", stance, "Ruritania to end military ties with Graustark")

    (claim,) = story.claims()

    assert speakers(claim, "beside") == ["Boris"]


def test_who_only_carries_anothers_words_is_no_voice_but_told_as_the_carrier() -> None:
    story = Story().says("Anna", Stance.ASSERTS, TIES)
    inner = ("the ministry", Stance.DOES_NOT_DENY, "that military ties with Graustark remain")
    story.says("Boris", Stance.ASSERTS, "", nested=inner, relay="a wire")

    (claim,) = story.claims()

    assert speakers(claim, "supports") == ["Anna"]
    assert speakers(claim, "silent") == ["the ministry"]
    assert (claim.silent[0].told_by, claim.silent[0].relay) == ("Boris", "a wire")


def test_the_same_country_alone_is_no_common_matter() -> None:
    story = Story().says("Anna", Stance.ASSERTS, TIES)
    story.says("Boris", Stance.ASSERTS, "Ruritania had a rainy summer")

    assert len(story.claims()) == 2


def test_ties_with_another_country_are_another_matter() -> None:
    story = Story().says("Anna", Stance.ASSERTS, "there is an arms trade with Graustark")
    story.says("Boris", Stance.DENIES, "an arms trade with Zembla")

    assert [c.is_contested for c in story.claims()] == [False, False]


def test_those_who_deny_on_the_record_come_first() -> None:
    story = Story().says("Anna", Stance.ASSERTS, "military ties with Graustark have stopped")
    story.says("Boris", Stance.DENIES, "military ties with Graustark", record=OnRecord.ON)

    (claim,) = story.claims()

    assert speakers(claim, "denies") == ["Boris", "Anna"]


def test_an_event_in_the_words_of_a_speaker_is_told_on_that_speakers_word() -> None:
    words = "sanctions were laid on Ruritania in May"
    story = Story().says("Anna", Stance.ASSERTS, words)
    start = story.text.index(words)
    event = Event("e", EventType.LISTING, Span(start, start + len(words), words), None, None,
                  None, None)  # fmt: skip

    side, voice = event_voice(event, story.report())

    assert (side, voice.speaker) == ("supports", "Anna")


def test_an_event_that_nobody_tells_is_told_by_the_report_itself() -> None:
    story = Story().says("Anna", Stance.ASSERTS, TIES)
    story.text += "Sanctions came in May."
    at = story.text.index("Sanctions")
    event = Event("e", EventType.LISTING, Span(at, at + 9, "Sanctions"), None, None, None, None)

    side, voice = event_voice(event, story.report())

    assert (side, voice.speaker) == ("supports", "the report itself (Example Press)")


words = st.sampled_from(
    [TIES, "it was not so", "no military ties with Graustark", "sanctions on Zembla", "a coup", ""]
)
told = st.lists(st.tuples(st.sampled_from(list(Stance)), words), max_size=8)


@given(told)
def test_each_statement_is_one_voice_and_the_silent_are_never_taken_for_speakers(
    parts: list[tuple[Stance, str]],
) -> None:
    story = Story()
    for number, (stance, content) in enumerate(parts):
        story.says(f"Speaker{number % 3}", stance, content)

    found = story.claims()

    voices = [v for c in found for v in (*c.supports, *c.denies, *c.silent, *c.beside)]
    assert sorted(v.statement for v in voices) == sorted(s.id for s in story.statements)
    spoken = [v.stance for c in found for v in (*c.supports, *c.denies)]
    assert not set(spoken) & {*SILENT, *PRESSING}


def test_a_denial_that_names_an_earlier_speaker_answers_that_speaker() -> None:
    story = Story().says("The panel", Stance.ASSERTS, TIES)
    story.says("Boris", Stance.DENIES, "the panel’s report as a fabrication")

    (claim,) = story.claims()

    assert speakers(claim, "denies") == ["Boris"]


def test_this_is_untrue_is_said_of_what_the_same_speaker_spoke_of_before() -> None:
    story = Story().says("Anna", Stance.ASSERTS, TIES)
    story.says("Boris", Stance.DENIES, "military ties with Graustark")
    story.says("Boris", Stance.DENIES, "This is completely untrue")

    (claim,) = story.claims()

    assert [v.statement for v in claim.denies] == ["s2", "s3"]


def test_to_decline_to_comment_goes_with_the_matter_before_it() -> None:
    story = Story().says("Anna", Stance.ASSERTS, TIES)
    story.says("Boris", Stance.NO_RESPONSE, "to a request for comment")

    (claim,) = story.claims()

    assert speakers(claim, "silent") == ["Boris"]


def test_ties_without_the_names_of_the_two_are_those_told_of_before() -> None:
    story = Story().says("Anna", Stance.ASSERTS, TIES)
    story.says("Boris", Stance.DENIES, "no such relations between military to military")

    (claim,) = story.claims()

    assert claim.is_contested


def test_the_charge_is_the_matter_before_that_has_a_topic() -> None:
    story = Story().says("Anna", Stance.ASSERTS, TIES)
    story.says("Clara", Stance.ASSERTS, "some dated from the years of the regents")
    story.says("Boris", Stance.DENIES, "the charge")

    denied = next(c for c in story.claims() if c.denies)

    assert denied.about == "military ties: Graustark – Ruritania"
    assert denied.is_contested
