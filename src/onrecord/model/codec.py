"""Entries as canonical JSON and back: the same entry gives the same bytes, whatever made it."""

import json
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
)

# made once: `json.dumps` makes one for each entry, of which a capture has fifteen thousand
_WRITE = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def write_entry(entry: Entry) -> str:
    """One line of JSON, keys sorted, what is absent left out."""
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
    return _WRITE(kept)


def read_entry(line: str) -> Entry:
    """The entry that `write_entry` wrote."""
    raw = json.loads(line)
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
    )


def _listing(item: Listing) -> list[Any]:
    return [
        item.programme,
        list(item.effects),
        list(item.basis),
        _date(item.listed),
        _date(item.ended),
        item.end_says,
        item.term_years,
        item.cites,
    ]


def _read_listing(parts: list[Any]) -> Listing:
    programme, effects, basis, listed, ended, end_says, term_years, cites = parts
    return Listing(
        programme,
        tuple(Effect(effect) for effect in effects),
        tuple(basis),
        _read_date(listed),
        _read_date(ended),
        end_says,
        term_years,
        cites,
    )


def _date(when: PartialDate | None) -> str | None:
    return None if when is None else str(when)


def _read_date(text: str | None) -> PartialDate | None:
    return None if text is None else PartialDate.parse(text)
