"""What the three kinds of OFAC's XML share: lists of elements, flags, numbers, names, features."""

from collections.abc import Iterable, Iterator

from onrecord.formats.node import Node
from onrecord.formats.ofac.form import Alias, Draft, Form, titles_in, vocabulary
from onrecord.formats.ofac.remarks import place, read_birth
from onrecord.formats.text import refused
from onrecord.model.dates import PartialDate
from onrecord.model.listing import Entry, Name, NameKind
from onrecord.model.snapshot import Finding


def inside(node: Node, outer: str, tag: str) -> Iterator[Node]:
    """The elements of a list in an element of its own; that one holds nothing else."""
    for holder in node.nodes(outer):
        yield from holder.nodes(tag)
        holder.done()


def the_only(node: Node, tag: str) -> Node:
    """The one child of that name; refuses none and two."""
    found = node.nodes(tag)
    if len(found) != 1:
        raise node.refused(f"stands {len(found)} times where one is published", tag)
    return found[0]


def flag(text: str) -> bool:
    """A truth value as the files write it."""
    if text not in ("true", "false"):
        raise ValueError(f"neither true nor false: {text[:40]!r}")
    return text == "true"


def digits(text: str) -> str:
    """A number as the files write it, as text; raises ValueError for anything else."""
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise ValueError(f"not a number: {text[:40]!r}")
    return text


def numbered(node: Node, attribute: str) -> str:
    """The number in an attribute; refuses anything else."""
    try:
        return digits(str(node.element.get(attribute, "")))
    except ValueError as why:
        raise node.refused(str(why), attribute) from why


def once(entries: Iterable[Entry], name: str, form: Form) -> tuple[Entry, ...]:
    """Each uid once: the first counts, a second one is told. Refuses a file without an entry."""
    found: dict[str, Entry] = {}
    for entry in entries:
        before = found.setdefault(entry.uid, entry)
        if before is entry:
            continue
        if before == entry:
            says = f"{name}: uid {entry.uid} twice, with equal entries"
            form.findings.append(Finding("uid_twice", says))
        else:
            says = f"{name}: uid {entry.uid} twice, with different entries: the first is taken"
            form.findings.append(Finding("uid_differs", says, damages=True))
    if not found:
        raise refused("a list without an entry", name)
    return tuple(found.values())


def add_alias(draft: Draft, number: int, text: str, code: str, *, weak: bool) -> None:
    """Add a name; weak ones come behind the strong, as in the separated files' remarks."""
    kind = NameKind(vocabulary().alias[code])
    if not weak:
        draft.aliases.append(Alias(number, Name(text, kind), code))
        return
    draft.said.names.append(Name(text, kind if kind is NameKind.FORMER else NameKind.WEAK))
    if code == "n.k.a.":
        draft.said.details.append(("now_known_as", text))


def add_feature(draft: Draft, kind: str, value: str) -> None:
    """Put a feature where the separated files have it: a column, or an item of the remarks."""
    said, vessel = draft.said, vocabulary().vessel
    if not value:
        said.details.append(("remark", kind))
    elif kind == "Birthdate":
        add_birth(draft, value)
    elif kind == "Place of Birth":
        said.birth_places.append(value)
    elif kind in ("Nationality Country", "Citizenship Country"):
        add_country(draft, "nationality" if kind.startswith("N") else "citizen", value)
    elif kind == "Vessel Call Sign" and draft.call_sign is None:
        draft.call_sign = value
    elif kind == "Title":
        draft.titles += titles_in(value)
    elif kind in vessel and vessel[kind] not in dict(draft.vessel):
        draft.vessel.append((vessel[kind], value))
    else:
        place(kind, value, vocabulary().labels, said)


def add_birth(draft: Draft, text: str) -> None:
    """Add a birth; one in no known form is a detail."""
    birth = read_birth(text)
    if birth is None:
        draft.said.details.append(("birth", text))
    else:
        draft.said.births.append(birth)


def add_country(draft: Draft, what: str, country: str) -> None:
    """Add a country of nationality or citizenship, told apart among the details."""
    if country not in draft.said.nationalities:
        draft.said.nationalities.append(country)
    draft.said.details.append((what, country))


def narrowest(first: PartialDate, last: PartialDate) -> PartialDate:
    """The year, month or day whose first and last days these are; else the first day."""
    for whole in (PartialDate(first.year), PartialDate(first.year, first.month)):
        if (whole.earliest, whole.latest) == (first.earliest, last.latest):
            return whole
    return first
