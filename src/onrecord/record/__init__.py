"""The record: lists through time, kept with their bytes, and answers as known at any instant.

`Record` takes captures and gives a `View(known)`; the view answers for any day. It owns the only
SQL, and knows nothing of reports, screening policy or how answers are shown.
"""

from onrecord.record.bundle import import_bundle, write_bundle
from onrecord.record.changes import changes, touched
from onrecord.record.conflicts import Conflict
from onrecord.record.decisions import Withdrawal
from onrecord.record.home import Home
from onrecord.record.journal import Accepted
from onrecord.record.kept import Kept, files_digest
from onrecord.record.receipt import Question, differences, question_of, receipt
from onrecord.record.record import Capture, Record
from onrecord.record.resting import BasisAnswer, Expiry, Resting, basis, expiring
from onrecord.record.server import ServerHome, has_secret
from onrecord.record.store import Added
from onrecord.record.view import View

__all__ = [
    "Accepted",
    "Added",
    "BasisAnswer",
    "Capture",
    "Conflict",
    "Expiry",
    "Home",
    "Kept",
    "Question",
    "Record",
    "Resting",
    "ServerHome",
    "View",
    "Withdrawal",
    "basis",
    "changes",
    "differences",
    "expiring",
    "files_digest",
    "has_secret",
    "import_bundle",
    "question_of",
    "receipt",
    "touched",
    "write_bundle",
]
