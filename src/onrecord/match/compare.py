"""Two names: a score, how much the names could have disagreed, and the rule that decided."""

from dataclasses import dataclass

from rapidfuzz import fuzz

from onrecord.text.normal import telling, words

# below this two words are taken for different ones: a slip in a word of five letters gives .80
_SAME_WORD = 0.79
_REORDERED, _LEGAL_FORMS, _BLANKS, _CONTAINED, _OTHER_WORD = 1.0, 0.97, 0.95, 0.82, 0.74
# a letter that agrees leaves so much of the doubt: 3 letters make .45, 6 make .70, 12 make .91
_DOUBT_A_LETTER = 0.82


@dataclass(frozen=True, slots=True)
class Prepared:
    """A name made ready: its words, the telling ones sorted, and these as one string."""

    text: str
    words: tuple[str, ...]
    told: tuple[str, ...]
    line: str
    joined: str

    @property
    def sufficiency(self) -> float:
        """From 0 to 1: how much of the name could have disagreed."""
        # never certain: another bearer of the same name is always possible
        return min(0.99, round(1 - _DOUBT_A_LETTER ** sum(map(len, self.told)), 2))


@dataclass(frozen=True, slots=True)
class Scored:
    """How alike two names are, from 0 to 1, and by which rule."""

    score: float
    sufficiency: float
    rule: str


def prepare(text: str) -> Prepared:
    """Make a name ready for many comparisons. Its words are empty where nothing can be read."""
    tokens = words(text)
    told = tuple(sorted(telling(tokens)))
    return Prepared(text, tokens, told, " ".join(told), "".join(tokens))


def compare(a: Prepared, b: Prepared) -> Scored:
    """The score of two names; the same both ways.

    A word of one that is like no word of the other keeps the score below any threshold, since
    one other given name is another person, and one other number another factory.
    """
    enough = min(a.sufficiency, b.sufficiency)
    if sorted(a.words) == sorted(b.words):
        rule = "equals" if a.words == b.words else "has the same words as"
        return Scored(_REORDERED, enough, rule)
    if a.told == b.told:
        return Scored(_LEGAL_FORMS, enough, "but for legal forms and little words equals")
    if a.joined == b.joined:
        return Scored(_BLANKS, enough, "but for blanks equals")
    alike = fuzz.ratio(a.line, b.line) / 100
    short, long = (a, b) if len(a.told) <= len(b.told) else (b, a)
    left = list(long.told)
    for word in short.told:
        found = max(left, key=lambda other: (fuzz.ratio(word, other), other), default=None)
        if found is None or not _same_word(word, found):
            return Scored(round(min(alike, _OTHER_WORD), 3), enough, "differs in a word from")
        left.remove(found)
    if left:
        score = (
            _CONTAINED
            if len(short.told) > 1 and short.line in long.line
            else min(alike, _CONTAINED)
        )
        return Scored(round(score, 3), enough, "shares some words with")
    return Scored(round(min(alike, 0.96), 3), enough, "but for spelling equals")


def _same_word(a: str, b: str) -> bool:
    if a.isdigit() or b.isdigit():
        return a == b
    return fuzz.ratio(a, b) / 100 >= _SAME_WORD
