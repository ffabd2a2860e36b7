"""The one error tree: each class says what went wrong in one line and how the program exits.

The message of an error is *what: where: what to do*, lower case, without a full stop, with what
was given in quotation marks where it is short.
"""

from typing import ClassVar


class OnrecordError(Exception):
    """Anything that Onrecord refuses; shown to the user as one line, without a traceback."""

    exit_status: ClassVar[int] = 2
    http_status: ClassVar[int] = 400


class UsageError(OnrecordError):
    """Wrong use: a bad date, an unknown source, a name that is blank."""


class InputError(OnrecordError):
    """A file that cannot be read as what it should be; says the place where it is known."""

    exit_status = 3
    http_status = 422


class GuardError(OnrecordError):
    """A download or capture put in quarantine; the last good state stays."""

    exit_status = 4
    http_status = 503


class RecordError(OnrecordError):
    """The record cannot be used, or holds nothing that could answer."""

    exit_status = 5
    http_status = 503


class RecordLocked(RecordError):
    """Another process is writing to the record."""


class RecordDamaged(RecordError):
    """The record or the archive is not as it was written."""


class RecordTooNew(RecordError):
    """The record was written by a later version of Onrecord."""


class RecordTooOld(RecordError):
    """What is derived was made by an earlier version of Onrecord."""


class NetworkError(OnrecordError):
    """An address could not be fetched."""

    exit_status = 6
    http_status = 502


class NotFound(OnrecordError):
    """What was asked for is not there: a path, a party, an order."""

    exit_status = 7
    http_status = 404


class Unsupported(OnrecordError):
    """A language, script or format that is not read here."""

    exit_status = 3
    http_status = 415
