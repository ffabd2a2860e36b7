"""Getting bytes in, all or nothing: from disk or from their publishers, checked before any write.

`captures_at` and `given` find captures on disk, `update` fetches them and holds them against the
guard; what the guard stops is in the `Quarantine`. It knows nothing of parties and of answers.
"""

from onrecord.intake.captures import Found, captures_at, given, refuse_early, shipped
from onrecord.intake.fetched import Fetched, read_fetched
from onrecord.intake.quarantine import Quarantine, Quarantined
from onrecord.intake.withdrawing import withdraw

__all__ = [
    "Fetched",
    "Found",
    "Quarantine",
    "Quarantined",
    "captures_at",
    "given",
    "read_fetched",
    "refuse_early",
    "shipped",
    "withdraw",
]
