"""Names in a paragraph: runs of proper nouns, and what each seems to be the name of."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.model.report import ActorKind
from onrecord.read.clauses import child, phrase
from onrecord.read.nouns import ORGANISATION_WORDS, PERSONS, TITLES, states
from onrecord.read.parse import Parsed

if TYPE_CHECKING:
    from spacy.tokens import Token

_LAWS = frozenset(
    [
        "act",
        "acts",
        "law",
        "agreement",
        "treaty",
        "accord",
        "prize",
        "war",
        "resolution",
        "order",
        "pact",
        "amendment",
        "convention",
        "protocol",
        "day",
        "street",
        "avenue",
        "road",
        "river",
        "sea",
        "ocean",
        "mountain",
        "island",
        "bay",
        "cup",
        "games",
        "world",
        "god",
        "internet",
        "covid",
        "plan",
        "deal",
        "constitution",
        "award",
        "medal",
        "strait",
        "peninsula",
        "desert",
        "lake",
        "province",
        "district",
        "region",
        "county",
        "city",
        "town",
        "village",
        "airport",
        "square",
        "bridge",
        "bill",
    ]
)
_PLACES = frozenset(
    [
        "GPE",
        "LOC",
        "FAC",
        "EVENT",
        "LAW",
        "LANGUAGE",
        "PRODUCT",
        "WORK_OF_ART",
        "DATE",
        "TIME",
        "NORP",
    ]
)
_HONORIFICS = frozenset(
    ["mr", "mrs", "ms", "miss", "dr", "sir", "dame", "lord", "lady", "u", "daw"]
)
_ACRONYM = re.compile(r"[A-Z][A-Z&]{1,7}|(?:[A-Z]\.){2,5}")


@dataclass(frozen=True, slots=True)
class NameMention:
    """A name at its place (letters of the squeezed paragraph), with what stands by it.

    `kind` is None where nothing tells; `alias_of` is the name before the brackets it stands in.
    """

    part: int
    start: int
    end: int
    first: int
    last: int
    name: str
    kind: ActorKind | None
    role: str | None = None
    alias_of: str | None = None


def names(part: int, parsed: Parsed) -> list[NameMention]:
    """The names of a paragraph, in order."""
    found: list[NameMention] = []
    for first, last in _runs(parsed):
        made = _mention(part, parsed, first, last)
        if made is None:
            continue
        before = found[-1] if found else None
        opened = first and parsed.doc[first - 1].text == "(" and _ACRONYM.fullmatch(made.name)
        if opened and before is not None and before.last == first - 2:
            made = NameMention(
                part, made.start, made.end, first, last, made.name, before.kind, None, before.name
            )
        found.append(made)
    return found


def _runs(parsed: Parsed) -> list[tuple[int, int]]:
    """Stretches of proper nouns, with "of" and "and" inside the names of bodies."""
    doc = parsed.doc
    runs: list[tuple[int, int]] = []
    place = 0
    while place < len(doc):
        if not _is_proper(doc[place]):
            place += 1
            continue
        last = place
        while (step := _joined(doc[place], doc[last])) is not None:
            last = step
        runs.append((place, last))
        place = last + 1
    return runs


def _is_proper(token: "Token") -> bool:
    text = token.text
    if not text[:1].isupper() or len(text.strip(".")) == 0:
        return False
    return (
        token.tag_ in ("NNP", "NNPS")
        or token.ent_type_ in ("PERSON", "ORG")
        or (text.isupper() and len(text) > 1 and token.pos_ != "PRON")
    )


def _joined(begin: "Token", last: "Token") -> int | None:
    """The next token that belongs to the run, None where it ends."""
    doc = last.doc
    following = last.i + 1
    if following >= len(doc):
        return None
    token = doc[following]
    if _is_proper(token):
        return following
    after = doc[following + 1] if following + 1 < len(doc) else None
    if after is None or not _is_proper(after):
        return None
    if token.text in ("-", "&", "bin", "al", "van", "von", "de", "der", "ibn"):
        return following + 1
    words = {doc[i].lower_ for i in range(begin.i, following)}
    body = words & ORGANISATION_WORDS
    if token.lower_ == "of" and (body or last.lower_ in ("secretary", "minister")):
        return following + 1
    if token.lower_ in ("and", "for") and body and "of" in words:
        return following + 1
    return None


def _mention(part: int, parsed: Parsed, first: int, last: int) -> NameMention | None:
    doc = parsed.doc
    start = _after_titles(parsed, first, last)
    if start > last:
        return None
    titled = start > first and _ends_with_title(doc[start - 1])
    if not titled:
        start = first
    begin, end = doc[start].idx, doc[last].idx + len(doc[last])
    text = parsed.squeezed.text[begin:end]
    state = states().named(parsed.squeezed.text[doc[first].idx : end])
    if state is not None:
        if _is_attribute(doc[last]):
            return None
        return NameMention(part, doc[first].idx, end, first, last,
                           parsed.squeezed.text[doc[first].idx : end], ActorKind.STATE)  # fmt: skip
    if text in states().adjectives or doc[last].lower_ in _LAWS:
        return None
    if start == last and doc[last].lower_ in ORGANISATION_WORDS and not text.isupper():
        return None  # "the Prime Minister’s Office": no name by itself
    kind = _kind(parsed, start, last, titled)
    alone = start == last and not titled and doc[last].dep_ == "compound"
    if kind is ActorKind.PERSON and alone and not doc[last].head.text[:1].isupper():
        kind = None  # "the Obama administration" speaks of no person, unless one is named besides
    role = _role(parsed, first, start, last) if kind is ActorKind.PERSON else None
    return NameMention(part, begin, end, start, last, text, kind, role)


def _is_attribute(token: "Token") -> bool:
    """ "North Korea-related": a part of an adjective is no mention."""
    following = token.i + 1
    return following < len(token.doc) and token.doc[following].text == "-" and not token.whitespace_


def _ends_with_title(token: "Token") -> bool:
    return token.lower_.rstrip(".") in TITLES


def _after_titles(parsed: Parsed, first: int, last: int) -> int:
    """Where the name begins after "US Ambassador", "Senior-General", "President"."""
    doc = parsed.doc
    start = first
    for place in range(first, last + 1):
        word = doc[place].lower_.rstrip(".")
        if word in TITLES and not (place == last and start == first and place > first):
            start = place + 1
        elif word == "of" and start == place:  # "Secretary of State John Kerry"
            start = place + 2
    return start


def _kind(parsed: Parsed, first: int, last: int, titled: bool) -> ActorKind | None:
    doc = parsed.doc
    words = {doc[i].lower_ for i in range(first, last + 1)}
    if titled and not words & ORGANISATION_WORDS:
        return ActorKind.PERSON
    if words & ORGANISATION_WORDS:
        return ActorKind.ORGANISATION
    noun = doc[last]
    if _stands_by_person(doc[first], noun):
        return ActorKind.PERSON
    text = parsed.squeezed.text[doc[first].idx : noun.idx + len(noun)]
    label = noun.ent_type_
    if _ACRONYM.fullmatch(text) and label not in ("GPE", "PERSON"):
        return ActorKind.ORGANISATION
    if label == "PERSON":
        return ActorKind.PERSON
    if label == "ORG":
        return ActorKind.ORGANISATION
    if label in _PLACES:
        return None
    return ActorKind.PERSON if first < last and noun.dep_ == "nsubj" else None


def _stands_by_person(first: "Token", noun: "Token") -> bool:
    """Whether "army chief" stands before it or ", permanent secretary" after it."""
    doc = noun.doc
    if first.i and doc[first.i - 1].lemma_.lower() in TITLES and doc[first.i - 1].pos_ != "DET":
        return doc[first.i - 1].tag_ in ("NN", "NNP")
    near = child(noun, "appos")
    if near is not None and near.lemma_.lower() in PERSONS | TITLES and near.tag_ == "NN":
        return True
    lead = _leading_noun(first)
    return lead is not None and noun.dep_ in ("appos", "conj", "nsubj", "pobj", "dobj")


def _leading_noun(first: "Token") -> "Token | None":
    """The noun of "the army chief, NAME"."""
    doc = first.doc
    place = first.i - 1
    while place >= 0 and (
        doc[place].lower_.rstrip(".") in TITLES | {"-"} or doc[place].tag_ in ("NNP", "NN", "JJ")
    ):
        if doc[place].tag_ == "NN" and doc[place].lower_ in PERSONS and place < first.i - 1:
            break
        place -= 1
    if place < 1 or doc[place].text != ",":
        return None
    noun = doc[place - 1]
    return noun if noun.tag_ == "NN" and noun.lemma_.lower() in PERSONS | TITLES else None


def _role(parsed: Parsed, run: int, first: int, last: int) -> str | None:
    """What the report calls somebody besides the name."""
    doc, text = parsed.doc, parsed.squeezed.text
    noun = doc[last]
    near = child(noun, "appos")
    if near is not None and near.i > last and near.lemma_.lower() in PERSONS | TITLES:
        a, b = phrase(near)
        return text[doc[a].idx : doc[b].idx + len(doc[b])]
    lead = _leading_noun(doc[first])
    begin = run
    if lead is not None:
        begin = lead.left_edge.i
        if begin < lead.i - 8:
            begin = lead.i
        while begin > 1 and not doc[begin - 1].whitespace_ and doc[begin - 1].text != ",":
            begin -= 1  # "commander-in-chief"
    else:
        while (
            begin
            and doc[begin - 1].tag_ in ("NN", "NNP", "JJ")
            and doc[begin - 1].head.i >= begin - 1
        ):
            begin -= 1
    while begin < first and (doc[begin].is_punct or doc[begin].dep_ in ("cc", "det")):
        begin += 1
    role = text[doc[begin].idx : doc[first].idx].strip(" ,-") if begin < first else ""
    return role if role and role.lower().rstrip(".") not in _HONORIFICS else None
