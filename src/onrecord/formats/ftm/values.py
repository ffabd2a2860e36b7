"""What FollowTheMoney's shapes have in common: things, their values, and when each was seen."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import NamedTuple

# what hangs on one thing by one property, and what ties two together by two: the schemata of
# followthemoney 4, and those of its earlier versions that exports of 2021 have
OWNED = {"Sanction": "entity", "Identification": "holder", "Passport": "holder"}
LINKS = {
    "Associate": ("person", "associate"),
    "Debt": ("debtor", "creditor"),
    "Directorship": ("director", "organization"),
    "Employment": ("employee", "employer"),
    "Family": ("person", "relative"),
    "Membership": ("member", "organization"),
    "Occupancy": ("holder", "post"),
    "Ownership": ("owner", "asset"),
    "ProjectParticipant": ("participant", "project"),
    "Representation": ("agent", "client"),
    "Similar": ("candidate", "match"),
    "Succession": ("predecessor", "successor"),
    "UnknownLink": ("subject", "object"),
}
# the schema that each specialises; an entity that statements give two is of the narrower
_WIDER = {
    "Person": "LegalEntity",
    "Organization": "LegalEntity",
    "Company": "Organization",
    "PublicBody": "Organization",
    "LegalEntity": "Thing",
    "Vessel": "Vehicle",
    "Airplane": "Vehicle",
    "Vehicle": "Asset",
    "RealEstate": "Asset",
    "Security": "Asset",
    "BankAccount": "Asset",
    "Asset": "Thing",
    "Passport": "Identification",
}
_INSTANT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.[0-9]+)?(?:Z|\+00:?00)?)?"
)


class Value(NamedTuple):
    """One value of a property. `first` None where it is not said, `last` None while it is there."""

    prop: str
    text: str
    first: datetime | None
    last: datetime | None
    language: str | None = None


@dataclass(slots=True)
class Thing:
    """An entity of FollowTheMoney: its schema, the datasets that it is of, and its values.

    Among these are properties that the schema does not have: `caption`, the name to show, where
    the shape gives one; `dataset`, one it is of; `referent`, an id that it had before.
    """

    id: str
    schema: str
    values: list[Value]
    datasets: tuple[str, ...] = ()
    # most things were seen whole from one instant on, and are asked for at several
    _dated: tuple[datetime, datetime] | None = None
    _whole: dict[str, list[str]] | None = None

    def properties(self, at: datetime | None) -> dict[str, list[str]]:
        """Its values at an instant, each once, by property; at None, those that it still has.

        Empty where it was not there. The caller does not write to it.
        """
        if not self._is_whole(at):
            return _by_property(self.at(at))
        if self._whole is None:
            self._whole = _by_property(self.values)
        return self._whole

    def _is_whole(self, at: datetime | None) -> bool:
        """Whether all of its values are known to have been there."""
        if self._dated is None:
            self._dated = _stretch(self.values)
        if at is None:
            return self._dated[1] is _NEVER
        return self._dated[0] <= at <= self._dated[1]

    def at(self, at: datetime | None) -> list[Value]:
        """The same as single values, those that several lists give as often as these do."""
        if at is None:
            return [value for value in self.values if value.last is None]
        began = (value for value in self.values if value.first is not None and value.first <= at)
        return [value for value in began if value.last is None or at <= value.last]


_NEVER = datetime.max.replace(tzinfo=UTC)


def _stretch(values: list[Value]) -> tuple[datetime, datetime]:
    """From when to when all values were there; from never where one does not say."""
    began = max((_NEVER if v.first is None else v.first for v in values), default=_NEVER)
    lasts = [v.last for v in values if v.last is not None]
    return began, min(lasts, default=_NEVER)


def _by_property(values: Iterable[Value]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for value in values:
        had = found.setdefault(value.prop, [])
        if value.text not in had:
            had.append(value.text)
    return found


class Instants:
    """Instants as exports write them; each text is read once, since a file has few."""

    def __init__(self) -> None:
        self._known: dict[str, datetime] = {}

    def read(self, text: str) -> datetime:
        """An instant in UTC; a day alone is its end. Raises ValueError."""
        found = self._known.get(text)
        if found is None:
            parts = _INSTANT.fullmatch(text)
            if parts is None:
                raise ValueError(f"not an instant: {text[:40]!r}")
            clock = time.fromisoformat(parts[2]) if parts[2] else time(23, 59, 59)
            found = datetime.combine(datetime.fromisoformat(parts[1]), clock, UTC)
            self._known[text] = found
        return found


def narrowest(schemata: Iterable[str]) -> str:
    """The one of several schemata that says most; the first in the alphabet of equal ones."""
    return min(set(schemata), key=lambda schema: (-_depth(schema), schema))


def _depth(schema: str) -> int:
    depth = 1
    while schema in _WIDER:
        schema, depth = _WIDER[schema], depth + 1
    return depth
