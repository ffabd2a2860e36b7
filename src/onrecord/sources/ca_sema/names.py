"""Names as Canada's list writes them: bilingual ones, and aliases joined in one string."""

import re
import unicodedata
from collections.abc import Collection

from onrecord.model.listing import Name, NameKind

_SAYS = re.compile(r"(?:also|or|and)\s+|([A-Z][a-z]+)\s?:\s*")
_OR = re.compile(r"\s+or\s+|\s+/\s+")
_COMMA = re.compile(r"\s*,\s*")
_LANGUAGES = {
    "Arabic",
    "Belarusian",
    "Belarussian",
    "Chinese",
    "French",
    "Hebrew",
    "Persian",
    "Russian",
}
_LANGUAGES |= {"Spanish", "Ukrainian"}


def plain(text: str) -> str:
    """A text in lower case without accents, for a key."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()


def slug(text: str) -> str:
    """The words of a text in any script, in lower case without accents, joined with dashes."""
    return "-".join(re.findall(r"[^\W_]+", plain(text)))


def bilingual(text: str) -> list[str]:
    """The English and the French name, where a single slash parts names of two words or more.

    Not so within brackets: "Steel Mills (Hmaw Bi/Pyi/Ywama)" is one name.
    """
    parts = [part.strip() for part in text.split("/")]
    if len(parts) == 2 and all(" " in p and p.count("(") == p.count(")") for p in parts):
        return parts
    return [text]


def aliases(text: str, legal_forms: Collection[str], *, of_person: bool) -> list[Name]:
    """The aliases of one string, each once; a legal form after a comma stays with its name.

    Semicolons part aliases wherever they stand; then a comma parts them only for a person.
    """
    pieces = [piece for each in text.split(";") for piece in _OR.split(each)]
    if of_person or ";" not in text:
        pieces = [part for piece in pieces for part in _by_comma(piece, legal_forms)]
    return list(dict.fromkeys(name for piece in pieces if (name := _alias(piece)) is not None))


def _by_comma(text: str, legal_forms: Collection[str]) -> list[str]:
    parts: list[str] = []
    for part in _COMMA.split(text):
        if parts and slug(part).replace("-", " ") in legal_forms:
            parts[-1] += f", {part}"
        else:
            parts.append(part)
    return parts


def _alias(text: str) -> Name | None:
    text, language = text.strip(" ,\t\n"), None
    while (said := _SAYS.match(text)) is not None:
        if said[1] is not None and said[1] not in _LANGUAGES:
            break
        language = said[1] or language
        text = text[said.end() :].strip()
    return Name(text, NameKind.ALIAS, language=language) if text else None
