"""The screener: one view's names, indexed once, asked many times."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from onrecord.errors import UsageError
from onrecord.match import Index, Prepared, Scored, compare, prepare
from onrecord.model.answer import Asked, Match, Outcome, PartyName, Screened
from onrecord.model.listing import Name, NameKind
from onrecord.record import View
from onrecord.text.normal import clean, has_letters

# a plain matcher's thresholds, set by reading near misses of the starter record and of one list
_MATCH, _REVIEW, _NEAR = 0.90, 0.80, 0.65
_ENOUGH = 0.40  # less could have disagreed than in a three-letter acronym: a person must look
_WEAK = 0.98
_MOST = 25
_LONGEST = 1_000


@dataclass(slots=True)
class _Written:
    """One name as written, and where: entries, each with the content of it that has the name."""

    text: str
    kind: NameKind
    places: list[tuple[str, int | None]]


@dataclass(frozen=True, slots=True)
class _Bearing:
    """One name as written, with whose it is."""

    text: str
    kind: NameKind
    party: str
    entries: tuple[str, ...]


class Screener:
    """Screens names as known at its view's instant, as of any day."""

    def __init__(self, view: View) -> None:
        self._view = view
        written: dict[tuple[str, NameKind], _Written] = {}
        for text, kind, entry, content in view.written():
            held = written.setdefault((text, kind), _Written(text, kind, []))
            held.places.append((entry, content))
        # sorted, so that no order of loading, and none of a database, shows in an answer
        self._written = [written[place] for place in sorted(written)]
        self._index = Index([each.text for each in self._written])

    def screen(self, name: str, on: date, *, near: bool = False) -> Screened:
        """Who may be meant by a name, best first; `near` adds those just below, each with why.

        Raises UsageError for a name with fewer than two letters or digits.
        """
        asked = Asked(on, self._view.known)
        query = name[:_LONGEST]
        shown = " ".join(clean(query).split())
        if sum(has_letters(c) for c in clean(query)) < 2:
            raise UsageError(f"not a name: {shown!r}: give at least two letters")
        ready = prepare(query)
        if not ready.words:
            why = "no letter of it can be read here: give the name in Latin letters as well"
            return self.not_screened(name, on, why)
        if len(name) > _LONGEST:
            return self.not_screened(
                name, on, f"longer than {_LONGEST:,} characters: that is no name"
            )
        matches, below = self._matches(ready, on, near=near)
        outcome = Outcome.NONE
        if matches:
            decided = {match.decision for match in matches}
            outcome = Outcome.MATCH if Outcome.MATCH in decided else Outcome.REVIEW
        return Screened(name, asked, outcome, matches, self._view.state, below)

    def not_screened(self, name: str, on: date, why: str) -> Screened:
        """The answer for a name that is none, in a batch that goes on without it."""
        asked = Asked(on, self._view.known)
        return Screened(name, asked, Outcome.NOT_SCREENED, (), self._view.state, why=why)

    def _matches(
        self, query: Prepared, on: date, *, near: bool
    ) -> tuple[tuple[Match, ...], tuple[Match, ...]]:
        best: dict[str, tuple[float, Scored, _Bearing]] = {}
        least = _NEAR if near else _REVIEW
        for place in self._index.candidates(query):
            scored = compare(query, self._index[place])
            written = self._written[place]
            score = scored.score * (_WEAK if written.kind is NameKind.WEAK else 1.0)
            # whose a name is takes a while to find, and nobody asks of those that are unlike
            for bearing in self._bearings(written) if score >= least else ():
                if bearing.party not in best or score > best[bearing.party][0]:
                    best[bearing.party] = (score, scored, bearing)
        ranked = sorted(best.values(), key=lambda found: (-found[0], found[2].party))
        above = [found for found in ranked if found[0] >= _REVIEW][:_MOST]
        below = [found for found in ranked if _NEAR <= found[0] < _REVIEW][:_MOST] if near else []
        return tuple(self._match(query, on, above)), tuple(self._match(query, on, below))

    def _bearings(self, written: _Written) -> list[_Bearing]:
        entries: dict[str, set[str]] = {}
        for entry, content in written.places:
            entries.setdefault(self._view.party_of(entry, content), set()).add(entry)
        return [
            _Bearing(written.text, written.kind, party, tuple(sorted(refs, key=_starter_first)))
            for party, refs in sorted(entries.items())
        ]

    def _match(
        self, query: Prepared, on: date, found: Iterable[tuple[float, Scored, _Bearing]]
    ) -> Iterable[Match]:
        for score, scored, bearing in found:
            reasons = [
                f"query {' '.join(query.words)!r} {scored.rule} {_called(bearing.kind)} "
                f"{bearing.text!r} of {', '.join(bearing.entries)}"
            ]
            if bearing.kind is NameKind.WEAK:
                reasons.append("a weak alias: its list says that it matches much")
            decision = Outcome.MATCH
            if score < _REVIEW:
                decision = Outcome.NONE
                reasons.append(f"score {score:.2f} is below {_REVIEW:.2f}")
            elif score < _MATCH:
                decision = Outcome.REVIEW
            elif scored.sufficiency < _ENOUGH:
                decision = Outcome.REVIEW
                reasons.append("so short a name fits many: a person must look")
            history = self._view.history(bearing.party, on)
            yield Match(
                history,
                PartyName(Name(bearing.text, bearing.kind), bearing.entries),
                round(score, 3),
                scored.sufficiency,
                decision,
                tuple(reasons),
            )


def _starter_first(ref: str) -> tuple[bool, str]:
    return not ref.startswith(("starter/", "own/")), ref


def _called(kind: NameKind) -> str:
    return (
        "name"
        if kind is NameKind.PRIMARY
        else f"{kind} name"
        if kind is not NameKind.ALIAS
        else "alias"
    )
