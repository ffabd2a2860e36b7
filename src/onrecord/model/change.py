"""What differs in a list between two captures."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ChangeKind(StrEnum):
    """How an entry differs."""

    ADDED = "added"
    REMOVED = "removed"
    AMENDED = "amended"


class ChangeCause(StrEnum):
    """Why it differs: the list, how it is read, who is judged to be who, a fact set right."""

    SOURCE = "source"
    PARSER = "parser"
    JUDGEMENT = "judgement"
    CORRECTION = "correction"


class ChangeClass(StrEnum):
    """What it touches: what is imposed, who is meant, or only how it is written."""

    LEGAL = "legal"
    IDENTITY = "identity"
    FORMATTING = "formatting"


@dataclass(frozen=True, slots=True)
class Change:
    """One entry that differs between the captures of `start` and `end`.

    Or, where its cause is not the source, between these instants.

    `before` and `after` are (field, value) pairs of what differs; empty on the side where the
    entry is not.
    """

    source: str
    entry: str
    party: str
    kind: ChangeKind
    touches: ChangeClass
    cause: ChangeCause
    start: datetime
    end: datetime
    before: tuple[tuple[str, str], ...]
    after: tuple[tuple[str, str], ...]
    says: str
