import io
import zipfile

import pytest

from onrecord.errors import InputError
from onrecord.formats.packed import is_packed, unpack_one

CONTENT = b"<list>" + b"<entry/>" * 100 + b"</list>"


def packed(*names: str, content: bytes = CONTENT, how: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", how) as archive:
        for name in names:
            archive.writestr(name, content)
    return written.getvalue()


@pytest.mark.parametrize("how", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_the_only_file_comes_out_with_its_name(how: int) -> None:
    archive = packed("LIST.XML", how=how)

    assert is_packed(archive)
    assert unpack_one(archive, "a.zip", ".xml") == ("LIST.XML", CONTENT)


@pytest.mark.parametrize(
    ("archive", "says"),
    [
        (b"", "^a ZIP archive that is cut or damaged: a.zip"),
        (packed("LIST.XML")[:-30], "^a ZIP archive that is cut or damaged"),
        (packed(), "^a ZIP archive of 0 files where one is published"),
        (packed("A.XML", "B.XML"), "^a ZIP archive of 2 files"),
        (packed("folder/A.XML"), "^a ZIP archive with a path in it"),
        (packed("../A.XML"), "^a ZIP archive with a path in it"),
        (packed("C:A.XML"), "^a ZIP archive with a path in it"),
        (packed("LIST.TXT"), "^a ZIP archive of another kind of file: 'LIST.TXT'"),
        (packed("A.XML", how=zipfile.ZIP_BZIP2), "^a ZIP archive packed in a way that no list is"),
        (packed("A.XML", content=b" " * 9_000_000), "^a ZIP archive that unpacks to more than"),
        (packed("A.XML").replace(b"\x00\x00\x08\x00", b"\x01\x00\x08\x00"), "encrypted"),
    ],
)
def test_what_no_publisher_packs_is_refused(archive: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says):
        unpack_one(archive, "a.zip", ".xml")


def test_a_flipped_byte_shows_in_the_checksum() -> None:
    archive = bytearray(packed("A.XML", how=zipfile.ZIP_STORED))
    archive[60] ^= 1

    with pytest.raises(InputError, match="cut or damaged"):
        unpack_one(bytes(archive), "a.zip", ".xml")
