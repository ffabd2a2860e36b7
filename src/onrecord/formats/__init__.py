"""Bytes into text, rows and elements, or one clear refusal.

Takes the bytes of one file and its name; gives decoded text, rows with their line, or the tree of
an XML file. Refuses, as an InputError with the place, whatever is not what the name promises. It
does not know what any column or element means.
"""

from onrecord.formats.node import Node
from onrecord.formats.rows import Record, Row, read_records, read_rows
from onrecord.formats.text import decode, expect_text, refused, what_it_is
from onrecord.formats.xml import read_xml

__all__ = [
    "Node",
    "Record",
    "Row",
    "decode",
    "expect_text",
    "read_records",
    "read_rows",
    "read_xml",
    "refused",
    "what_it_is",
]
