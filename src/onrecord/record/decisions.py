"""Decisions about what is held, beside loads: that it reads otherwise now, or counts no more."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from onrecord.model.dates import parse_instant
from onrecord.record.seal import sealed


@dataclass(frozen=True, slots=True)
class Reparse:
    """That all captures of a source were read again, since its parser is another version now.

    `moved` are the entries that read otherwise though no byte differs, by uid, with the fields in
    which they do; `entry` where one is read that was not before, or is read no more.
    """

    source: str
    before: int
    after: int
    at: datetime
    moved: Mapping[str, tuple[str, ...]]

    def line(self) -> str:
        """The decision as its line of the journal."""
        plain = {
            "decision": "reparse",
            "source": self.source,
            "from": self.before,
            "to": self.after,
            "at": self.at.isoformat(),
            "moved": {uid: list(fields) for uid, fields in sorted(self.moved.items())},
        }
        return sealed(plain)

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> "Reparse":
        """The decision that a line tells of. Raises ValueError, KeyError, TypeError."""
        moved = {str(uid): tuple(map(str, fields)) for uid, fields in raw["moved"].items()}
        return cls(
            str(raw["source"]), int(raw["from"]), int(raw["to"]), parse_instant(raw["at"]), moved
        )

    def is_again(self, other: "Reparse | None") -> bool:
        """Whether it tells just what another does: a crash came after the line was written."""
        return other is not None and (self.source, self.before, self.after, self.moved) == (
            other.source,
            other.before,
            other.after,
            other.moved,
        )


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """That a person took a capture back: it counts no more, from `at` on; its bytes stay."""

    source: str
    captured: datetime
    files: Mapping[str, str]
    at: datetime
    because: str
    by: str | None = None

    def line(self) -> str:
        """The decision as its line of the journal."""
        plain = {
            "decision": "withdraw",
            "source": self.source,
            "captured": self.captured.isoformat(),
            "files": dict(sorted(self.files.items())),
            "at": self.at.isoformat(),
            "because": self.because,
            "by": self.by,
        }
        return sealed(plain)

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> "Withdrawal":
        """The decision that a line tells of. Raises ValueError, KeyError, TypeError."""
        return cls(
            str(raw["source"]),
            parse_instant(raw["captured"]),
            {str(name): str(digest) for name, digest in raw["files"].items()},
            parse_instant(raw["at"]),
            str(raw["because"]),
            raw.get("by"),
        )
