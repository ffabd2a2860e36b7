"""What differs in a list between two captures."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ChangeKind(StrEnum):
    """How an entry differs."""

    ADDED = "added"
    REMOVED = "removed"
    AMENDED = "amended"


class ChangeClass(StrEnum):
    """What it touches: what is imposed, who is meant, or only how it is written."""

    LEGAL = "legal"
    IDENTITY = "identity"
    FORMATTING = "formatting"


@dataclass(frozen=True, slots=True)
class Change:
    """One entry that differs between the captures of `start` and `end`.

    `before` and `after` are (field, value) pairs of what differs; empty on the side where the
    entry is not.
    """

    source: str
    entry: str
    party: str
    kind: ChangeKind
    touches: ChangeClass
    cause: str
    start: datetime
    end: datetime
    before: tuple[tuple[str, str], ...]
    after: tuple[tuple[str, str], ...]
    says: str
