"""What changed in the record for other reasons than a list: judgements, corrections, parsers."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from onrecord.model.change import Change, ChangeCause, ChangeClass, ChangeKind
from onrecord.model.dates import end_of_day
from onrecord.model.facts import FactSheet, StatedParty
from onrecord.model.judgement import Judgement, Verdict
from onrecord.record.decisions import Reparse
from onrecord.record.view import View

_VERBS = {
    Verdict.SAME: "the same party as",
    Verdict.DIFFERENT: "another party than",
    Verdict.WITHDRAWN: "no longer judged with",
}
_Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """From the end of one day to the end of another: what is decided within it is told."""

    start: datetime
    end: datetime

    @classmethod
    def between(cls, first: date, second: date) -> "Stretch":
        """The stretch of two days."""
        return cls(end_of_day(first), end_of_day(second))

    def __contains__(self, at: datetime) -> bool:
        return self.start < at <= self.end


def judged(view: View, stretch: Stretch, source: str | None) -> Iterator[Change]:
    """A change for each judgement made or withdrawn in a stretch, in the order of their making.

    Of those on an entry of one source, where it is given; the change is told of the first of two.
    """
    for one in view.decided:
        if isinstance(one, Judgement) and one.at in stretch:
            lists = {ref.partition("/")[0] for ref in (one.a, one.b)}
            if source is not None and source not in lists:
                continue
            by = f", by {one.by}" if one.by else ""
            yield Change(
                source=one.a.partition("/")[0] if "/" in one.a else "starter",
                entry=one.a,
                party=view.party_of(one.a),
                kind=ChangeKind.AMENDED,
                touches=ChangeClass.IDENTITY,
                cause=ChangeCause.JUDGEMENT,
                start=stretch.start,
                end=stretch.end,
                before=(),
                after=(("verdict", one.verdict.value), ("at", one.at.isoformat())),
                says=f"{one.a} is {_VERBS[one.verdict]} {one.b}: {one.because}{by}",
            )


def read_anew(
    view: View, stretch: Stretch, touches: Callable[[Sequence[str]], ChangeClass]
) -> Iterator[Change]:
    """A change for each entry that a parser's new version reads otherwise, of equal bytes."""
    for one in view.decided:
        if not isinstance(one, Reparse) or one.at not in stretch:
            continue
        for uid, fields in one.moved.items():
            entry = f"{one.source}/{uid}"
            what = ", ".join(fields).replace("_", " ")
            yield Change(
                source=one.source,
                entry=entry,
                party=view.party_of(entry),
                kind=ChangeKind.AMENDED,
                touches=touches(fields),
                cause=ChangeCause.PARSER,
                start=stretch.start,
                end=stretch.end,
                before=(("parser", str(one.before)), ("fields", what)),
                after=(("parser", str(one.after)), ("fields", what)),
                says=f"{what} read otherwise since parser {one.after} of {one.source}",
            )


def corrected(view: View, stretch: Stretch) -> Iterator[Change]:
    """A change for each fact that another capture of its sheet adds, takes back or corrects.

    Between the captures that counted by each end of the stretch, for the sources that had one by
    both. Facts that could not be known yet are left out.
    """
    until = min(stretch.end, view.known)
    for source, before, after in view.sheets.between(stretch.start, until):
        was, now = _facts(before, view.known), _facts(after, view.known)
        for key in sorted(was.keys() | now.keys()):
            if was.get(key) != now.get(key):
                yield _correction(source, key, was.get(key), now.get(key), stretch)


@dataclass(frozen=True, slots=True)
class _Fact:
    """A fact to be set beside its other version: about whom, and what it says, field by field."""

    entry: str
    party: str
    touches: ChangeClass
    fields: Mapping[str, str]


def _correction(
    source: str, key: tuple[str, str], was: _Fact | None, now: _Fact | None, stretch: Stretch
) -> Change:
    fact = now or was
    if fact is None:
        raise AssertionError("a correction of nothing")
    old, new = (one.fields if one else {} for one in (was, now))
    differ = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    kind, verb = ChangeKind.AMENDED, f"{', '.join(differ).replace('_', ' ')} corrected"
    if was is None or now is None:
        kind = ChangeKind.ADDED if was is None else ChangeKind.REMOVED
        verb = "added" if was is None else "taken back"
    return Change(
        source=source,
        entry=fact.entry,
        party=fact.party,
        kind=kind,
        touches=fact.touches,
        cause=ChangeCause.CORRECTION,
        start=stretch.start,
        end=stretch.end,
        before=_pairs(old, differ),
        after=_pairs(new, differ),
        says=f"{' '.join(key)}: {verb}",
    )


def _pairs(fields: Mapping[str, str], differ: Iterable[str]) -> _Pairs:
    return tuple((name, fields[name]) for name in differ if name in fields)


def _facts(sheet: FactSheet, known: datetime) -> dict[tuple[str, str], _Fact]:
    """The facts of a sheet by what they are and their id; several of one id are told apart."""
    found: dict[tuple[str, str], _Fact] = {}
    for what, name, fact in _each(sheet, known):
        place, again = (what, name), 1
        while place in found:
            again += 1
            place = (what, f"{name} ({again})")
        found[place] = fact
    return found


def _each(sheet: FactSheet, known: datetime) -> Iterator[tuple[str, str, _Fact]]:
    for party in sheet.parties:
        told = _as_known(party, known)
        yield "party", party.slug, _Fact(party.slug, party.slug, ChangeClass.IDENTITY, told)
    for measure in sheet.measures:
        if end_of_day(measure.known_at) <= known:
            first = (*measure.entries, measure.party)[0]
            yield "measure", measure.id, _legal(first, measure.party, measure)
    for notice in sheet.notices:
        if end_of_day(notice.known_at) <= known:
            first = (*notice.entries, *notice.parties)[0]
            yield "notice", notice.id, _legal(first, (*notice.parties, first)[0], notice)
    for absence in sheet.absences:
        yield "absence", absence.id, _legal(absence.party, absence.party, absence)
    for basis in sheet.bases:
        yield "basis", basis.fact, _legal(basis.key, basis.key, basis)
    for edge in sheet.edges:
        yield "edge", edge.fact, _legal(edge.start, edge.start, edge)


def _legal(entry: str, party: str, fact: Any) -> _Fact:  # any: a fact of any table
    values = ((name, getattr(fact, name)) for name in fact.__dataclass_fields__)
    told = {name: _plain(value) for name, value in values if value not in (None, ())}
    return _Fact(entry, party, ChangeClass.LEGAL, told)


def _as_known(party: StatedParty, known: datetime) -> dict[str, str]:
    names = [
        f"{item.name.text} ({item.name.kind})"
        for item in party.names
        if item.known_at is None or end_of_day(item.known_at) <= known
    ]
    told = {"kind": party.kind.value, "names": "; ".join(names)}
    return told | {k: v for k, v in (("note", party.note), ("country", party.country)) if v}


def _plain(value: Any) -> str:  # any: a field of a fact
    if isinstance(value, tuple):
        return "; ".join(map(_plain, value))
    if hasattr(value, "__dataclass_fields__") and hasattr(value, "stated"):
        parts = {n: getattr(value, n) for n in ("stated", "earliest", "latest", "confidence")}
        return ", ".join(f"{n} {v}" for n, v in parts.items() if v is not None)
    return str(value)
