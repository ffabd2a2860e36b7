"""Names against a view of the record: who may be meant, with reasons, and how each stood.

A match is a proposal. What cannot be read is told as not screened, never as no match.
"""

from onrecord.screen.screener import Screener

__all__ = ["Screener"]
