"""One of OFAC's separated files as rows with their line, checked for the published form."""

from collections.abc import Iterator, Mapping
from itertools import accumulate, pairwise

from onrecord.errors import InputError
from onrecord.formats.rows import Record, read_records
from onrecord.formats.text import decode, refused
from onrecord.model.snapshot import Finding

_END_MARK = "\x1a"
_NULL = "-0-"
PUBLISHED_NULL = "-0- "  # the blank belongs to it

# the columns by the names of OFAC's specification, which some keepers put on top
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "main": (
        "Ent_num",
        "SDN_name",
        "SDN_Type",
        "Program",
        "Title",
        "Call_Sign",
        "Vess_type",
        "Tonnage",
        "GRT",
        "Vess_flag",
        "Vess_owner",
        "Remarks",
    ),
    "alt": ("Ent_num", "Alt_num", "Alt_type", "Alt_name", "Alt_remarks"),
    "add": (
        "Ent_num",
        "Add_num",
        "Address",
        "City/State/Province/Postal Code",
        "Country",
        "Add_remarks",
    ),
    "comments": ("Ent_num", "Remarks"),
}
_DELIMITERS = {".pip": "|", ".del": "@"}
# of the columns in a file of fixed fields, in characters: OFAC's specification, and so found
_WIDTHS: Mapping[str, tuple[int, ...]] = {
    "main": (10, 350, 12, 50, 200, 8, 25, 14, 8, 40, 150, 1000),
    "alt": (10, 10, 8, 350, 200),
    "add": (10, 10, 750, 116, 250, 200),
}


def null(text: str) -> str | None:
    """The text without outer blanks; None for the list's way to write nothing."""
    if text == PUBLISHED_NULL:  # nine fields in ten: without the strip, a tenth of the time saved
        return None
    text = text.strip()
    return None if text in (_NULL, "") else text


class Table:
    """The rows of one file, to be gone through once; `uids` are those of the rows gone through.

    `part` is main, alt, add or comments. The name's ending says what stands between the fields:
    a comma, a pipe (.pip), an at sign (.del), or nothing at all (.ff, fields of fixed width).
    """

    def __init__(
        self, part: str, name: str, content: bytes, encoding: str, findings: list[Finding]
    ) -> None:
        self.part = part
        self.name = name
        self.uids: list[str] = []
        self._content = content
        self._encoding = encoding
        self._findings = findings
        self._ending = "." + name.lower().rpartition(".")[2]

    def refused(self, what: str, line: int, column: str | None = None) -> InputError:
        """The error for a value outside the published form; raise it."""
        return refused(what, self.name, line=line, field=column)

    def number(self, text: str, line: int, column: str) -> int:
        """A count as the list writes it; refuses anything else."""
        text = text.strip()
        if not (text.isascii() and text.isdigit()) or len(text) > 9:
            raise self.refused(f"not a number: {text[:40]!r}", line, column)
        return int(text)

    def __iter__(self) -> Iterator[Record]:
        """(line, fields) of each row; the first field, the uid, is trimmed and a number."""
        if self.part == "comments" and self._content.strip() == _END_MARK.encode():
            return  # no remark is longer than its field
        text = decode(self._content, self.name, self._encoding)
        piped = self._ending == ".pip"
        columns = _COLUMNS[self.part]
        width = len(columns)
        ended, before, fields = False, 0, [""]
        for line, fields in self._records(text):
            if len(fields) == 1 and fields[0].strip() == _END_MARK and not ended:
                ended = True
                continue
            if ended:
                raise self._joined(line)
            if len(fields) != width or (line > before + 1 and _runs_over(fields)):
                raise self._bad_width(fields, width, line)
            before = line
            uid = fields[0]
            if not (uid.isdigit() and uid.isascii()):
                if piped and line == 1 and tuple(map(str.strip, fields)) == columns:
                    self._tell("header", "a line of column names, which OFAC's own file has not")
                    continue
                uid = fields[0] = self._uid(uid, line)
            self.uids.append(uid)
            yield line, fields
        if not self.uids:
            raise refused("no row but the end mark" if ended else "no row", self.name)
        if not ended:
            self._refuse_cut(text, fields[-1].strip(), before)
            self._tell("no_end_mark", "does not end in the byte 0x1A, as OFAC's own file does")

    def _records(self, text: str) -> Iterator[Record]:
        if self._ending == ".ff":
            return self._fixed(text)
        return read_records(text, self.name, _DELIMITERS.get(self._ending, ","))

    def _fixed(self, text: str) -> Iterator[Record]:
        """Rows of fixed fields, each as wide as specified; a null is then one without its blank."""
        if self.part not in _WIDTHS:
            raise refused("a file of fixed fields, whose widths are not known", self.name)
        edges = list(pairwise(accumulate(_WIDTHS[self.part], initial=0)))
        for line, row in enumerate(text.split("\n"), 1):
            row = row.removesuffix("\r")
            if not row.strip(" "):
                continue
            if row.strip() == _END_MARK:
                yield line, [row]
                continue
            if len(row) != edges[-1][1]:
                says = f"a row of {len(row)} characters where {edges[-1][1]} are"
                raise self.refused(says, line)
            fields = [row[start:end].rstrip() for start, end in edges]
            yield line, [PUBLISHED_NULL if field == _NULL else field for field in fields]

    def _uid(self, given: str, line: int) -> str:
        """A uid that is not a plain number as it stands: blanks around one are its only excuse."""
        uid = given.strip()
        if uid.isdigit() and uid.isascii():
            return uid
        if uid.startswith(_END_MARK):
            raise self._joined(line)
        first = "a header line" if line == 1 else "a row whose uid is no number"
        raise self.refused(f"{first} ({uid[:40]!r}), which the list has not", line)

    def _joined(self, line: int) -> InputError:
        return self.refused("two lists joined: rows stand after the end mark", line)

    def _tell(self, code: str, says: str) -> None:
        self._findings.append(Finding(code, f"{self.name}: {says}"))

    def _bad_width(self, fields: list[str], width: int, line: int) -> InputError:
        if len(fields) == 1 and ("," in fields[0] or "|" in fields[0]):
            return self.refused("a row quoted whole, as a spreadsheet does", line)
        if len(fields) == width:
            return self.refused("a field that runs over the end of its line", line)
        return self.refused(
            f"not a whole row, or another list: {len(fields)} fields where {width} are", line
        )

    def _refuse_cut(self, text: str, last: str, line: int) -> None:
        """Without its end mark a file must at least end in a whole row."""
        if text.endswith(("\n", "\r", '"')) or last == _NULL:
            return
        if last == "-0" and self.part != "main":
            # a keeper of files took the last blank and, in one, the dash before it: nothing is lost
            self._tell("cut_null", "the last field lacks its last character")
            return
        raise self.refused("the last row is cut", line)


def _runs_over(fields: list[str]) -> bool:
    return any("\n" in each or "\r" in each for each in fields)
