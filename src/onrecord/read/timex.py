"""Expressions of time in English news: where they stand and what they say, not yet resolved."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
NUMBERS = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {"a": 1, "an": 1, "thirty": 30, "forty": 40, "fifty": 50, "a dozen": 12, "a couple of": 2}
_VAGUE_NUMBERS = ("several", "a few", "few", "many", "some", "various", "recent")
UNITS = {
    "second": "TS", "minute": "TM", "hour": "TH", "day": "D", "week": "W", "month": "M",
    "quarter": "Q", "year": "Y", "decade": "DE", "century": "CE",
}  # fmt: skip

_MONTH = (
    r"(?P<month>jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june|jun\.|july|jul\."
    r"|aug(?:ust|\.)?|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
)
_WEEKDAY = (
    r"(?P<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|mon\.|tues?\.|wed\.|thur?s?\.|fri\.|sat\.|sun\.)"
)
_DAY = r"(?P<day>3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)[0-9]{2})"
_NUMBER = (
    r"(?P<number>\d{1,3}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + "|"
    + "|".join(_VAGUE_NUMBERS) + r")"
)  # fmt: skip
_UNIT = r"(?P<unit>second|minute|hour|day|week|month|quarter|year|decade|centur)(?:ies|y|s)?"
_SEASON = r"(?P<season>spring|summer|autumn|fall|winter)"
_PART = r"(?P<part>morning|afternoon|evening|night)"
_ORDINAL = r"(?P<ordinal>first|second|third|fourth|1st|2nd|3rd|4th)"
_EDGE = r"(?:(?:early|mid|late)[ -]|the (?:beginning|start|middle|end) of )?"

# in order of weight: where two overlap, the upper one holds
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("day", r"(?P<year>(?:19|20)[0-9]{2})-(?P<monthnumber>0[1-9]|1[0-2])-(?P<day>[0-3][0-9])"),
    ("day", rf"(?:{_WEEKDAY},? )?(?:the )?{_DAY}(?: of)? {_MONTH},? {_YEAR}"),
    ("day", rf"(?:{_WEEKDAY},? )?{_MONTH} {_DAY},? {_YEAR}"),
    ("day", rf"(?:{_WEEKDAY},? )?(?:the )?{_DAY}(?: of)? {_MONTH}(?! \d{{1,2}}\b)"),
    ("day", rf"(?:{_WEEKDAY},? \(?)?{_MONTH} {_DAY}(?![\d:]|,\d)"),
    ("famous", r"(?:9/11|September 11 attacks|Sept\. 11 attacks)"),
    ("month", rf"{_EDGE}{_MONTH}(?: of|,)? {_YEAR}"),
    ("monthof", rf"{_MONTH}(?: of)? (?P<which>last|this|next) year"),
    ("quarter",
        rf"(?:the )?{_ORDINAL}[ -]quarter(?:(?: of|,)? (?:{_YEAR}|(?P<which>this|"
        rf"last) year))?"),
    ("season", rf"{_SEASON}(?: of|,)? {_YEAR}"),
    ("season", rf"(?P<which>last|this|next) {_SEASON}"),
    ("samemonth",
        r"the same (?:month|period|time) (?:a|one|last|the previous) year(?: "
        r"ago| earlier| before)?"),
    ("weekend", r"(?P<which>this|last|next|past|the past|over the|at the) weekend"),
    ("lastday", rf"(?P<which>last|next|this(?: past| coming)?) {_WEEKDAY}"),
    ("partday", rf"{_WEEKDAY} {_PART}"),
    ("weekday", rf"(?<!black ){_WEEKDAY}"),
    ("ago",
        rf"(?:(?:about|nearly|almost|around|over|more than|just|at least) )?{_NUMBER}[ "
        rf"-]{_UNIT}(?P<way> ago| earlier| later)"),
    ("span",
        rf"(?:over |during |in )?the (?P<way>last|past|next|coming|previous) "
        rf"(?:{_NUMBER} )?(?:\w+ing )?{_UNIT}"),
    ("last",
        r"(?P<edge>(?:earlier|later|early|late) |(?:the )?(?:beginning|start|"
        r"end|rest) of )?(?P<which>this|last|next|the previous|the following)"
             r" (?P<unit>week|month|year|quarter|decade|century)(?!-)"),
    ("span", r"(?:in )?(?P<vaguepast>recent) (?P<unit>day|week|month|year|decade)s"),
    ("partnow", rf"(?P<which>this|yesterday|tomorrow) {_PART}"),
    ("near", r"(?:earlier |later )?(?P<which>today|yesterday|tomorrow|tonight)"),
    ("clocktoday",
        r"(?P<hour>[01]?\d|2[0-3]):?(?P<minute>[0-5]\d)(?: ?(?P<half>[ap]\.?m\.?)"
        r")?(?: \(?(?:UTC|GMT|EST|EDT|local time))"),
    ("clock",
        r"(?P<hour>1?\d)(?::(?P<minute>[0-5]\d))? ?(?P<half>[ap]\.?m\.?)(?: "
        r"?\(?(?:UTC|GMT|EST|EDT|ET|local time))?"),
    ("decade", r"(?:the )?(?:early |mid-?|late )?(?P<decade>(?:19|20)\d0)[’']?s"),
    ("decade", r"(?:the )(?:early |mid-?|late )?[’']?(?P<shortdecade>[1-9]0)s"),
    ("duration",
        rf"(?:(?:about|nearly|almost|around|over|more than|at least|up to) )?(?<![\d.,])"
        rf"(?<!\d[ -])"
                 rf"(?!(?:some|many|few|recent)\b){_NUMBER}[ -]{_UNIT}(?:-long)?(?! ?old| ?-old)"),
    ("duration",
        r"(?P<vagueunit>decade|year|month|week|day|hour|minute|centurie)s(?:-long)"
        r"?(?! old)"),
    ("month", rf"{_EDGE}(?:(?P<which>last|this|next) )?{_MONTH}"),
    ("fiscal", rf"(?:fiscal|financial) (?:year )?{_YEAR}"),
    ("year", rf"{_EDGE}{_YEAR}"),
    ("ref",
        r"(?P<past>in the (?:recent |distant |not too distant )?past|recently|"
        r"previously unheard)"),
    ("ref",
        r"(?P<present>(?:for |right |until )?now(?= |,|\.)|currently|at present|"
        r"at the moment|for the time being|these days|nowadays)"),
    ("ref", r"(?P<future>in the (?:near |foreseeable |not too distant )?future|(?:very )?soon)"),
)  # fmt: skip
_COMPILED = tuple(
    (kind, re.compile(rf"(?<![\w$£€-]){pattern}(?![\w%])", re.IGNORECASE))
    for kind, pattern in _PATTERNS
)
_LEAD = re.compile(
    r"^(?:over|during|in|for|until|right|about|nearly|almost|around|more "
    r"than|just|at least|up to|over the|at the) ",
    re.I,
)
_KEPT_LEAD = re.compile(
    r"^(?:about|nearly|almost|around|over|more than|just|at least|up to) ", re.I
)
_FORTHCOMING = re.compile(
    r"\b(?:will|shall|won[’']t|is to|are to|be held|scheduled|due|plans?|planned|expected|set to|"
    r"upcoming|next|begins?|starts?|opens?|by|until|through|would|to take place|"
    r"deadline|later)\b[^.;]{0,90}$",
    re.IGNORECASE,
)
_BYGONE = re.compile(
    r"\b(?:was|were|had|did|has|have|been|since|after|said|told|last|previous(?:ly)?|\w{3,}ed)\b"
    r"[^.;]{0,60}$",
    re.IGNORECASE,
)
_BEFORE_MONTH = re.compile(
    r"\b(?:in|since|until|till|by|from|of|early|late|mid|to|through|during|"
    r"this|last|next|between|and|before|after|every|for|–|-)[ -]$",
    re.IGNORECASE,
)
_NO_YEAR = re.compile(
    r"(?:\bresolution|\bno\.?|\bnumber|[$£€#]|\broom|\bsome|\babout|\bnearly|"
    r"\bover|\bthan|\bhighway|\bflight|/) ?$",
    re.I,
)
_NO_YEAR_AFTER = re.compile(
    r"^(?: (?:people|troops|soldiers|dollars|men|women|tons|tonnes|km|kilometers|"
    r"kilometres|miles|meters|metres|workers|refugees|cases|deaths|members|"
    r"jobs|square|points|votes)\b|[,.]\d)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Found:
    """An expression at its place in a paragraph; `fields` are its parts as written, lower case.

    `forthcoming` where the words before it speak of what is still to come.
    """

    start: int
    end: int
    kind: str
    fields: dict[str, str] = field(default_factory=dict)
    forthcoming: bool = False


def find(text: str) -> list[Found]:
    """The expressions of time of a paragraph, in order, without overlaps."""
    taken = bytearray(len(text) + 1)
    found: list[Found] = []
    for kind, pattern in _COMPILED:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(taken[start:end]) or not _is_meant(kind, match, text):
                continue
            taken[start:end] = b"\1" * (end - start)
            found.append(_made(kind, match, text))
    return sorted(found, key=lambda one: one.start)


def _made(kind: str, match: re.Match[str], text: str) -> Found:
    start, end = match.span()
    fields = {name: value.lower() for name, value in match.groupdict().items() if value}
    if kind in ("span", "ref", "weekend", "duration", "ago"):
        lead = _LEAD.match(match.group())
        if lead and kind != "ref" and not _KEPT_LEAD.match(match.group()):
            start += len(lead.group())
    before = text[max(0, start - 120) : start]
    sentence = re.split(r"[.!?]\s|[“”\"]", before)[-1]
    forthcoming = bool(_FORTHCOMING.search(sentence)) and not _is_bygone(sentence)
    return Found(start, end, kind, fields, forthcoming)


def _is_bygone(sentence: str) -> bool:
    """Whether the nearest sign before the expression is one of the past."""
    ahead, behind = _FORTHCOMING.search(sentence), _BYGONE.search(sentence)
    last_behind = max(
        (m.start() for m in re.finditer(_BYGONE.pattern[:-12], sentence, re.I)), default=-1
    )
    last_ahead = max(
        (m.start() for m in re.finditer(_FORTHCOMING.pattern[:-12], sentence, re.I)), default=-1
    )
    return behind is not None and (ahead is None or last_behind > last_ahead)


def _is_meant(kind: str, match: re.Match[str], text: str) -> bool:
    """Whether the words are an expression of time here: "may" is mostly none, nor each 2000."""
    before = text[max(0, match.start() - 12) : match.start()]
    after = text[match.end() : match.end() + 24]
    word = match.group()
    if kind in ("month", "day") and "month" in match.groupdict() and match["month"]:
        name = match["month"]
        if not name[0].isupper():
            return False
        whole = len(name) > 4 or name.endswith(".") or name.lower() in ("may", "june", "july")
        if kind == "month" and not whole:
            return False  # "Mar", "Jan", "Dec" without a day are names
        if kind == "month" and not match.groupdict().get("year"):
            doubtful = name.lower().rstrip(".") in ("may", "march", "mar", "jan", "dec", "sun")
            led = (
                match.groupdict().get("which") or _BEFORE_MONTH.search(before[-12:]) or word != name
            )
            return bool(led) if doubtful else not re.match(r"^ [A-Z][a-z]+ (?!said)", after[:20])
        return True
    if kind in ("weekday", "lastday", "partday") and not match["weekday"][0].isupper():
        return False
    if kind == "year":
        return not (_NO_YEAR.search(before[-12:]) or _NO_YEAR_AFTER.match(after[:12]))
    if kind == "duration" and "unit" in match.groupdict() and match["unit"]:
        return match["unit"].lower() != "second" or match["number"].isdigit()
    return True


def month_number(fields: dict[str, str]) -> int:
    """The month of an expression, 1 to 12."""
    if "monthnumber" in fields:
        return int(fields["monthnumber"])
    return next(n for n, name in enumerate(MONTHS, 1) if name.startswith(fields["month"][:3]))


def weekday_number(fields: dict[str, str]) -> int:
    """The day of the week, Monday 0."""
    return next(n for n, name in enumerate(WEEKDAYS) if name.startswith(fields["weekday"][:3]))


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Rough sentences of a paragraph, for what needs no parser."""
    start = 0
    for end in re.finditer(r"[.!?][”’\"')\]]*\s+(?=[A-Z“\"‘])", text):
        yield start, end.end()
        start = end.end()
    yield start, len(text)
