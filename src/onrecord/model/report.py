"""What a reader finds in a document: spans, dates, actors, statements, events, with their place.

Offsets count Unicode code points of the report's text as stored; `text[start:end]` gives the
words. Nothing here asserts anything: it records that somebody asserted.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Span:
    """A place in the text, end exclusive, with its words."""

    start: int
    end: int
    text: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or len(self.text) != self.end - self.start:
            raise ValueError(f"no such span: {self.start} to {self.end}, {self.text!r}")

    def contains(self, other: "Span") -> bool:
        """Whether the other lies wholly within this one."""
        return self.start <= other.start and other.end <= self.end


class Stance(StrEnum):
    """What a statement does; the words of the documentation, each one thing."""

    ASSERTS = "asserts"
    CONFIRMS = "confirms"
    DENIES = "denies"
    DOES_NOT_DENY = "does_not_deny"
    DOES_NOT_RULE_OUT = "does_not_rule_out"
    DECLINES = "declines"
    NO_RESPONSE = "no_response"
    BELIEVES = "believes"
    ALLEGES = "alleges"
    DEMANDS = "demands"
    WANTS = "wants"
    WARNS = "warns"
    PROMISES = "promises"
    ASKS = "asks"


class Naming(StrEnum):
    """How the source of a statement is named."""

    NAMED = "named"
    INSTITUTIONAL = "institutional"
    UNNAMED = "unnamed"
    COLLECTIVE = "collective"
    NONE = "none"


class OnRecord(StrEnum):
    """Whether the speaker stands by the words with a name."""

    ON = "on"
    OFF = "off"
    NOT_SAID = "not_said"


class EventType(StrEnum):
    """A few kinds of event; PLOVER's CONSULT and SANCTION divided as the record needs them."""

    VISIT = "visit"
    TALKS = "talks"
    TEST = "test"
    LISTING = "listing"
    DELISTING = "delisting"
    DEMAND = "demand"


class ActorKind(StrEnum):
    """What an actor of a report is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    STATE = "state"
    OFFICIAL = "official"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of the text; `furniture` names what it is where it is no part of the story."""

    start: int
    end: int
    furniture: str | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """When the report came out, inferred from inside it; both None where nothing tells.

    `basis` are sentences that say from what, in the order of their weight.
    """

    earliest: date | None
    latest: date | None
    basis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DateMention:
    """An expression of time, resolved.

    `value` is TIMEX3 (2016-10, 2017-W29, PAST_REF, P2Y); earliest and latest are the first and
    last day that it can mean, None for what is no stretch of the calendar. `basis` says how.
    """

    span: Span
    value: str
    earliest: date | None
    latest: date | None
    basis: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or something that a report speaks of, with every place where it does.

    `name` is the fullest form used, or the description where there is no name. `role` is what
    the report calls the actor besides. `described` are mentions without a name, tied to it by
    the text alone. An unnamed source is an actor of kind `official` or `group`, never a name.
    """

    id: str
    name: str
    kind: ActorKind
    mentions: tuple[Span, ...]
    role: str | None = None
    is_named: bool = True


@dataclass(frozen=True, slots=True)
class Statement:
    """A span in which a speaker says, denies, declines …

    `speaker` and `about` are ids of actors. `source` are the words for the speaker, empty where
    there is none. `relay` is the medium or person through whom the words reached the report.
    `nested_in` is the id of the statement whose content holds this one.
    """

    id: str
    span: Span
    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    content: tuple[Span, ...]
    speaker: str | None
    naming: Naming
    relay: str | None
    record: OnRecord
    stance: Stance
    hedged: bool
    direct: bool
    nested_in: str | None
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, as told: actors by id, place as written, date by its mention."""

    id: str
    type: EventType
    span: Span
    actor: str | None
    recipient: str | None
    place: str | None
    date: DateMention | None


@dataclass(frozen=True, slots=True)
class Report:
    """A document, read. `not_read` says why where it was not ("language: fr")."""

    id: str
    text: str
    title: Span | None
    outlet: str | None
    byline: str | None
    wire: str | None
    rendered: date | None
    published: Published
    paragraphs: tuple[Paragraph, ...]
    actors: tuple[Actor, ...] = ()
    dates: tuple[DateMention, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    not_read: str | None = None
