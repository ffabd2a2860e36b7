"""Names against names: how alike two are and why; which of many a name may be.

Pure: no record, no clock. Scores come from the two names alone, so that they do not move when
others are listed.
"""

from onrecord.match.compare import Prepared, Scored, compare, prepare
from onrecord.match.index import Index

__all__ = ["Index", "Prepared", "Scored", "compare", "prepare"]
