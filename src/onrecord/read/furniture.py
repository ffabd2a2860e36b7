"""What page furniture looks like, line by line: the words that sites put round their stories."""

import re
import tomllib
from functools import lru_cache
from importlib.resources import files

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?"
_CLOCK = r"\d{1,2}[:.]\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?"
_DATE_LINE = re.compile(
    rf"^(?:(?:last\s+)?(?:published|updated|posted|modified|date|on|first published|issued)\b"
    rf"(?:\s+(?:on|at))?\s*:?\s*)*"
    rf"(?:{_CLOCK}\s*(?:[a-z]{{2,4}})?\s*,?\s*)?(?:{_DAY},?\s+)?"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+\d{{4}}|{_MONTH}\s+\d{{1,2}}(?:st|"
    rf"nd|rd|th)?,?\s+\d{{4}}"
    rf"|\d{{4}}[-/.]\d\d?[-/.]\d\d?|\d\d?[-/.]\d\d?[-/.]\d{{4}})"
    rf"[\s,|–—-]*(?:at\s+)?(?:T?{_CLOCK})?\s*(?:\(?[a-z]{{2,5}}(?:[+-]\d+)?\)?)?[\s.|]*$",
    re.IGNORECASE,
)


@lru_cache(maxsize=1)
def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    raw = tomllib.loads(files("onrecord.read").joinpath("furniture.toml").read_text("utf-8"))
    return tuple(
        (kind["name"], re.compile("|".join(kind["patterns"]), re.IGNORECASE))
        for kind in raw["kind"]
    )


_END_MARKS = re.compile(
    r"^(?:related (?:stories|articles|news|posts|content|topics)?|more (?:from|"
    r"stories|news|on this)\b.{0,40}|"
    r"comments?(?: \(\d+\))?|leave a (?:reply|comment)|you may also like|"
    r"read next|most (?:read|popular)|"
    r"recommended(?: for you)?|trending(?: now)?|latest (?:news|stories)"
    r"|popular posts|about the author|"
    r"share this(?:[: ].{0,20})?|tags:?|topics:?)\W*$",
    re.IGNORECASE,
)
_SECOND_PERSON = re.compile(
    r"\b(?:you|your|yours|yourself|join us|help us|our (?:readers|community|mission|work|team|app)|"
    r"subscribe|support us)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"“[^”]*”?|\"[^\"]*\"?|‘[^’]*’")
_TELLING = re.compile(
    r"\b(?:said|says|told|according to|added|reported|announced)\b", re.IGNORECASE
)


def kind_of_line(text: str) -> str | None:
    """What kind of furniture a line is wherever it stands, None for what may be story."""
    line = " ".join(text.split())
    if len(line) > 400:
        return None
    if is_date_line(line):
        return "rendered date"
    if not any(letter.isalnum() for letter in line):
        return "rule"
    bare = _QUOTED.sub(" ", line)
    if _TELLING.search(bare) and len(line) > 100:
        return None  # a story about cookies or copyright is still a story
    return next((kind for kind, pattern in _kinds() if pattern.search(bare)), None)


def is_date_line(text: str) -> bool:
    """Whether a line is a date and nothing else."""
    return len(text) < 90 and _DATE_LINE.match(text.strip()) is not None


def end_of_story(text: str) -> bool:
    """Whether a line is the heading of what sites put below their stories."""
    return len(text) < 60 and _END_MARKS.match(text.strip()) is not None


def looks_like_menu(text: str) -> bool:
    """Whether a line is a few words without a sentence, as menus and tags are."""
    line = text.strip()
    if re.search(r"[.!?…][”’\"')\]]*$", line):
        return False
    marks = len(re.findall(r"[|›»>•·]|\s/\s", line))
    return len(line.split()) <= 4 or (marks >= 2 and len(line) < 300)


def pitch(text: str) -> str | None:
    """Whether a paragraph speaks to the reader, which agency copy never does but in quotations."""
    bare = _QUOTED.sub(" ", text)
    if _TELLING.search(bare):
        return None
    return "pitch" if _SECOND_PERSON.search(bare) else None
