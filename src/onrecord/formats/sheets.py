"""The first sheet of an xlsx, xls or ods file as rows of text, with bombs refused unopened."""

import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from lxml import etree

from onrecord.errors import OnrecordError, Unsupported
from onrecord.formats.rows import Record
from onrecord.formats.text import refused, what_it_is

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

# the largest list as a sheet: 15,261 rows of 36 columns, 13 MB unpacked; each bound leaves a factor
# of ten and more, and keeps the worst file that passes below what a small machine has
_MOST_ROWS = 200_000
_MOST_COLUMNS = 512
_MOST_CELLS = 8_000_000
_MOST_PARTS = 1_000
_MOST_BYTES = 256 << 20  # unpacked; and of the text of all cells together
_MOST_RATIO = 200  # of unpacked to packed; sheets of lists have up to 43
_SMALL = 1 << 20  # below this no ratio does harm
_MOST_XLS_BYTES = 32 << 20

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ODS_PART = "content.xml"
_DECLARES = re.compile(rb"<!\s*(?:doctype|entity)", re.I)
_PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{0,7})([0-9]{0,9})["']""")
_VALUE = re.compile(rb">\s*([0-9]{1,8})\s*</")
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")


def is_sheet(content: bytes) -> bool:
    """Whether the first bytes are those of a spreadsheet file of any kind."""
    return content.startswith((_ZIP, _OLE))


def read_sheet(content: bytes, name: str) -> list[Record]:
    """(row counted from 1, cells) of the first sheet, blank rows left out, all rows equally long.

    A cell is its text: a day as YYYY-MM-DD, a whole number without a point. Reads the whole
    file. Refuses what is no spreadsheet, an archive that would unpack beyond all measure and a
    sheet beyond it, before it is unpacked or laid out. Raises Unsupported where the reader of
    xlsx and xls is not installed; ods needs none.
    """
    if content.startswith(_ZIP):
        parts = _parts(content, name)
        rows = _ods_rows(parts, name) if _ODS_PART in parts else _xlsx_rows(parts, name)
    elif content.startswith(_OLE):
        if len(content) > _MOST_XLS_BYTES:
            raise refused(f"a sheet of {len(content):,} bytes, too large for a list", name)
        rows = _calamine_rows(content, name)
    else:
        kind = what_it_is(content)
        said = {"empty": "an empty file", "blanks only": "a file of blanks only"}
        raise refused(said.get(kind or "", f"no spreadsheet but {kind or 'something else'}"), name)
    filled = [(row, cells) for row, cells in rows if cells]
    width = max((len(cells) for _, cells in filled), default=0)
    return [(row, cells + [""] * (width - len(cells))) for row, cells in filled]


def _parts(content: bytes, name: str) -> dict[str, bytes]:
    """The archive's members, unpacked once its directory has been found harmless."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            _refuse_bomb(members, name)
            return {member.filename: _unpacked(archive, member) for member in members}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as why:
        raise refused("a packed sheet that is not whole", name) from why
    except (RuntimeError, ValueError, UnicodeError) as why:
        raise refused("a packed sheet that cannot be unpacked", name) from why


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """One part. Not archive.read: that unpacks all there is before it looks at the stated size."""
    with archive.open(member) as part:
        return part.read(member.file_size + 1)


def _refuse_bomb(members: list[zipfile.ZipInfo], name: str) -> None:
    unpacked = sum(member.file_size for member in members)
    if len(members) > _MOST_PARTS or unpacked > _MOST_BYTES:
        raise refused(f"a packed sheet of {len(members)} parts and {unpacked:,} bytes", name)
    names = {member.filename for member in members}
    if len(names) != len(members):
        raise refused("a packed sheet with one part twice", name)
    for member in members:
        if member.file_size > _SMALL and member.file_size > _MOST_RATIO * member.compress_size:
            times = member.file_size // max(1, member.compress_size)
            raise refused(f"a packed sheet that grows {times} times: {member.filename[:80]}", name)


def _xlsx_rows(parts: dict[str, bytes], name: str) -> Iterator[Record]:
    """By calamine, which sees an archive of the parts that were checked, not the one given."""
    shared = b"".join(p for part, p in parts.items() if part.lower().endswith("sharedstrings.xml"))
    for part in parts.values():
        if b"sheetData" in part:
            _refuse_vast(part, shared, name)
    repacked = io.BytesIO()
    with zipfile.ZipFile(repacked, "w", zipfile.ZIP_STORED) as archive:
        for member, body in parts.items():
            archive.writestr(zipfile.ZipInfo(member), body)
    return _calamine_rows(repacked.getvalue(), name)


def _refuse_vast(sheet: bytes, shared: bytes, name: str) -> None:
    """A sheet is laid out as a full rectangle, with each shared text written out in each cell."""
    if b"\x00" in sheet or _DECLARES.search(sheet) or _DECLARES.search(shared):
        raise refused("a sheet with a declaration or in UTF-16, which no list has", name)
    places = _PLACE.findall(sheet)
    columns = {_column(letters) for letters in {place[0] for place in places}}
    rows = max((int(digits or b"0") for digits in {place[1] for place in places}), default=0)
    _refuse_size(rows, max(columns, default=0), name)
    lengths = [len(text) for text in shared.split(b"<si")[1:]]
    uses = Counter(map(int, _VALUE.findall(sheet)))
    if sum(lengths[at] * count for at, count in uses.items() if at < len(lengths)) > _MOST_BYTES:
        raise refused("a sheet with far more text than any list has", name)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _refuse_size(rows: int, columns: int, name: str) -> None:
    if rows > _MOST_ROWS or columns > _MOST_COLUMNS or rows * columns > _MOST_CELLS:
        raise refused(f"a sheet of {rows:,} rows and {columns:,} columns, too large", name)


def _calamine_rows(content: bytes, name: str) -> Iterator[Record]:
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError as why:
        raise Unsupported(
            f"spreadsheets cannot be read here: {name}: pip install onrecord[xlsx]"
        ) from why
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheet = book.get_sheet_by_index(0)
        _refuse_size(sheet.total_height, sheet.total_width, name)
        return _typed_rows(sheet)
    except OnrecordError:
        raise
    except (CalamineError, IndexError, ValueError, OSError) as why:
        raise refused(f"a spreadsheet that cannot be read ({_in_words(why)})", name) from why
    except BaseException as why:
        # the reader's own faults come as a class of its language, which is no Exception
        if type(why).__name__ != "PanicException":
            raise
        raise refused("a spreadsheet that cannot be read", name) from why


def _in_words(why: Exception) -> str:
    return " ".join(str(why).split())[:120]


def _typed_rows(sheet: "CalamineSheet") -> Iterator[Record]:
    rows = sheet.to_python(skip_empty_area=False)
    return (
        (at, _cut([c.strip() if type(c) is str else _as_text(c) for c in row]))
        for at, row in enumerate(rows, 1)
    )


def _as_text(cell: object) -> str:
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat() if cell.time() != datetime.min.time() else cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _cut(cells: list[str]) -> list[str]:
    """Without the blank cells at its end."""
    last = len(cells)
    while last and not cells[last - 1]:
        last -= 1
    return cells[:last]


def _ods_rows(parts: dict[str, bytes], name: str) -> Iterator[Record]:
    """Rows of the first table of content.xml, each repeated one as often as it says."""
    body = parts[_ODS_PART]
    where = f"{name} ({_ODS_PART})"
    if b"\x00" in body or _DECLARES.search(body):
        raise refused("a sheet with a declaration or in UTF-16, which no list has", where)
    row, filled = 0, 0
    try:
        for element in _first_table(body):
            cells = _ods_cells(element, where)
            times = _times(element, "number-rows-repeated", where)
            if cells:
                filled += times * len(cells)
                _refuse_size(row + times, len(cells), where)
                if filled > _MOST_CELLS:
                    raise refused("a sheet with far more cells than any list has", where)
                for again in range(1, times + 1):
                    yield row + again, cells
            row += times
            element.clear()
            for before in element.itersiblings(preceding=True):
                before.getparent().remove(before)  # type: ignore[union-attr]  # a sibling has one
                break
    except etree.XMLSyntaxError as why:
        raise refused("a sheet whose XML is not whole or not well formed", where) from why


def _first_table(body: bytes) -> Iterator[etree._Element]:
    tags = (f"{_TABLE}table-row", f"{_TABLE}table")
    reader = etree.iterparse(
        io.BytesIO(body),
        events=("end",),
        tag=tags,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    for _, element in reader:
        if element.tag != tags[0]:
            return
        yield element


def _times(element: etree._Element, what: str, where: str) -> int:
    written = str(element.get(_TABLE + what, "1"))
    if not written.isdecimal() or len(written) > 9 or int(written) < 1:
        raise refused(f"not a number of repeats: {written[:20]!r}", where)
    return int(written)


def _ods_cells(row: etree._Element, where: str) -> list[str]:
    """The texts of a row's cells, each repeated one as often as it says, up to the last filled."""
    cells: list[str] = []
    blanks = 0
    for cell in row:
        if cell.tag not in _CELLS:
            continue
        times = _times(cell, "number-columns-repeated", where)
        text = _ods_text(cell)
        if not text:
            blanks += times
            continue
        if len(cells) + blanks + times > _MOST_COLUMNS:
            raise refused(f"a sheet of more than {_MOST_COLUMNS} columns", where)
        cells += [""] * blanks + [text] * times
        blanks = 0
    return cells


def _ods_text(cell: etree._Element) -> str:
    kind = cell.get(f"{_OFFICE}value-type")
    if kind == "date":
        return str(cell.get(f"{_OFFICE}date-value", "")).removesuffix("T00:00:00")
    if kind in ("float", "percentage", "currency"):
        written = str(cell.get(f"{_OFFICE}value", ""))
        return written.removesuffix(".0")
    return "\n".join(_paragraph(each) for each in cell.findall(f"{_TEXT}p")).strip()


def _paragraph(element: etree._Element) -> str:
    """The text of a paragraph, with the blanks, tabs and breaks that elements stand for."""
    said = element.text or ""
    for child in element:
        if child.tag == f"{_TEXT}s":
            written = str(child.get(f"{_TEXT}c", "1"))
            said += " " * (int(written) if written.isdecimal() and len(written) < 4 else 1)
        elif child.tag == f"{_TEXT}tab":
            said += "\t"
        elif child.tag == f"{_TEXT}line-break":
            said += "\n"
        else:
            said += _paragraph(child)
        said += child.tail or ""
    return said
