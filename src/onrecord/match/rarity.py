"""How telling a word of a name is, in nats: from a shipped table, never from the record."""

import functools
import importlib.resources
import math
from collections.abc import Mapping

from onrecord.match.meaning import is_generic
from onrecord.text.normal import LEGAL_FORMS

# legal forms in the words of those who register them, which lists leave, drop and translate
_FORMS = (
    (LEGAL_FORMS - {"corporation", "corp"})
    | {"joint", "stock", "liability", "responsibility", "open", "public", "closed", "private"}
    | {"aktsionernoe", "aktsionernoye", "aktsionerno", "obshchestvo", "obschestvo", "otkrytoe"}
    | {"otkrytoye", "zakrytoe", "zakrytoye", "publichnoe", "publichnoye", "ogranichennoy"}
    | {"ogranichennoi", "otvetstvennostyu", "otvetstvennostiu", "ao", "tov", "pjs", "sarl"}
    | {"fgup", "fgbu", "sherkat", "sharikat", "sociedad", "anonima", "est", "establishment"}
)
_LITTLE = frozenset(
    {"the", "of", "and", "for", "a", "an", "in", "de", "la", "le", "el", "al", "du", "des", "del"}
    | {"der", "von", "van", "y", "i", "s", "t", "da", "do", "dos", "das", "e", "ul", "ad", "as"}
    | {"ur", "ou", "et", "u", "bin", "bint", "abd", "abdul"}
)
_TITLES = frozenset(
    {"mr", "mrs", "ms", "dr", "doctor", "prof", "haji", "hajji", "sheikh", "shaykh", "sheik"}
    | {"mullah", "maulavi", "mawlawi", "qari", "gen", "colonel", "col", "sayyid", "maulana"}
    | {"brigadier", "lieutenant", "daw", "ayatollah", "molla", "alhaj", "mulla", "engineer"}
)
_FORM, _LITTLE_WORD = 0.3, 0.6
# generic words come several together ("scientific research institute"), so that each tells less
_GENERIC = 0.5


@functools.lru_cache(maxsize=1 << 17)
def rarity(word: str) -> float:
    """What it tells that a name has this word: the doubt, in nats, whether another would too."""
    if word in _FORMS:
        return _FORM
    if is_little(word):
        return _LITTLE_WORD
    counts, parties = _table()
    told = math.log(parties / counts.get(word, 2))
    if len(word) == 1:
        return min(told, 1.5)
    if is_generic(word):
        return told * _GENERIC
    # a short word that no list has is as often a piece of a name, or a slip, as a rare name
    return min(told, 2.0 + len(word))


def is_little(word: str) -> bool:
    """Whether it is an article, a particle or a title, which come and go."""
    return word in _LITTLE or word in _TITLES


@functools.cache  # a table that is part of the program
def _table() -> tuple[Mapping[str, int], int]:
    text = (importlib.resources.files(__package__) / "rarity.tsv").read_text(encoding="utf-8")
    counts: dict[str, int] = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            count, *words = line.split("\t")
            counts.update(dict.fromkeys(words[0].split(" "), int(count)))
    return counts, counts.pop("*")
