"""Entities as JSON lines: entities.ftm.json, one a line, and targets.nested.json, trees of them."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from onrecord.errors import InputError
from onrecord.formats.ftm.export import Export
from onrecord.formats.ftm.values import LINKS, OWNED, Instants, Thing, Value
from onrecord.formats.text import refused

Raw = dict[str, Any]  # any: an entity as JSON, checked as far as it is used
_LAST = re.compile(rb'"last_seen":\s*"([^"\\]*)"')
_BOM = b"\xef\xbb\xbf"
_SANCTIONED = "sanction"
_DEEPEST = 20  # theirs are two deep: a party, a tie, the other end
# An entity says when it was first seen and when anything of it last changed, not what. Of a thing
# the name to show is taken to be as old as the thing; of a sanction whose it is and under what.
_LASTING = {"Sanction": frozenset({"authority", "country", "entity", "program", "programId"})}
_HALF = re.compile("[\ud800-\udfff\0]")  # half a character, or none: nothing that can be kept


class Lines:
    """The lines of one file, read once to tell what is there, and again where it is wanted."""

    def __init__(self, content: bytes, name: str) -> None:
        self._content = content.removeprefix(_BOM)
        self._name = name
        self._instants = Instants()
        self._places: list[tuple[int, int, int]] = []  # of each entity: start, end, line
        self._nesting: set[int] = set()  # the entities that hold others

    def tell(self, into: Export) -> None:
        """Every entity of the file, in its order."""
        for start, end, line in self._lines():
            raw = self._entity(start, end, line)
            number = len(self._places)
            if into.is_told(raw["id"]):
                first = self._read(into.number(raw["id"]))
                into.twice.append((raw["id"], first != raw))
                continue
            self._places.append((start, end, line))
            self._tell(raw, number, line, into)

    def _lines(self) -> Iterator[tuple[int, int, int]]:
        start, line = 0, 0
        while start < len(self._content):
            found = self._content.find(b"\n", start)
            end = len(self._content) if found < 0 else found
            line += 1
            if self._content[start:end].strip():
                yield start, end, line
            start = end + 1

    def _entity(self, start: int, end: int, line: int) -> Raw:
        try:
            raw = json.loads(self._content[start:end].decode())
        except (ValueError, RecursionError) as why:
            says = str(why).split(":", 1)[0]
            raise refused(f"JSON that is not whole ({says})", self._name, line=line) from why
        if isinstance(raw, dict) and "op" in raw and "entity" in raw:
            raise refused(
                "a delta between two exports, not an export",
                self._name,
                line=line,
                todo="give entities.ftm.json",
            )
        return self._checked(raw, line)

    def _checked(self, raw: Any, line: int) -> Raw:  # any: whatever JSON was there
        """An entity in form: id, schema, and properties that are lists."""
        if not isinstance(raw, dict) or not isinstance(raw.get("properties"), dict):
            raise refused("not an entity of FollowTheMoney", self._name, line=line)
        for field in ("id", "schema"):
            if not isinstance(raw.get(field), str) or not raw[field].strip():
                raise refused("nothing where a value must be", self._name, line=line, field=field)
        for field in ("datasets", "referents"):
            given = raw.get(field) or []
            if not isinstance(given, list) or not all(isinstance(each, str) for each in given):
                raise refused("not a list of ids", self._name, line=line, field=field)
        for prop, values in raw["properties"].items():
            if not isinstance(values, list):
                raise refused("not a list of values", self._name, line=line, field=prop)
        return raw

    def _tell(self, raw: Raw, number: int, line: int, into: Export) -> None:
        properties, schema = raw["properties"], raw["schema"]
        start, end, _ = self._places[number]
        # two braces make an entity: with more there may be another in it, or one in its words
        if self._content.count(b"{", start, end) > 2:
            self._nesting.add(number)
            for values in properties.values():
                self._tell_inside(values, line, into, _DEEPEST)
        last = self._instant(raw, "last_seen", line)
        if last is not None:
            into.seen(last, tuple(raw.get("datasets") or ()))
        refs: Mapping[str, list[str]] = {}
        if schema in OWNED or schema in LINKS:
            refs = {
                prop: [value for value in values if isinstance(value, str)]
                for prop, values in properties.items()
            }
        else:
            into.called(raw["id"], _caption(raw), self._instant(raw, "first_seen", line))
        listed = _SANCTIONED in properties.get("topics", ()) or any(
            isinstance(each, dict) for each in properties.get("sanctions", ())
        )
        into.told(number, raw["id"], schema, refs, listed=listed)

    def _tell_inside(self, values: list[Any], line: int, into: Export, deep: int) -> None:
        for value in values:
            if not isinstance(value, dict):
                continue
            if deep == 0:
                raise refused(f"entities more than {_DEEPEST} deep", self._name, line=line)
            inner = self._checked(value, line)
            last = self._instant(inner, "last_seen", line)
            if last is not None:
                into.seen(last, tuple(inner.get("datasets") or ()))
            if inner["schema"] not in OWNED and inner["schema"] not in LINKS:
                into.called(inner["id"], _caption(inner), self._instant(inner, "first_seen", line))
            for further in inner["properties"].values():
                self._tell_inside(further, line, into, deep - 1)

    def thing(self, number: int, into: Export) -> Thing:
        """The entity of this number, with its values."""
        return self._thing(self._read(number), self._places[number][2], into)

    def inside(self, number: int, into: Export) -> list[Thing]:
        """What hangs on an entity in the nested shape: what it holds that refers to it."""
        if number not in self._nesting:
            return []
        raw, line = self._read(number), self._places[number][2]
        found: dict[str, Thing] = {}
        for values in raw["properties"].values():
            for value in values:
                if isinstance(value, dict) and value["id"] not in found:
                    thing = self._thing(value, line, into)
                    if value["schema"] in OWNED:
                        thing.values += [_first_of(thing, OWNED[value["schema"]], raw["id"])]
                    found[value["id"]] = thing
        return list(found.values())

    def _read(self, number: int) -> Raw:
        start, end, _ = self._places[number]
        raw: Raw = json.loads(self._content[start:end].decode())
        return raw

    def _thing(self, raw: Raw, line: int, into: Export) -> Thing:
        schema, datasets = raw["schema"], tuple(sorted(raw.get("datasets") or ()))
        first, last = self._instant(raw, "first_seen", line), self._instant(raw, "last_seen", line)
        changed = self._instant(raw, "last_change", line)
        if first is not None and last is not None:
            # an instant of change outside the stretch that it was seen in is none
            changed = first if changed is None else min(max(first, changed), last)
        else:
            changed = first
        if first is not None and last is not None and last < first:
            raise refused("last seen before it was first seen", self._name, line=line)
        until = last if last is not None and into.is_gone(last, datasets) else None
        lasting = _LASTING.get(schema, frozenset())
        values: list[Value] = []
        if schema not in OWNED and schema not in LINKS:
            values.append(Value("caption", self._kept(_caption(raw), line), first, until))
        for prop, given in raw["properties"].items():
            since = first if prop in lasting else changed
            for value in given:
                if isinstance(value, dict) and (
                    value["schema"] in OWNED or value["schema"] in LINKS
                ):
                    continue  # what stands within by its own reference to this, told by itself
                text = self._text(value, prop, line)
                if text:
                    values.append(Value(prop, text, since, until))
        for prop, given in (("dataset", datasets), ("referent", raw.get("referents") or ())):
            values += [Value(prop, self._kept(each, line), changed, until) for each in given]
        return Thing(raw["id"], schema, values, datasets)

    def _text(self, value: Any, prop: str, line: int) -> str:  # any: whatever JSON was there
        if isinstance(value, dict):
            return str(value["id"])
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise refused("not a value of a property", self._name, line=line, field=prop)
        return self._kept(str(value).strip(), line)

    def _kept(self, text: str, line: int) -> str:
        if not text.isascii() or "\0" in text:
            found = _HALF.search(text)
            if found is not None:
                what = f"a character that is none ({ord(found[0]):#06x})"
                raise refused(what, self._name, line=line)
        return text

    def _instant(self, raw: Raw, field: str, line: int) -> datetime | None:
        given = raw.get(field)
        if given is None or given == "":
            return None
        try:
            return self._instants.read(str(given))
        except ValueError as why:
            raise refused(str(why), self._name, line=line, field=field) from why


def newest_in_lines(content: bytes, name: str) -> datetime | None:
    """The newest instant that any line says something was last seen at; None where none does."""
    instants = Instants()
    try:
        found = {text.group(1).decode() for text in _LAST.finditer(content)}
        return max((instants.read(text) for text in found), default=None)
    except ValueError as why:
        raise InputError(f"{why}: {name}, last_seen: give --captured INSTANT") from why


def _caption(raw: Raw) -> str:
    """The name to show: as exported, else the first of its names in the alphabet, else its id."""
    caption = raw.get("caption")
    if isinstance(caption, str) and caption.strip():
        return caption.strip()
    names = sorted(value for value in raw["properties"].get("name", ()) if isinstance(value, str))
    return next((name.strip() for name in names if name.strip()), str(raw["id"]))


def _first_of(thing: Thing, prop: str, owner: str) -> Value:
    """That a thing hangs on the one that it stands in, which the nested shape may leave unsaid."""
    dated = [value.first for value in thing.values if value.first is not None]
    until = thing.values[0].last if thing.values else None
    return Value(prop, owner, min(dated, default=None), until)
