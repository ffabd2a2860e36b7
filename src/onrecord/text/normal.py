"""Normal forms of names: what two writings of one name have in common."""

import re
import unicodedata

_APOSTROPHES = re.compile(r"['‘’ʼ`´ʻʾʿ′]")
# dots within abbreviations go without a trace: "Co.," → "co", "M.O.G.E." → "moge"
_DOTS = re.compile(r"(?<=\w)\.(?=\w\b)|\.(?=\s|$|,)")
_WORDS = re.compile(r"[0-9a-z]+")

# one word, two spellings; the field's lists mix them within one entry
_SPELLINGS = {
    "defense": "defence",
    "organization": "organisation",
    "organizations": "organisations",
    "center": "centre",
    "labor": "labour",
    "program": "programme",
    "aluminum": "aluminium",
    "burmese": "myanmar",
    "burma": "myanmar",
    "myanma": "myanmar",
}
LEGAL_FORMS = frozenset(
    {"co", "company", "corp", "corporation", "inc", "incorporated", "limited", "llc", "llp", "ltd"}
    | {"plc", "pte", "pty", "gmbh", "ag", "sa", "sas", "srl", "spa", "bv", "nv", "jsc", "ojsc"}
    | {"pjsc", "ooo", "oao", "zao", "pao", "fze", "fzco", "fzc", "sdn", "bhd", "kk"}
)
_LITTLE = frozenset(("the", "of", "and", "for", "a", "an", "de", "la", "el", "al"))


def clean(text: str) -> str:
    """The text without characters that show nothing: controls, joiners, directions, surrogates."""
    kept = unicodedata.normalize("NFKC", text)
    return "".join(
        " " if c in "\t\n\r" else c
        for c in kept
        if c in "\t\n\r" or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )


def words(text: str) -> tuple[str, ...]:
    """The words of a name in Latin letters and digits, lower case, one spelling each, in order.

    Other scripts are transliterated (anyascii), which is enough to find a name written in both
    scripts alike, and no more than that. Empty where nothing can be read.
    """
    if text.isascii():
        plain = text.replace("\0", "")
    else:
        from anyascii import anyascii

        plain = anyascii(_APOSTROPHES.sub("", clean(text)))
    plain = _DOTS.sub("", _APOSTROPHES.sub("", plain)).casefold().replace("&", " and ")
    return tuple(_SPELLINGS.get(word, word) for word in _WORDS.findall(plain))


def key(text: str) -> str:
    """The words of a name, sorted, so that the order of names and commas is nothing."""
    return " ".join(sorted(words(text)))


def telling(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """The words that tell one name from another: legal forms and little words left out.

    All of them where nothing else is there.
    """
    kept = tuple(t for t in tokens if t not in LEGAL_FORMS and t not in _LITTLE)
    return kept or tokens


def has_letters(text: str) -> bool:
    """Whether anything in it is a letter or a digit of any script."""
    return any(unicodedata.category(c)[0] in "LN" for c in text)
