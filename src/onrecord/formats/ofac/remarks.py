"""The remarks field of OFAC's lists, taken apart into names, births, identifiers and details.

One field holds what the XML forms give in fields of their own, as items between semicolons:
`DOB 10 Dec 1948; POB Dawei, Burma; Passport MB1 (Burma) expires 01 Jan 2010; a.k.a. 'X'.`
Nothing is lost: an item of no known form is a detail as it stands. No expression here can
backtrack: items are told by what they begin with.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from onrecord.model.dates import PartialDate
from onrecord.model.listing import Birth, Identifier, Name, NameKind

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), 1
    )
}
# in single quotes: weak aliases, as the page "Weak Aliases" of OFAC's FAQ 122 has it
_QUOTED = {"a.k.a.": NameKind.WEAK, "f.k.a.": NameKind.FORMER, "n.k.a.": NameKind.WEAK}
_PLAIN = {"a.k.a.": NameKind.ALIAS, "f.k.a.": NameKind.FORMER, "n.k.a.": NameKind.ALIAS}
_WALLET = "Digital Currency Address - "
_LINKED = "Linked To: "
_WORDS = ("swift", "chinese_commercial_code")  # may be written in groups and without a digit


@dataclass(slots=True)
class Remarks:
    """What the remarks of one entry say, each list in the order of the text."""

    names: list[Name] = field(default_factory=list)
    births: list[Birth] = field(default_factory=list)
    birth_places: list[str] = field(default_factory=list)
    nationalities: list[str] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)
    linked_to: list[str] = field(default_factory=list)
    details: list[tuple[str, str]] = field(default_factory=list)

    def extend(self, other: "Remarks") -> None:
        """Put behind this what is said elsewhere of the same entry."""
        self.names += other.names
        self.births += other.births
        self.birth_places += other.birth_places
        self.nationalities += [n for n in other.nationalities if n not in self.nationalities]
        self.identifiers += other.identifiers
        self.linked_to += [who for who in other.linked_to if who not in self.linked_to]
        self.details += other.details


class Paper(NamedTuple):
    """What is said of an identifier beside its number."""

    country: str | None = None
    issued: PartialDate | None = None
    expires: PartialDate | None = None
    note: str | None = None


class Labels:
    """What items begin with, by first word, the longest label first: a table made once a parse."""

    def __init__(self, identifiers: Mapping[str, str], details: Mapping[str, str]) -> None:
        self._by_word: dict[str, list[tuple[str, str, bool]]] = {}
        labels = [(label, kind, True) for label, kind in identifiers.items()]
        labels += [(label, kind, False) for label, kind in details.items()]
        for label in sorted(labels, key=lambda each: (-len(each[0]), each[0])):
            self._by_word.setdefault(label[0].partition(" ")[0], []).append(label)

    def __iter__(self) -> Iterator[str]:
        """All labels, in no order that means anything."""
        return (label for labels in self._by_word.values() for label, _, _ in labels)

    def find(self, item: str) -> tuple[str, str, bool] | None:
        """(type, what follows the label, whether it is an identifier); None under no label."""
        for label, kind, is_identifier in self._by_word.get(item.partition(" ")[0], ()):
            if item.startswith(label) and item[len(label) : len(label) + 1] == " ":
                return kind, item[len(label) + 1 :].strip(), is_identifier
        return None


def read_remarks(text: str, labels: Labels, *, cut: bool) -> Remarks:
    """Take remarks apart.

    `cut` says that the text breaks off at the width of its field: the last item is then no name
    and no identifier, whatever it looks like, but a detail called `cut`.
    """
    found = Remarks()
    items = _items(text if cut else _without_full_stop(text))
    # where the field breaks off just behind a semicolon, the last item is whole
    broken = items.pop() if cut and items and not text.rstrip().endswith(";") else None
    for item in items:
        _place(item, labels, found)
    if broken is not None:
        found.details.append(("cut", broken))
    return found


def place(
    label: str, value: str, labels: Labels, found: Remarks, papers: Paper | None = None
) -> None:
    """Put what a file gives under a type of its own where the same item of remarks would go.

    `papers` are the country, days and note of an identifier that stand in fields of their own.
    """
    label = label.replace("’", "'")
    item = f"{label} {value}".strip()
    if not value:
        found.details.append(("remark", item))
    elif label.startswith(_WALLET):
        found.identifiers.append(Identifier(f"wallet:{label[len(_WALLET) :].strip()}", value))
    else:
        known = labels.find(item)
        kind, rest, is_identifier = known or ("remark", item, False)
        if is_identifier or (papers is not None and papers != Paper()):
            kind, rest = (kind, rest) if is_identifier else ("document", item)
            found.identifiers.append(Identifier(kind, rest, *(papers or Paper())))
        else:
            found.details.append((kind, rest) if rest else ("remark", item))


def _items(text: str) -> list[str]:
    return [item for item in (part.strip() for part in text.split(";")) if item]


def _without_full_stop(text: str) -> str:
    """The list ends each remark in a full stop; one of an abbreviation (S.A.) is also that."""
    text = text.strip()
    if not text.endswith("."):
        return text
    last = text[-5:-1].rpartition(" ")[2].lstrip("'")
    return text if len(last) > 2 and last[-2] == "." and last[-1].isalpha() else text[:-1]


def _place(item: str, labels: Labels, found: Remarks) -> None:
    plain = _bare(item)
    word, _, rest = plain.partition(" ")
    rest = rest.strip()
    if not rest:
        found.details.append(("remark", item))
    elif word == "DOB":
        birth = read_birth(rest)
        if birth is None:
            found.details.append(("birth", rest))
        else:
            found.births.append(birth)
    elif word == "POB":
        found.birth_places.append(rest)
    elif word in ("nationality", "citizen"):
        if rest not in found.nationalities:
            found.nationalities.append(rest)
        found.details.append((word, rest))
    elif word in _QUOTED:
        _name(word, rest, found)
    elif plain.startswith(_LINKED):
        found.linked_to.append(plain[len(_LINKED) :].strip())
    elif plain.startswith(_WALLET):
        currency, _, address = plain[len(_WALLET) :].partition(" ")
        _identifier(f"wallet:{currency}", address.strip(), found, item)
    else:
        _labelled(item, plain, labels, found)


def _bare(item: str) -> str:
    """An item without what says that it is one more, and, in XML, without brackets around ties."""
    plain = item.removeprefix("alt. ").strip()
    if _LINKED not in plain:
        return plain
    if plain.startswith(f"({_LINKED}"):
        plain = plain[1:]
    # the bracket may have opened an item before: (Linked To: A; Linked To: B)
    is_tie = plain.startswith(_LINKED) and plain.endswith(")")
    return plain[:-1] if is_tie and plain.count(")") > plain.count("(") else plain


def _labelled(item: str, plain: str, labels: Labels, found: Remarks) -> None:
    known = labels.find(plain)
    if known is None:
        found.details.append(("remark", item))
        return
    kind, rest, is_identifier = known
    if is_identifier:
        _identifier(kind, rest, found, item)
    else:
        found.details.append((kind, rest) if rest else ("remark", item))


def _name(word: str, rest: str, found: Remarks) -> None:
    """Names with apostrophes stand inside the quotes, so only the outermost are taken off."""
    # double ones in the files of fixed fields
    quoted = len(rest) > 2 and rest[0] == rest[-1] and rest[0] in "'\""
    text = rest[1:-1].strip() if quoted else rest
    if not text:
        found.details.append(("remark", f"{word} {rest}"))
        return
    found.names.append(Name(text, (_QUOTED if quoted else _PLAIN)[word]))
    if word == "n.k.a.":
        found.details.append(("now_known_as", text))


def _identifier(kind: str, rest: str, found: Remarks, item: str) -> None:
    """`NUMBER (country) issued DATE expires DATE`, each part but the first only where given.

    A region before the country, and what follows `issued` without being a date (`under the name
    X`), is a note. Words where a number should be are no identifier.
    """
    value, expires = _dated(rest, " expires ")
    value, issued = _dated(value, " issued ")
    notes: list[str] = []
    for word in (" expires ", " issued "):
        value, mark, tail = value.partition(word)
        if mark:
            notes.append(mark.strip() + " " + tail)
    places: list[str] = []
    while value.endswith(")") and " (" in value:
        value, _, inside = value[:-1].rpartition(" (")
        (places if _is_place(inside) else notes).append(inside)
    country = places.pop(0) if places else None
    value = value.strip()
    if not value or (" " in value and kind not in _WORDS and not any(map(str.isdigit, value))):
        found.details.append(("remark", item))
        return
    note = "; ".join([*places, *notes]) or None
    found.identifiers.append(Identifier(kind, value, country, issued, expires, note))


def _dated(text: str, word: str) -> tuple[str, PartialDate | None]:
    before, mark, after = text.rpartition(word)
    when = read_day(after.strip()) if mark else None
    return (text, None) if when is None else (before.strip(), when)


def _is_place(text: str) -> bool:
    """Countries are words; what else stands in brackets there (a date, a number) is a note."""
    return text[:1].isupper() and not any(c.isdigit() or c in "/#:" for c in text)


def read_birth(text: str) -> Birth | None:
    """A birth as the lists write it, `circa 1951 to 1953`; None for anything else."""
    circa = text.startswith("circa ")
    first, to, last = text.removeprefix("circa ").partition(" to ")
    if not to and "-" in first:
        first, to, last = first.partition("-")
    earliest = read_day(first.strip())
    latest = read_day(last.strip().removeprefix("circa ")) if to else earliest
    if earliest is None or latest is None or latest.before(earliest):
        return None
    return Birth(earliest, latest, circa or "circa " in last)


def read_day(text: str) -> PartialDate | None:
    """A day as the lists write it, 10 Dec 1948, Dec 1948 or 1948; None for anything else."""
    parts = text.split(" ")
    year, month, day = parts[-1], parts[-2] if len(parts) > 1 else "", parts[-3:-2]
    if len(parts) > 3 or len(year) != 4 or not (year.isascii() and year.isdigit()):
        return None
    if len(parts) == 1:
        return PartialDate(int(year)) if int(year) else None
    if month not in _MONTHS or (day and not (day[0].isascii() and day[0].isdigit())):
        return None
    try:
        return PartialDate(int(year), _MONTHS[month], int(day[0]) if day else None)
    except ValueError:
        return None
