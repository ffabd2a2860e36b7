"""Clauses as the parser gives them: subjects, cues and contents as stretches of tokens."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from onrecord.read.nouns import BODIES, CLASSES, PERSONS

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
_EDGE = frozenset(" ,;:.—–-…!?()[]")
_TRAILING_MARKS = frozenset("”\"'’»")


def child(token: "Token", *dependencies: str) -> "Token | None":
    """The first child with one of these dependencies."""
    return next((c for c in token.children if c.dep_ in dependencies), None)


def is_verb(token: "Token") -> bool:
    """Whether the tagger took it for a verb."""
    return token.tag_.startswith("VB")


def is_passive(verb: "Token") -> bool:
    """Whether a verb stands in the passive voice."""
    if child(verb, "auxpass", "nsubjpass") is not None:
        return True
    if verb.tag_ == "VBN" and verb.dep_ in ("advcl", "acl") and child(verb, "aux", "nsubj") is None:
        return True
    if verb.dep_ == "conj" and verb.tag_ == "VBN" and is_verb(verb.head):
        return child(verb, "nsubj", "aux") is None and is_passive(verb.head)
    return False


def is_negated(verb: "Token") -> bool:
    """Whether "not", "never" or a negative subject stands with a verb."""
    if any(c.dep_ == "neg" or c.lower_ in ("never", "neither", "hardly") for c in verb.children):
        return True
    if any(c.lower_ == "no" and c.dep_ == "det" for s in _own_subject(verb) for c in s.children):
        return True
    if any(s.lower_ in ("nobody", "none", "neither", "no-one", "no") for s in _own_subject(verb)):
        return True
    auxiliary = verb.dep_ == "conj" and child(verb, *SUBJECTS) is None and verb.tag_ == "VB"
    return auxiliary and is_verb(verb.head) and is_negated(verb.head)


def _own_subject(verb: "Token") -> list["Token"]:
    return [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]


def is_agent(token: "Token") -> bool:
    """Whether a noun can speak: somebody, a body, a state."""
    if token.lemma_.lower() in PERSONS | BODIES | CLASSES:
        return True
    return token.pos_ == "PROPN" or (token.pos_ == "PRON" and token.lower_ not in _THINGS)


_THINGS = frozenset(["it", "this", "that", "these", "those", "which", "what", "there"])


def subject(verb: "Token") -> "Token | None":
    """Who does it: its own subject, or the one that it shares with the verb it hangs on."""
    seen = 0
    while seen < 6:
        own = child(verb, "nsubj", "nsubjpass")
        if own is not None:
            return antecedent(own, verb)
        if verb.dep_ in ("acl",) and verb.tag_ in ("VBG", "VBN"):
            return verb.head
        if verb.dep_ == "pcomp" and is_verb(verb.head.head):
            verb = verb.head.head  # "was quoted as saying"
        elif verb.dep_ in ("conj", "advcl", "xcomp", "dep", "ccomp", "parataxis") and is_verb(
            verb.head
        ):
            if verb.dep_ == "ccomp" and verb.tag_ not in ("VBG", "VB"):
                return None
            verb = verb.head
        else:
            return None
        seen += 1
    return None


def antecedent(noun: "Token", verb: "Token") -> "Token":
    """Whom "who" and "which" stand for."""
    if noun.tag_ in ("WP", "WDT") or noun.lower_ in ("who", "which", "that"):
        clause = verb
        while clause.dep_ == "conj" and is_verb(clause.head):
            clause = clause.head
        if clause.dep_ == "relcl":
            return clause.head
    return noun


def phrase(noun: "Token") -> tuple[int, int]:
    """First and last token of a noun phrase, with its appositions, without relative clauses."""
    doc = noun.doc
    first, last = noun.left_edge.i, noun.right_edge.i
    for token in noun.subtree:
        if token.dep_ in ("relcl", "parataxis") or (
            token.dep_ in ("acl", "advcl") and token.i > noun.i and token.head == noun
        ):
            edge = token.left_edge.i
            if noun.i < edge <= last:
                last = edge - 1
        elif token.dep_ == "prep" and token.i > noun.i and _is_of_day(token):
            last = min(last, token.i - 1)
    return trim(doc, first, last)


def _is_of_day(preposition: "Token") -> bool:
    """ "on Friday" is when it was said, not who said it."""
    day = child(preposition, "pobj")
    return preposition.lower_ == "on" and day is not None and day.lower_ in _DAYS


_DAYS = frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])


def trim(doc: "Doc", first: int, last: int) -> tuple[int, int]:
    """Without punctuation at the edges."""
    while first < last and not _has_word(doc[first]) and doc[first].text not in "$“\"'‘":
        first += 1
    while last > first and not _has_word(doc[last]) and doc[last].text not in ("%", ")", "”", '"'):
        last -= 1
    return first, last


def _has_word(token: "Token") -> bool:
    return any(letter.isalnum() for letter in token.text)


def cue_tokens(verb: "Token") -> tuple[int, int]:
    """First and last token of the cue: the verb with auxiliaries, negation and particle."""
    first = last = verb.i
    helpers = {
        c.i for c in verb.children if c.dep_ in ("aux", "auxpass", "neg", "advmod") and c.i < verb.i
    }
    place = verb.i - 1
    while place in helpers:
        first = place
        place -= 1
    while first < verb.i and verb.doc[first].dep_ == "advmod":
        first += 1
    for c in verb.children:
        if c.dep_ == "prt" and c.i == last + 1:
            last = c.i
    return first, last


def stretch(tokens: Iterable["Token"]) -> tuple[int, int] | None:
    """First and last place of some tokens."""
    places = [token.i for token in tokens]
    return (min(places), max(places)) if places else None


def cut_edges(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch of letters without blanks and punctuation at its edges, quotation marks kept."""
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return start, end
