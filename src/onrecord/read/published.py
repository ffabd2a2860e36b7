"""When a report came out, from what stands in it: each clue allows some days, and they are met."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files

from onrecord.model.report import Published
from onrecord.read.head import PageDate
from onrecord.read.timex import Found, find, month_number, sentences, weekday_number

_FIRST, _LAST = date(1970, 1, 1), date(2049, 12, 31)

_SURE = 31  # days: what the body narrows down to no more than these, it decides
_DAY = timedelta(days=1)
_THIS_WEEK = re.compile(r"\b(?:earlier |later )?this week\b", re.IGNORECASE)
_TO_COME = re.compile(
    r"\b(?:will|would|should|could|may|might|expect\w*|plan\w*|forecast\w*|predict\w*|aims?|due|from|"
    r"growth|scheduled|starting|upcoming|next)\b",
    re.IGNORECASE,
)
_GONE = re.compile(r"\b(?:was|were|had|did|has|have|been|\w{3,}ed|since)\b", re.IGNORECASE)
_SAYING = re.compile(
    r"\b(?:said|says|told|according to|announced|reported|added|confirmed|denied|warned)\b",
    re.IGNORECASE,
)

Days = tuple[tuple[date, date], ...]


@dataclass(frozen=True, slots=True)
class Clue:
    """What one sentence or word tells: the stretches of days that it allows."""

    weight: int
    says: str
    days: Days


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the story with its expressions of time."""

    text: str
    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class _Term:
    pattern: re.Pattern[str]
    name: str
    start: date
    end: date
    administration: bool


def published(
    story: Sequence[str], dateline_day: str | None, page: Sequence[PageDate]
) -> Published:
    """The bound of the day of publication, with the sentences that it rests on.

    `story` are the paragraphs without furniture; `page` the dates that the page shows, which
    decide only what the story leaves open.
    """
    told = [
        Sentence(text[a:b], tuple(find(text[a:b]))) for text in story for a, b in sentences(text)
    ]
    clues = sorted(_clues(told, dateline_day), key=lambda clue: -clue.weight)
    allowed: Days = ((_FIRST, _LAST),)
    basis: list[str] = []
    for clue in clues:
        met = _meet(allowed, clue.days)
        if met and met != allowed:
            allowed = met
            basis.append(clue.says)
    if (allowed[-1][1] - allowed[0][0]).days < _SURE:
        return Published(allowed[0][0], allowed[-1][1], tuple(basis))
    for shown in page:
        if _meet(allowed, ((shown.day, shown.day),)):
            says = f"the page shows “{shown.says}”, and the story does not contradict it"
            return Published(shown.day, shown.day, (says, *basis))
    first = allowed[0][0] if allowed[0][0].year > _FIRST.year else None
    last = allowed[-1][1] if allowed[-1][1].year < _LAST.year - 6 else None
    return Published(first, last, tuple(basis))


def _clues(told: Sequence[Sentence], dateline_day: str | None) -> Iterator[Clue]:
    if dateline_day is not None:
        yield from _dateline(dateline_day)
    yield from _years(told)
    yield from _weekday_dates(told)
    yield from _this_week(told)
    yield from _offices(told)
    yield from _months_in_office(told)
    yield from _events(told)


def _meet(one: Days, other: Days) -> Days:
    met: list[tuple[date, date]] = []
    for a, b in one:
        met.extend((max(a, c), min(b, d)) for c, d in other if max(a, c) <= min(b, d))
    return tuple(sorted(set(met)))


def _quoted(sentence: Sentence, words: str | None = None) -> str:
    """The sentence, or where it is long the part of it round the words that tell."""
    text = " ".join(sentence.text.split())
    if len(text) <= 100:
        return f"“{text}”"
    at = max(0, text.find(words)) if words else 0
    start, end = max(0, at - 45), min(len(text), at + 55)
    head = "" if start == 0 else "… "
    tail = "" if end == len(text) else " …"
    part = text[start:end]
    part = part.split(" ", 1)[-1] if head else part
    part = part.rsplit(" ", 1)[0] if tail else part
    return f"“{head}{part}{tail}”"


def _words(sentence: Sentence, found: Found) -> str:
    """An expression as it stands in its sentence."""
    return " ".join(sentence.text[found.start : found.end].split())


def _each_year(month: int, day: int, weekday: int | None = None) -> list[date]:
    """That day in every year that has it (and, if asked, where it falls on that weekday)."""
    days: list[date] = []
    for year in range(_FIRST.year, _LAST.year):
        try:
            when = date(year, month, day)
        except ValueError:
            continue
        if weekday is None or when.weekday() == weekday:
            days.append(when)
    return days


def _dateline(text: str) -> Iterator[Clue]:
    for found in find(text):
        if found.kind != "day":
            continue
        month, day = month_number(found.fields), int(found.fields["day"])
        days = _each_year(month, day)
        if "year" in found.fields:
            days = [when for when in days if when.year == int(found.fields["year"])]
        yield Clue(100, f"the dateline says “{text}”", tuple((when, when) for when in days))


def _years(told: Sequence[Sentence]) -> Iterator[Clue]:
    """A year or day told as past has begun by then; one told as to come is not yet over."""
    latest: tuple[date, Sentence, Found] | None = None
    for sentence in told:
        for found in sentence.found:
            if "year" not in found.fields or found.kind == "fiscal":
                continue
            start = _start(found)
            if start is None or found.forthcoming or not _is_past(sentence, found):
                continue
            if latest is None or start > latest[0]:
                latest = (start, sentence, found)
    if latest is not None:
        words = _words(latest[1], latest[2])
        says = f"{words} is told as past: {_quoted(latest[1], words)}"
        yield Clue(90, says, ((latest[0], _LAST),))


def _is_past(sentence: Sentence, found: Found) -> bool:
    """Whether a year is told as gone by: "the 2020 class", "from 2021" may be still to come."""
    if found.kind != "year":
        return True
    before, after = sentence.text[: found.start], sentence.text[found.end :]
    if not re.search(r"\b(?:in|since|during|until|after|before)\s+(?:\w+ )?$", before[-24:]):
        return False
    if re.match(r"[\s-]+\w+", after) and not re.match(r"\s+[a-z]", after):
        return False  # "in 2016 Olympics", "in 2021-22"
    return not _TO_COME.search(sentence.text) and bool(_GONE.search(sentence.text))


def _start(found: Found) -> date | None:
    fields = found.fields
    try:
        month = month_number(fields) if "month" in fields or "monthnumber" in fields else 1
        return date(int(fields["year"]), month, int(fields.get("day", 1)))
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class _Bare:
    """A day told as past without a year: month, day, weekday if given, and where it stands."""

    month: int
    day: int
    weekday: int | None
    sentence: Sentence
    words: str

    @property
    def quoted(self) -> str:
        return _quoted(self.sentence, self.words)


def _bare_days(told: Sequence[Sentence]) -> list[_Bare]:
    """The days of the story that are told without a year, each once."""
    days = [
        _Bare(
            month_number(found.fields),
            int(found.fields["day"]),
            weekday_number(found.fields) if "weekday" in found.fields else None,
            sentence,
            _words(sentence, found),
        )
        for sentence in told
        for found in sentence.found
        if found.kind == "day" and "year" not in found.fields and not found.forthcoming
    ]
    return list({(one.month, one.day, one.weekday): one for one in reversed(days)}.values())[::-1]


def _weekday_dates(told: Sequence[Sentence]) -> Iterator[Clue]:
    """ "Monday, July 17" is of a year in which that day is a Monday, and not long ago."""
    for bare in _bare_days(told):
        if bare.weekday is None:
            continue
        days = _each_year(bare.month, bare.day, bare.weekday)
        says = f"weekday and day of the month fit few years: {bare.quoted}"
        yield Clue(80, says, tuple((when, when + 6 * _DAY) for when in days))


def _newest(days: Sequence[_Bare]) -> _Bare:
    """The last of days without a year, taking all to lie within half a year."""
    best = days[0]
    for other in days[1:]:
        if 0 < ((other.month - best.month) * 31 + other.day - best.day) % 372 < 186:
            best = other
    return best


def _this_week(told: Sequence[Sentence]) -> Iterator[Clue]:
    """ "This week" beside a day of the month: the report is of that day's week.

    The last weekday on which somebody said something is its day, or the day before.
    """
    here = [sentence for sentence in told if _THIS_WEEK.search(sentence.text)]
    bare = _bare_days(told)
    if not here or not bare:
        return
    newest = _newest(bare)
    said = _last_weekday(told)
    weeks: list[tuple[date, date]] = []
    for when in _each_year(newest.month, newest.day):
        monday = when - when.weekday() * _DAY
        if said is None:
            weeks.append((when, monday + 6 * _DAY))
        elif monday + said[0] * _DAY >= when:
            weeks.append((monday + said[0] * _DAY, monday + (said[0] + 1) * _DAY))
    says = (
        f"“this week” and “{newest.words}” stand together: {_quoted(here[0], 'this week')},"
        f" {newest.quoted}"
    )
    if said is not None:
        says += f"; somebody spoke on {said[2]}: {_quoted(said[1], said[2])}"
    yield Clue(75, says, tuple(weeks))


def _last_weekday(told: Sequence[Sentence]) -> tuple[int, Sentence, str] | None:
    """The latest weekday, Monday 0, on which something was said; else on which it happened."""
    past = [
        (weekday_number(found.fields), sentence, _words(sentence, found))
        for sentence in told
        for found in sentence.found
        if found.kind in ("weekday", "partday") and not found.forthcoming
    ]
    spoken = [one for one in past if _SAYING.search(one[1].text)]
    return max(spoken or past, key=lambda one: one[0], default=None)


@lru_cache(maxsize=1)
def _eras() -> tuple[tuple[_Term, ...], tuple[tuple[date, tuple[re.Pattern[str], ...]], ...]]:
    raw = tomllib.loads(files("onrecord.read").joinpath("eras.toml").read_text("utf-8"))
    terms: list[_Term] = []
    for office in raw["office"]:
        titles = "|".join(re.escape(title) for title in office["titles"])
        for holder in office["holders"]:
            given = f"(?:(?:{holder['given']})\\s?)?" if "given" in holder else ""
            name = re.escape(holder["name"])
            pattern = (
                r"(?P<former>\b(?:former|ex-|then-?|late) ?)?"
                rf"(?:(?<![Vv]ice )(?<![Vv]ice-)\b(?:{titles}) {given}{name}\b"
            )
            ruling = bool(office.get("administration"))
            if ruling:
                pattern += rf"|\b{name}(?:[’']s)? administration\b"
            terms.append(
                _Term(re.compile(pattern + ")"), holder["name"], holder["start"],
                      holder.get("end", _LAST), ruling)
            )  # fmt: skip
    events = tuple(
        (event["day"], tuple(re.compile(rf"\b(?:{words})\b", re.I) for words in event["words"]))
        for event in raw["event"]
    )
    return tuple(terms), events


def _held(told: Sequence[Sentence]) -> dict[str, tuple[list[_Term], str, bool]]:
    """By holder's name: terms, the first place quoted, and whether only told as former."""
    held: dict[str, tuple[list[_Term], str, bool]] = {}
    for term in _eras()[0]:
        for sentence in told:
            match = term.pattern.search(sentence.text)
            if match is None:
                continue
            former = match["former"] is not None
            known = held.get(term.name)
            if known is None:
                held[term.name] = ([term], _quoted(sentence, match.group()), former)
            else:
                terms = known[0] if term in known[0] else [*known[0], term]
                held[term.name] = (terms, known[1], known[2] and former)
    return held


def _offices(told: Sequence[Sentence]) -> Iterator[Clue]:
    """Who holds an office bounds the day; of several heads of one state the last one rules."""
    held = _held(told)
    ruling = {
        name: terms for name, (terms, _, _) in held.items() if any(t.administration for t in terms)
    }
    newest = max(ruling.values(), key=lambda terms: terms[0].start, default=[])
    for name, (terms, quoted, former) in held.items():
        if former:
            days: Days = ((min(term.end for term in terms), _LAST),)
            yield Clue(66, f"{name} is told as no longer in office: {quoted}", days)
        elif name in ruling and ruling[name] != newest:
            days = ((min(term.start for term in terms), _LAST),)
            yield Clue(64, f"{name} has been in office: {quoted}", days)
        else:
            days = tuple((term.start, min(term.end, _LAST)) for term in terms)
            yield Clue(70, f"{name} is in office: {quoted}", days)


def _months_in_office(told: Sequence[Sentence]) -> Iterator[Clue]:
    """A month without a year lies in the last twelve, and in the term that it is told with."""
    for sentence in told:
        months = [f for f in sentence.found if f.kind == "month" and "year" not in f.fields]
        if not months:
            continue
        if any(found.forthcoming for found in sentence.found):
            continue
        for term in _eras()[0]:
            if term.administration and term.pattern.search(sentence.text):
                days = ((term.start, min(_LAST, term.end + 300 * _DAY)),)
                words = _words(sentence, months[0])
                says = f"{words}, without a year, falls in {term.name}’s term: "
                says += _quoted(sentence, words)
                yield Clue(60, says, days)


def _events(told: Sequence[Sentence]) -> Iterator[Clue]:
    """A well-known day, named without its year, lies in the last twelve months."""
    for bare in _bare_days(told):
        days = [
            (when, when + 364 * _DAY)
            for when, words in _eras()[1]
            if (when.month, when.day) == (bare.month, bare.day)
            and all(word.search(bare.sentence.text) for word in words)
        ]
        if days:
            says = f"a well-known day, without its year: {bare.quoted}"
            yield Clue(50, says, tuple(days))
