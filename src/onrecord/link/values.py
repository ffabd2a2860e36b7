"""The brief as a value: actors with their parties, claims beside denials, and what is unknown."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from onrecord.model.answer import Asked, History, Measure, RecordState, Screened
from onrecord.model.dates import Bound
from onrecord.model.report import Actor, Naming, OnRecord, Report, Span, Stance


class Screen(Protocol):
    """A name against the record on a day, as known at an instant that the giver has fixed."""

    def __call__(self, name: str, on: date) -> Screened:
        """What the name comes to on that day."""


class Histories(Protocol):
    """One party with every authority on a day, as known at the same instant."""

    def __call__(self, party_id: str, on: date) -> History:
        """How the party stands on that day, all nine authorities."""


class LinkOutcome(StrEnum):
    """What came of looking for an actor in the record."""

    LINKED = "linked"
    PROPOSED = "proposed"
    NONE = "none"
    NOT_SCREENED = "not_screened"


@dataclass(frozen=True, slots=True)
class Link:
    """The party that an actor is taken, or only asked, to be; with reasons, a sentence each.

    `others` are further parties that the name fits. `is_described` where it rests on what the
    report says of a body without a name.
    """

    outcome: LinkOutcome
    because: tuple[str, ...]
    party: str | None = None
    name: str | None = None
    confidence: float = 0.0
    others: tuple[str, ...] = ()
    is_described: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.confidence <= 1:
            raise ValueError(f"a confidence beyond 0 and 1: {self.confidence}")
        if (self.party is not None) != (self.outcome in (LinkOutcome.LINKED, LinkOutcome.PROPOSED)):
            raise ValueError(f"a party and the outcome do not fit: {self.party}, {self.outcome}")


class Turn(StrEnum):
    """What a measure did after the report: began or ended."""

    BEGAN = "began"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Since:
    """A measure that began or ended after the report's day; `is_sure` False where it may be before.

    `when` is the day, or the bounds of it.
    """

    turn: Turn
    when: Bound
    measure: Measure
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class ActorBrief:
    """An actor of the report: its link, how the record has it on the report's day, and since.

    `on_date` None where no history can be told. `in_force` and `perhaps` are the measures in
    force that day and those that may have been. `says` are plain sentences on that day.
    """

    actor: Actor
    link: Link
    on_date: History | None = None
    in_force: tuple[Measure, ...] = ()
    perhaps: tuple[Measure, ...] = ()
    says: tuple[str, ...] = ()
    since: tuple[Since, ...] = ()
    today: History | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody's words on a matter, as the report has them.

    `speaker` is the speaker as named; `words` the source's own words in the text, `told_by` the
    speaker of the statement that this one is nested in. `note` says why it stands where it does,
    where that is not plain from its stance. `statement` is the statement's or the event's id.
    """

    statement: str
    span: Span
    content: tuple[Span, ...]
    speaker: str
    words: str | None
    naming: Naming
    record: OnRecord
    stance: Stance
    hedged: bool = False
    direct: bool = False
    relay: str | None = None
    told_by: str | None = None
    note: str | None = None


class Verdict(StrEnum):
    """What the record says to a claim about a listing."""

    AGREES = "agrees"
    CONTRADICTS = "contradicts"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class RecordSays:
    """The record's word on a claim about a listing, and the measures that it rests on."""

    verdict: Verdict
    says: str
    measures: tuple[Measure, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A matter of the report, with those who say it is so, those who deny it, and the silent.

    `silent` are those who decline, do not answer, or neither deny nor confirm. `beside` are words
    on the matter that do not say whether it is so: demands, aims, conditions. `actors` are ids.
    """

    about: str
    actors: tuple[str, ...] = ()
    supports: tuple[Voice, ...] = ()
    denies: tuple[Voice, ...] = ()
    silent: tuple[Voice, ...] = ()
    beside: tuple[Voice, ...] = ()
    record: RecordSays | None = None

    @property
    def is_contested(self) -> bool:
        """Whether somebody says that it is so and somebody that it is not."""
        return bool(self.supports and self.denies)


@dataclass(frozen=True, slots=True)
class Brief:
    """A report beside the record of its own day. `today` is the day up to which `since` goes."""

    report: Report
    asked: Asked
    today: date
    actors: tuple[ActorBrief, ...]
    claims: tuple[Claim, ...]
    unknown: tuple[str, ...]
    record: RecordState = field(default_factory=lambda: RecordState("", ()))
