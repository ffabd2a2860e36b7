import pytest

from onrecord.errors import InputError
from onrecord.formats import decode, expect_text, what_it_is


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "empty"),
        (b" \r\n\t\x1a\n", "blanks only"),
        (b"\xef\xbb\xbf \n", "blanks only"),
        (b"\x89PNG\r\n\x1a\n\x00", "a PNG image"),
        (b"\xff\xd8\xff\xe0", "a JPEG image"),
        (b"%PDF-1.7", "a PDF"),
        (b"\x7fELF\x02\x01", "a program (ELF)"),
        (b"PK\x03\x04", "a ZIP archive"),
        (b"\x1f\x8b\x08", "a gzip file"),
        (b"\x28\xb5\x2f\xfd", "a Zstandard file"),
        (b"\xff\xfe1\x00", "UTF-16 text"),
        (b"\xef\xbb\xbf<html lang='en'>", "an HTML page"),
        (b"\n <!doctype HTML>", "an HTML page"),
        (b'<?xml version="1.0"?>\n<html xmlns="x">', "an HTML page"),
        (b'<?xml version="1.0"?><CONSOLIDATED_LIST>', None),
        (b"<headline>", None),
        (b'36,"ZENDA"', None),
        (b" " * 5000 + b"1", None),
    ],
)
def test_a_file_is_called_what_its_first_bytes_say(content: bytes, kind: str | None) -> None:
    assert what_it_is(content) == kind


def test_a_nul_byte_is_refused_with_its_place() -> None:
    with pytest.raises(InputError, match=r"^a NUL byte at byte 5: a\.csv, line 2: get the file"):
        expect_text(b"one\nt\x00o", "a.csv")


def test_a_byte_order_mark_is_no_text() -> None:
    assert decode(b"\xef\xbb\xbfone", "a.csv") == "one"


def test_the_first_encoding_that_fits_is_taken() -> None:
    assert decode("Xi’an".encode(), "a.csv", "utf-8, windows-1252") == "Xi’an"
    assert decode(b"Xi\x92an", "a.csv", "utf-8, windows-1252") == "Xi’an"


def test_a_byte_of_no_encoding_is_told_with_its_place_in_the_file() -> None:
    with pytest.raises(InputError, match=r"^byte 0x92 at byte 9 is not utf-8: a\.csv, line 2"):
        decode(b"\xef\xbb\xbfone\nXi\x92an", "a.csv")
