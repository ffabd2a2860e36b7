"""Countries as lists write them, by their ISO 3166-1 alpha-2 codes."""

import functools
import importlib.resources

from onrecord.text.normal import clean


def country_code(written: str) -> str | None:
    """The code of a country written as code or name; None for what is not known to be one."""
    text = " ".join(clean(written).split())
    if len(text) == 2 and text.isascii() and text.isupper():
        return text if text in _codes() else None
    return _names().get(text.casefold())


@functools.cache  # a table that is part of the program
def _names() -> dict[str, str]:
    table = importlib.resources.files(__package__) / "countries.tsv"
    names: dict[str, str] = {}
    for line in table.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            code, *written = line.split("\t")
            names.update(dict.fromkeys(map(str.casefold, written), code))
    return names


@functools.cache
def _codes() -> frozenset[str]:
    return frozenset(_names().values())
