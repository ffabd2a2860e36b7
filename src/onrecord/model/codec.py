"""Entries as canonical JSON and back: the same entry gives the same bytes, whatever made it."""

import json
from datetime import UTC, datetime
from typing import Any

from onrecord.model.dates import PartialDate
from onrecord.model.listing import (
    Address,
    Authority,
    Birth,
    Effect,
    Entry,
    Identifier,
    Kind,
    Listing,
    Name,
    NameKind,
    Sight,
)

# made once: `json.dumps` makes one for each entry, of which a capture has fifteen thousand
_WRITE = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def write_entry(entry: Entry) -> str:
    """One line of JSON, keys sorted, what is absent left out."""
    return _WRITE(_plain(entry))


def _plain(entry: Entry) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "source": entry.source,
        "uid": entry.uid,
        "authority": entry.authority,
        "kind": entry.kind,
        "names": [[n.text, n.kind, n.script, n.language] for n in entry.names],
        "listings": [_listing(item) for item in entry.listings],
        "births": [[str(b.earliest), str(b.latest), b.circa] for b in entry.births],
        "birth_places": entry.birth_places,
        "nationalities": entry.nationalities,
        "identifiers": [
            [i.type, i.value, i.country, _date(i.issued), _date(i.expires), i.note]
            for i in entry.identifiers
        ],
        "addresses": [
            [a.street, a.city, a.region, a.postcode, a.country, a.note] for a in entry.addresses
        ],
        "titles": entry.titles,
        "linked_to": entry.linked_to,
        "remarks": entry.remarks,
        "details": entry.details,
    }
    kept = {k: v for k, v in plain.items() if v not in (None, (), [])}
    if entry.seen:
        kept["seen"] = [_sight(sight, kept) for sight in entry.seen]
    return kept


def read_entry(line: str) -> Entry:
    """The entry that `write_entry` wrote."""
    return _read(json.loads(line))


def _read(raw: dict[str, Any]) -> Entry:
    return Entry(
        source=raw["source"],
        uid=raw["uid"],
        authority=Authority(raw["authority"]),
        kind=Kind(raw["kind"]),
        names=tuple(Name(t, NameKind(k), s, lang) for t, k, s, lang in raw["names"]),
        listings=tuple(_read_listing(item) for item in raw.get("listings", ())),
        births=tuple(
            Birth(PartialDate.parse(first), PartialDate.parse(last), circa)
            for first, last, circa in raw.get("births", ())
        ),
        birth_places=tuple(raw.get("birth_places", ())),
        nationalities=tuple(raw.get("nationalities", ())),
        identifiers=tuple(
            Identifier(t, v, c, _read_date(issued), _read_date(expires), note)
            for t, v, c, issued, expires, note in raw.get("identifiers", ())
        ),
        addresses=tuple(Address(*parts) for parts in raw.get("addresses", ())),
        titles=tuple(raw.get("titles", ())),
        linked_to=tuple(raw.get("linked_to", ())),
        remarks=raw.get("remarks"),
        details=tuple((field, value) for field, value in raw.get("details", ())),
        seen=tuple(_read_sight(parts, raw) for parts in raw.get("seen", ())),
    )


def _sight(sight: Sight, whole: dict[str, Any]) -> list[Any]:
    """First, last, and the fields in which the state differs from the entry that tells of it.

    Most do in a few only, and a state of twenty names twenty times over would be most of a record.
    """
    state = _plain(sight.entry)
    apart = {k: state.get(k) for k in whole.keys() | state.keys() if whole.get(k) != state.get(k)}
    last = None if sight.last is None else _instant(sight.last)
    return [_instant(sight.first), last, apart]


def _read_sight(parts: list[Any], of: dict[str, Any]) -> Sight:
    first, last, apart = parts
    state = {k: v for k, v in {**of, **apart, "seen": None}.items() if v is not None}
    ended = None if last is None else datetime.fromisoformat(last)
    return Sight(datetime.fromisoformat(first), ended, _read(state))


def _instant(when: datetime) -> str:
    return when.astimezone(UTC).isoformat()


def _listing(item: Listing) -> list[Any]:
    """Its parts by place; the authority, which few have, only where it is set."""
    parts = [
        item.programme,
        list(item.effects),
        list(item.basis),
        _date(item.listed),
        _date(item.ended),
        item.end_says,
        item.term_years,
        item.cites,
    ]
    return parts if item.authority is None else [*parts, item.authority]


def _read_listing(parts: list[Any]) -> Listing:
    programme, effects, basis, listed, ended, end_says, term_years, cites, *whose = parts
    return Listing(
        programme,
        tuple(Effect(effect) for effect in effects),
        tuple(basis),
        _read_date(listed),
        _read_date(ended),
        end_says,
        term_years,
        cites,
        Authority(whose[0]) if whose else None,
    )


def _date(when: PartialDate | None) -> str | None:
    return None if when is None else str(when)


def _read_date(text: str | None) -> PartialDate | None:
    return None if text is None else PartialDate.parse(text)
