"""The starter record: TOML tables of parties, measures, absences, bases and what is cited."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from onrecord.errors import InputError
from onrecord.model.dates import PartialDate, years_after
from onrecord.model.facts import (
    Day,
    FactSheet,
    StatedAbsence,
    StatedBasis,
    StatedEdge,
    StatedMeasure,
    StatedName,
    StatedParty,
)
from onrecord.model.listing import Authority, Effect, Kind, Name, NameKind
from onrecord.model.snapshot import Snapshot

if TYPE_CHECKING:
    from onrecord.sources import Source

# what a list_id says of an entry of a source read here: "un_sc/KPe.001 (DATAID 690735)",
# "gb/MYA0032 (group id 14165)" of both UK lists, "ca/Schedule Part 1, item 57" of the Burma one
_ENTRIES = (
    (re.compile(r"((?:us_ofac_sdn|us_ofac_cons|un_sc)/[\w.-]+)"), r"\1"),
    (re.compile(r"gb/([A-Z]{3}[0-9]{4})"), r"gb_fcdo/\1"),
    (re.compile(r"gb/.*group id ([0-9]+)"), r"gb_ofsi/\1"),
    (re.compile(r"au/([0-9]+)"), r"au_dfat/\1"),
    (re.compile(r"ca/Schedule Part ([0-9]), item ([0-9]+)"), r"ca_sema/burma-\1-\2"),
)
_TERM = re.compile(r"(two|three) years\b(?! *,)")
_YEARS = {"two": 2, "three": 3}

_Made = TypeVar("_Made")


def parse(
    files: Mapping[str, bytes],
    source: "Source",
    carried: frozenset[str] = frozenset(),
) -> Snapshot:
    """The fact sheet, and no entries, since its parties stand on no list of its own.

    Raises InputError, with the file and the fact, for what is not in the tables' form.
    """
    del source, carried
    tables = {name: _toml(name, files[name]) for name in sorted(files)}
    try:
        as_of: date = tables["sources.toml"]["as_of"]
        cited = {row["id"]: row for row in tables["sources.toml"]["source"]}
        measures = _each(
            "measures.toml", tables["measures.toml"]["measure"], lambda r: _measure(r, cited)
        )
        facts = FactSheet(
            as_of=as_of,
            parties=_parties(tables["parties.toml"]["party"], measures),
            measures=measures,
            absences=_each(
                "absences.toml", tables["absences.toml"]["absence"], lambda r: _absence(r, cited)
            ),
            bases=_each("bases.toml", tables["bases.toml"]["basis"], lambda r: _basis(r, cited)),
            edges=_each("bases.toml", tables["bases.toml"]["edge"], lambda r: _edge(r, cited)),
            cited=tuple((key, _citation(row)) for key, row in cited.items()),
        )
    except KeyError as missing:
        raise InputError(f"starter: no such table, field or source: {missing}") from missing
    return Snapshot(entries=(), published=as_of, facts=facts)


def _toml(name: str, content: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode("utf-8"))
    except ValueError as why:
        raise InputError(f"{name}: not TOML in UTF-8: {why}") from why


def _each(
    file: str, rows: list[dict[str, Any]], make: Callable[[dict[str, Any]], _Made]
) -> tuple[_Made, ...]:
    """One value a row; a row must be used up, so that no field is dropped in silence."""
    made = []
    for row in rows:
        left = dict(row)
        where = row.get("id") or row.get("slug") or "?"
        try:
            made.append(make(left))
        except ValueError as why:
            raise InputError(f"{file}: {where}: {why}") from why
        if left:
            raise InputError(f"{file}: {where}: unknown field: {', '.join(sorted(left))}")
    return tuple(made)


def _parties(
    rows: list[dict[str, Any]], measures: tuple[StatedMeasure, ...]
) -> tuple[StatedParty, ...]:
    known: dict[str, list[date]] = defaultdict(list)
    for measure in measures:
        known[measure.party].append(measure.known_at)
    parties = _each("parties.toml", rows, lambda r: _party(r, sorted(known.get(r["slug"], []))))
    slugs = {party.slug for party in parties}
    for measure in measures:
        if measure.party not in slugs:
            raise InputError(f"measures.toml: {measure.id}: no such party: {measure.party!r}")
    return parties


def _party(row: dict[str, Any], known: list[date]) -> StatedParty:
    """A name without a day of its own: the first from the first listing on, aliases from the last.

    Nobody can have known an alias later than the last list that carries it; earlier is a guess.
    """
    names = [StatedName(Name(row.pop("name")), known[0] if known else None)]
    for alias in row.pop("aliases", []):
        alias.pop("seen", None)
        names.append(
            StatedName(
                Name(alias.pop("text"), NameKind(alias.pop("kind")), alias.pop("script", None)),
                alias.pop("known_at", known[-1] if known else None),
            )
        )
        if alias:
            raise ValueError(f"unknown field of an alias: {', '.join(sorted(alias))}")
    told_apart, note = row.pop("told_apart", None), row.pop("note", None)
    says = " ".join(part for part in (told_apart and f"({told_apart})", note) if part)
    country = row.pop("country", None)
    return StatedParty(row.pop("slug"), Kind(row.pop("kind")), tuple(names), says or None, country)


def _measure(row: dict[str, Any], cited: Mapping[str, dict[str, Any]]) -> StatedMeasure:
    start = _day(row, "start")
    if start is None:
        raise ValueError("a measure without a start")
    end = _day(row, "end")
    known = row.pop("known_at", None)
    term = row.pop("term", None)
    list_id = row.pop("list_id", None)
    return StatedMeasure(
        id=row.pop("id"),
        party=row.pop("party"),
        authority=Authority(row.pop("authority")),
        programmes=tuple(row.pop("programme").split("; ")),
        basis=tuple(row.pop("basis")),
        effects=tuple(Effect(effect) for effect in row.pop("effects")),
        start=start,
        end=end,
        end_cause=row.pop("end_cause", None),
        term=term,
        known_at=PartialDate.parse(known).latest if known else _last(start),
        end_known_at=_end_known(term, start, end),
        entries=tuple(_entries(list_id or "")),
        list_id=list_id,
        confidence=start.confidence,
        cites=_cites(row, cited),
        note=row.pop("note", None),
    )


def _entries(list_id: str) -> Iterator[str]:
    """The entries of lists that are read here, as in us_ofac_sdn/15157."""
    for pattern, form in _ENTRIES:
        for found in pattern.finditer(list_id):
            yield found.expand(form)


def _end_known(term: str | None, start: Day, end: Day | None) -> date | None:
    """An end is known from the day of its cause; an expiry by term from the start on."""
    if end is None:
        return None
    return _last(start) if _by_term(term, start, end) else _last(end)


def _by_term(term: str | None, start: Day, end: Day) -> bool:
    """Whether the end is the term's own and nothing else."""
    found = _TERM.match(term or "")
    if found is None or start.stated is None or end.stated is None:
        return False
    return years_after(start.stated.earliest, _YEARS[found[1]]) == end.stated.earliest


def _day(row: dict[str, Any], key: str) -> Day | None:
    stated = row.pop(key, None)
    earliest, latest = row.pop(f"{key}_earliest", None), row.pop(f"{key}_latest", None)
    confidence = row.pop(f"{key}_confidence", "primary")
    if stated is None:
        return None
    return Day(
        PartialDate.parse(stated),
        PartialDate.parse(earliest).earliest if earliest else None,
        PartialDate.parse(latest).latest if latest else None,
        confidence,
    )


def _last(day: Day) -> date:
    """The last day that it can be; a fact is known from then on, unless it says otherwise."""
    lasts = [d for d in (day.stated.latest if day.stated else None, day.latest) if d is not None]
    return min(lasts)


def _absence(row: dict[str, Any], cited: Mapping[str, dict[str, Any]]) -> StatedAbsence:
    start, end = row.pop("from", None), row.pop("to", None)
    return StatedAbsence(
        id=row.pop("id"),
        party=row.pop("party"),
        authority=Authority(row.pop("authority")),
        gives=row.pop("gives"),
        start=PartialDate.parse(start).earliest if start else None,
        end=PartialDate.parse(end).earliest if end else None,
        says=row.pop("what"),
        cites=_cites(row, cited),
        confidence=row.pop("confidence"),
    )


def _basis(row: dict[str, Any], cited: Mapping[str, dict[str, Any]]) -> StatedBasis:
    del cited
    row.pop("cite_confidence"), row.pop("sources")
    return StatedBasis(
        key=row.pop("key"),
        fact=row.pop("id"),
        title=row.pop("title"),
        kind=row.pop("kind"),
        authority=row.pop("authority"),
        date=_partial(row.pop("date", None)),
        cites=row.pop("cite"),
        confidence=row.pop("confidence"),
        note=row.pop("note", None),
    )


def _edge(row: dict[str, Any], cited: Mapping[str, dict[str, Any]]) -> StatedEdge:
    sources = _cites(row, cited)
    return StatedEdge(
        fact=row.pop("id"),
        start=row.pop("from"),
        relation=row.pop("relation"),
        end=row.pop("to"),
        date=_partial(row.pop("date", None)),
        cites=row.pop("cite", None) or sources,
        confidence=row.pop("confidence"),
        note=row.pop("note", None),
    )


def _partial(text: str | None) -> PartialDate | None:
    return None if text in (None, "unknown") else PartialDate.parse(str(text))


def _citation(row: dict[str, Any]) -> str:
    return f"{row['what']} ({row['where']}, {row['when']})"


def _cites(row: dict[str, Any], cited: Mapping[str, dict[str, Any]]) -> str:
    """The first source in words, the others by their ids; or the instrument, where one is named."""
    first, *others = row.pop("sources")
    instrument = row.pop("instrument", None)
    if instrument is not None:
        return f"{instrument} ({', '.join((first, *others))})"
    text = f"{first}: {cited[first]['what']}"
    return f"{text}; also {', '.join(others)}" if others else text
