"""How long to wait before asking again: backoff with chance, and what the server asks for."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from onrecord.intake.limits import Limits


def pause(attempt: int, wished: float | None, limits: Limits, chance: float) -> float:
    """Seconds to wait after this attempt, counted from 0; what the server wished goes first.

    Chance adds up to a quarter, so that many who failed together do not come back together.
    """
    if wished is not None:
        return wished
    return limits.pauses[min(attempt, len(limits.pauses) - 1)] * (1 + chance / 4)


def wished(headers: Mapping[str, str], now: datetime) -> float | None:
    """The seconds of Retry-After (RFC 9110, 10.2.3); None where there is none that can be read.

    A date is taken against the server's own clock where it gives one, for ours may be off.
    """
    said = headers.get("retry-after", "").strip()
    if said.isascii() and said.isdigit():
        return float(said[:12])
    until = http_date(said)
    if until is None:
        return None
    since = http_date(headers.get("date", "")) or now
    return max(0.0, (until - since).total_seconds())


def http_date(text: str) -> datetime | None:
    """An instant as HTTP writes it; None for anything else."""
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
