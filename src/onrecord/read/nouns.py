"""Common nouns of news reports: who speaks without a name, what a body is called, titles."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

_WORDS = tomllib.loads(files("onrecord.read").joinpath("nouns.toml").read_text("utf-8"))


def _words(name: str) -> frozenset[str]:
    return frozenset(_WORDS[name].split())


PERSONS = _words("persons")
CLASSES = _words("classes")
BODIES = _words("bodies")
THINGS_THAT_SAY = _words("things_that_say")
TITLES = _words("titles")
ORGANISATION_WORDS = _words("organisation_words")
MEDIA = _words("media")


@dataclass(frozen=True, slots=True)
class State:
    """A state, and the seats of government that stand for it."""

    name: str
    seats: frozenset[str]


@dataclass(frozen=True, slots=True)
class States:
    """States by their names and seats, and by their adjectives."""

    names: Mapping[str, State]
    adjectives: Mapping[str, State]

    def named(self, text: str) -> State | None:
        """The state that a name or a seat of government stands for."""
        bare = text.removeprefix("the ").removeprefix("The ").replace("’", "'")
        return self.names.get(bare)


@lru_cache(maxsize=1)
def states() -> States:
    """The table of states."""
    raw = tomllib.loads(files("onrecord.read").joinpath("states.toml").read_text("utf-8"))
    names: dict[str, State] = {}
    adjectives: dict[str, State] = {}
    for row in raw["states"]:
        state = State(row["name"], frozenset(row["seats"]))
        for text in (row["name"], *row["names"], *row["seats"]):
            names[text.removeprefix("the ")] = state
        for text in row["adjectives"]:
            adjectives[text] = state
    return States(names, adjectives)
