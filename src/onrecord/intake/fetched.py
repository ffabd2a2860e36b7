"""What is remembered of a source's downloads: when it was asked, and under which headers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from onrecord.intake.patience import http_date
from onrecord.intake.quarantine import write_note
from onrecord.model.dates import parse_instant


@dataclass(frozen=True, slots=True)
class Held:
    """A file of the archive as its publisher last gave it: from where, under which headers.

    `at` is by our clock, `date` what the server said; both are kept, for either may be off.
    """

    address: str
    final: str
    sha256: str
    at: datetime
    etag: str | None = None
    modified: str | None = None
    date: str | None = None

    @property
    def since(self) -> str | None:
        """Last-Modified, where it can tell one version from the next (RFC 9110, 8.8.2.2).

        It counts whole seconds, so that of a file fetched in the second of its change it cannot.
        """
        modified, said = http_date(self.modified or ""), http_date(self.date or "")
        return self.modified if modified and said and modified < said else None


@dataclass(frozen=True, slots=True)
class Fetched:
    """When a source was last asked, last changed, and last found to be as it was, by its bytes.

    That a server says "not modified" is no verification.
    """

    asked: datetime | None = None
    changed: datetime | None = None
    verified: datetime | None = None
    files: Mapping[str, Held] = field(default_factory=dict)


def read_fetched(home: Path, source: str) -> Fetched:
    """What is remembered; nothing where there is none, or it cannot be read."""
    path = _path(home, source)
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        files = {name: _held(each) for name, each in raw["files"].items()}
        asked, changed, verified = (_instant(raw[k]) for k in ("asked", "changed", "verified"))
        return Fetched(asked, changed, verified, files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Fetched()  # then all is asked for plainly, as the first time


def write_fetched(home: Path, source: str, fetched: Fetched) -> None:
    """Remember it. Raises RecordError."""
    plain: dict[str, Any] = {
        name: None if when is None else when.isoformat()
        for name, when in (
            ("asked", fetched.asked),
            ("changed", fetched.changed),
            ("verified", fetched.verified),
        )
    }
    plain["files"] = {
        name: {
            "address": held.address,
            "final": held.final,
            "sha256": held.sha256,
            "at": held.at.isoformat(),
            "etag": held.etag,
            "modified": held.modified,
            "date": held.date,
        }
        for name, held in fetched.files.items()
    }
    write_note(_path(home, source), plain)


def _path(home: Path, source: str) -> Path:
    return home / "fetched" / f"{source}.json"


def _held(raw: Mapping[str, Any]) -> Held:
    return Held(
        raw["address"],
        raw["final"],
        raw["sha256"],
        parse_instant(raw["at"]),
        raw.get("etag"),
        raw.get("modified"),
        raw.get("date"),
    )


def _instant(text: str | None) -> datetime | None:
    return None if text is None else parse_instant(text)
