"""A record as one file: the journal's lines and the files that they name, to carry elsewhere."""

import io
import os
import tarfile
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from onrecord.archive import sync_folder
from onrecord.errors import InputError, RecordError
from onrecord.record.journal import Decision, Load, line_of, read_decision
from onrecord.record.kept import beside_loads, mark_of
from onrecord.record.record import Capture, Record
from onrecord.record.seal import unsealed

_JOURNAL = "journal.jsonl"
_LARGEST = 1 << 30


def write_bundle(record: Record, path: Path) -> int:
    """Write a record as a tar file; gives how many captures it holds.

    The journal stands first, the files follow by their SHA-256, as published. Written beside and
    renamed, so that a bundle is whole or not there. Raises RecordError.
    """
    with record.truth() as truth:  # one state of it, whatever is loaded meanwhile
        decisions = list(truth.journal)
        loads = [one for one in decisions if isinstance(one, Load)]
        if not decisions:
            raise RecordError(f"nothing to export: {record.name}: the journal is empty")
        beside = path.with_name(f".{path.name}.part")
        try:
            with tarfile.open(beside, "w") as bundle:
                lines = "".join(f"{line_of(one)}\n" for one in decisions)
                _put(bundle, _JOURNAL, lines.encode())
                for digest in dict.fromkeys(d for load in loads for d in load.files.values()):
                    _put(bundle, f"files/{digest}", truth.archive.get(digest))
            with beside.open("rb+") as written:
                os.fsync(written.fileno())
            beside.replace(path)
            sync_folder(path.parent)
        except OSError as why:
            raise RecordError(f"cannot write the bundle: {path}: {why.strerror}") from why
        finally:
            beside.unlink(missing_ok=True)
    return len(loads)


def _put(bundle: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(content)  # no times, no owner: the same record gives the same bytes
    bundle.addfile(member, io.BytesIO(content))


def import_bundle(record: Record, path: Path, at: datetime) -> Iterator[bool]:
    """Add what a bundle holds, a decision at a time: captures, the oldest first, then all else.

    Tells of each whether it was new. Nothing is unpacked to disk. Raises InputError for what is
    no bundle, or holds other bytes than its journal names.
    """
    try:
        with tarfile.open(path, "r:") as bundle:
            members = {m.name: m for m in bundle.getmembers() if m.isfile()}
            decisions = _journal(bundle, members, path)
            known = _decided(record)
            held = {mark_of(one) for one in known if isinstance(one, Load)}
            beside = list(beside_loads(decisions))
            again = set(map(id, beside))
            loads = [one for one in decisions if isinstance(one, Load) and id(one) not in again]
            for load in sorted(loads, key=lambda one: (one.captured, one.source)):
                files = {n: _file(bundle, members, d, path) for n, d in load.files.items()}
                capture = Capture(load.source, load.captured, files, load.origin)
                # to add what was withdrawn here would restore it
                is_held = mark_of(load) in held
                yield not is_held and record.add(capture, at, load.accepted).is_new
    except (tarfile.TarError, EOFError, OSError) as why:
        raise InputError(f"not a bundle of a record: {path}: {why}") from why
    told = {line_of(one) for one in known}
    for decision in beside:
        is_new = line_of(decision) not in told
        if is_new:
            record.decide(decision)
        yield is_new


def _decided(record: Record) -> list[Decision]:
    """All that a record's journal tells, none of it underived; nothing where there is none yet."""
    if not record.exists():
        return []
    record.mend()  # a crash may have come after a line: what is held is not loaded again
    with record.truth() as truth:
        return list(truth.journal)


def _journal(
    bundle: tarfile.TarFile, members: dict[str, tarfile.TarInfo], path: Path
) -> list[Decision]:
    try:
        lines = _content(bundle, members[_JOURNAL]).splitlines()
        return [read_decision(unsealed(line)) for line in lines]
    except (KeyError, ValueError, TypeError) as why:
        raise InputError(f"not a bundle of a record: {path}: its {_JOURNAL}: {why}") from why


def _file(
    bundle: tarfile.TarFile, members: dict[str, tarfile.TarInfo], digest: str, path: Path
) -> bytes:
    member = members.get(f"files/{digest}")
    content = None if member is None else _content(bundle, member)
    if content is None or sha256(content).hexdigest() != digest:
        raise InputError(f"a bundle that is damaged: {path}: files/{digest[:12]}")
    return content


def _content(bundle: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    if member.size > _LARGEST:
        raise InputError(f"too large for a list: {member.name}: {member.size:,} bytes")
    opened = bundle.extractfile(member)
    return b"" if opened is None else opened.read()
