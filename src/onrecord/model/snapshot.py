"""A capture, parsed: entries, facts and findings."""

from dataclasses import dataclass
from datetime import date

from onrecord.model.facts import FactSheet
from onrecord.model.listing import Entry


@dataclass(frozen=True, slots=True)
class Finding:
    """Something odd in a capture that is told and kept.

    `damages` means that rows are lost or spoilt, so that an absence from this capture proves
    nothing.
    """

    code: str
    says: str
    damages: bool = False


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A capture, parsed: its entries in the order of the file, and what was odd about it.

    `published` is the day that the file states as its own, in the file's own time zone; None
    where it states none. `facts` only from a source of hand-checked facts. `covers` only from a
    collection of many lists: which of them it holds; it says nothing of those that it does not.
    """

    entries: tuple[Entry, ...]
    published: date | None = None
    findings: tuple[Finding, ...] = ()
    facts: FactSheet | None = None
    covers: tuple[str, ...] = ()
