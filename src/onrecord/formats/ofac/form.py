"""What every form of OFAC's lists gives of an entry, and the entry that comes of it.

The separated files and the three kinds of XML say the same things in other places. Each reader
fills a Draft; how a draft becomes an entry is written here once, so that an entry has the same
names, programmes and details whichever file it is read from.
"""

import functools
import importlib.resources
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from operator import itemgetter
from types import MappingProxyType
from typing import NamedTuple

from onrecord.formats.ofac.remarks import Labels, Remarks
from onrecord.formats.text import refused
from onrecord.model.dates import PartialDate
from onrecord.model.listing import Address, Authority, Entry, Identifier, Kind, Listing, Name
from onrecord.model.snapshot import Finding

_PART = "part"
_LAST = 1 << 30  # programmes without a number of OFAC's that is known come last, by name
_NUMBER = itemgetter(0)  # orders the rows of one entry, wherever they stand
_EMBEDDING = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u200e\u200f"))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of OFAC's lists, as vocabulary.toml has them."""

    labels: Labels
    kind: Mapping[str, str]
    alias: Mapping[str, str]
    vessel: Mapping[str, str]
    script: Mapping[str, str]
    programme_number: Mapping[str, int]

    def in_order(self, programmes: list[str]) -> list[str]:
        """Programmes, each once, in the order of the separated files."""
        numbers = self.programme_number
        return sorted(dict.fromkeys(programmes), key=lambda p: (numbers.get(p, _LAST), p))


@functools.cache  # one value, of a file that is part of the program
def vocabulary() -> Vocabulary:
    """The vocabulary that comes with the program."""
    here = importlib.resources.files("onrecord.formats") / "ofac" / "vocabulary.toml"
    given = tomllib.loads(here.read_text(encoding="utf-8"))
    plain = {name: MappingProxyType(given[name]) for name in ("kind", "alias", "vessel", "script")}
    return Vocabulary(
        labels=Labels(given["identifier"], given["remark"]),
        programme_number=MappingProxyType(given["programme_number"]),
        **plain,
    )


class Event(NamedTuple):
    """That a list says of an entry from which day it stands there, and under which title."""

    day: PartialDate
    title: str


class Alias(NamedTuple):
    """A name beside the first: its number, the name, the code of its kind, what is said of it."""

    number: int
    name: Name
    code: str
    remark: str | None = None


@dataclass(slots=True)
class Draft:
    """What a file says of one entry, before it is an entry."""

    uid: str
    kind: Kind
    name: str
    programmes: list[str] = field(default_factory=list)
    aliases: list[Alias] = field(default_factory=list)
    scripts: list[Name] = field(default_factory=list)
    addresses: list[tuple[int, Address]] = field(default_factory=list)
    titles: tuple[str, ...] = ()
    call_sign: str | None = None
    vessel: list[tuple[str, str]] = field(default_factory=list)
    said: Remarks = field(default_factory=Remarks)
    remarks: str | None = None
    events: list[Event] = field(default_factory=list)


Lists = Callable[[Draft, str], Listing]
"""What a source makes of a programme's label of a draft: the listing, with its effects."""


@dataclass(slots=True)
class Form:
    """What a source tells a reader of its files, and what the reader found odd in them."""

    source: str
    authority: Authority
    lists: Lists
    findings: list[Finding] = field(default_factory=list)

    def tell_part(self, says: str) -> None:
        """Note that the file is only a part of its list, by what it says itself."""
        self.findings.append(Finding(_PART, says, damages=True))

    def refuse_part(self, name: str) -> None:
        """Refuse a file that says itself that it is only a part of its list."""
        for finding in self.findings:
            if finding.code == _PART:
                raise refused(
                    f"only a part of the list: {finding.says}", name, todo="give the whole list"
                )

    def entry(self, draft: Draft) -> Entry:
        """The entry of a draft."""
        said = draft.said
        numbers = said.identifiers
        if draft.kind is Kind.VESSEL:  # the same words mean a company's number elsewhere
            numbers = [replace(n, type="imo") if n.type == "imo_company" else n for n in numbers]
        call = [Identifier("call_sign", draft.call_sign)] if draft.call_sign else []
        aliases = sorted(draft.aliases, key=_NUMBER)
        return Entry(
            source=self.source,
            uid=draft.uid,
            authority=self.authority,
            kind=draft.kind,
            names=(
                Name(draft.name),
                *[alias.name for alias in aliases],
                *said.names,
                *draft.scripts,
            ),
            listings=tuple([self.lists(draft, label) for label in draft.programmes]),
            births=tuple(said.births),
            birth_places=tuple(said.birth_places),
            nationalities=tuple(said.nationalities),
            identifiers=(*call, *numbers),
            addresses=tuple([address for _, address in sorted(draft.addresses, key=_NUMBER)]),
            titles=draft.titles,
            linked_to=tuple(said.linked_to),
            remarks=draft.remarks,
            details=(*draft.vessel, *_alias_details(aliases), *said.details),
        )


def titles_in(text: str | None) -> tuple[str, ...]:
    """The titles of one field, which stand between semicolons."""
    return tuple(part.strip() for part in text.split(";") if part.strip()) if text else ()


def shown(text: str) -> str:
    """A name without the marks that only say in which direction it is set."""
    return text.translate(_EMBEDDING).strip()


def _alias_details(aliases: list[Alias]) -> list[tuple[str, str]]:
    told = [("now_known_as", alias.name.text) for alias in aliases if alias.code == "n.k.a."]
    return told + [("alias_remark", alias.remark) for alias in aliases if alias.remark]
