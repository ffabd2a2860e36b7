"""Taking a capture back: which one is meant by a quarantine's id, or by a source and an instant."""

from datetime import datetime

from onrecord.errors import NotFound, UsageError
from onrecord.model.dates import parse_instant, write_instant
from onrecord.record import Record, Withdrawal, files_digest


def withdraw(
    record: Record, named: str, because: str, at: datetime, by: str | None = None
) -> Withdrawal:
    """Withdraw the capture that a name means: QUARANTINED, SOURCE@INSTANT or SOURCE@INSTANT#HASH.

    Raises UsageError without a reason, for a name that fits several, and for what was withdrawn
    already; NotFound.
    """
    if not because.strip():
        raise UsageError("no reason given: --because TEXT says why the capture counts no more")
    source, captured, files = _meant(record, named)
    withdrawal = Withdrawal(source, captured, files, at, because.strip(), by)
    record.withdraw(withdrawal)
    return withdrawal


def _meant(record: Record, named: str) -> tuple[str, datetime, dict[str, str]]:
    for one in reversed(record.loads() if record.exists() else []):
        if one.accepted is not None and one.accepted.quarantined == named:
            return one.source, one.captured, dict(one.files)
    source, at, rest = named.partition("@")
    text, _, digest = rest.partition("#")
    if not at:
        raise NotFound(
            f"nothing of that name was let in: {named!r}: name a capture as us_ofac_sdn@INSTANT"
        )
    try:
        instant = parse_instant(text)
    except ValueError as why:
        raise UsageError(f"no such capture: {named!r}: {why}") from why
    held = record.captures().get(source, []) if record.exists() else []
    # people copy instants as they are shown, to the second
    found = [
        k
        for k in held
        if write_instant(k.seen.captured) == write_instant(instant)
        and files_digest(k.files).startswith(digest)
    ]
    if not found:
        raise NotFound(f"no such capture: {named!r}: `onrecord sources --json` names all")
    if len(found) > 1:
        several = ", ".join(f"{source}@{text}#{k.seen.digest[:12]}" for k in found)
        raise UsageError(f"several captures are meant: {named!r}: name one of {several}")
    return source, found[0].seen.captured, dict(found[0].files)
