"""Rows of the Consolidated Screening List, read alike from its csv and from its JSON."""

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from onrecord.errors import InputError
from onrecord.formats import decode, read_records, refused
from onrecord.formats.ofac import Paper
from onrecord.formats.table import under_header
from onrecord.model.dates import PartialDate
from onrecord.model.listing import Address

_TEXTS = (
    *("source", "entity_number", "type", "name", "title", "federal_register_notice"),
    *("start_date", "end_date", "standard_order", "license_requirement", "license_policy"),
    *("call_sign", "vessel_type", "gross_tonnage", "gross_registered_tonnage", "vessel_flag"),
    *("vessel_owner", "remarks"),
)
_LISTS = (
    *("programs", "alt_names", "citizenships", "dates_of_birth", "nationalities"),
    "places_of_birth",
)
_NEEDED = (*_TEXTS, *_LISTS, "addresses")
# of the export as a whole; only how many results there are is looked at
_HEAD = ("results", "total", "offset", "sources", "sources_used", "search_performed_at")
_BETWEEN = "; "
_COUNTRY = re.compile(r"[A-Z]{2}")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ADDRESS = ("address", "city", "state", "postal_code", "country")
# JSON can write them as escapes; no text holds them, and no database keeps all of them
_NO_CHARACTER = re.compile("[\0\ud800-\udfff]")
_NUMBER = ("country", "expiration_date", "issue_date", "number", "type")


@dataclass(slots=True)
class Row:
    """One row: `texts` and `lists` by column, what is absent left out; addresses and numbers."""

    where: str
    line: int | None
    texts: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)
    addresses: list[Address] = field(default_factory=list)
    numbers: list[tuple[str, str, Paper]] = field(default_factory=list)

    def refused(self, what: str, column: str) -> InputError:
        """The error with the row's place; raise it."""
        return refused(what, self.where, line=self.line, field=column)

    def day(self, column: str) -> PartialDate | None:
        """The day in a column; None where there is none."""
        text = self.texts.get(column)
        if text is None:
            return None
        try:
            return PartialDate.parse(text)
        except ValueError as why:
            raise self.refused(str(why), column) from why


def read(content: bytes, name: str, encoding: str, ignored: Collection[str]) -> Iterator[Row]:
    """The rows of a file, which is JSON where it begins so."""
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        return _read_json(content, name, ignored)
    return _read_csv(content, name, encoding, ignored)


def _read_csv(content: bytes, name: str, encoding: str, ignored: Collection[str]) -> Iterator[Row]:
    known = frozenset((*_NEEDED, "ids", *ignored))
    records = read_records(decode(content, name, encoding), name)
    for line, given in under_header(records, name, known, _NEEDED):
        row = Row(name, line)
        row.texts = {column: given[column] for column in _TEXTS if given[column]}
        row.lists = {column: _parts(given[column]) for column in _LISTS if given[column]}
        row.addresses = _addresses(given["addresses"])
        row.numbers = _numbers(given.get("ids", ""))
        yield row


def _parts(text: str) -> list[str]:
    return [part for part in (each.strip() for each in text.split(_BETWEEN)) if part]


def _addresses(text: str) -> list[Address]:
    """Parts between commas, in no number that holds; two capitals at the end are the country."""
    found = []
    for part in _parts(text):
        street, _, last = part.rpartition(", ")
        is_country = _COUNTRY.fullmatch(last) is not None
        street = (street if is_country else part).strip()
        found.append(Address(street=street or None, country=last if is_country else None))
    return found


def _numbers(text: str) -> list[tuple[str, str, Paper]]:
    """`[country, ][expires, [issued, ]]number, type` each: the fields of JSON by their names."""
    return [_number(part) for part in _parts(text)]


def _number(text: str) -> tuple[str, str, Paper]:
    value, comma, kind = text.rpartition(", ")
    if not comma:
        return "", text, Paper()
    country: str | None = None
    before, comma, rest = value.partition(", ")
    if comma and _COUNTRY.fullmatch(before):
        country, value = before, rest
    days: list[PartialDate] = []
    while True:
        before, comma, rest = value.partition(", ")
        if not (comma and _ISO.fullmatch(before)) or len(days) == len(_NUMBER) - 3:
            break
        try:
            days.append(PartialDate.parse(before))
        except ValueError:
            break
        value = rest
    if len(days) == 2:  # in the order of their names: expiration, issue
        return kind, value, Paper(country, issued=days[1], expires=days[0])
    note = f"issued or expires {days[0]}" if days else None
    return kind, value, Paper(country, note=note)


def _read_json(content: bytes, name: str, ignored: Collection[str]) -> Iterator[Row]:
    try:
        given = json.loads(decode(content, name))
    except (ValueError, RecursionError) as why:
        if isinstance(why, json.JSONDecodeError):
            says = f"JSON that is not whole or not well formed ({why.msg})"
            raise refused(says, name, line=why.lineno) from why
        raise refused("JSON that cannot be read", name) from why
    results = given.get("results") if isinstance(given, dict) else None
    if not isinstance(results, list):
        raise refused("JSON without a list of results", name)
    for key in given:
        if key not in _HEAD:
            raise refused(f"a field that is not known: {key[:40]!r}", name)
    total = given.get("total", len(results))
    if total != len(results):
        says = f"only a part of the list: {len(results)} results of {total}"
        raise refused(says, name, todo="give the whole list")
    for number, result in enumerate(results, 1):
        yield _result(result, Row(f"{name}, result {number}", None), ignored)


def _result(result: Any, row: Row, ignored: Collection[str]) -> Row:
    if not isinstance(result, dict):
        raise row.refused("not an object", "results")
    given = {key: value for key, value in result.items() if value not in (None, "", [])}
    for key in given:
        if key not in (*_NEEDED, "ids", "country") and key not in ignored:
            raise row.refused(f"a field that is not known: {key[:40]!r}", "results")
    texts = {key: _text(given[key], row, key) for key in (*_TEXTS, "country") if key in given}
    row.texts = {key: text for key, text in texts.items() if text}
    row.lists = {
        key: [_text(each, row, key) for each in _list(given[key])] for key in _LISTS if key in given
    }
    row.addresses = [_json_address(each, row) for each in _list(given.get("addresses", []))]
    row.numbers = [_json_number(each, row) for each in _list(given.get("ids", []))]
    country = row.texts.pop("country", None)
    if country is not None and not row.addresses:
        row.addresses = [Address(country=country)]
    return row


def _list(value: Any) -> list[Any]:
    """A list; where there is one value only, some exports give it alone."""
    return value if isinstance(value, list) else [value]


def _text(value: Any, row: Row, key: str) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise row.refused("not a text", key)
    text = str(value).strip()
    odd = _NO_CHARACTER.search(text)
    if odd is not None:
        raise row.refused(f"no character: U+{ord(odd[0]):04X}", key)
    return text


def _fields(value: Any, names: Collection[str], row: Row, key: str) -> dict[str, str]:
    if not isinstance(value, dict):
        raise row.refused("not an object", key)
    for name in value:
        if name not in names:
            raise row.refused(f"a field that is not known: {str(name)[:40]!r}", key)
    found = {name: _text(text, row, key) for name, text in value.items() if text is not None}
    return {name: text for name, text in found.items() if text}


def _json_address(value: Any, row: Row) -> Address:
    told = _fields(value, _ADDRESS, row, "addresses")
    return Address(*(told.get(name) for name in _ADDRESS))


def _json_number(value: Any, row: Row) -> tuple[str, str, Paper]:
    told = _fields(value, _NUMBER, row, "ids")
    days: list[PartialDate | None] = []
    for name in ("issue_date", "expiration_date"):
        try:
            days.append(PartialDate.parse(told[name]) if name in told else None)
        except ValueError as why:
            raise row.refused(str(why), f"ids, {name}") from why
    return (
        told.get("type", ""),
        told.get("number", ""),
        Paper(told.get("country"), issued=days[0], expires=days[1]),
    )
