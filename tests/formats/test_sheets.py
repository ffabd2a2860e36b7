"""Sheets as rows; and those that would unpack, repeat or lay out beyond all measure."""

import builtins
import io
import random
import struct
import tracemalloc
import zipfile
from datetime import date
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it ships no types

from onrecord.errors import InputError, Unsupported
from onrecord.formats.sheets import is_sheet, read_sheet

ODS = (
    '<?xml version="1.0"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    "<office:body><office:spreadsheet><table:table>{}</table:table>"
    "<table:table><table:table-row><table:table-cell><text:p>second</text:p></table:table-cell>"
    "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
)
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<sheetData>{}</sheetData></worksheet>"
)


def packed(parts: dict[str, str | bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return kept.getvalue()


def ods(rows: str) -> bytes:
    return packed({"content.xml": ODS.format(rows)})


def row(*cells: str, times: str = "") -> str:
    return f"<table:table-row{times}>{''.join(cells)}</table:table-row>"


def cell(text: str, said: str = "") -> str:
    return f"<table:table-cell{said}><text:p>{text}</text:p></table:table-cell>"


def empty(times: int) -> str:
    return f'<table:table-cell table:number-columns-repeated="{times}"/>'


def xlsx(*rows: list[Any]) -> bytes:
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True})
    sheet = book.add_worksheet()
    days = book.add_format({"num_format": "dd/mm/yyyy"})
    for at, cells in enumerate(rows):
        for column, value in enumerate(cells):
            if isinstance(value, date):
                sheet.write_datetime(at, column, value, days)
            else:
                sheet.write(at, column, value)
    book.close()
    return kept.getvalue()


def with_sheet(rows: str, shared: str | None = None) -> bytes:
    """A workbook of ours with its sheet written by hand."""
    with zipfile.ZipFile(io.BytesIO(xlsx(["x"]))) as archive:
        parts: dict[str, str | bytes] = {n: archive.read(n) for n in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = SHEET.format(rows)
    if shared is not None:
        parts["xl/sharedStrings.xml"] = shared
    return packed(parts)


def test_cells_are_text_days_are_iso_and_whole_numbers_have_no_point() -> None:
    content = xlsx(
        ["Ref", "When", ""], [2, date(2014, 12, 15), ""], [], ["2a ", 41988.5, " "], [True, "", "x"]
    )

    assert read_sheet(content, "z.xlsx") == [
        (1, ["Ref", "When", ""]),
        (2, ["2", "2014-12-15", ""]),
        (4, ["2a", "41988.5", ""]),
        (5, ["True", "", "x"]),
    ]


def test_an_open_document_reads_alike_with_its_own_blanks_and_only_the_first_table() -> None:
    day = ' office:value-type="date" office:date-value="2014-12-15T00:00:00"'
    number = ' office:value-type="float" office:value="2.0"'
    content = ods(
        row(cell("Ref"), cell("a<text:s text:c='2'/>b<text:line-break/>c<text:span>d</text:span>"))
        + row(cell("2", number), cell("15.12.14", day))
    )

    assert read_sheet(content, "z.ods") == [(1, ["Ref", "a  b\ncd"]), (2, ["2", "2014-12-15"])]


def test_repeated_rows_and_cells_stand_as_often_as_they_say_and_blank_ones_cost_nothing() -> None:
    million = ' table:number-rows-repeated="1043268"'
    twice = ' table:number-rows-repeated="2"'
    content = ods(
        row(cell("A"), empty(16376))
        + row(empty(16384), times=million)
        + row(empty(1), cell("x", ' table:number-columns-repeated="2"'), times=twice)
        + row(empty(16384), times=million)
    )
    small = ods(row(cell("A")) + row(empty(1), cell("x"), cell("x"), times=twice))

    tracemalloc.start()
    with pytest.raises(InputError, match=r"^a sheet of 1,043,271 rows"):
        read_sheet(content, "z.ods")
    assert read_sheet(small, "z.ods") == [
        (1, ["A", "", ""]),
        (2, ["", "x", "x"]),
        (3, ["", "x", "x"]),
    ]
    assert tracemalloc.get_traced_memory()[1] < 4 << 20
    tracemalloc.stop()


def test_a_million_blank_rows_at_the_end_are_none() -> None:
    content = ods(row(cell("A")) + row(empty(16384), times=' table:number-rows-repeated="1043268"'))

    assert read_sheet(content, "z.ods") == [(1, ["A"])]


BOMB = "<!DOCTYPE x [<!ENTITY a 'b'>]>"
HUGE = "\0" * (64 << 20)


def lying() -> bytes:
    """An archive whose directory states 10 bytes of a part that unpacks to 64 MiB."""
    content = bytearray(packed({"content.xml": HUGE}))
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(content)


def shared_bomb() -> bytes:
    """A long text in one place, and a hundred thousand cells that point to it."""
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 20_001))
    noise = "".join(chr(0x4E00 + (n * 7919) % 20_000) for n in range(30_000))
    return with_sheet(cells, f"<sst><si><t>{noise}</t></si></sst>")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "^an empty file: z"),
        (b"Ref,Name\n", "^no spreadsheet but something else: z"),
        (b"%PDF-1.7", "^no spreadsheet but a PDF: z"),
        (b"PK\x03\x04", "^a packed sheet that is not whole: z"),
        (xlsx(["a"])[:-40], "^a packed sheet that is not whole: z"),
        (packed({"a.txt": "x"}), "^a spreadsheet that cannot be read"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 200, "^a spreadsheet that cannot be read"),
        (packed({"content.xml": HUGE}), "^a packed sheet that grows"),
        (packed(dict.fromkeys(map(str, range(1001)), "")), "^a packed sheet of 1001 parts"),
        (lying(), "^a packed sheet that is not whole"),
        (packed({"content.xml": BOMB + ODS.format("")}), "^a sheet with a declaration"),
        (packed({"content.xml": ODS.format("")[:-190]}), "^a sheet whose XML is not whole"),
        (
            ods(row(cell("x"), times=' table:number-rows-repeated="999999"')),
            "^a sheet of 999,999 rows",
        ),
        (ods(row(empty(600), cell("x"))), "^a sheet of more than 512 columns"),
        (ods(row(empty(0))), "^not a number of repeats: '0'"),
        (with_sheet('<row r="1"><c r="XFD1"><v>1</v></c></row>'), "^a sheet of 1 rows and 16,384"),
        (with_sheet('<row r="1048576"/>'), "^a sheet of 1,048,576 rows"),
        (with_sheet('<row r="9"><c r="A1048576"/></row>'), "^a sheet of 1,048,576 rows"),
        (shared_bomb(), "^a sheet with far more text"),
    ],
)
def test_what_is_no_sheet_of_a_list_is_refused_in_one_line(content: bytes, says: str) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(InputError, match=says) as told:
            read_sheet(content, "z")
        assert tracemalloc.get_traced_memory()[1] < 8 << 20
    finally:
        tracemalloc.stop()
    assert len(str(told.value).splitlines()) == 1


def test_without_the_reader_installed_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    content, real = xlsx(["a"]), builtins.__import__

    def lacking(name: str, *rest: Any) -> Any:
        if name == "python_calamine":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", lacking)

    with pytest.raises(Unsupported, match=r"z: pip install onrecord\[xlsx\]$"):
        read_sheet(content, "z")
    assert read_sheet(ods(row(cell("A"))), "z") == [(1, ["A"])]


def outcome(content: bytes) -> str:
    try:
        read_sheet(content, "z")
    except InputError as why:
        return "refused" if len(str(why).splitlines()) == 1 else "told badly"
    return "read"


@pytest.mark.parametrize("content", [xlsx(["Ref", "Name"], [1, "Zenda"]), ods(row(cell("Ref")))])
def test_spoilt_sheets_are_refused_or_read(content: bytes) -> None:
    dice = random.Random(8)  # noqa: S311 - not for secrets
    came = set()
    for _ in range(150):
        spoilt = bytearray(content)
        spoilt[dice.randrange(len(spoilt))] ^= 1 << dice.randrange(8)
        del spoilt[dice.randrange(len(spoilt)) if dice.random() < 0.2 else len(spoilt) :]
        came.add(outcome(bytes(spoilt)))

    assert came == {"refused", "read"}


def test_a_sheet_is_known_by_its_first_bytes() -> None:
    assert is_sheet(xlsx(["a"]))
    assert not is_sheet(b"Ref,Name\n")
