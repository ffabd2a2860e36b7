"""Hand-checked facts as TOML: tables of parties, measures, absences, notices, bases, citations."""

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, TypeVar

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
    StatedNotice,
    StatedParty,
)
from onrecord.model.listing import Authority, Effect, Kind, Name, NameKind

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


_TABLES = ("source", "party", "measure", "absence", "basis", "edge", "notice")

_Rows = list[tuple[str, dict[str, Any]]]  # any: rows of TOML; each with its file


def read_facts(files: Mapping[str, bytes]) -> FactSheet:
    """The fact sheet that TOML files make together; which table stands in which file is free.

    Raises InputError, with the file and the fact, for what is not in the tables' form.
    """
    as_of, tables = _tables(files)
    cited = {_cited(file, row): row for file, row in tables["source"]}
    measures = _each(tables["measure"], lambda r: _measure(r, cited))
    sheet = FactSheet(
        as_of=as_of,
        parties=_parties(tables["party"], measures),
        measures=measures,
        absences=_each(tables["absence"], lambda r: _absence(r, cited)),
        bases=_each(tables["basis"], lambda r: _basis(r, cited)),
        edges=_each(tables["edge"], lambda r: _edge(r, cited)),
        notices=_each(tables["notice"], lambda r: _notice(r, cited)),
        cited=tuple((key, _citation(row)) for key, row in cited.items()),
    )
    _refuse_twice(sheet, ", ".join(sorted(files)))
    return sheet


def _tables(files: Mapping[str, bytes]) -> tuple[date, dict[str, _Rows]]:
    """The day on which the facts were checked, and the rows of each table."""
    as_of: date | None = None
    tables: dict[str, _Rows] = {name: [] for name in _TABLES}
    for file, content in sorted(files.items()):
        told = _toml(file, content)
        if "as_of" in told:
            as_of = told.pop("as_of")
            if type(as_of) is not date:
                raise InputError(f"{file}: as_of: not a day: {as_of!r}: write as_of = 2026-01-31")
        for name, rows in told.items():
            if name not in _TABLES:
                raise InputError(f"{file}: no such table: {name!r}: one of {', '.join(_TABLES)}")
            if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
                raise InputError(f"{file}: {name}: not a table of facts: write [[{name}]]")
            tables[name] += [(file, row) for row in rows]
    if as_of is None:
        raise InputError(
            f"{', '.join(sorted(files))}: no day of the facts: write as_of = YYYY-MM-DD, "
            "when they were checked"
        )
    return as_of, tables


def _toml(name: str, content: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode("utf-8"))
    except ValueError as why:
        raise InputError(f"{name}: not TOML in UTF-8: {why}") from why


def _cited(file: str, row: dict[str, Any]) -> str:
    lacking = [field for field in ("id", "what", "where", "when") if field not in row]
    if lacking:
        raise InputError(f"{file}: source {row.get('id', '?')}: no field {', '.join(lacking)}")
    return str(row["id"])


def _refuse_twice(sheet: FactSheet, where: str) -> None:
    """Evidence names a fact by its id. Of one absence several stretches may be told."""
    ids = [*(m.id for m in sheet.measures), *(n.id for n in sheet.notices)]
    ids += [*(b.fact for b in sheet.bases), *(party.slug for party in sheet.parties)]
    for one, times in Counter(ids).items():
        if times > 1:
            raise InputError(f"{where}: {one}: two facts of this id")


def _each(rows: _Rows, make: Callable[[dict[str, Any]], _Made]) -> tuple[_Made, ...]:
    """One value a row; a row must be used up, so that no field is dropped in silence."""
    made = []
    for file, row in rows:
        left = dict(row)
        where = row.get("id") or row.get("slug") or "?"
        try:
            made.append(make(left))
        except KeyError as missing:
            raise InputError(f"{file}: {where}: no such field or source: {missing}") from missing
        except (ValueError, TypeError, AttributeError) as why:
            raise InputError(f"{file}: {where}: {why}") from why
        if left:
            raise InputError(f"{file}: {where}: unknown field: {', '.join(sorted(left))}")
    return tuple(made)


def _parties(rows: _Rows, measures: tuple[StatedMeasure, ...]) -> tuple[StatedParty, ...]:
    known: dict[str, list[date]] = defaultdict(list)
    for measure in measures:
        known[measure.party].append(measure.known_at)
    parties = _each(rows, lambda r: _party(r, sorted(known.get(r["slug"], []))))
    slugs = {party.slug for party in parties}
    for measure in measures:
        if measure.party not in slugs:
            raise InputError(f"{measure.id}: no such party: {measure.party!r}: add a [[party]]")
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
        known_at=_partly(known).latest if known else _last(start),
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
        _partly(stated),
        _partly(earliest).earliest if earliest else None,
        _partly(latest).latest if latest else None,
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
        start=_partly(start).earliest if start else None,
        end=_partly(end).earliest if end else None,
        says=row.pop("what"),
        cites=_cites(row, cited),
        confidence=row.pop("confidence"),
    )


def _notice(row: dict[str, Any], cited: Mapping[str, dict[str, Any]]) -> StatedNotice:
    entries, parties = _texts(row.pop("entries", [])), _texts(row.pop("parties", []))
    if not entries and not parties:
        raise ValueError("a notice of nobody: name entries or parties")
    if strange := [ref for ref in entries if not all(ref.partition("/"))]:
        raise ValueError(f"not an entry: {strange[0]!r}: write it as us_ofac_sdn/33537")
    return StatedNotice(
        id=row.pop("id"),
        authority=Authority(row.pop("authority")),
        entries=entries,
        parties=parties,
        programmes=_texts(row.pop("programmes", [])),
        day=_partly(row.pop("day")),
        says=row.pop("says"),
        cites=_cites(row, cited),
        known_at=_partly(row.pop("known_at")).latest,
        confidence=row.pop("confidence", "primary"),
    )


def _texts(given: object) -> tuple[str, ...]:
    if not isinstance(given, list) or not all(isinstance(each, str) for each in given):
        raise ValueError(f"not a list of texts: {given!r}")
    return tuple(given)


def _basis(row: dict[str, Any], cited: Mapping[str, dict[str, Any]]) -> StatedBasis:
    del cited
    row.pop("cite_confidence", None), row.pop("sources", None)
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


def _partial(text: object) -> PartialDate | None:
    return None if text in (None, "unknown") else _partly(text)


def _partly(given: object) -> PartialDate:
    """A date as text, or as a day of TOML's own."""
    return PartialDate.parse(str(given))


def _citation(row: dict[str, Any]) -> str:
    return f"{row['what']} ({row['where']}, {row['when']})"


def _cites(row: dict[str, Any], cited: Mapping[str, dict[str, Any]]) -> str:
    """The first source in words, the others by their ids; or the instrument, where one is named.

    Or just the words given, where the fact itself has them.
    """
    if "cites" in row:
        return str(row.pop("cites"))
    first, *others = row.pop("sources")
    instrument = row.pop("instrument", None)
    if instrument is not None:
        return f"{instrument} ({', '.join((first, *others))})"
    text = f"{first}: {cited[first]['what']}"
    return f"{text}; also {', '.join(others)}" if others else text
