"""What a file is by its first bytes, and its bytes as text, with the place of what is wrong."""

import re

from onrecord.errors import InputError

# the first bytes by which each kind is known: the formats' own registrations
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF-", "a PDF"),
    (b"\x7fELF", "a program (ELF)"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"PK\x05\x06", "a ZIP archive"),
    (b"\x1f\x8b", "a gzip file"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ\x00", "an xz file"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"{\\rtf", "a rich text file"),
    (b"\xff\xfe", "UTF-16 text"),
    (b"\xfe\xff", "UTF-16 text"),
)
_BOM = b"\xef\xbb\xbf"
_HTML = re.compile(rb"\s*(?:<\?xml[^>]*\?>\s*)?<(?:!doctype\s+html|html|head|body|script)\b", re.I)
_BLANK = b" \t\r\n\x0b\x0c\x1a"
_LOOKED_AT = 4096


def refused(
    what: str,
    name: str,
    *,
    line: int | None = None,
    field: str | None = None,
    todo: str = "get the file again from its publisher",
) -> InputError:
    """The error that says *what: where: what to do*; raise it."""
    where = name
    if line is not None:
        where += f", line {line}"
    if field is not None:
        where += f", {field}"
    return InputError(f"{what}: {where}: {todo}")


def what_it_is(content: bytes) -> str | None:
    """What the bytes plainly are where they cannot be a list in text; None where they may be one.

    Packed files count as that: they are refused here, and unpacked only where a source says so.
    """
    if not content:
        return "empty"
    head = content[:_LOOKED_AT].removeprefix(_BOM)
    for first, kind in _MAGIC:
        if head.startswith(first):
            return kind
    if _HTML.match(head):
        return "an HTML page"
    if not head.strip(_BLANK) and not content.removeprefix(_BOM).strip(_BLANK):
        return "blanks only"
    return None


def expect_text(content: bytes, name: str) -> None:
    """Refuse what plainly is no text, and NUL bytes, which no published list has."""
    kind = what_it_is(content)
    if kind == "empty":
        raise refused("an empty file", name)
    if kind == "blanks only":
        raise refused("a file of blanks only", name)
    if kind is not None:
        raise refused(f"not a list but {kind}", name)
    at = content.find(b"\x00")
    if at >= 0:
        raise refused(f"a NUL byte at byte {at}", name, line=_line_of(content, at))


def decode(content: bytes, name: str, encoding: str = "utf-8") -> str:
    """The text, without a byte order mark; refuses the first byte that is not of the encoding.

    `encoding` may name several, joined by a comma, of which the first that fits is taken.
    """
    expect_text(content, name)
    body = content.removeprefix(_BOM)
    dropped = len(content) - len(body)
    first: UnicodeDecodeError | None = None
    choices = [choice.strip() for choice in encoding.split(",")]
    for choice in choices:
        try:
            return body.decode(choice)
        except UnicodeDecodeError as why:
            first = first or why
    assert first is not None  # noqa: S101 - no choice of encoding was given: a bug in source.toml
    at = first.start + dropped
    raise refused(
        f"byte {content[at]:#04x} at byte {at} is not {choices[0]}",
        name,
        line=_line_of(content, at),
    )


def _line_of(content: bytes, at: int) -> int:
    return content.count(b"\n", 0, at) + 1
