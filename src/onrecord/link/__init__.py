"""A report beside the record of its own day: actors → parties, claims beside denials.

Takes a report, a way to screen and a way to ask a history; gives a brief. It proposes and gives
reasons, merges nothing, reads no clock, and does not know how the record is kept.
"""

from onrecord.link.actors import why_unscreened
from onrecord.link.authorities import AUTHORITY_NAMES, is_blocking, joined
from onrecord.link.brief import brief
from onrecord.link.values import (
    ActorBrief,
    Brief,
    Claim,
    Histories,
    Link,
    LinkOutcome,
    RecordSays,
    Screen,
    Since,
    Turn,
    Verdict,
    Voice,
)

__all__ = [
    "AUTHORITY_NAMES",
    "ActorBrief",
    "Brief",
    "Claim",
    "Histories",
    "Link",
    "LinkOutcome",
    "RecordSays",
    "Screen",
    "Since",
    "Turn",
    "Verdict",
    "Voice",
    "brief",
    "is_blocking",
    "joined",
    "why_unscreened",
]
