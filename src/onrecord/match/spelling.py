"""Words that are one word in two spellings: how alike, whatever romanisation wrote them."""

import functools
import re

from rapidfuzz import fuzz

# one sound, many romanisations: BGN/PCGN, ISO 9, ALA-LC, the French and German ways of the EU's
# lists, Hanyu Pinyin and Wade-Giles; longest first, since each letter is read once
_SOUNDS = {
    "shch": "s", "sch": "s", "tch": "c", "dzh": "j", "tsch": "c", "dsch": "j",
    "sh": "s", "ch": "c", "cz": "c", "zh": "j", "dj": "j", "kh": "k", "gh": "g", "ph": "f",
    "th": "t", "dh": "d", "ts": "s", "tz": "s", "ck": "k", "qu": "k", "ou": "u", "oo": "u",
    "ee": "i", "ce": "si", "ci": "si", "cy": "si", "ie": "i", "iy": "i", "yi": "i",
    "ij": "i", "eu": "u",
    "q": "k", "c": "k", "x": "ks", "z": "s", "v": "w", "y": "i", "e": "i", "o": "u",
}  # fmt: skip
_SOUND = re.compile("|".join(sorted(_SOUNDS, key=lambda letters: (-len(letters), letters))))
_TWICE = re.compile(r"(.)\1+")
# "Votkinsk" and "Votkinskiy zavod", "Kazan" and "Kazanskoe": the place and what is of it
_ADJECTIVE = re.compile(r"(?<=[a-z]{3})sk(?:ii|iy|yy|y|i|oe|oye|oie|aya|aia|ogo)?$")
_VOWELS = re.compile(r"(?<!^)[aiuh]+")

# what an agreement is worth beside letters that are the same; judged by the vowels that it skips
_SAME_SOUND, _SAME_SOFT, _SAME_BONES = 0.95, 0.9, 0.85
_SAME_PLACE, _SHORT_BONES, _INITIAL = 0.8, 0.7, 0.4
# below this two spellings are two words: one slip in a word of five letters leaves .80
_ALIKE = 0.78
_ENOUGH_BONES = 3


@functools.lru_cache(maxsize=1 << 17)
def sound(word: str) -> str:
    """The word as it sounds: romanisations of one sound as one letter, no letter doubled."""
    read = _SOUND.sub(lambda found: _SOUNDS[found[0]], word)
    return _TWICE.sub(r"\1", read)


@functools.lru_cache(maxsize=1 << 17)
def bones(word: str) -> str:
    """The sound without vowels but for a first one, since scripts that write none lose them."""
    return _VOWELS.sub("", sound(word))


@functools.lru_cache(maxsize=1 << 17)
def likeness(a: str, b: str) -> float:
    """From 0, another word, to 1, the same letters; the same both ways. Numbers agree or not."""
    if a == b:
        return 1.0
    if a.isdigit() or b.isdigit() or not a or not b:
        return 0.0
    if len(a) == 1 or len(b) == 1:
        return _INITIAL if a[0] == b[0] else 0.0
    said, other = sound(a), sound(b)
    if said == other:
        return _SAME_SOUND
    if said.replace("g", "h") == other.replace("g", "h"):
        return _SAME_SOFT
    spine = bones(a)
    if spine == bones(b) and len(spine) > 1:
        alike = fuzz.ratio(said, other) / 100
        return _SAME_BONES if len(spine) >= _ENOUGH_BONES else max(_SHORT_BONES, alike * 0.8)
    cutoff = 100 * _ALIKE
    alike = max(fuzz.ratio(said, other, score_cutoff=cutoff), fuzz.ratio(a, b, score_cutoff=cutoff))
    if alike:
        # a letter is more of "Yong" than of "Yongchol": short names a letter apart are two names
        return alike / 100 * (0.6 + 0.05 * min(6, len(said), len(other)))
    return _SAME_PLACE if _place(a) == _place(b) else 0.0


@functools.lru_cache(maxsize=1 << 17)
def _place(word: str) -> str:
    return _ADJECTIVE.sub("", word)
