"""Separated text as rows that know their line, and a row that refuses a column left over."""

import csv
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TypeVar

from onrecord.formats.text import refused

_T = TypeVar("_T")


Record = tuple[int, list[str]]
"""One row as it stands: the line that it ends on, counted from 1, and its fields."""


def read_records(text: str, name: str, delimiter: str = ",") -> Iterator[Record]:
    """The rows of separated text, blank lines left out; quotes are read strictly.

    Refuses a quote that is never closed and a field longer than 128 KiB, with the line where the
    row begins.
    """
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    begins = 1
    while True:
        try:
            fields = next(reader, None)
        except csv.Error as why:
            raise refused(
                f"a row that cannot be read ({_in_words(why)})", name, line=begins
            ) from why
        if fields is None:
            return
        begins = reader.line_num + 1
        if fields:
            yield reader.line_num, fields


def _lines(text: str) -> Iterator[str]:
    """Lines with their ends. Not io.StringIO, which takes four times the memory of the text."""
    if "\n" not in text:
        text = text.replace("\r", "\n")
    start = 0
    while (end := text.find("\n", start) + 1) > 0:
        yield text[start:end]
        start = end
    if start < len(text):
        yield text[start:]


def _in_words(why: csv.Error) -> str:
    said = str(why)
    if "unexpected end" in said:
        return "a quote is never closed"
    if "field limit" in said:
        return "a field is longer than any list has, as where a quote is never closed"
    return said


class Row:
    """One row under a header, from which each column is taken once; `done` refuses what is left."""

    __slots__ = ("_left", "line", "name")

    def __init__(self, name: str, line: int, columns: dict[str, str]) -> None:
        self.name = name
        self.line = line
        self._left = columns

    def take(self, column: str, read: Callable[[str], _T]) -> _T:
        """The column's value, read; refuses a blank one and one that cannot be read."""
        value = self.take_if_any(column, read)
        if value is None:
            raise refused("nothing where a value must be", self.name, line=self.line, field=column)
        return value

    def take_if_any(self, column: str, read: Callable[[str], _T]) -> _T | None:
        """The same, or None for a blank column and for one that the file does not have."""
        text = self._left.pop(column, "").strip()
        return self.read(text, column, read) if text else None

    def read(self, text: str, column: str, read: Callable[[str], _T]) -> _T:
        """A text of that column, read; refuses one that cannot be, with its place."""
        try:
            return read(text)
        except ValueError as why:
            raise refused(str(why), self.name, line=self.line, field=column) from why

    def code(self, column: str, meanings: Mapping[str, str]) -> str:
        """What the column's code means; refuses one that is not among the meanings."""
        given = self.take(column, str)
        if given not in meanings:
            raise refused(
                f"a code that is not known: {given[:40]!r}",
                self.name,
                line=self.line,
                field=column,
                todo="add it to source.toml once its meaning is known",
            )
        return meanings[given]

    def done(self, ignored: Collection[str]) -> None:
        """Refuse a column that was neither taken nor is ignored by name."""
        for column in self._left:
            if column not in ignored:
                raise refused(
                    f"a column that is not known: {column!r}",
                    self.name,
                    line=self.line,
                    todo="map it in the source's parser, or ignore it in source.toml with a reason",
                )


def read_rows(
    text: str, name: str, needed: Collection[str] = (), delimiter: str = ","
) -> Iterator[Row]:
    """Rows under the file's first line; every row has as many fields as that line.

    Refuses a header that lacks a column that is `needed`, or has one twice.
    """
    records = read_records(text, name, delimiter)
    first = next(records, None)
    if first is None:
        raise refused("a file without a header", name)
    top, header = first[0], [column.strip() for column in first[1]]
    for twice in {column for column in header if header.count(column) > 1}:
        raise refused(f"a column that stands twice: {twice!r}", name, line=top)
    for column in needed:
        if column not in header:
            raise refused(f"a column is lacking: {column!r}", name, line=top)
    for line, fields in records:
        if len(fields) != len(header):
            raise refused(
                f"a row of {len(fields)} fields under a header of {len(header)}", name, line=line
            )
        yield Row(name, line, dict(zip(header, fields, strict=True)))
