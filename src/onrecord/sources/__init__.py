"""The registry of sources: which lists can be read, and their bytes as snapshots.

Each source is a folder here with a `source.toml`, what is to be known of the list, and a
`parse.py`, one pure function from files to a Snapshot. It never merges parties, guesses,
translates, computes what is in force, opens a file or knows of another source. The folders are
found by looking; there is no list of them to keep.
"""

import difflib
import functools
import gc
import importlib
import importlib.resources
import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any, TypeVar

from onrecord.errors import UsageError
from onrecord.formats import refused, what_it_is
from onrecord.model.listing import Authority, Effect, Entry
from onrecord.model.snapshot import Snapshot

_LOOKED_AT = 4096
_V = TypeVar("_V")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One published file of a source.

    `also` are names of the same file in another shape (`sdn.pip` for `sdn.csv`). `begins` is
    what its first bytes look like; `named_alone` says whether the name is enough to know it by
    when they do not (`consolidated.xml` is not: several authorities call theirs so). `sporadic`
    for a file that its authority publishes only at times: that it is not there is no fault.
    `stands_for` names the file in whose place it may come: the whole list in another form.
    `together` where several shapes of it may come at once, of which the first named is read.
    """

    name: str
    encoding: str = "utf-8"
    optional: bool = False
    address: str | None = None
    also: tuple[str, ...] = ()
    begins: str | None = None
    named_alone: bool = True
    sporadic: bool = False
    stands_for: str | None = None
    together: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """All names that the file goes by, the usual one first."""
        return (self.name, *self.also)


@dataclass(frozen=True, slots=True)
class Programme:
    """What is known of a programme's label: its name here, effects, basis and term in years."""

    name: str
    effects: tuple[Effect, ...] = ()
    basis: tuple[str, ...] = ()
    term_years: int | None = None


@dataclass(frozen=True, slots=True, eq=False)  # one value an id: equal to itself, and hashable
class Source:
    """One published list: what a reader of its bytes and of its absences must know.

    `authority` None where it stands on the entry. `rhythm_days` is after how many days a copy
    goes stale. `complete_since` is the day from which the list is whole, None where that is not
    known. `keeps_expired` where rows of ended measures stay, so that the row's own dates decide.
    `numbered` False for a list without ids of its own, whose parser makes them; `numbers` is how
    a uid looks that is the list's own all the same. `tells_since` where its entries say themselves
    since when they were seen, so that a capture is evidence of the time before it. `facts` where it
    is no list but hand-checked facts, each known from its own day.
    `numbering` names the numbers by which an authority knows a party across its lists: a uid is
    such a number, unless `number_in_uid` (a pattern) or `number_in` (a type of identifier) says
    where in an entry another list's number stands.
    `version` is of the parser's derivation: it rises when the same bytes give other entries.
    `least` is the smallest number of entries that a first download may have, `guard` what else of
    the guard's measures is set for this list. `hosts` are those that its addresses may lead to.
    """

    id: str
    authority: Authority | None
    title: str
    rhythm_days: int
    complete_since: date | None = None
    main: bool = False
    keeps_expired: bool = False
    numbered: bool = True
    numbers: str | None = None
    numbering: str | None = None
    number_in_uid: str | None = None
    number_in: str | None = None
    tells_since: bool = False
    facts: bool = False
    version: int = 1
    files: tuple[SourceFile, ...] = ()
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    programmes: Mapping[str, Programme] = field(default_factory=dict)
    ignored: Mapping[str, str] = field(default_factory=dict)
    least: int | None = None
    guard: Mapping[str, float] = field(default_factory=dict)
    hosts: tuple[str, ...] = ()

    def is_numbered(self, uid: str) -> bool:
        """Whether a uid is the list's own, and not made by its parser of a name."""
        return self.numbered or (
            self.numbers is not None and re.fullmatch(self.numbers, uid) is not None
        )

    @property
    def gives_numbers(self) -> bool:
        """Whether its uids are the numbers of its numbering."""
        return self.numbering is not None and not (self.number_in_uid or self.number_in)

    def numbers_named(self, entry: Entry) -> tuple[str, ...]:
        """The numbers of its numbering that an entry names beside its own uid, as in us_ofac 9."""
        found: set[str] = set()
        if self.number_in_uid is not None:
            met = re.fullmatch(self.number_in_uid, entry.uid)
            found |= {met[1]} if met else set()
        if self.number_in is not None:
            found |= {i.value.strip() for i in entry.identifiers if i.type == self.number_in}
        return tuple(f"{self.numbering} {number}" for number in sorted(found))

    def held(self, files: Mapping[str, bytes]) -> dict[str, tuple[str, bytes]]:
        """The files given, by the usual name of each: (the name it came under, its bytes).

        A single file under a name of nobody's is taken for the first of the source's files.
        Refuses a file that is none of the source's, and one file in two shapes.
        """
        known = {name.lower(): file for file in self.files for name in file.names}
        if len(files) == 1 and not any(name.lower() in known for name in files):
            return {self.files[0].name: next(iter(files.items()))}
        found: dict[str, tuple[str, bytes]] = {}
        for name, content in files.items():
            file = known.get(name.lower())
            if file is None:
                raise refused(f"not a file of {self.id}", name, todo="leave it out")
            if file.name in found:
                other = found[file.name][0]
                if not file.together:
                    says = f"the same file as {other} once more"
                    raise refused(says, name, todo="give one of them")
                names = [each.lower() for each in file.names]
                if names.index(other.lower()) < names.index(name.lower()):
                    continue
            found[file.name] = (name, content)
        return found

    def refuse_lacking(self, held: Mapping[str, tuple[str, bytes]]) -> None:
        """Refuse a capture that lacks a file without which the others are no list."""
        instead = {file.stands_for for file in self.files if file.name in held}
        for file in self.files:
            if file.stands_for is not None or file.name in instead:
                continue
            if file.name not in held and not file.optional:
                given = ", ".join(name for name, _ in held.values()) or "no file"
                raise refused(
                    f"{file.name} is lacking, without which the rest is no list",
                    given,
                    todo=f"add {file.name} of the same day",
                )


@functools.cache  # the folders are part of the program
def known() -> tuple[str, ...]:
    """The ids of all sources, sorted."""
    here = importlib.resources.files(__name__)
    return tuple(sorted(f.name for f in here.iterdir() if (f / "source.toml").is_file()))


def get(source_id: str) -> Source:
    """A source by its id. Raises UsageError, naming those that are near, for an unknown one."""
    if source_id not in known():
        near = difflib.get_close_matches(source_id, known(), n=3, cutoff=0.5)
        meant = f"did you mean {' or '.join(near)}?" if near else "`onrecord sources` names them"
        raise UsageError(f"no such source: {source_id!r}: {meant}")
    return _read(source_id)


def numbered(number: str) -> tuple[str, ...]:
    """The entries, held or not, that bear a number as their uid: us_ofac 9 → us_ofac_sdn/9, …

    What is no number but the name of an entry is that entry: entry un_sc/KPi.001 → un_sc/KPi.001.
    """
    numbering, _, uid = number.partition(" ")
    if numbering == "entry":
        return (uid,)
    return tuple(f"{each}/{uid}" for each in _of_numbering(numbering))


@functools.cache  # the folders are part of the program
def _of_numbering(numbering: str) -> tuple[str, ...]:
    lists = (source for source in map(get, known()) if source.gives_numbers)
    return tuple(each.id for each in lists if each.numbering == numbering)


def parse(
    source: Source, files: Mapping[str, bytes], carried: frozenset[str] = frozenset()
) -> Snapshot:
    """The files of one capture as a snapshot; the same bytes always give the same.

    `carried` names those files that are of an earlier capture, because this one lacks them: what
    they say of entries that are gone is no fault. Raises InputError with file, line and field.
    """
    module = importlib.import_module(f"{__name__}.{source.id}.parse")
    with uncollected():
        snapshot = module.parse(files, source, carried)
    assert isinstance(snapshot, Snapshot)  # noqa: S101 - a parser that breaks its contract is a bug
    return snapshot


@contextmanager
def uncollected() -> Iterator[None]:
    """While many entries are made or written: what becomes free stays free, cycles wait.

    Entries are trees without cycles, and looking for some in a million new ones takes a third of
    the time: 15,000 rows of sdn.csv in 0.49 s, against 0.66 s with the collector on.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def newest_seen(source: Source, files: Mapping[str, bytes]) -> datetime | None:
    """The instant that files of a source which `tells_since` speak for; None where they say none.

    Raises InputError where they cannot be read so far.
    """
    if not source.tells_since:
        return None
    module = importlib.import_module(f"{__name__}.{source.id}.parse")
    found = module.newest_seen(files, source)
    assert found is None or isinstance(found, datetime)  # noqa: S101 - as in parse
    return found


def referents(entry: Entry) -> tuple[str, ...]:
    """The refs of other entries that one itself says it is of; empty where its source says none."""
    source = get(entry.source)
    if "referent" not in source.codes:
        return ()
    module = importlib.import_module(f"{__name__}.{source.id}.referents")
    found: tuple[str, ...] = module.referents(entry, source)
    return found


def recognise(files: Mapping[str, bytes]) -> str | None:
    """The source that these files look like, by published names and first bytes; None if none.

    A file that is named as a source's own and plainly broken (empty, an image) is still that
    source's: its parser says what is wrong. Files that look like two sources are nobody's. An
    export that tells its own instants is known by its first bytes under any name.
    """
    looks: set[str] = set()
    named: set[str] = set()
    for source_id in known():
        for file in _read(source_id).files:
            for name, content in files.items():
                if name.lower() not in {n.lower() for n in file.names}:
                    continue
                if file.named_alone:
                    named.add(source_id)
                if file.begins and _begins(file.begins, content):
                    looks.add(source_id)
    found = looks or named or _known_by_bytes(files)
    return found.pop() if len(found) == 1 else None


def _known_by_bytes(files: Mapping[str, bytes]) -> set[str]:
    if len(files) != 1:
        return set()
    (content,) = files.values()
    telling = (source for source in map(_read, known()) if source.tells_since)
    return {
        source.id
        for source in telling
        if any(file.begins and _begins(file.begins, content) for file in source.files)
    }


def _begins(pattern: str, content: bytes) -> bool:
    if what_it_is(content) is not None:
        return False
    head = content[:_LOOKED_AT].decode("utf-8", errors="replace").removeprefix("\ufeff")
    return re.match(pattern, head) is not None


@functools.cache  # one value a source, of files that are part of the program
def _read(source_id: str) -> Source:
    here: Traversable = importlib.resources.files(__name__)
    given = tomllib.loads((here / source_id / "source.toml").read_text(encoding="utf-8"))
    authority = given.get("authority")
    return Source(
        id=given["id"],
        authority=None if authority is None else Authority(authority),
        title=given["title"],
        rhythm_days=given["rhythm_days"],
        complete_since=_day(given.get("complete_since")),
        main=given.get("main", False),
        keeps_expired=given.get("keeps_expired", False),
        numbered=given.get("numbered", True),
        numbers=given.get("numbers"),
        numbering=given.get("numbering"),
        number_in_uid=given.get("number_in_uid"),
        number_in=given.get("number_in"),
        tells_since=given.get("tells_since", False),
        facts=given.get("facts", False),
        version=given.get("version", 1),
        files=tuple(_file(each) for each in given.get("files", ())),
        codes=_frozen({k: _frozen(v) for k, v in given.get("codes", {}).items()}),
        programmes=_frozen({k: _programme(k, v) for k, v in given.get("programmes", {}).items()}),
        ignored=_frozen(given.get("ignored", {})),
        least=given.get("guard", {}).get("least"),
        guard=_frozen(given.get("guard", {})),
        hosts=tuple(given.get("hosts", ())),
    )


def _day(given: date | int | None) -> date | None:
    return date(given, 1, 1) if isinstance(given, int) else given


def _file(given: dict[str, Any]) -> SourceFile:
    return SourceFile(**{**given, "also": tuple(given.get("also", ()))})


def _programme(label: str, given: dict[str, Any]) -> Programme:
    return Programme(
        name=given.get("name", label),
        effects=tuple(Effect(each) for each in given.get("effects", ())),
        basis=tuple(given.get("basis", ())),
        term_years=given.get("term_years"),
    )


def _frozen(given: Mapping[str, _V]) -> Mapping[str, _V]:
    return MappingProxyType(dict(given))
