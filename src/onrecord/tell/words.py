"""The words in which readers are told of days, authorities, statuses and evidence."""

from datetime import date

from onrecord.model.answer import Evidence, Measure, Status
from onrecord.model.dates import Bound, InForce, write_instant
from onrecord.model.listing import Authority
from onrecord.model.report import Naming, OnRecord
from onrecord.tell.document import Tone

SHORT = {
    Authority.US_OFAC: "US OFAC",
    Authority.US_STATE: "US State",
    Authority.US_BIS: "US BIS",
    Authority.UN_SC: "UN",
    Authority.EU: "EU",
    Authority.GB: "UK",
    Authority.CA: "Canada",
    Authority.AU: "Australia",
    Authority.CH: "Switzerland",
    Authority.OTHER: "other",
}
STATUS = {
    Status.LISTED: ("listed", Tone.LISTED),
    Status.FORMERLY_LISTED: ("formerly listed", Tone.FORMER),
    Status.NEVER_LISTED: ("never listed", Tone.ABSENT),
    Status.NOT_LISTED: ("not listed", Tone.ABSENT),
    Status.UNKNOWN: ("unknown", Tone.UNKNOWN),
}
SIGNS = {
    Status.LISTED: "●",
    Status.FORMERLY_LISTED: "◐",
    Status.NEVER_LISTED: "○",
    Status.NOT_LISTED: "○",
    Status.UNKNOWN: "?",
}
NAMING = {
    Naming.NAMED: "named",
    Naming.INSTITUTIONAL: "an institution",
    Naming.UNNAMED: "unnamed",
    Naming.COLLECTIVE: "a class of people, nobody in particular",
    Naming.NONE: "",
}
RECORD = {OnRecord.ON: "on the record", OnRecord.OFF: "not on the record", OnRecord.NOT_SAID: ""}
IN_FORCE = {
    InForce.YES: ("●", Tone.LISTED),
    InForce.NO: ("○", Tone.MUTED),
    InForce.UNKNOWN: ("?", Tone.UNKNOWN),
}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def long_day(day: date) -> str:
    """A day for a heading: 21 July 2017."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def bound(when: Bound | None) -> str:
    """A bound for a table: the day, or from when to when."""
    if when is None:
        return "none seen"
    if when.is_exact:
        return str(when.earliest)
    return f"{when.earliest or 'unknown'} to {when.latest or 'unknown'}"


def effects(measure: Measure) -> str:
    """What a measure does: asset freeze, travel ban."""
    return ", ".join(effect.replace("_", " ") for effect in measure.effects) or "unknown"


def cited(evidence: Evidence) -> str:
    """A piece of evidence in one phrase, with what leads to it."""
    if evidence.fact is not None:
        parts = [evidence.cites or evidence.says]
        if evidence.confidence:
            parts.append(f"confidence: {evidence.confidence}")
    else:
        parts = [evidence.says]
        if evidence.captured:
            parts.append(f"captured {write_instant(evidence.captured)}")
        if evidence.last_captured and evidence.last_captured != evidence.captured:
            parts.append(f"last {write_instant(evidence.last_captured)}")
        if evidence.sha256:
            parts.append(f"sha256 {evidence.sha256}")
    # a fact is known from a day, a capture from an instant
    known = evidence.known.date() if evidence.fact else write_instant(evidence.known)
    return "; ".join([*parts, f"known from {known}"])


def label(evidence: Evidence) -> str:
    """How a piece of evidence is named: F002, us_ofac_sdn/33537."""
    return evidence.fact or evidence.entry or "evidence"


def short(words: str, most: int) -> str:
    """Words cut after a whole one where they are longer than so many letters."""
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + " …"
