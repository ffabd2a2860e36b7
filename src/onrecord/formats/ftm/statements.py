"""Statements as CSV: a row for each value that a dataset gave of an entity, with its own times."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from onrecord.errors import InputError
from onrecord.formats.ftm.export import Export
from onrecord.formats.ftm.values import LINKS, OWNED, Instants, Thing, Value, narrowest
from onrecord.formats.text import refused

_YES = frozenset({"t", "true", "1", "y", "yes"})
_NEEDED = ("canonical_id", "entity_id", "prop", "schema", "value", "dataset")
_TIMES = ("first_seen", "last_seen")
_USED = (
    *("canonical_id", "entity_id", "schema", "prop", "value", "dataset", "lang", "external"),
    *_TIMES,
)
_OTHERS = frozenset(
    {"prop_type", "lang", "original_value", "external", "origin", "id", "target", "unique"}
)
_SANCTIONED = "sanction"
_Rows = Any  # any: csv's reader is of a type that has no name
_Stretch = tuple[datetime | None, datetime | None]  # first and last; None: not said, still there
_SECOND = timedelta(seconds=1)
_LATE = datetime.max.replace(tzinfo=UTC) - _SECOND
_CHECKSUM = "id"  # a row that only says that the entity is there, with a digest as its value


class Row(NamedTuple):
    """One statement, as far as it is used."""

    source_id: str
    schema: str
    prop: str
    text: str
    dataset: str
    language: str | None
    first: datetime | None
    last: datetime | None


class Statements:
    """The statements of one file, by the entity that they are about."""

    def __init__(self, content: bytes, name: str) -> None:
        self._content = content
        self._name = name
        self._rows: list[list[Row]] = []
        self._ids: list[str] = []
        self._canonical: dict[str, str] = {}
        self._instants = Instants()
        self._strings: dict[str, str] = {}

    def tell(self, into: Export) -> None:
        """Every entity of the file, in the order of its first statement."""
        self._gather(into)
        for number, entity in enumerate(self._ids):
            rows = self._rows[number]
            schema = narrowest(row.schema for row in rows)
            refs: dict[str, list[str]] = {}
            if schema in OWNED or schema in LINKS:
                for row in rows:
                    end = self._canonical.get(row.text, row.text)
                    refs.setdefault(row.prop, []).append(end)
            else:
                named = [row for row in rows if row.prop == "name"]
                caption = primary(named) if named else entity
                dated = [row.first for row in named if row.first is not None]
                into.called(entity, caption, min(dated, default=None))
            listed = any(row.prop == "topics" and row.text == _SANCTIONED for row in rows)
            into.told(number, entity, schema, refs, listed=listed)

    def _gather(self, into: Export) -> None:
        numbers: dict[str, int] = {}
        for line, cells in self._cells():
            entity, source_id, schema, prop, value, dataset, language, external, first, last = cells
            if not entity or not prop:
                raise refused("nothing where a value must be", self._name, line=line)
            if external.lower() in _YES:
                into.external += 1
                continue
            number = numbers.get(entity)
            if number is None:
                number = numbers[entity] = len(self._ids)
                self._ids.append(entity)
                self._rows.append([])
            if source_id and source_id != entity:
                self._canonical.setdefault(source_id, entity)
            seen = self._instant(last, "last_seen", line)
            if seen is not None:
                into.seen(seen, (dataset,))
            shared = self._strings.setdefault
            row = Row(
                shared(source_id, source_id),
                shared(schema, schema),
                shared(prop, prop),
                value.strip(),
                shared(dataset, dataset),
                shared(language, language) if language else None,
                self._instant(first, "first_seen", line),
                seen,
            )
            self._rows[number].append(row)

    def _cells(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """The cells that are used, of each row, whatever the order of the columns."""
        reader, places = _opened(self._content, self._name)
        width = max(place for place in places if place is not None) + 1
        try:
            for cells in reader:
                if not cells:
                    continue
                if len(cells) < width:
                    says = f"{len(cells)} cells of at least {width}"
                    raise refused(says, self._name, line=reader.line_num)
                yield (
                    reader.line_num,
                    tuple("" if place is None else cells[place] for place in places),
                )
        except (csv.Error, UnicodeDecodeError) as why:
            raise _unread(why, self._name, reader.line_num + 1) from why

    def _instant(self, text: str, field: str, line: int) -> datetime | None:
        if not text:
            return None
        try:
            return self._instants.read(text)
        except ValueError as why:
            raise refused(str(why), self._name, line=line, field=field) from why

    def thing(self, number: int, into: Export) -> Thing:
        """The entity of this number, with its values."""
        entity, rows = self._ids[number], self._rows[number]
        values = []
        for row in rows:
            if row.prop == _CHECKSUM or not row.text:
                continue
            text = row.text if row.prop == "name" else self._canonical.get(row.text, row.text)
            values.append(Value(row.prop, text, row.first, self._until(row, into), row.language))
        values += self._marks(entity, rows, into)
        datasets = tuple(sorted({row.dataset for row in rows}))
        return Thing(entity, narrowest(row.schema for row in rows), values, datasets)

    def _until(self, row: Row, into: Export) -> datetime | None:
        """When it was last there; None while it still is."""
        if row.last is None or not into.is_gone(row.last, (row.dataset,)):
            return None
        if row.first is not None and row.last < row.first:
            says = f"last seen before it was first seen: {row.prop} of {row.source_id}"
            raise refused(says, self._name)
        return row.last

    def _marks(self, entity: str, rows: list[Row], into: Export) -> list[Value]:
        """The datasets and the former ids, each for as long as there is a statement of it."""
        found: dict[tuple[str, str], list[Row]] = {}
        for row in rows:
            found.setdefault(("dataset", row.dataset), []).append(row)
            if row.source_id not in ("", entity):
                found.setdefault(("referent", row.source_id), []).append(row)
        return [
            Value(prop, text, first, last)
            for (prop, text), told in sorted(found.items())
            for first, last in _together([(row.first, self._until(row, into)) for row in told])
        ]

    def inside(self, number: int, into: Export) -> list[Thing]:  # noqa: ARG002 - none is nested
        """Statements are flat: nothing stands within another."""
        return []


def _together(stretches: list[_Stretch]) -> list[_Stretch]:
    """The stretches that these cover together; what does not say when it began is by itself."""
    undated = [each for each in stretches if each[0] is None]
    found = undated[:1] if any(last is None for _, last in undated) else []
    dated = sorted((s for s in stretches if s[0] is not None), key=lambda s: s[0] or _LATE)
    for first, last in dated:
        before = found[-1] if found and found[-1][0] is not None else None
        if before is None or (first or _LATE) > (before[1] or _LATE) + _SECOND:
            found.append((first, last))
        elif before[1] is not None and (last is None or last > before[1]):
            found[-1] = (before[0], last)
    return found


def primary(rows: list[Row]) -> str:
    """The name that most statements give; of equal ones Latin letters, then the alphabet."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.text] = counts.get(row.text, 0) + 1
    return min(counts, key=lambda text: (-counts[text], not text.isascii(), text))


def newest_in_statements(content: bytes, name: str) -> datetime | None:
    """The newest instant that any row was last seen at; None where no row says one."""
    reader, places = _opened(content, name)
    at = places[-1]
    if at is None:
        return None
    instants = Instants()
    try:
        found = {cells[at] for cells in reader if len(cells) > at and cells[at]}
        return max((instants.read(text) for text in found), default=None)
    except (csv.Error, UnicodeDecodeError) as why:
        raise _unread(why, name, reader.line_num + 1) from why
    except ValueError as why:
        raise InputError(f"{why}: {name}, last_seen: give --captured INSTANT") from why


def _opened(content: bytes, name: str) -> tuple[_Rows, tuple[int | None, ...]]:
    """The rows after the first, and where the cells that are used stand: None, where nowhere."""
    text = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig", newline="")
    reader = csv.reader(text, strict=True)
    try:
        header = next(reader, [])
    except (csv.Error, UnicodeDecodeError) as why:
        raise _unread(why, name, 1) from why
    if len(set(header)) < len(header):
        raise refused("a column that stands twice", name, line=1)
    for column in header:
        if column not in (*_NEEDED, *_TIMES) and column not in _OTHERS:
            raise refused(f"a column that is not known: {column[:40]!r}", name, line=1)
    for column in _NEEDED:
        if column not in header:
            raise refused(f"no column {column}", name, line=1, todo="give statements.csv as it is")
    return reader, tuple(header.index(c) if c in header else None for c in _USED)


def _unread(why: Exception, name: str, line: int) -> InputError:
    says = "not UTF-8" if isinstance(why, UnicodeDecodeError) else f"not whole as csv ({why})"
    return refused(says, name, line=line)
