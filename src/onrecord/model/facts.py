"""Hand-checked facts: what an instrument or an announcement states, with its citation."""

from dataclasses import dataclass
from datetime import date

from onrecord.model.dates import PartialDate
from onrecord.model.listing import Authority, Effect, Kind, Name


@dataclass(frozen=True, slots=True)
class StatedName:
    """A name of a stated party, and the day from which it could be known; None for always."""

    name: Name
    known_at: date | None = None


@dataclass(frozen=True, slots=True)
class StatedParty:
    """A party of a fact sheet: slug, names, what one must know of it, and its country's code."""

    slug: str
    kind: Kind
    names: tuple[StatedName, ...]
    note: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """A day as stated, with the bounds that better evidence gives it; at least one is there."""

    stated: PartialDate | None
    earliest: date | None = None
    latest: date | None = None
    confidence: str = "primary"


@dataclass(frozen=True, slots=True)
class StatedMeasure:
    """A measure as a hand-checked fact states it.

    Days are (stated, earliest, latest), to be met with one another; `end` None where no end was
    seen. `entries` are the entries of lists that it is about, as in us_ofac_sdn/15157.
    """

    id: str
    party: str
    authority: Authority
    programmes: tuple[str, ...]
    basis: tuple[str, ...]
    effects: tuple[Effect, ...]
    start: Day
    end: Day | None
    end_cause: str | None
    term: str | None
    known_at: date
    end_known_at: date | None
    entries: tuple[str, ...]
    list_id: str | None
    cites: str
    confidence: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class StatedAbsence:
    """That nothing was in force, from `start` to before `end`; None is open on that side."""

    id: str
    party: str
    authority: Authority
    gives: str
    start: date | None
    end: date | None
    says: str
    cites: str
    confidence: str


@dataclass(frozen=True, slots=True)
class StatedBasis:
    """A legal instrument: a node of the graph of bases."""

    key: str
    fact: str
    title: str
    kind: str
    authority: str
    date: PartialDate | None
    cites: str
    confidence: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class StatedEdge:
    """A relation between two instruments, from its own day on; None where the day is unknown."""

    fact: str
    start: str
    relation: str
    end: str
    date: PartialDate | None
    cites: str | None
    confidence: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class FactSheet:
    """Hand-checked facts, as one source states them; `as_of` is the day they were checked."""

    as_of: date
    parties: tuple[StatedParty, ...] = ()
    measures: tuple[StatedMeasure, ...] = ()
    absences: tuple[StatedAbsence, ...] = ()
    bases: tuple[StatedBasis, ...] = ()
    edges: tuple[StatedEdge, ...] = ()
    cited: tuple[tuple[str, str], ...] = ()
