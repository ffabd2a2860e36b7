"""Which countries a list means when it writes a nationality: "(a) German, (b) Moroccan"."""

import functools
import importlib.resources
import re

from onrecord.text.countries import country_code
from onrecord.text.normal import clean

_PARTS = re.compile(
    r"[,;/()]|\b(?:and|or|formerly|possibly|dual|national|citizen)\b|(?<!\w)[a-z]\)"
)


@functools.lru_cache(maxsize=4096)
def countries(written: str) -> frozenset[str]:
    """Codes of all countries in it; empty where none is known."""
    text = " ".join(clean(written).split())
    whole = _one(text)
    if whole is not None:
        return frozenset((whole,))
    parts = (_one(part.strip(" .'’")) for part in _PARTS.split(text))
    return frozenset(code for code in parts if code is not None)


def _one(text: str) -> str | None:
    return country_code(text) or _peoples().get(text.casefold())


@functools.cache  # a table that is part of the program
def _peoples() -> dict[str, str]:
    text = (importlib.resources.files(__package__) / "peoples.tsv").read_text(encoding="utf-8")
    lines = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {name.casefold(): code for code, *names in lines for name in names}
