"""Rows under a header whose columns are all known, as texts by column."""

from collections.abc import Collection, Iterable, Iterator

from onrecord.formats.rows import Record
from onrecord.formats.text import refused


def under_header(
    records: Iterable[Record], name: str, known: Collection[str], needed: Collection[str]
) -> Iterator[tuple[int, dict[str, str]]]:
    """(line, text by column) of each row under the first one; texts without outer blanks.

    Every column must be among the `known`, which are those that a parser maps or ignores by name:
    so no row has to be looked through for a column left over. Refuses a header that lacks a
    `needed` column or has one twice, and a row of another length.
    """
    rows = iter(records)
    first = next(rows, None)
    if first is None:
        raise refused("a file without a header", name)
    top, header = first[0], [" ".join(column.split()) for column in first[1]]
    for column in header:
        if column not in known:
            raise refused(
                f"a column that is not known: {column[:60]!r}",
                name,
                line=top,
                todo="map it in the source's parser, or ignore it in source.toml with a reason",
            )
        if header.count(column) > 1:
            raise refused(f"a column that stands twice: {column!r}", name, line=top)
    for column in needed:
        if column not in header:
            raise refused(f"a column is lacking: {column!r}", name, line=top)
    for line, fields in rows:
        if len(fields) != len(header):
            raise refused(
                f"a row of {len(fields)} fields under a header of {len(header)}", name, line=line
            )
        yield line, dict(zip(header, map(str.strip, fields), strict=True))
