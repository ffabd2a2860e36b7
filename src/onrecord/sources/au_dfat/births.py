"""Dates of birth in English prose, several in a cell, as Australia's list writes them."""

import re
from datetime import date

from onrecord.formats.several import several
from onrecord.model.dates import PartialDate
from onrecord.model.listing import Birth

_APART = re.compile(r"\s*(?:;|>>|,|\n|\bor\s+|\balt\.?\s+DOB:?|\bDOB:?)\s*", re.I)
_CIRCA = re.compile(r"(?:approximately|approx\.?|circa|around|about|c\.)\s*", re.I)
_BETWEEN = re.compile(r"(?:between\s+)?(.+?)\s*(?:-|–|\bto\b|\band\b)\s*(.+)", re.I)
_DAY = re.compile(r"([0-9]{1,2})[./]([0-9]{1,2})[./]([0-9]{4})")
_WORDS = re.compile(r"(?:([0-9]{1,2})[.-]?\s*)?([A-Z][a-z]{2,8})(?:[.,-]\s*|\s+)([0-9]{4})")
_MONTH = re.compile(r"([0-9]{1,2})/([0-9]{4})")
_ISO = re.compile(r"[0-9]{4}(?:-[0-9]{2}-[0-9]{2})?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NONE = ("na", "n/a", "unknown", "not known")
_DAYS_FROM = date(1899, 12, 30).toordinal()  # day 0 of a sheet's serial numbers
_SERIAL = re.compile(r"[0-9]{5}")  # a year has four digits


def read_births(text: str) -> tuple[list[Birth], list[str]]:
    """The dates that a cell gives, and those of its parts that give none, as they stand."""
    births: list[Birth] = []
    rest: list[str] = []
    for value in several(text):
        for part in _APART.split(value):
            said = part.strip(" .()[]")
            if not said or said.lower() in _NONE:
                continue
            born = _birth(said)
            if born is None:
                rest.append(part.strip())
            else:
                births.append(born)
    return births, rest


def _birth(text: str) -> Birth | None:
    circa = _CIRCA.match(text)
    if circa is not None:
        text = text[circa.end() :]
    try:
        one = read_day(text)
        if one is not None:
            return Birth(one, one, circa is not None)
        ends = _BETWEEN.fullmatch(text)
        if ends is None:
            return None
        last = read_day(ends[2])
        first = read_day(ends[1])
        if first is None and last is not None and last.month is not None:
            first = read_day(f"{ends[1]} {last.year}")  # "Aug. and Sep 1977"
    except ValueError:
        return None
    if first is None or last is None or last.before(first):
        return None
    return Birth(first, last, circa is not None)


def read_day(text: str) -> PartialDate | None:
    """A day, month or year in any of the list's writings; None for another text.

    Raises ValueError for a day that no calendar has.
    """
    text = text.strip()
    if _ISO.fullmatch(text):
        return PartialDate.parse(text)
    if _SERIAL.fullmatch(text):
        return PartialDate.of(date.fromordinal(_DAYS_FROM + int(text)))
    found = _DAY.fullmatch(text)
    if found is not None:
        return PartialDate(int(found[3]), int(found[2]), int(found[1]))
    found = _MONTH.fullmatch(text)
    if found is not None:
        return PartialDate(int(found[2]), int(found[1]))
    found = _WORDS.fullmatch(text)
    if found is None or found[2].lower()[:3] not in _MONTHS:
        return None
    month = _MONTHS.index(found[2].lower()[:3]) + 1
    return PartialDate(int(found[3]), month, int(found[1]) if found[1] else None)
