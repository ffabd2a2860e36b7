"""Names against names and entries against entries: how alike two are, why, and whom to compare.

Pure: no record, no clock. Scores come from the two names alone, so that they do not move when
others are listed.
"""

from onrecord.match.blocking import across, candidates
from onrecord.match.compare import Prepared, Scored, compare, prepare
from onrecord.match.identity import Decision, Sameness, exclude, identity, weigh
from onrecord.match.index import Index
from onrecord.match.traits import Traits, traits

__all__ = [
    "Decision",
    "Index",
    "Prepared",
    "Sameness",
    "Scored",
    "Traits",
    "across",
    "candidates",
    "compare",
    "exclude",
    "identity",
    "prepare",
    "traits",
    "weigh",
]
