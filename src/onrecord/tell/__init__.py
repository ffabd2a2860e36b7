"""Answers for readers: documents as values, and their terminal, HTML, SVG and JSON.

Takes briefs, histories and screenings; gives documents (`brief_document`, `history_document`),
which `tell.terminal` and `tell.html` render, and JSON values (`tell.json`). It computes nothing
about the world: what it shows is in the value that it was given.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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

_FILE_OF = {
    "brief_document": "brief",
    "Document": "document",
    "history_document": "history",
    "report_document": "report",
    "screened_document": "screening",
    "sources_document": "sources",
}


def __getattr__(name: str) -> object:
    """What is asked for, imported only then: a note on standard error needs no brief."""
    if name not in _FILE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_FILE_OF[name]}"), name)
