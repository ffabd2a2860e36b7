"""The column "Other Information": references, and from 2021 labelled values, within one text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from onrecord.model.listing import Identifier

_LABEL = re.compile(r"\(([A-Za-z][A-Za-z .]{1,40}(?: \([A-Z]{2,5}\))?)\)\s?:")
_UK = re.compile(r"[A-Z]{3}[0-9]{4}(?![0-9])")
_JOINED = re.compile(r"(?:\s*(?:,|;|and|&)\s*)+")
# written UN Ref QDe.004. and UN Ref.KPI.067 and UN REF:QE.A.146.14 and (UN Ref):QDi.247
_UN = re.compile(
    r"\bUN\s+Ref(?:erence)?\)?\s*[.:]?\s*([A-Z]{1,3}[ie]?(?:\.[A-Z0-9]+)*\.[0-9]{1,4})(?![A-Za-z])",
    re.I,
)
# as a word of its own, before seven digits: ships stand among the entities before 2021
_IMO = re.compile(r"\bIMO(?:\s+(?:number|no\.?))?\s*[:.)]*\s*([0-9]{7})(?![0-9])", re.I)


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels in lower case: those that are details, by their field; and those that are not."""

    details: Mapping[str, str]
    kept: frozenset[str]


@dataclass(slots=True)
class Information:
    """What a text says in a form that can be typed."""

    identifiers: list[Identifier] = field(default_factory=list)
    linked_to: list[str] = field(default_factory=list)
    details: list[tuple[str, str]] = field(default_factory=list)


def read_information(text: str, labels: Labels) -> Information:
    """The identifiers and labelled values of a text, in its order; the text itself stays whole."""
    found = Information()
    marks = [
        mark
        for mark in _LABEL.finditer(text)
        if mark[1].lower() in labels.details or mark[1].lower() in labels.kept
    ]
    ends = [*(mark.start() for mark in marks), len(text)][1:]
    for mark, end in zip(marks, ends, strict=True):
        label, value = mark[1].lower(), text[mark.end() : end].strip()
        if label == "uk sanctions list ref":
            found.identifiers += [
                Identifier("uk_sanctions_list", ref) for ref in _references(value)
            ]
        elif value and label in labels.details:
            _place(labels.details[label], value, found)
    plain = " ".join(text.split())  # the patterns allow blanks in many places: not long runs
    found.identifiers += [Identifier("un_reference", ref) for ref in _UN.findall(plain)]
    found.identifiers += [Identifier("imo", number) for number in _IMO.findall(plain)]
    return found


def _references(value: str) -> list[str]:
    """One reference, or several joined: "IHR0061, INU0011 and SYR0161 Listed under …"."""
    references = []
    at = 0
    while (found := _UK.match(value, at)) is not None:
        references.append(found[0])
        joined = _JOINED.match(value, found.end())
        if joined is None:
            break
        at = joined.end()
    return references


def _place(what: str, value: str, found: Information) -> None:
    if what in ("parent_company", "subsidiary", "owner"):
        found.linked_to.append(value)
    if what == "business_registration":
        found.identifiers.append(Identifier(what, value))
    elif what in ("phone", "fax", "email", "website"):
        found.details.append((what, value.rstrip(" .")))
    elif what != "imo":  # among the identifiers
        found.details.append((what, value))
