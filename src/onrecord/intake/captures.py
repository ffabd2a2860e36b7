"""Captures on disk: folders with a `capture.toml`, or files with source and instant given."""

import importlib.resources
import stat
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from onrecord import sources
from onrecord.errors import InputError, NotFound, OnrecordError, UsageError
from onrecord.formats import what_it_is
from onrecord.model.snapshot import Snapshot
from onrecord.record import Capture

_LARGEST = 1 << 30
_NOTE = "capture.toml"
_AHEAD = timedelta(days=1)  # clocks differ; a capture from further ahead is a mistake
_PART = "only a part of the list (complete = false): give the whole list"


@dataclass(frozen=True, slots=True)
class Found:
    """A capture that was found, or what is wrong with what was found, and where."""

    where: str
    capture: Capture | None = None
    refused: OnrecordError | None = None


def shipped() -> Capture:
    """The starter record, which comes with the program."""
    source = sources.get("starter")
    folder = importlib.resources.files(sources) / source.id
    files = {file.name: (folder / file.name).read_bytes() for file in source.files}
    captured = _checked(sources.parse(source, files))
    return Capture(source.id, captured, files, "shipped with onrecord")


def _checked(facts: Snapshot) -> datetime:
    """The day on which facts were checked, as an instant."""
    if facts.published is None:
        raise AssertionError("a sheet of facts gives its day")
    return datetime.combine(facts.published, time(), UTC)


def captures_at(path: Path) -> Iterator[Found]:
    """The captures in a folder and the folders below it, oldest first.

    Raises NotFound for a path that is not there, InputError for a folder without a capture.
    """
    if path.name == _NOTE and path.is_file():
        path = path.parent
    if not path.exists():
        raise NotFound(f"no such file or folder: {path}")
    notes = [path / _NOTE] if (path / _NOTE).is_file() else sorted(path.glob(f"**/{_NOTE}"))
    if not notes:
        raise InputError(f"no list in it: {path}: a capture is a folder with a {_NOTE}")
    found = [_found(note) for note in notes]
    late = datetime.max.replace(tzinfo=UTC)
    found.sort(key=lambda f: (f.capture.captured if f.capture else late, f.where))
    yield from found


def given(paths: Sequence[Path], source: str | None, captured: datetime | None) -> Capture:
    """One capture of files without a `capture.toml`, of this source and instant.

    Files of a source that tells its own instants need neither: the newest in them is theirs; facts
    need no instant: they are of the day on which they were checked.
    Raises InputError for files that are no list at all, UsageError where source or instant is
    lacking, NotFound.
    """
    files = {path.name: _read(path) for path in paths}
    looks = source or sources.recognise(files)
    if looks is not None and sources.get(looks).tells_since:
        source = looks
        captured = captured or sources.newest_seen(sources.get(looks), files)
    if source is not None and captured is None and sources.get(source).facts:
        captured = _checked(sources.parse(sources.get(source), files))
    if source is None or captured is None:
        if sources.recognise(files) is None:
            raise _no_list(files, str(paths[0]))
        lacking = " and ".join(
            option
            for option, value in (("--source ID", source), ("--captured INSTANT", captured))
            if value is None
        )
        raise UsageError(f"a file without a {_NOTE}: {paths[0]}: give {lacking}")
    return Capture(sources.get(source).id, captured, files, str(paths[0]))


def refuse_early(capture: Capture, now: datetime) -> None:
    """Raises InputError for a capture from the future."""
    if capture.captured > now + _AHEAD:
        raise InputError(
            f"a capture from the future: {capture.origin}: captured {capture.captured.isoformat()}"
        )


def _found(note: Path) -> Found:
    try:
        return Found(str(note.parent), _by_note(note))
    except OnrecordError as why:
        return Found(str(note.parent), refused=why)


def _by_note(note: Path) -> Capture:
    told = _note(note)
    captured = told.get("captured")
    if not isinstance(captured, datetime) or captured.tzinfo is None:
        raise InputError(f"{note}: captured: write an instant with its zone: 2021-12-10T18:50:16Z")
    files = _files(note.parent, told.get("file", []))
    named = told.get("source")
    source = named if named in sources.known() else sources.recognise(files)
    if named not in (None, "none") and named not in sources.known():
        raise InputError(f"{note}: source {named!r} is none of those read here: `onrecord sources`")
    if source is None:
        raise _no_list(files, str(note.parent))
    if told.get("complete") is False or named == "none":
        # the files' own fault says more than "a part"
        sources.parse(sources.get(source), files)
        raise InputError(f"{note.parent}: {_PART}")
    return Capture(source, captured.astimezone(UTC), files, str(note.parent))


def _note(note: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(note.read_text(encoding="utf-8"))
    except (OSError, ValueError) as why:
        raise InputError(f"{note}: cannot be read as TOML: {why}") from why


def _files(folder: Path, listed: list[dict[str, Any]]) -> dict[str, bytes]:
    """The files that the note lists, each held against its hash; all others where it lists none."""
    files: dict[str, bytes] = {}
    for entry in listed:
        name = str(entry.get("name", ""))
        if not name or Path(name).name != name:
            raise InputError(f"{folder / _NOTE}: not a file's name: {name!r}")
        content = _read(folder / name)
        if "sha256" in entry and sha256(content).hexdigest() != entry["sha256"]:
            raise InputError(f"{folder / name}: not the bytes whose sha256 {_NOTE} gives")
        files[name] = content
    if not listed:
        files = {p.name: _read(p) for p in sorted(folder.iterdir()) if p.name != _NOTE}
    if not files:
        raise InputError(f"no list in it: {folder}: only a {_NOTE}")
    return files


def _read(path: Path) -> bytes:
    """The bytes of an ordinary file; a pipe or a device would never end."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise InputError(f"a folder, not a file: {path}")
        if not stat.S_ISREG(status.st_mode):
            raise InputError(f"not an ordinary file: {path}: copy it to one first")
        if status.st_size > _LARGEST:
            raise InputError(f"too large for a list: {path}: {status.st_size:,} bytes")
        return path.read_bytes()
    except FileNotFoundError as why:
        raise NotFound(f"no such file or folder: {path}") from why
    except OSError as why:
        raise InputError(f"cannot be read: {path}: {why.strerror}") from why


def _no_list(files: dict[str, bytes], where: str) -> InputError:
    kinds = [kind for kind in (what_it_is(content) for content in files.values()) if kind]
    what = f", {kinds[0]}" if kinds else ""
    return InputError(
        f"not a list of any source here: {where}{what}: `onrecord sources` names them"
    )
