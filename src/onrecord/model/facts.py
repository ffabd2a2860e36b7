"""Hand-checked facts: what an instrument or an announcement states, with its citation."""

from dataclasses import dataclass, replace
from datetime import date

from onrecord.model.dates import PartialDate
from onrecord.model.listing import Authority, Effect, Kind, Name


@dataclass(frozen=True, slots=True)
class StatedName:
    """A name of a stated party, and the day from which it could be known; None for always.

    `sheet` is the source whose fact sheet gives it.
    """

    name: Name
    known_at: date | None = None
    sheet: str = "starter"


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
class StatedNotice:
    """That an authority took entries or parties off its list, on a day.

    `programmes` empty for all that they stood under. It could be known from `known_at`.
    """

    id: str
    authority: Authority
    entries: tuple[str, ...]
    parties: tuple[str, ...]
    programmes: tuple[str, ...]
    day: PartialDate
    says: str
    cites: str
    known_at: date
    confidence: str


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
    notices: tuple[StatedNotice, ...] = ()

    def under(self, prefix: str) -> "FactSheet":
        """The same with each id under a name of its own, so that those of two sheets never meet."""
        return replace(
            self,
            measures=tuple(replace(m, id=f"{prefix}/{m.id}") for m in self.measures),
            absences=tuple(replace(a, id=f"{prefix}/{a.id}") for a in self.absences),
            notices=tuple(replace(n, id=f"{prefix}/{n.id}") for n in self.notices),
            bases=tuple(replace(b, fact=f"{prefix}/{b.fact}") for b in self.bases),
            edges=tuple(replace(e, fact=f"{prefix}/{e.fact}") for e in self.edges),
            cited=tuple((f"{prefix}/{key}", text) for key, text in self.cited),
        )

    def beside(self, other: "FactSheet") -> "FactSheet":
        """Both, with one party for each slug: names of both, and else what this one says of it.

        It speaks until its own day, not the other's.
        """
        parties = {party.slug: party for party in self.parties}
        for party in other.parties:
            known = parties.get(party.slug)
            names = tuple(n for n in party.names if known is None or n not in known.names)
            parties[party.slug] = (
                party if known is None else replace(known, names=known.names + names)
            )
        return FactSheet(
            as_of=self.as_of,
            parties=tuple(parties.values()),
            measures=self.measures + other.measures,
            absences=self.absences + other.absences,
            bases=self.bases + other.bases,
            edges=self.edges + other.edges,
            cited=self.cited + other.cited,
            notices=self.notices + other.notices,
        )
