"""What the tests of OpenSanctions' exports share: small exports made of few words."""

import csv
import io
import json
from typing import Any


def entity(
    uid: str,
    schema: str = "Company",
    *,
    datasets: tuple[str, ...] = ("us_ofac_sdn",),
    seen: tuple[str | None, str | None] = ("2021-05-18T10:00:00", "2026-02-10T06:00:00"),
    changed: str | None = None,
    caption: str | None = None,
    referents: tuple[str, ...] = (),
    **properties: list[str],
) -> dict[str, Any]:
    """An entity as a line of entities.ftm.json has it."""
    first, last = seen
    return {
        "id": uid,
        "caption": caption or next(iter(properties.get("name", [uid]))),
        "schema": schema,
        "properties": properties,
        "datasets": list(datasets),
        "referents": list(referents),
        "target": "topics" in properties,
        "first_seen": first,
        "last_seen": last,
        "last_change": changed or first,
    }


def sanction(uid: str, of: str, *program: str, **more: Any) -> dict[str, Any]:
    """A sanction on an entity."""
    told = list(program) or ["BURMA-EO14014"]
    return entity(uid, "Sanction", **{"entity": [of], "program": told, **more})


def export(*entities: dict[str, Any]) -> bytes:
    """The lines of entities.ftm.json."""
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in entities).encode()


COLUMNS = (
    *("canonical_id", "entity_id", "prop", "prop_type", "schema", "value", "dataset", "origin"),
    *("lang", "original_value", "external", "first_seen", "last_seen", "id"),
)


def statements(*rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> bytes:
    """statements.csv, in the order of columns given, every cell in quotation marks."""
    told = io.StringIO()
    writer = csv.DictWriter(told, columns, dialect=csv.unix_dialect, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return told.getvalue().encode()


def said(
    of: str,
    prop: str,
    value: str,
    first: str = "2021-05-18T10:00:00",
    last: str = "2026-02-10T06:00:00",
    **more: str,
) -> dict[str, str]:
    """A statement: a row of statements.csv."""
    usual = {"entity_id": of, "schema": "Company", "dataset": "us_ofac_sdn", "external": "f"}
    row = {"canonical_id": of, "prop": prop, "value": value, "first_seen": first, "last_seen": last}
    return {**usual, **row, **more}
