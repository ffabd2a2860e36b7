"""The hand-checked facts as a view may use them: each from the day that it could be known."""

from collections import defaultdict
from datetime import date, datetime

from onrecord.basis import BasisGraph
from onrecord.model.answer import PartyName
from onrecord.model.dates import end_of_day
from onrecord.model.facts import FactSheet, StatedAbsence, StatedMeasure, StatedParty
from onrecord.model.listing import Authority


class Facts:
    """A fact sheet as known at an instant; an empty one where the record has none."""

    def __init__(self, sheet: FactSheet | None, known: datetime) -> None:
        self.sheet = sheet or FactSheet(date.min)
        self._known = known
        day = known.date()
        self.measures: dict[str, list[StatedMeasure]] = defaultdict(list)
        self.slug_of: dict[str, tuple[str, str]] = {}
        for measure in self.sheet.measures:
            if end_of_day(measure.known_at) <= known:
                self.measures[measure.party].append(measure)
                for entry in measure.entries:
                    self.slug_of.setdefault(entry, (measure.party, measure.id))
        self._absences: dict[tuple[str, Authority], list[StatedAbsence]] = defaultdict(list)
        for absence in self.sheet.absences:
            if absence.start is None or absence.start <= day:
                self._absences[absence.party, absence.authority].append(absence)
        noticed = (n for n in self.sheet.notices if end_of_day(n.known_at) <= known)
        self.notices = tuple(sorted(noticed, key=lambda n: (n.known_at, n.id)))
        self.graph = BasisGraph(self.sheet.bases, self.sheet.edges, day)
        self.parties = {party.slug: party for party in self.sheet.parties}

    @property
    def verified(self) -> date:
        """The day until which the facts speak: when they were checked, or the view's own."""
        return min(self.sheet.as_of, self._known.date())

    def names(self, party: StatedParty) -> tuple[PartyName, ...]:
        """The names of a party that could be known."""
        return tuple(
            PartyName(stated.name, (f"{stated.sheet}/{party.slug}",))
            for stated in party.names
            if stated.known_at is None or end_of_day(stated.known_at) <= self._known
        )

    def absences(self, party: str, authority: Authority) -> list[StatedAbsence]:
        """What is stated of nothing being in force, in the order of the sheet."""
        return self._absences.get((party, authority), [])

    def covers(self, absence: StatedAbsence, on: date) -> bool:
        """Whether an absence speaks of a day.

        Its end, being the start of something else, is known only from that day on; before, the
        last state goes on.
        """
        if absence.start is not None and on < absence.start:
            return False
        end_is_known = absence.end is not None and absence.end <= self._known.date()
        return not (end_is_known and absence.end is not None and on >= absence.end)
