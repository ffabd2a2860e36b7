"""What the record answers: statuses, measures and histories, each with its evidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from onrecord.model.dates import Bound, InForce, in_force
from onrecord.model.judgement import Judgement
from onrecord.model.listing import Authority, Effect, Kind, Name


class Status(StrEnum):
    """Of a party with an authority, on a day, as known at an instant."""

    LISTED = "listed"
    FORMERLY_LISTED = "formerly_listed"
    NEVER_LISTED = "never_listed"
    NOT_LISTED = "not_listed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Asked:
    """The two dates of an answer: the day it is about, and the instant of what could be known."""

    on: date
    known: datetime


@dataclass(frozen=True, slots=True)
class SourceState:
    """A source as the record holds it: how many captures, and the newest one's instant and day."""

    id: str
    captures: int
    newest: datetime
    verified: date
    stale: bool = False


@dataclass(frozen=True, slots=True)
class RecordState:
    """What an answer rests on: the fingerprint of all evidence known by then."""

    fingerprint: str
    sources: tuple[SourceState, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence: a hand-checked fact (`fact`, `cites`) or an entry in captures.

    `known` is the instant from which the public could know it. For an entry, `captured` and
    `sha256` are of the first capture that shows it, `last_captured` of the newest one that does.
    """

    known: datetime
    says: str
    fact: str | None = None
    cites: str | None = None
    confidence: str | None = None
    entry: str | None = None
    captured: datetime | None = None
    last_captured: datetime | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """What one authority does to one party under one programme, from `start` to before `end`.

    `end` None where no end is known. `conflicts` are sentences on evidence that contradicts.
    """

    authority: Authority
    party: str
    programme: str
    basis: tuple[str, ...]
    effects: tuple[Effect, ...]
    start: Bound
    end: Bound | None
    end_cause: str | None
    term: str | None
    evidence: tuple[Evidence, ...]
    conflicts: tuple[str, ...] = ()

    def in_force(self, on: date) -> InForce:
        """Whether it holds on a day."""
        return in_force(self.start, self.end, on)


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of days of which something is to be told; None is open on that side."""

    start: date | None
    end: date | None
    says: str


@dataclass(frozen=True, slots=True)
class AuthorityAnswer:
    """How a party stands with one authority on the day asked.

    `why` is one sentence. `measures` are all that were known, ended ones too, oldest first.
    `verified` is the day of the newest evidence that the status rests on.
    """

    authority: Authority
    status: Status
    why: str
    measures: tuple[Measure, ...] = ()
    gaps: tuple[Gap, ...] = ()
    verified: date | None = None
    stale: bool = False


@dataclass(frozen=True, slots=True)
class PartyName:
    """A name of a party, and the entries (or its fact sheet's slug) that carry it."""

    name: Name
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Party:
    """Who entries are about. `id` is the starter's slug, else the earliest entry known.

    `links` say, a sentence each, why each entry is taken to be about this party.
    """

    id: str
    kind: Kind
    names: tuple[PartyName, ...]
    entries: tuple[str, ...]
    links: tuple[str, ...] = ()
    note: str | None = None

    @property
    def name(self) -> str:
        """The name to show: the first one."""
        return self.names[0].name.text if self.names else self.id


@dataclass(frozen=True, slots=True)
class History:
    """One party with every authority, as of the two dates asked.

    `judgements` are all of who it is that were known by then, withdrawn ones too.
    """

    party: Party
    asked: Asked
    authorities: tuple[AuthorityAnswer, ...]
    record: RecordState
    judgements: tuple[Judgement, ...] = ()

    def at(self, authority: Authority) -> AuthorityAnswer:
        """The answer of one authority."""
        return next(a for a in self.authorities if a.authority is authority)


class Outcome(StrEnum):
    """What a screening came to."""

    MATCH = "match"
    REVIEW = "review"
    NONE = "none"
    NOT_SCREENED = "not_screened"


@dataclass(frozen=True, slots=True)
class Match:
    """A party that a name may mean, with reasons; a proposal.

    `score` from 0 to 1: how likely; `sufficiency` from 0 to 1: how much could have disagreed.
    """

    history: History
    matched: PartyName
    score: float
    sufficiency: float
    decision: Outcome
    because: tuple[str, ...]

    @property
    def status(self) -> Mapping[Authority, Status]:
        """Status by authority, all nine, and `other` where there is a measure of it."""
        return {a.authority: a.status for a in self.history.authorities}


@dataclass(frozen=True, slots=True)
class Screened:
    """A name against the record: matches best first; `near` are those below the threshold."""

    query: str
    asked: Asked
    outcome: Outcome
    matches: tuple[Match, ...]
    record: RecordState
    near: tuple[Match, ...] = ()
    why: str | None = None
