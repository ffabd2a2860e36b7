"""The quarantine of a home: downloads that the guard stopped, kept until a person decides."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from onrecord import sources
from onrecord.archive import Archive, Folder, write_whole
from onrecord.errors import GuardError, NotFound, RecordDamaged, RecordError, UsageError
from onrecord.intake.limits import Fault, Gate
from onrecord.model.dates import parse_instant
from onrecord.record import Accepted, Added, Capture, Record


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file as it arrived: from where, with which headers, and the hash of its bytes.

    `sha256` None where the bytes were too many to keep.
    """

    address: str
    final: str
    headers: Mapping[str, str]
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A download that was stopped: why, at which gate, when first and last, how often.

    `released` is when a person let it into the record, None while it stands here: the journal
    says so, and not the note here.
    """

    id: str
    source: str
    gate: Gate
    reason: str
    at: datetime
    last: datetime
    times: int
    files: Mapping[str, Arrived]
    released: datetime | None = None


class Quarantine:
    """The folder `quarantine` of a home: a note a download, and the bytes by their hash."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "quarantine"
        self._bytes = Archive(Folder(self._folder / "files"))

    def keep(
        self,
        source: str,
        fault: Fault,
        files: Mapping[str, Arrived],
        content: Mapping[str, bytes],
        at: datetime,
    ) -> Quarantined:
        """Put a download here. The same one for the same reason is counted, not kept again."""
        hashes = {name: sha256(data).hexdigest() for name, data in content.items()}
        files = {name: replace(file, sha256=hashes.get(name)) for name, file in files.items()}
        mark = sha256(
            json.dumps([source, fault.gate, fault.says, sorted(hashes.items())]).encode()
        ).hexdigest()
        name = f"{source}-{mark[:12]}"
        path = self._path(name)
        if path.exists():
            before = self._read(path)
            kept = replace(before, last=at, times=before.times + 1)
        else:
            for data in content.values():
                self._bytes.put(data)
            kept = Quarantined(name, source, fault.gate, fault.says, at, at, 1, files)
        self._write(kept)
        return kept

    def __iter__(self) -> Iterator[Quarantined]:
        """All downloads that were ever stopped, by source and time."""
        found = [self._read(path) for path in self._folder.glob("*.json")]
        yield from sorted(found, key=lambda q: (q.source, q.at, q.id))

    def as_decided(self, record: Record) -> list[Quarantined]:
        """All of them, each with when a person let it into a record, unless that was taken back."""
        accepted = record.accepted() if record.exists() else {}
        return [
            replace(each, released=accepted[each.id].at) if each.id in accepted else each
            for each in self
        ]

    def release(self, name: str, because: str, record: Record, at: datetime) -> Added:
        """Let a download into the record as the capture that it was, by a person's decision.

        Raises UsageError without a reason, NotFound, and GuardError for one whose fault is not of
        sense: what is not whole does not become so by being believed.
        """
        if not because.strip():
            raise UsageError("no reason given: --because TEXT says why the capture is right")
        path = self._path(name)
        if Path(name).name != name or not path.exists():
            raise NotFound(f"nothing of that name in quarantine: {name!r}: see `onrecord sources`")
        kept = self._read(path)
        if kept.gate is not Gate.SENSE:
            raise GuardError(
                f"cannot be released: {name}: its fault is one of {kept.gate} ({kept.reason}): "
                "wait for a whole one"
            )
        hashes = {file: arrived.sha256 for file, arrived in kept.files.items()}
        content = {file: self._bytes.get(digest) for file, digest in hashes.items() if digest}
        main = kept.files.get(sources.get(kept.source).files[0].name)
        origin = None if main is None else main.final
        capture = Capture(kept.source, kept.at, content, origin)
        return record.add(capture, at, Accepted(name, because.strip()))

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.json"

    def _read(self, path: Path) -> Quarantined:
        try:
            raw = json.loads(path.read_text(encoding="utf-8"))
            return Quarantined(
                raw["id"],
                raw["source"],
                Gate(raw["gate"]),
                raw["reason"],
                parse_instant(raw["at"]),
                parse_instant(raw["last"]),
                int(raw["times"]),
                {name: Arrived(**file) for name, file in raw["files"].items()},
            )
        except OSError as why:
            raise RecordError(f"cannot read the quarantine: {path}: {why.strerror}") from why
        except (ValueError, KeyError, TypeError) as why:
            raise RecordDamaged(f"the quarantine is damaged: {path}: remove that file") from why

    def _write(self, kept: Quarantined) -> None:
        plain = {
            "id": kept.id,
            "source": kept.source,
            "gate": kept.gate,
            "reason": kept.reason,
            "at": kept.at.isoformat(),
            "last": kept.last.isoformat(),
            "times": kept.times,
            "files": {
                name: {
                    "address": file.address,
                    "final": file.final,
                    "headers": dict(file.headers),
                    "sha256": file.sha256,
                }
                for name, file in kept.files.items()
            },
        }
        write_note(self._path(kept.id), plain)


def write_note(path: Path, plain: Mapping[str, Any]) -> None:
    """A small JSON file, whole or not at all. Raises RecordError."""
    text = json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    try:
        write_whole(path, text.encode())
    except OSError as why:
        raise RecordError(f"cannot write: {path}: {why.strerror}") from why
