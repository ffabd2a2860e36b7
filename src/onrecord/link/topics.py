"""What words are about: topics by the words that name them, and whether it is said to be so."""

import re
from enum import StrEnum

TIE_WORDS = (
    r"ties\b|links?\b|relation|cooperat|co-operat|engagement|dealings|collaborat|contacts?\b"
)

# a word's beginning, in the order in which a matter is named where several fit
_TOPICS: tuple[tuple[str, str], ...] = (
    ("nuclear matters", r"nuclear|uranium|plutonium|reactor|warhead|enrich(?:ed|ment)"),
    (
        "military ties",
        rf"(?:military|army|armies|defen[cs]e|armed forces)\b[^.]*?\b(?:{TIE_WORDS})",
    ),
    ("military ties", rf"(?:{TIE_WORDS})\w*[^.]*?\b(?:military|army|armies|armed forces)"),
    ("arms", r"arms\b|weapon|ammunition|munition|missile|rocket|warship|submarine|jets\b"),
    ("sanctions", r"sanction|blacklist|designat|embargo|asset freeze|travel ban|visa ban"),
    ("sanctions", r"impos\w+ [^.]*?measures"),
    ("ties", rf"(?:{TIE_WORDS})"),
    ("killings and abuse", r"massacre|atrocit|genocid|tortur|rape|killing|human rights|abuse"),
    ("money", r"launder|front compan|shell compan|bribe|corrupt|smuggl|evad|payment|funds"),
    ("trade", r"export|import|shipment|cargo|oil\b|coal\b|fuel|trade\b|trading"),
    ("elections and power", r"election|coup\b|junta|transition"),
    ("help", r"assist|aid\b|aiding|support"),
    ("talks", r"talks\b|negotiat|summit|meeting|dialogue"),
)
_COMPILED = tuple(
    (name, re.compile(r"\b(?:" + pattern + ")", re.IGNORECASE)) for name, pattern in _TOPICS
)
TIES = frozenset({"military ties", "ties", "arms"})

# "there are no ties" says that it is not so, "half a break is no use" does not
_ENDED = re.compile(
    r"\b(?:no longer|never|no such|stopped|ceased|halted|ended|(?:is|are|was|were) over|"
    rf"no (?:[\w-]+ ){{0,3}}(?:{TIE_WORDS}|arms|weapon|deal|trade|plan|program)\w*|"
    r"(?:did|does|do|has|have|had) not (?:have|had)|"
    r"(?:cut|broke|severed|broken)(?: off)?|untrue|false|baseless|fabricat\w+)\b",
    re.IGNORECASE,
)
_NO_SIGN = re.compile(
    r"\bno (?:\w+ )?(?:indication|evidence|sign|proof|trace|confirmation)\b", re.IGNORECASE
)
_NOT = re.compile(r"\b(?:not|nor|neither|hardly|cannot|yet to)\b|n[’']t\b", re.IGNORECASE)
_OPEN = re.compile(
    r"^\W*(?:that )?if\b|\b(?:would|should|must|unless|until|counterproductive|difficult|"
    r"need(?:s|ed)? to|in order to|we (?:asked|urged|want|told)|normal|diplomatic (?:ties|"
    r"relations)|worr(?:y|ies|ied)|concern(?:s|ed)?)\b",
    re.IGNORECASE,
)


class Polarity(StrEnum):
    """Whether words say that a thing is so, that it is not, neither, or speak beside it."""

    SO = "so"
    NOT_SO = "not_so"
    NEITHER = "neither"
    BESIDE = "beside"


def topics(words: str) -> tuple[str, ...]:
    """The topics that words touch, the one that names them best first; empty where none."""
    found = [name for name, pattern in _COMPILED if pattern.search(words)]
    return tuple(dict.fromkeys(found))


def polarity(words: str) -> Polarity:
    """What an assertion in these words does to the matter that it is about.

    A sign that is missing, and a "not" that is no plain "it is not so", are neither; a wish, a
    condition or a worry is beside it. Wrong sides are worse than none.
    """
    if _NO_SIGN.search(words):
        return Polarity.NEITHER
    if _OPEN.search(words):
        return Polarity.BESIDE
    if _ENDED.search(words):
        return Polarity.NOT_SO
    if _NOT.search(words):
        return Polarity.NEITHER
    return Polarity.SO
