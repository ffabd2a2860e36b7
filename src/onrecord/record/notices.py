"""Notices of removal: a stated day takes the place of a vanishing that nothing explained.

Better evidence narrows a bound. What a notice says against the captures is a conflict, shown on
the measure; there the captures hold.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from onrecord.model.answer import Evidence, Measure
from onrecord.model.dates import Bound, PartialDate, end_of_day
from onrecord.model.facts import StatedMeasure, StatedNotice
from onrecord.model.listing import Authority, Entry
from onrecord.record.timeline import Seen, Stretch

_UNEXPLAINED = "unknown"  # how the cause of an end begins that only a vanishing tells


@dataclass(frozen=True, slots=True)
class _End:
    """The end that a notice gives; `cause` None where the notice itself is the cause."""

    when: Bound
    cause: str | None = None


@dataclass(frozen=True, slots=True)
class Notices:
    """The notices about one party, as known: asked which of its measures each ends.

    `refs` are all entries of the party, `facts` its measures that are stated, by id.
    """

    notices: tuple[StatedNotice, ...]
    slugs: tuple[str, ...]
    refs: frozenset[str]
    facts: Mapping[str, StatedMeasure]

    @classmethod
    def about(
        cls,
        notices: Iterable[StatedNotice],
        slugs: tuple[str, ...],
        bearers: Iterable[str],
        stated: Iterable[StatedMeasure],
    ) -> "Notices":
        """Those of all notices that name the party, one of its entries or of its facts' entries."""
        facts = {fact.id: fact for fact in stated}
        refs = {bearer.rpartition("@")[0] or bearer for bearer in bearers}
        refs |= {ref for fact in facts.values() for ref in fact.entries}
        named = tuple(
            n for n in notices if refs.intersection(n.entries) or set(slugs).intersection(n.parties)
        )
        return cls(named, slugs, frozenset(refs), facts)

    def applied(self, measures: Sequence[Measure]) -> list[Measure]:
        """The measures with the ends that notices give them, and with their contradictions.

        A notice that fits one measure says nothing against an earlier one of the same entry.
        """
        found = list(measures)
        for notice in self.notices:
            told = {at: self._told(notice, m) for at, m in enumerate(found)}
            fitting = {at: end for at, end in told.items() if isinstance(end, _End)}
            for at, end in fitting.items():
                found[at] = _by(found[at], notice, end)
            against = {at: says for at, says in told.items() if isinstance(says, str)}
            if against and not fitting:
                at = max(against, key=lambda at: found[at].start.latest or date.max)
                says = f"notice {notice.id} says removed {notice.day}, yet {against[at]}"
                found[at] = replace(found[at], conflicts=(*found[at].conflicts, says))
        return found

    def narrowed(
        self, authority: Authority, stretch: Stretch, seen: Sequence[Seen], entry: Entry
    ) -> Stretch:
        """A stretch of presence with the end that a notice gives it; as before where it cannot."""
        under = {item.programme for item in entry.listings}
        for notice in self.notices:
            whole = not notice.programmes or under <= set(notice.programmes)
            if not whole or not self._concerns(notice, authority, {entry.ref}):
                continue
            day = Bound.of(notice.day)
            last = seen[stretch.last].captured.date()
            if _is_after(stretch.start, notice.day) or last > notice.day.latest:
                continue
            end = day.meet(stretch.end or Bound(last, None))
            if end is not None:
                stretch = replace(stretch, end=end)
        return stretch

    def _told(self, notice: StatedNotice, measure: Measure) -> "_End | str | None":
        """The end that a notice gives a measure, what speaks against it, or None: not about it."""
        seen = [e for e in measure.evidence if e.captured and e.entry]
        stated = [f for e in measure.evidence if (f := self.facts.get(e.fact or "")) is not None]
        refs = {str(e.entry) for e in seen} | {ref for fact in stated for ref in fact.entries}
        is_under = not notice.programmes or not set(notice.programmes).isdisjoint(
            measure.programme.split("; ")
        )
        if not is_under or not self._concerns(notice, measure.authority, refs):
            return None
        if _is_after(measure.start, notice.day):
            return None
        day, end = Bound.of(notice.day), measure.end
        newest = max(seen, key=_last, default=None)
        if newest is not None and _last(newest) > notice.day.latest:
            if _is_over(end, notice.day) or self._goes_on(notice, seen):
                return None
            return f"{newest.entry} is in a capture after that"
        if end is None or (measure.end_cause or _UNEXPLAINED).startswith(_UNEXPLAINED):
            by_then = Bound(None if newest is None else _last(newest), None)
            met = day.meet(end or by_then)
            return f"by captures it ended {end}" if met is None else _End(met)
        if (met := day.meet(end)) is not None:
            return _End(met, measure.end_cause)
        if self._is_stated(measure, stated):
            return f"it is stated to have ended {end}"
        # sooner than its term or its stated end; or over already when its row was taken off
        return None if _is_over(end, notice.day) else _End(day)

    def _goes_on(self, notice: StatedNotice, seen: Sequence[Evidence]) -> bool:
        """Whether what it names was gone by then, and only another id of the party's stood on."""
        if set(self.slugs).intersection(notice.parties):
            return False
        return all(_last(e) <= notice.day.latest for e in seen if e.entry in notice.entries)

    def _is_stated(self, measure: Measure, stated: Sequence[StatedMeasure]) -> bool:
        """Whether a fact, or another notice, gives the end: no term, and not the list's own row."""
        if any(f.end_cause == measure.end_cause and f.term is None for f in stated):
            return True
        ids = {notice.id for notice in self.notices}
        return any(e.fact in ids for e in measure.evidence)

    def _concerns(self, notice: StatedNotice, authority: Authority, refs: set[str]) -> bool:
        """Whether it is about what these entries show, or about what a copy of their list does."""
        if notice.authority is not authority:
            return False
        if set(self.slugs).intersection(notice.parties) or refs.intersection(notice.entries):
            return True
        lists = {ref.partition("/")[0] for ref in notice.entries}
        is_copy = bool(refs) and lists.isdisjoint(ref.partition("/")[0] for ref in refs)
        return is_copy and bool(self.refs.intersection(notice.entries))


def _is_over(end: Bound | None, day: PartialDate) -> bool:
    return end is not None and end.latest is not None and end.latest <= day.earliest


def _is_after(start: Bound, day: PartialDate) -> bool:
    """Whether what starts then is surely another measure: it began when the notice was over."""
    return start.earliest is not None and start.earliest >= day.latest


def _last(evidence: Evidence) -> date:
    return evidence.last_captured.date() if evidence.last_captured else date.min


def _by(measure: Measure, notice: StatedNotice, end: _End) -> Measure:
    evidence = Evidence(
        known=end_of_day(notice.known_at),
        says=notice.says,
        fact=notice.id,
        cites=notice.cites,
        confidence=notice.confidence,
    )
    cause = end.cause or f"{notice.says} (notice {notice.id})"
    return replace(measure, end=end.when, end_cause=cause, evidence=(*measure.evidence, evidence))
