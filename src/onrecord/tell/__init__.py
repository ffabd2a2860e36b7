"""Answers for readers: documents as values, and their terminal, HTML, SVG and JSON.

Takes briefs, histories and screenings; gives documents (`brief_document`, `history_document`),
which `tell.terminal` and `tell.html` render, and JSON values (`tell.json`). It computes nothing
about the world: what it shows is in the value that it was given.
"""

from onrecord.tell.brief import brief_document
from onrecord.tell.document import Document
from onrecord.tell.history import history_document
from onrecord.tell.report import report_document
from onrecord.tell.screening import screened_document
from onrecord.tell.sources import sources_document

__all__ = [
    "Document",
    "brief_document",
    "history_document",
    "report_document",
    "screened_document",
    "sources_document",
]
