"""An export of FollowTheMoney entities, in whichever shape: its parties and what hangs on them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from onrecord.formats.ftm.values import LINKS, OWNED, Thing


@dataclass(frozen=True, slots=True)
class Other:
    """The other end of a tie: how it is called, and since when that is known to have been seen."""

    name: str
    first: datetime | None


@dataclass(frozen=True, slots=True)
class Party:
    """A thing under sanctions, and the things that hang on it: sanctions, papers, places, ties."""

    thing: Thing
    around: tuple[Thing, ...]


class Shape(Protocol):
    """A reader of one shape: it tells each entity once, and makes a thing of it when asked."""

    def tell(self, into: "Export") -> None:
        """Every entity of the file, in its order."""

    def thing(self, number: int, into: "Export") -> Thing:
        """The entity of this number, with its values."""

    def inside(self, number: int, into: "Export") -> list[Thing]:
        """What stands within an entity, in the nested shape."""


@dataclass(slots=True)
class Export:
    """What is to be known of a whole export before any party of it can be made.

    Holds the numbers of entities and few of their words: an entity's values are read when its
    party is made, and again where it hangs on several.
    """

    shape: Shape
    datasets: set[str] = field(default_factory=set)
    newest: dict[str, datetime] = field(default_factory=dict)
    latest: datetime | None = None
    external: int = 0  # statements that somebody proposes to add, and nobody has
    others: dict[str, Other] = field(default_factory=dict)
    twice: list[tuple[str, bool]] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)
    _around: dict[str, list[int]] = field(default_factory=dict)
    _things: dict[str, str] = field(default_factory=dict)
    _wanted: set[str] = field(default_factory=set)

    def told(
        self, number: int, entity: str, schema: str, refs: Mapping[str, list[str]], *, listed: bool
    ) -> None:
        """One entity: what it hangs on by the properties that refer, and whether it is listed."""
        self._numbers[entity] = number
        if schema in OWNED:
            ends = refs.get(OWNED[schema], [])
        elif schema in LINKS:
            ends = [end for prop in LINKS[schema] for end in refs.get(prop, [])]
        else:
            self._things[entity] = schema
            if listed:
                self._wanted.add(entity)
            return
        for end in dict.fromkeys(ends):
            self._around.setdefault(end, []).append(number)
            if schema == "Sanction":
                self._wanted.add(end)

    def is_told(self, entity: str) -> bool:
        """Whether the entity stood in the file before."""
        return entity in self._numbers

    def number(self, entity: str) -> int:
        """The number of an entity that was told."""
        return self._numbers[entity]

    def called(self, entity: str, name: str, first: datetime | None) -> None:
        """How an entity is called; the first time that it is told counts."""
        self.others.setdefault(entity, Other(name, first))

    def seen(self, last: datetime, datasets: tuple[str, ...]) -> None:
        """That something of these datasets was last seen then."""
        self.datasets.update(datasets)
        if self.latest is None or last > self.latest:
            self.latest = last
        # a merged entity's instant is the newest of its datasets: it says nothing of the others
        if len(datasets) == 1:
            before = self.newest.get(datasets[0])
            if before is None or last > before:
                self.newest[datasets[0]] = last

    def is_gone(self, last: datetime, datasets: tuple[str, ...]) -> bool:
        """Whether each of the datasets was read once more since, without it."""
        return bool(datasets) and all(
            dataset in self.newest and last < self.newest[dataset] for dataset in datasets
        )

    def parties(self) -> Iterator[Party]:
        """The things under sanctions, in the order of the file."""
        for entity in self._things:
            if entity not in self._wanted:
                continue
            number = self._numbers[entity]
            thing = self.shape.thing(number, self)
            around = [self.shape.thing(each, self) for each in self._around.get(entity, ())]
            places = {v.text for v in thing.values if v.prop == "addressEntity"}
            around += [
                self.shape.thing(self._numbers[place], self)
                for place in sorted(places)
                if self._things.get(place) == "Address"
            ]
            around += self.shape.inside(number, self)
            # by id, for exports have entities in any order
            yield Party(thing, tuple(sorted(around, key=lambda each: (each.schema, each.id))))

    def schemata(self) -> set[str]:
        """The schemata of all things."""
        return set(self._things.values())

    def passed_over(self) -> Counter[str]:
        """How many things of each schema are under no sanctions."""
        return Counter(
            schema for entity, schema in self._things.items() if entity not in self._wanted
        )
