"""OFAC's lists in every form that is published: separated text, and three kinds of XML.

The Specially Designated Nationals and the lists that do not block come in the same forms. Takes
files by what they are; gives entries. What a programme does is the source's to say, through a Form.
"""

from onrecord.formats.ofac.form import Draft, Event, Form, vocabulary
from onrecord.formats.ofac.remarks import Paper, Remarks, place, read_day, read_remarks
from onrecord.formats.ofac.rows import Companions, read_main
from onrecord.formats.ofac.table import Table
from onrecord.formats.ofac.whole import is_whole, read_whole

__all__ = [
    "Companions",
    "Draft",
    "Event",
    "Form",
    "Paper",
    "Remarks",
    "Table",
    "is_whole",
    "place",
    "read_day",
    "read_main",
    "read_remarks",
    "read_whole",
    "vocabulary",
]
