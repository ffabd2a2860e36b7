"""Words as they are compared: generic ones by meaning, Arabic compounds as one word."""

import functools
import importlib.resources
import re
from collections.abc import Mapping

from onrecord.text.normal import words

_SERVANT = re.compile(r"abd(?:[aeou][lrszdtnz]?)?")
_SERVANT_OF = re.compile(r"abd[aeou][lrszdtn](?=[a-z]{3})")
_ARTICLES = frozenset(("al", "el", "ul", "ar", "as", "ad", "ur", "us", "an", "az", "at", "ash"))
_SONS = frozenset(("ben", "ibn", "ould", "wuld", "oulad"))


def called(text: str) -> tuple[str, ...]:
    """The words of a person's name; "Abd al-Rahman", "Abdul Rahman", "Abdelrahman" are one word."""
    told: list[str] = []
    is_servant = False
    for written in words(text):
        word = _table("given.tsv").get(written, (written,))[0]
        if is_servant and word in _ARTICLES:
            continue
        if is_servant:
            told[-1] = f"abd{word}"
            is_servant = False
            continue
        is_servant = _SERVANT.fullmatch(word) is not None
        told.append("bin" if word in _SONS else _SERVANT_OF.sub("abd", word))
    return tuple(told)


def meant(text: str) -> tuple[str, ...]:
    """The words of a name, generic ones by their meaning: "zavod" is "plant", "npp" three words."""
    told: list[str] = []
    for word in words(text):
        told += _table("generic.tsv").get(word, (word,))
    return tuple(told)


def is_generic(word: str) -> bool:
    """Whether many bodies bear this word because of what they are."""
    return word in _generic()


@functools.cache
def _generic() -> frozenset[str]:
    return frozenset(word for meaning in _table("generic.tsv").values() for word in meaning)


@functools.cache  # tables that are part of the program
def _table(name: str) -> Mapping[str, tuple[str, ...]]:
    """What each writing in a table stands for, in words."""
    text = (importlib.resources.files(__package__) / name).read_text(encoding="utf-8")
    meanings: dict[str, tuple[str, ...]] = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            meaning, *writings = line.split("\t")
            meanings.update(dict.fromkeys(writings, tuple(meaning.split())))
    return meanings
