"""Which of its shapes an export has, and the export read in it."""

import re
from datetime import datetime

from onrecord.formats.ftm.export import Export, Shape
from onrecord.formats.ftm.lines import Lines, newest_in_lines
from onrecord.formats.ftm.statements import Statements, newest_in_statements
from onrecord.formats.text import expect_text

_HEAD = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{")


def read_export(content: bytes, name: str) -> Export:
    """An export in any of its shapes. Raises InputError, with the line, for what is none."""
    expect_text(content, name)
    shape: Shape = Lines(content, name) if _HEAD.match(content) else Statements(content, name)
    export = Export(shape)
    shape.tell(export)
    return export


def newest_seen(content: bytes, name: str) -> datetime | None:
    """The instant at which any value of an export was last seen; None where it says none."""
    expect_text(content, name)
    newest = newest_in_lines if _HEAD.match(content) else newest_in_statements
    return newest(content, name)
