"""Files of unknown kind: a page or a text is read, anything else is refused by its name."""

import re

from onrecord.errors import InputError
from onrecord.model.report import Report
from onrecord.read.page import read_html
from onrecord.read.reader import LONGEST, read_text

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "a PNG image"), (b"\xff\xd8\xff", "a JPEG image"), (b"GIF8", "a GIF image"),
    (b"%PDF", "a PDF document"), (b"\x7fELF", "a program"), (b"MZ\x90", "a program"),
    (b"PK\x03\x04", "a ZIP archive or an office document"), (b"\x1f\x8b", "a gzip archive"),
    (b"\xfd7zXZ", "an xz archive"), (b"BZh", "a bzip2 archive"), (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old office document"), (b"SQLite format 3", "an SQLite database"),
    (b"{\\rtf", "an RTF document"), (b"RIFF", "a RIFF file"), (b"ID3", "an MP3 file"),
)  # fmt: skip
_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|div|p|meta|script)\b", re.I)


def read_file(
    data: bytes,
    *,
    id: str,  # noqa: A002 - the word of the report and of its JSON
) -> Report:
    """The report in the bytes of a file, an HTML page or a text in UTF-8 or Windows-1252.

    Raises InputError for bytes that are neither, or in which there is no text.
    """
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise InputError(f"not a report: {id}: the file is empty")
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise InputError(f"not a report: {id}, {kind}: give an HTML page or a text")
    if len(data) > 4 * LONGEST:
        raise InputError(f"not a report: {id}: more than {LONGEST:,} characters")
    if _is_page(data):
        return read_html(data, id=id)
    return read_text(_decoded(data, id), id=id)


def _is_page(data: bytes) -> bool:
    """Whether markup stands near the beginning, and nothing but blanks or markup before it."""
    opening = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        opening = opening.replace(b"\x00", b"")[2:].lstrip()
    return opening.startswith(b"<") and _MARKUP.search(opening) is not None


def _decoded(data: bytes, name: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as why:
            raise InputError(f"not a text: {name}: damaged at byte {why.start}") from why
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as why:
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            raise InputError(
                f"not a text: {name}: neither UTF-8 nor Windows-1252, at byte {why.start}"
            ) from why
    odd = sum(1 for letter in text[:20_000] if letter < " " and letter not in "\t\n\r\f\v")
    if "\x00" in text or odd > len(text[:20_000]) // 50:
        raise InputError(f"not a text: {name}: control characters in it: give a page or a text")
    return text
