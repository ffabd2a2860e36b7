"""What an expression of time means, said on a given day: TIMEX3 values with their bounds."""

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from onrecord.model.dates import PartialDate
from onrecord.read.timex import NUMBERS, UNITS, Found, month_number, weekday_number

_ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
}
_SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
_PARTS = {"morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI"}
_VAGUE = {"TS": "PTXS", "TM": "PTXM", "TH": "PTXH", "D": "PXD", "W": "PXW", "M": "PXM", "Q": "PXQ",
          "Y": "PXY", "DE": "PXDE", "CE": "PXCE"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Resolved:
    """A value with the first and last day that it can mean, and how it was found."""

    value: str
    earliest: date | None
    latest: date | None
    basis: str


def resolve(found: Found, said: date | None) -> Resolved:
    """The meaning of an expression in a report that came out on `said`; None where unknown."""
    if found.kind in _STATED:
        return _STATED[found.kind](found)
    if said is None:
        return _undated(found)
    return _RELATIVE[found.kind](found, said)


def _day(when: date, basis: str) -> Resolved:
    return Resolved(when.isoformat(), when, when, basis)


def _of(when: PartialDate, basis: str) -> Resolved:
    return Resolved(str(when), when.earliest, when.latest, basis)


def _none(value: str, basis: str) -> Resolved:
    return Resolved(value, None, None, basis)


def _week(when: date, basis: str, weekend: bool = False) -> Resolved:
    year, week, _ = when.isocalendar()
    first = date.fromisocalendar(year, week, 6 if weekend else 1)
    last = date.fromisocalendar(year, week, 7)
    return Resolved(f"{year}-W{week:02}" + ("-WE" if weekend else ""), first, last, basis)


def _month_shift(when: date, months: int) -> PartialDate:
    count = when.year * 12 + when.month - 1 + months
    return PartialDate(max(1, count // 12), count % 12 + 1)


def _clip_day(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if day <= calendar.monthrange(year, month)[1] else None


# stated in full, or of no place in the calendar: the same on whatever day it was said


def _year(found: Found) -> Resolved:
    return _of(PartialDate(int(found.fields["year"])), "stated")


def _decade(found: Found) -> Resolved:
    given = found.fields.get("decade")
    first = int(given) if given else 1900 + int(found.fields["shortdecade"])
    return Resolved(
        f"{first // 10}", date(first, 1, 1), date(first + 9, 12, 31), "a decade, stated"
    )


def _famous(_found: Found) -> Resolved:
    return _day(date(2001, 9, 11), "known by its date")


def _duration(found: Found) -> Resolved:
    fields = found.fields
    if "vagueunit" in fields:
        unit = UNITS["century" if fields["vagueunit"] == "centurie" else fields["vagueunit"]]
        return _none(_VAGUE[unit], "a length of time")
    number = _number(fields["number"])
    return _none(_length(number, UNITS.get(fields["unit"], "CE")), "a length of time")


def _length(number: int | None, unit: str) -> str:
    if number is None:
        return _VAGUE[unit]
    if unit in ("DE", "CE"):
        return f"P{number * (10 if unit == 'DE' else 100)}Y"
    return f"PT{number}{unit[1]}" if unit.startswith("T") else f"P{number}{unit}"


def _number(word: str) -> int | None:
    return int(word) if word.isdigit() else NUMBERS.get(word)


def _ref(found: Found) -> Resolved:
    for name in ("past", "present", "future"):
        if name in found.fields:
            return _none(f"{name.upper()}_REF", f"no day, the {name}")
    return _none("PAST_REF", "no day, the past")


# relative to the day of the report


def _full_or_near_day(found: Found, said: date) -> Resolved:
    month, day = month_number(found.fields), int(found.fields["day"])
    if "year" in found.fields:
        when = _clip_day(int(found.fields["year"]), month, day)
        return _day(when, "stated") if when else _none("XXXX-XX-XX", "no such day")
    years = range(said.year - 4, said.year + 5)
    days = [d for year in years if (d := _clip_day(year, month, day)) is not None]
    if "weekday" in found.fields:
        wanted = weekday_number(found.fields)
        days = [d for d in days if d.weekday() == wanted] or days
    if not days:
        return _none(f"XXXX-{month:02}-{day:02}", "no such day")
    if found.forthcoming:
        ahead = [d for d in days if d >= said]
        when = min(ahead, default=days[-1])
        return _day(when, f"the next one from {said} on")
    # a day or two of grace: papers print tomorrow's date
    behind = [d for d in days if d <= said + timedelta(days=45)]
    when = max(behind, default=days[0])
    if when > said + timedelta(days=2) and (when - said).days > 7:
        earlier = [d for d in days if d <= said]
        recent = max(earlier, default=when)
        when = recent if (said - recent).days <= 300 else when
    return _day(when, f"the nearest one before {said}" if when <= said else f"near {said}")


def _month(found: Found, said: date) -> Resolved:
    month = month_number(found.fields)
    if "year" in found.fields:
        return _of(PartialDate(int(found.fields["year"]), month), "stated")
    which = found.fields.get("which")
    if which == "this":
        return _of(PartialDate(said.year, month), f"of the year of {said}")
    if which == "next" or (found.forthcoming and which != "last"):
        year = said.year if month >= said.month else said.year + 1
        return _of(PartialDate(year, month), f"the next one from {said} on")
    year = (
        said.year
        if month < said.month or (month == said.month and which != "last")
        else said.year - 1
    )
    return _of(PartialDate(year, month), f"the last one before {said}")


def _month_of(found: Found, said: date) -> Resolved:
    shift = {"last": -1, "this": 0, "next": 1}[found.fields["which"]]
    when = PartialDate(said.year + shift, month_number(found.fields))
    return _of(when, f"counted from the year of {said}")


def _quarter(found: Found, said: date) -> Resolved:
    quarter = _ORDINALS[found.fields["ordinal"]]
    year = int(found.fields.get("year", said.year))
    if found.fields.get("which") == "last" or (
        "year" not in found.fields and "which" not in found.fields and 3 * quarter - 2 > said.month
    ):
        year -= 1
    first = date(year, 3 * quarter - 2, 1)
    last = date(year, 3 * quarter, calendar.monthrange(year, 3 * quarter)[1])
    return Resolved(f"{year}-Q{quarter}", first, last, f"counted from {said}")


def _season(found: Found, said: date) -> Resolved:
    code = _SEASONS[found.fields["season"]]
    year = int(found.fields.get("year", said.year))
    if found.fields.get("which") == "last" and said.month < 9:
        year -= 1
    if found.fields.get("which") == "next":
        year += 1
    return Resolved(f"{year}-{code}", date(year, 1, 1), date(year, 12, 31), "a season, by its year")


def _weekday(found: Found, said: date) -> Resolved:
    wanted = weekday_number(found.fields)
    which = found.fields.get("which", "")
    if which == "next" or which.endswith("coming") or (found.forthcoming and which in ("", "this")):
        ahead = (wanted - said.weekday()) % 7 or 7
        return _day(said + timedelta(days=ahead), f"the next one after {said}")
    back = (said.weekday() - wanted) % 7
    if which == "last" and back == 0:
        back = 7
    return _day(said - timedelta(days=back), f"the last one up to {said}")


def _part_day(found: Found, said: date) -> Resolved:
    day = _weekday(found, said)
    return Resolved(day.value, day.earliest, day.latest, day.basis)


def _part_now(found: Found, said: date) -> Resolved:
    when = said + timedelta(days={"this": 0, "yesterday": -1, "tomorrow": 1}[found.fields["which"]])
    code = _PARTS[found.fields["part"]]
    return Resolved(f"{when}T{code}", when, when, f"counted from {said}")


def _near(found: Found, said: date) -> Resolved:
    shift = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}[found.fields["which"]]
    when = said + timedelta(days=shift)
    value = when.isoformat() + ("TNI" if found.fields["which"] == "tonight" else "")
    return Resolved(value, when, when, f"counted from {said}")


def _clock(found: Found, said: date) -> Resolved:
    hour, minute = int(found.fields["hour"]), int(found.fields.get("minute", 0))
    half = found.fields.get("half", "")
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    if hour > 23:
        return _none("XXXX-XX-XX", "no such time")
    zone = "Z" if found.kind == "clocktoday" else ""
    return Resolved(f"{said}T{hour:02}:{minute:02}{zone}", said, said, f"taken to be of {said}")


def _weekend(found: Found, said: date) -> Resolved:
    which = found.fields["which"]
    shift = {"last": -7, "next": 7, "past": -7, "the past": -7}.get(which, 0)
    if which in ("over the", "at the") and said.weekday() < 5:
        shift = 7 if found.forthcoming else -7
    return _week(said + timedelta(days=shift), f"counted from {said}", weekend=True)


def _last(found: Found, said: date) -> Resolved:
    which, unit = found.fields["which"], found.fields["unit"]
    shift = {"this": 0, "last": -1, "next": 1, "the previous": -1, "the following": 1}[which]
    basis = f"counted from {said}"
    if unit == "week":
        return _week(said + timedelta(days=7 * shift), basis)
    if unit == "month":
        return _of(_month_shift(said, shift), basis)
    if unit == "quarter":
        quarters = said.year * 4 + (said.month - 1) // 3 + shift
        year, quarter = divmod(quarters, 4)
        last = calendar.monthrange(year, 3 * quarter + 3)[1]
        first_day, last_day = date(year, 3 * quarter + 1, 1), date(year, 3 * quarter + 3, last)
        return Resolved(f"{year}-Q{quarter + 1}", first_day, last_day, basis)
    if unit in ("decade", "century"):
        size = 10 if unit == "decade" else 100
        first = (said.year // size + shift) * size
        value = f"{first // size}"
        return Resolved(value, date(first, 1, 1), date(first + size - 1, 12, 31), basis)
    return _of(PartialDate(said.year + shift), basis)


def _ago(found: Found, said: date) -> Resolved:
    number = _number(found.fields["number"])
    unit, way = UNITS.get(found.fields["unit"], "CE"), found.fields["way"].strip()
    if number is None:
        return _none("FUTURE_REF" if way == "later" else "PAST_REF", "a number that is not told")
    if way != "ago":
        return _none(_length(number, unit), "a length of time")
    basis = f"counted back from {said}"
    if unit == "D":
        return _day(said - timedelta(days=number), basis)
    if unit == "W":
        return _week(said - timedelta(days=7 * number), basis)
    if unit == "M":
        return _of(_month_shift(said, -number), basis)
    years = number * {"Y": 1, "DE": 10, "CE": 100}.get(unit, 0)
    if not years:
        return _day(said, basis) if unit.startswith("T") else _none(_length(number, unit), basis)
    return _of(PartialDate(max(1, said.year - years)), basis)


def _span(found: Found, said: date) -> Resolved:
    if "vaguepast" in found.fields:
        return _none("PAST_REF", "the past, how long is not told")
    number = _number(found.fields.get("number", "one"))
    unit = UNITS.get(found.fields["unit"], "CE")
    if found.fields["way"] in ("previous",) and "number" not in found.fields and unit in "WMQY":
        return _last(Found(0, 1, "last", {"which": "last", "unit": found.fields["unit"]}), said)
    return _none(_length(number, unit), f"a length of time, up to or from {said}")


def _same_month(_found: Found, said: date) -> Resolved:
    return _of(PartialDate(said.year - 1, said.month), f"a year before {said}")


def _undated(found: Found) -> Resolved:
    """Where nobody can tell the day of the report: what is said, with X for the rest."""
    basis = "the day of the report is not known"
    if found.kind == "day":
        if "year" in found.fields:
            return _full_or_near_day(found, date(2000, 1, 1))
        return _none(f"XXXX-{month_number(found.fields):02}-{int(found.fields['day']):02}", basis)
    if found.kind == "month":
        if "year" in found.fields:
            return _month(found, date(2000, 1, 1))
        return _none(f"XXXX-{month_number(found.fields):02}", basis)
    if found.kind in ("weekday", "lastday", "partday"):
        return _none(f"XXXX-WXX-{weekday_number(found.fields) + 1}", basis)
    if found.kind in ("quarter", "season") and "year" in found.fields:
        return _RELATIVE[found.kind](found, date(int(found.fields["year"]), 12, 31))
    return _none("XXXX", basis)


_STATED: dict[str, Callable[[Found], Resolved]] = {
    "year": _year,
    "fiscal": _year,
    "decade": _decade,
    "famous": _famous,
    "duration": _duration,
    "ref": _ref,
}
_RELATIVE: dict[str, Callable[[Found, date], Resolved]] = {
    "day": _full_or_near_day,
    "month": _month,
    "monthof": _month_of,
    "quarter": _quarter,
    "season": _season,
    "samemonth": _same_month,
    "weekend": _weekend,
    "lastday": _weekday,
    "weekday": _weekday,
    "partday": _part_day,
    "partnow": _part_now,
    "near": _near,
    "clock": _clock,
    "clocktoday": _clock,
    "last": _last,
    "ago": _ago,
    "span": _span,
}
