"""Names against names and entries against entries: how alike two are, why, and whom to compare.

Pure: no record, no clock. Scores come from the two names alone, so that they do not move when
others are listed.
"""

from onrecord.match.blocking import ACROSS_LISTS, WITHIN_A_LIST, across
from onrecord.match.compare import Prepared, Scored, compare, prepare
from onrecord.match.identity import Decision, Sameness, exclude, identity, weigh
from onrecord.match.index import Index
from onrecord.match.traits import Traits, traits

__all__ = [
    "ACROSS_LISTS",
    "WITHIN_A_LIST",
    "Decision",
    "Index",
    "Prepared",
    "Sameness",
    "Scored",
    "Traits",
    "across",
    "compare",
    "exclude",
    "identity",
    "prepare",
    "traits",
    "weigh",
]
