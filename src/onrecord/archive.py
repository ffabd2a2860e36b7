"""The archive: files as published, kept by SHA-256 and compressed, never overwritten.

A list changes little from one day to the next, so that a file is compressed against the file of
the same name in the capture before it. Each packed file says itself what it was packed against.
"""

import hashlib
import os
import re
import struct
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import zstandard

from onrecord.errors import RecordDamaged, RecordError

# a skippable frame (RFC 8878, 3.1.2) before the data: how deep the chain is, the base's hash, and
# a check over both and the data, since not every bit of a packed file bears on what it gives
_FRAME = struct.Struct("<II")
_SKIPPABLE = 0x184D2A5F
_CHECK = 8
_HEAD = 1 + 32 + _CHECK
_DEEPEST = 8  # reading back costs a chain's length; eight were read in 2 ms where one takes 1
_LARGEST = 1 << 30
_NAME = re.compile(r"[0-9a-f]{64}\.zst")


@dataclass(frozen=True, slots=True)
class Damage:
    """A file of the archive that is not as it was written, and what is wrong with it."""

    sha256: str
    says: str


class _Spoilt(Exception):
    """What is wrong with a packed file, or with one that it was packed against."""


class Shelf(Protocol):
    """Where packed files lie, by the SHA-256 of their content; each is written once."""

    def read(self, sha256: str) -> bytes | None:
        """The packed bytes; None where they are not there. Raises RecordError."""

    def write(self, sha256: str, packed: bytes) -> None:
        """Put packed bytes there, whole or not at all. Raises RecordError."""

    def __contains__(self, sha256: str) -> bool: ...

    def __iter__(self) -> Iterator[str]:
        """The hashes of all files that are there, sorted."""

    def size_bytes(self) -> int:
        """What the packed files take."""


class Folder:
    """A shelf that is a folder of files: `aa/SHA256.zst`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, sha256: str) -> bytes | None:
        """The packed bytes; None where they are not there. Raises RecordError."""
        try:
            return self._path(sha256).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as why:
            raise RecordError(f"cannot read the archive: {sha256[:12]}: {why.strerror}") from why

    def write(self, sha256: str, packed: bytes) -> None:
        """Put packed bytes there, whole or not at all. Raises RecordError."""
        path = self._path(sha256)
        try:
            write_whole(path, packed)
        except OSError as why:
            raise RecordError(f"cannot write the archive: {path.parent}: {why.strerror}") from why

    def __contains__(self, sha256: str) -> bool:
        return self._path(sha256).exists()

    def __iter__(self) -> Iterator[str]:
        """The hashes of all files that are there, sorted."""
        found = (p for p in self._folder.glob("??/*.zst") if _NAME.fullmatch(p.name))
        yield from sorted(p.name.removesuffix(".zst") for p in found)

    def size_bytes(self) -> int:
        """What the packed files take on disk."""
        return sum(self._path(sha256).stat().st_size for sha256 in self)

    def _path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / f"{sha256}.zst"


class Archive:
    """Files by content, packed on a shelf."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def put(self, content: bytes, base: str | None = None) -> str:
        """Keep these bytes and give their SHA-256; what is there already is left as it is.

        `base` is the hash of a file that they probably resemble. Raises RecordError where the
        shelf cannot be written.
        """
        digest = hashlib.sha256(content).hexdigest()
        if digest not in self._shelf:
            self._shelf.write(digest, self._pack(content, base))
        return digest

    def get(self, sha256: str) -> bytes:
        """The bytes of this hash. Raises RecordDamaged where they are missing or not the same."""
        try:
            content = self._unpack(sha256, 0)
        except _Spoilt as why:
            raise RecordDamaged(f"the archive is damaged: {sha256[:12]}: {why}") from why
        if hashlib.sha256(content).hexdigest() != sha256:
            raise RecordDamaged(f"the archive is damaged: {sha256[:12]}: its content has changed")
        return content

    def __contains__(self, sha256: str) -> bool:
        return sha256 in self._shelf

    def __iter__(self) -> Iterator[str]:
        """The hashes of all files that are kept, sorted."""
        return iter(self._shelf)

    def damages(self) -> Iterator[Damage]:
        """Every file that does not give back what its name promises; reads the whole archive."""
        for sha256 in self:
            try:
                self.get(sha256)
            except RecordDamaged as why:
                yield Damage(sha256, str(why))

    def size_bytes(self) -> int:
        """What the packed files take."""
        return self._shelf.size_bytes()

    def _pack(self, content: bytes, base: str | None) -> bytes:
        depth = 0 if base is None or base not in self else self._depth(base) + 1
        if base is None or not 0 < depth <= _DEEPEST:
            return _framed(0, bytes(32), _compressor(len(content)).compress(content))
        against = zstandard.ZstdCompressionDict(
            self.get(base), dict_type=zstandard.DICT_TYPE_RAWCONTENT
        )
        packed = _compressor(len(content), against).compress(content)
        return _framed(depth, bytes.fromhex(base), packed)

    def _depth(self, sha256: str) -> int:
        return self._read(sha256)[0]

    def _read(self, sha256: str) -> tuple[int, str | None, bytes]:
        """Depth, base and packed data. Raises _Spoilt."""
        packed = self._shelf.read(sha256)
        if packed is None:
            raise _Spoilt(f"{sha256[:12]} is gone")
        head = packed[: _FRAME.size]
        if len(packed) < _FRAME.size + _HEAD or _FRAME.unpack(head) != (_SKIPPABLE, _HEAD):
            raise _Spoilt("its head has changed")
        depth = packed[_FRAME.size]
        base = packed[_FRAME.size + 1 : _FRAME.size + 33]
        data = packed[_FRAME.size + _HEAD :]
        if packed != _framed(depth, base, data):
            raise _Spoilt("its packed bytes have changed")
        return depth, base.hex() if any(base) else None, data

    def _unpack(self, sha256: str, depth: int) -> bytes:
        if depth > _DEEPEST:
            raise _Spoilt("a chain without an end")
        _, base, packed = self._read(sha256)
        against = None
        if base is not None:
            against = zstandard.ZstdCompressionDict(
                self._unpack(base, depth + 1), dict_type=zstandard.DICT_TYPE_RAWCONTENT
            )
        reader = zstandard.ZstdDecompressor(dict_data=against, max_window_size=1 << 27)
        try:
            return reader.decompress(packed, max_output_size=_LARGEST)
        except (zstandard.ZstdError, MemoryError) as why:
            raise _Spoilt(str(why)) from why


def _framed(depth: int, base: bytes, data: bytes) -> bytes:
    told = bytes([depth]) + base
    check = hashlib.sha256(told + data).digest()[:_CHECK]
    return _FRAME.pack(_SKIPPABLE, _HEAD) + told + check + data


def _compressor(
    size: int, against: zstandard.ZstdCompressionDict | None = None
) -> zstandard.ZstdCompressor:
    # the window must reach over the whole base as well, else only its end is of use
    window = max(10, min(27, (2 * size).bit_length()))
    settings = zstandard.ZstdCompressionParameters.from_level(
        9, source_size=size, window_log=window, write_checksum=True
    )
    return zstandard.ZstdCompressor(dict_data=against, compression_params=settings)


def write_whole(path: Path, content: bytes) -> None:
    """Beside, to the disk, then renamed, so that a file is there whole or not at all.

    Raises OSError, and then nothing is left of it.
    """
    make_folder(path.parent)
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, and bring their names to the disk.

    A file that is on the disk in a folder that is not goes with it when the power goes.
    """
    new = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for one in new:
        sync_folder(one.parent)


def sync_folder(folder: Path) -> None:
    """Bring a rename to the disk; where a folder cannot be opened (Windows), there is no need."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
