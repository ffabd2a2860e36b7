"""Which language a stretch of text is in, by its script and its commonest little words."""

import re
import unicodedata
from collections import Counter

# the commonest function words of each language, those shared with English left out
_LITTLE = {
    "en": "the of and to in that is was for it with as his on be at by had not are but from have"
    " were they which said this been who will an or their has he she its after would",
    "fr": "le la les des et est une dans du que qui pour par sur au avec pas plus ce cette sont"
    " ont été mais aux ses il elle nous leur selon",
    "de": "der die und das den von zu mit sich des auf für ist im dem nicht ein eine als auch es"
    " werden aus hat dass sie nach wird bei einer um noch",
    "es": "el la los las y que del se por con una para es su al lo como más pero sus le ha este"
    " fue son está según",
    "pt": "o os as e que do da em um uma para com não por mais dos das se como mas foi ao ele são"
    " pelo pela segundo",
    "it": "il lo gli e che di del della un una per con non sono si da al dei le nel alla anche ha"
    " più come delle",
    "nl": "de het een en van dat die in te voor met op zijn niet aan er om ook als bij naar maar"
    " werd door uit heeft",
    "id": "yang dan di dengan untuk dari pada ini itu dalam tidak akan oleh telah juga tersebut"
    " kepada sebagai ke karena",
    "tr": "ve bir bu için ile da de olarak daha çok gibi sonra kadar olan ise ancak en göre",
    "pl": "i w na z się do nie że jest o od za po przez jak jego ale które dla są został",
    "vi": "và của là có trong được cho không với các một người những này đã để khi",
    "sv": "och att det som en på är av för med den till inte har om ett han men var jag från",
}
_WORDS = {language: frozenset(words.split()) for language, words in _LITTLE.items()}
_SCRIPTS = {
    "CYRILLIC": "ru",
    "ARABIC": "ar",
    "CJK": "zh",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "MYANMAR": "my",
    "THAI": "th",
    "DEVANAGARI": "hi",
    "HEBREW": "he",
    "GREEK": "el",
    "BENGALI": "bn",
    "KHMER": "km",
}
_ENOUGH = 8  # words; of fewer, little words tell nothing


def language(text: str) -> str | None:
    """A code ("en", "fr"), or None where the text is too short or too mixed to tell."""
    sample = text[:20_000]
    script = _script(sample)
    if script is not None:
        return script
    found = re.findall(r"[^\W\d_]+", sample.lower())
    if len(found) < _ENOUGH:
        return None
    counts = Counter(found)
    shares = {
        code: sum(n for word, n in counts.items() if word in little) / len(found)
        for code, little in _WORDS.items()
    }
    best, second = sorted(shares, key=lambda code: (-shares[code], code))[:2]
    if shares[best] < 0.12 or shares[best] < shares[second] * 1.25:
        return None
    return best


def _script(text: str) -> str | None:
    letters = [letter for letter in text[:2_000] if letter.isalpha()]
    if not letters:
        return None
    other = Counter(
        _SCRIPTS[word]
        for letter in letters
        if ord(letter) > 0x24F
        and (word := unicodedata.name(letter, "UNNAMED").split()[0]) in _SCRIPTS
    )
    if "ja" in other:  # kanji are counted as Chinese
        other["ja"] += other.pop("zh", 0)
    if not other:
        return None
    code, count = max(other.items(), key=lambda pair: (pair[1], pair[0]))
    return code if count > len(letters) / 2 else None
