"""What the record covers: of which days an absence means something, and until when it is fresh."""

from collections.abc import Mapping, Sequence
from datetime import date

from onrecord import sources
from onrecord.model.answer import Gap, Measure, Status
from onrecord.model.dates import InForce
from onrecord.model.listing import Authority
from onrecord.record.facts import Facts
from onrecord.record.status import Coverage
from onrecord.record.timeline import Seen


class Reach:
    """The captures and facts that a view may use, asked how far they reach."""

    def __init__(self, seen: Mapping[str, Sequence[Seen]], facts: Facts) -> None:
        self._seen = seen
        self._facts = facts

    def mains(self, authority: Authority) -> list[sources.Source]:
        """The main lists of an authority of which a capture is held, as known."""
        lists = [sources.get(s) for s, seen in self._seen.items() if seen]
        return [s for s in lists if s.authority is authority and s.main]

    def coverage(self, party: str, authority: Authority, on: date) -> Coverage:
        """By absences that facts state, and by the captures of the authority's main source."""
        stated = [a for a in self._facts.absences(party, authority) if self._facts.covers(a, on)]
        for absence in stated:
            if absence.gives == Status.NEVER_LISTED:
                return Coverage(True, True, f"{absence.says} (absence {absence.id})")
        late = ""
        for source in self.mains(authority):
            # a damaged capture proves no absence, so the first clean one is where "not" begins
            first = next((s.day for s in self._seen[source.id] if not s.damaged), None)
            if first is None or on < first:
                late = f"the record has {source.id} whole from {first or 'no day'} only"
                continue
            whole = source.complete_since is not None and first <= source.complete_since
            last = self._seen[source.id][-1].day
            return Coverage(True, whole, f"not on {source.id} from {first} to {last}")
        if stated:
            return Coverage(True, False, f"{stated[0].says} (absence {stated[0].id})")
        return Coverage(False, says=late or f"no evidence here covers {on}")

    def verified(
        self, party: str, authority: Authority, measures: list[Measure]
    ) -> tuple[date | None, int | None]:
        """The day until which the newest evidence speaks, and after how many days it is stale."""
        days = [(self._seen[s.id][-1].day, s.rhythm_days) for s in self.mains(authority)]
        if days:
            return max(days)
        entries = [e.entry for m in measures for e in m.evidence if e.captured and e.entry]
        others = {e.split("/", 1)[0] for e in entries}
        newest = [
            (self._seen[s][-1].day, sources.get(s).rhythm_days)
            for s in others
            if not sources.get(s).tells_since
        ]
        # a collection's newest capture may hold other lists: until when each was seen is told
        newest += [
            (e.last_captured.date(), sources.get(e.entry.split("/", 1)[0]).rhythm_days)
            for m in measures
            for e in m.evidence
            if e.last_captured and e.entry and sources.get(e.entry.split("/", 1)[0]).tells_since
        ]
        if newest:
            return max(newest)
        if measures or self._facts.absences(party, authority):
            return self._facts.verified, None
        return None, None

    def gaps(
        self, party: str, authority: Authority, measures: list[Measure], on: date
    ) -> tuple[Gap, ...]:
        """Stretches to be told: stated absences, between measures, and what is not covered."""
        gaps = [
            Gap(a.start, a.end, f"{a.says} (absence {a.id}: {a.cites})")
            for a in self._facts.absences(party, authority)
        ]
        # an absence that was checked says more of the same stretch
        told = {gap.start for gap in gaps}
        gaps += [gap for gap in between(measures) if gap.start not in told]
        for source in self.mains(authority):
            first = self._seen[source.id][0].day
            if on < first:
                gaps.append(Gap(None, first, f"{source.id} is not covered before {first}"))
            gaps += self._other_lists(source, on)
        return tuple(sorted(gaps, key=lambda g: (g.start or date.min, g.end or date.max)))

    def _other_lists(self, main: sources.Source, on: date) -> list[Gap]:
        """What the authority's other lists leave uncovered where its main one is held."""
        gaps = []
        for other in map(sources.get, sources.known()):
            if other.authority is not main.authority or other.main:
                continue
            seen = self._seen.get(other.id)
            if not seen:
                gaps.append(Gap(None, None, f"no capture of {other.id} is held"))
            elif on < seen[0].day:
                gaps.append(Gap(None, seen[0].day, f"{other.id} is not covered before then"))
        return gaps


def between(measures: list[Measure]) -> list[Gap]:
    """The stretches between one measure's end and the next one's start, where no other holds."""
    gaps: list[Gap] = []
    for at, measure in enumerate(measures):
        end = measure.end
        if end is None or end.latest is None:
            continue
        rest = [m for i, m in enumerate(measures) if i != at]
        if any(m.in_force(end.latest) is not InForce.NO for m in rest):
            continue
        starts = [
            m.start.earliest for m in rest if m.start.earliest and m.start.earliest > end.latest
        ]
        until = min(starts, default=None)
        if (end.latest, until) not in [(g.start, g.end) for g in gaps]:
            gaps.append(Gap(end.latest, until, "no measure in force"))
    return gaps
