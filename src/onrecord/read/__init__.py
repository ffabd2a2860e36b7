"""From a page or text to a report: dates, actors, statements and events, from the text alone.

Takes a news report in English and gives what it says, on whose word, with exact spans. Knows of no
record, list or measure, and holds nothing to be true: it tells who asserted what.
"""

from onrecord.read.file import read_file
from onrecord.read.page import read_html
from onrecord.read.reader import read_text as read

__all__ = ["read", "read_file", "read_html"]
