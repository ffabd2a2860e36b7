"""The one file in a ZIP archive, read without writing anything and without trusting its sizes."""

import zipfile
import zlib
from io import BytesIO

from onrecord.formats.text import refused

_LARGEST = 512 << 20  # unpacked; the largest list that is published so is a fifth of it
_RATIO = 400  # XML of lists packs to a twentieth, a bomb to a thousandth
_CHUNK = 1 << 20
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def is_packed(content: bytes) -> bool:
    """Whether the bytes begin as a ZIP archive does."""
    return content.startswith(b"PK\x03\x04")


def unpack_one(content: bytes, name: str, ending: str) -> tuple[str, bytes]:
    """(name, bytes) of the only file in the archive, whose name ends in `ending`.

    Refuses an archive that cannot be read, one of several files or of none, a name with a folder
    in it, encryption, a checksum that does not agree, and what unpacks to more than a list is.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            member = _only(archive, name, ending)
            return member.filename, _read(archive, member, name)
    except (
        *(zipfile.BadZipFile, zlib.error, EOFError, OSError),
        *(NotImplementedError, RuntimeError, ValueError, IndexError),
    ) as why:
        raise refused("a ZIP archive that is cut or damaged", name) from why


def _only(archive: zipfile.ZipFile, name: str, ending: str) -> zipfile.ZipInfo:
    members = archive.infolist()
    if len(members) != 1:
        raise refused(f"a ZIP archive of {len(members)} files where one is published", name)
    (member,) = members
    inner = member.filename
    if any(mark in inner for mark in "/\\:\x00") or inner in ("", ".", ".."):
        raise refused(f"a ZIP archive with a path in it: {inner[:40]!r}", name)
    if not inner.lower().endswith(ending):
        raise refused(f"a ZIP archive of another kind of file: {inner[:40]!r}", name)
    if member.flag_bits & 1:
        raise refused("a ZIP archive that is encrypted", name)
    if member.compress_type not in _METHODS:
        raise refused("a ZIP archive packed in a way that no list is", name)
    return member


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> bytes:
    """The file's bytes; the last read checks the checksum. Sizes in the archive may lie."""
    allowed = min(_LARGEST, max(_CHUNK, member.compress_size * _RATIO))
    parts, size = [], 0
    with archive.open(member) as stream:
        while part := stream.read(_CHUNK):
            size += len(part)
            if size > allowed:
                raise refused("a ZIP archive that unpacks to more than a list is", name)
            parts.append(part)
    return b"".join(parts)
