"""The journal: what was loaded and decided, a dated decision a line, appended and never changed.

Archive and journal give back the record when all its other tables are lost. Of a file, a line
that a crash cut short is no line: it is taken off before the next one.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, TypeAlias

from onrecord.archive import sync_folder
from onrecord.errors import RecordDamaged, RecordError, RecordTooNew
from onrecord.model.dates import parse_instant
from onrecord.model.judgement import Judgement, Verdict
from onrecord.record.decisions import Reparse, Withdrawal
from onrecord.record.seal import sealed, unsealed


@dataclass(frozen=True, slots=True)
class Accepted:
    """That a person let a capture out of quarantine: which one, and on what ground."""

    quarantined: str
    because: str


@dataclass(frozen=True, slots=True)
class Load:
    """That a capture was loaded: which source, of which instant, which files by hash, and when."""

    source: str
    captured: datetime
    files: Mapping[str, str]
    at: datetime
    origin: str | None = None
    accepted: Accepted | None = None

    def line(self) -> str:
        """The decision as its line of the journal."""
        plain = {
            "decision": "load",
            "source": self.source,
            "captured": self.captured.isoformat(),
            "files": dict(sorted(self.files.items())),
            "at": self.at.isoformat(),
            "origin": self.origin,
        }
        if self.accepted is not None:
            plain["accepts"] = self.accepted.quarantined
            plain["because"] = self.accepted.because
        return sealed(plain)


Decision: TypeAlias = Load | Judgement | Reparse | Withdrawal


def judgement_line(judgement: Judgement) -> str:
    """A judgement as its line of the journal."""
    plain = {
        "decision": "judge",
        "verdict": judgement.verdict,
        "a": judgement.a,
        "b": judgement.b,
        "because": judgement.because,
        "at": judgement.at.isoformat(),
        "by": judgement.by,
    }
    return sealed(plain)


class Lines(Protocol):
    """Lines that are only ever added to, each whole or not at all."""

    name: str  # where they are, for people

    def append(self, line: bytes) -> None:
        """Add a line that holds no end of line; raises RecordError."""

    def __iter__(self) -> Iterator[bytes]:
        """All lines, in the order in which they were added. Raises RecordDamaged."""


class LinesFile:
    """The lines of a file: when `append` returns, the line is on the disk."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.name = str(path)

    def append(self, line: bytes) -> None:
        """Add a line that holds no end of line; raises RecordError."""
        try:
            whole = self._whole_bytes()
            with self._path.open("r+b" if self._path.exists() else "xb") as out:
                out.seek(whole)
                out.truncate()
                out.write(line + b"\n")
                out.flush()
                os.fsync(out.fileno())
            sync_folder(self._path.parent)
        except OSError as why:
            raise RecordError(f"cannot write the journal: {self._path}: {why.strerror}") from why

    def __iter__(self) -> Iterator[bytes]:
        """All whole lines, in the order in which they were added."""
        if self._path.exists():
            yield from self._path.read_bytes()[: self._whole_bytes()].splitlines()

    def _whole_bytes(self) -> int:
        if not self._path.exists():
            return 0
        content = self._path.read_bytes()
        end = content.rfind(b"\n") + 1
        last = content.rfind(b"\n", 0, max(0, end - 1)) + 1
        # when the power goes, a line's end may be on the disk and zeros where it should begin
        return last if b"\0" in content[last:end] else end


class Journal:
    """What a record's lines tell, in the order in which it was written."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines

    def append(self, decision: Decision) -> None:
        """Write a decision; raises RecordError."""
        self._lines.append(line_of(decision).encode())

    def loads(self) -> Iterator[Load]:
        """All loads, in the order in which they were written. Raises RecordDamaged."""
        return (one for one in self if isinstance(one, Load))

    def judgements(self) -> Iterator[Judgement]:
        """All judgements, in the order in which they were made. Raises RecordDamaged."""
        return (one for one in self if isinstance(one, Judgement))

    def __iter__(self) -> Iterator[Decision]:
        """All decisions, in the order in which they were written. Raises RecordDamaged."""
        decisions, damages = self.read()
        if damages:
            raise RecordDamaged(f"{damages[0]}: restore it from a copy")
        yield from decisions

    def read(self) -> tuple[list[Decision], list[str]]:
        """The decisions whose lines are as they were written, and where those are that are not.

        Raises RecordTooNew.
        """
        decisions: list[Decision] = []
        damages: list[str] = []
        for number, line in enumerate(self._lines, 1):
            try:
                decisions.append(read_decision(unsealed(line)))
            except (ValueError, KeyError, TypeError):
                damages.append(f"the journal is damaged: {self._lines.name}, line {number}")
        return decisions, damages


def line_of(decision: Decision) -> str:
    """A decision as its line of the journal."""
    return judgement_line(decision) if isinstance(decision, Judgement) else decision.line()


def read_decision(raw: dict[str, Any]) -> Decision:
    """The decision that a line tells of.

    Raises ValueError, KeyError or TypeError for no such line, RecordTooNew for another decision.
    """
    if raw["decision"] == "judge":
        return Judgement(
            Verdict(raw["verdict"]),
            str(raw["a"]),
            str(raw["b"]),
            str(raw["because"]),
            parse_instant(raw["at"]),
            raw.get("by"),
        )
    if raw["decision"] == "reparse":
        return Reparse.read(raw)
    if raw["decision"] == "withdraw":
        return Withdrawal.read(raw)
    if raw["decision"] != "load":
        raise RecordTooNew("a record of a later version: its journal: update onrecord")
    return Load(
        raw["source"],
        parse_instant(raw["captured"]),
        {str(k): str(v) for k, v in raw["files"].items()},
        parse_instant(raw["at"]),
        raw.get("origin"),
        Accepted(raw["accepts"], raw["because"]) if "accepts" in raw else None,
    )
