"""Those who would not say: refusals, silence, and what is left open."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.model.report import Stance
from onrecord.read.clauses import child, cue_tokens, is_negated, is_passive, is_verb, subject
from onrecord.read.cues import REFUSING, cues

if TYPE_CHECKING:
    from spacy.tokens import Token

_TELLING = frozenset(
    [
        "comment",
        "specify",
        "elaborate",
        "discuss",
        "disclose",
        "name",
        "identify",
        "give",
        "provide",
        "answer",
        "say",
        "speculate",
        "respond",
        "rule",
        "detail",
        "reveal",
        "address",
        "talk",
        "speak",
        "explain",
        "confirm",
        "deny",
        "clarify",
        "release",
        "share",
        "acknowledge",
        "describe",
        "offer",
        "quantify",
        "predict",
        "expand",
    ]
)
_REQUESTS = re.compile(
    r"\b(?:requests?|questions?|calls?|messages?|e-?mails?|enquir\w+|inquir\w+|comment)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Silence:
    """Tokens of a cue (both ends included), of whom, and of what nothing was said."""

    verb: "Token"
    first: int
    last: int
    source: "Token | None"
    content: tuple[tuple[int, int], ...]
    stance: Stance
    content_head: int | None = None


def silence(token: "Token") -> Silence | None:
    """What a token begins of this kind, None for all other words."""
    if not is_verb(token):
        return None
    if _is_supposed(token):
        return None
    lemma = token.lemma_.lower()
    if lemma in REFUSING or (is_negated(token) and _modal(token) and lemma in _TELLING):
        return _refusal(token)
    if lemma == "rule" and any(c.dep_ == "prt" and c.lower_ == "out" for c in token.children):
        return _ruled_out(token)
    if lemma in ("respond", "reply", "return", "answer", "reach") and is_negated(token):
        return _unanswered(token)
    if lemma == "be":
        return _nothing_there(token)
    if lemma == "stop":
        return _short_of(token)
    if lemma == "leave":
        return _left_open(token)
    return _neither(token)


def _is_supposed(verb: "Token") -> bool:
    return any(c.lower_ == "if" and c.dep_ == "mark" for c in verb.children) or (
        any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)
    )


def _modal(verb: "Token") -> bool:
    return any(c.lower_ in ("would", "could", "can", "will", "wo", "ca") for c in verb.children)


def _refusal(verb: "Token") -> Silence | None:
    inner = verb
    if verb.lemma_.lower() in REFUSING:
        step = child(verb, "xcomp")
        if step is None:
            thing = child(verb, "dobj")
            if thing is None or thing.lemma_.lower() != "comment":
                return None
            first, _ = cue_tokens(verb)
            return Silence(verb, first, thing.i, subject(verb), (), Stance.DECLINES)
        inner = step
    if is_negated(verb) and inner is not verb:
        return None
    lemmas = {inner.lemma_.lower()} | {c.lemma_.lower() for c in inner.conjuncts if is_verb(c)}
    if not lemmas & _TELLING:
        return None
    stance = _of_refused(inner, lemmas)
    last_verb = max([inner, *(c for c in inner.conjuncts if is_verb(c) and c.i > inner.i)], key=_at)
    if last_verb.i - inner.i > 3:
        last_verb = inner
    first, _ = cue_tokens(verb)
    last = last_verb.i
    for c in last_verb.children:
        if c.dep_ == "prt":
            last = c.i
    piece, head = _about(last_verb)
    return Silence(verb, first, last, subject(verb), piece, stance, head)


def _at(token: "Token") -> int:
    return token.i


def _of_refused(inner: "Token", lemmas: set[str]) -> Stance:
    if "rule" in lemmas and any(c.lower_ == "out" for c in inner.children):
        return Stance.DOES_NOT_RULE_OUT
    if lemmas & {"deny"} and "confirm" not in lemmas:
        return Stance.DOES_NOT_DENY
    return Stance.DECLINES


def _about(verb: "Token") -> tuple[tuple[tuple[int, int], ...], int | None]:
    """What was not told: a clause, an object, or what follows "on" or "about"."""
    for token in verb.children:
        if token.i > verb.i and token.dep_ in ("ccomp", "dobj", "xcomp"):
            return ((token.left_edge.i, token.right_edge.i),), token.i
    for token in verb.children:
        if token.i > verb.i and token.dep_ == "prep" and token.lower_ in ("on", "about", "whether"):
            return ((token.left_edge.i, token.right_edge.i),), token.i
    return (), None


def _ruled_out(verb: "Token") -> Silence | None:
    out = next(c for c in verb.children if c.dep_ == "prt")
    stance = Stance.DOES_NOT_RULE_OUT if is_negated(verb) or _without(verb) else Stance.DENIES
    if _modal(verb) and not is_negated(verb):
        return None
    first, last = cue_tokens(verb)
    piece, head = _about(verb)
    return Silence(verb, first, max(last, out.i), subject(verb), piece, stance, head)


def _without(verb: "Token") -> bool:
    return verb.dep_ == "pcomp" and verb.head.lower_ == "without"


def _unanswered(verb: "Token") -> Silence | None:
    first, last = cue_tokens(verb)
    if verb.lemma_.lower() == "reach":
        if not is_passive(verb):
            return None
        return Silence(verb, first, last, subject(verb), (), Stance.NO_RESPONSE)
    words = " ".join(t.text for t in verb.subtree if t.i > verb.i)
    if not _REQUESTS.search(words) and verb.lemma_.lower() != "respond":
        return None
    pieces = tuple(
        (c.left_edge.i, c.right_edge.i)
        for c in verb.children
        if c.dep_ == "prep" and c.lower_ == "to" and c.i > verb.i
    )[:1]
    return Silence(verb, first, last, subject(verb), pieces, Stance.NO_RESPONSE)


def _nothing_there(verb: "Token") -> Silence | None:
    """ "There was no immediate response to a request for comment from the embassy"."""
    noun = child(verb, "attr")
    if noun is None or child(verb, "expl") is None:
        return None
    if noun.lemma_.lower() not in ("response", "comment", "reply", "word", "reaction", "answer"):
        return None
    no = next((c for c in noun.children if c.lower_ == "no"), None)
    if no is None:
        return None
    source = next(
        (
            child(t, "pobj")
            for t in verb.subtree
            if t.lower_ in ("from", "by") and t.dep_ in ("prep", "agent") and t.i > noun.i
        ),
        None,
    )
    return Silence(verb, no.i, noun.i, source, (), Stance.NO_RESPONSE)


def _short_of(verb: "Token") -> Silence | None:
    """ "stopped short of denying"."""
    for token in verb.subtree:
        if token.dep_ == "pcomp" and token.head.lower_ == "of" and token.lemma_.lower() in cues():
            if verb.doc[token.head.i - 1].lower_ != "short":
                continue
            denies = token.lemma_.lower() in ("deny", "reject", "dispute")
            stance = Stance.DOES_NOT_DENY if denies else Stance.DECLINES
            first, _ = cue_tokens(verb)
            piece, head = _about(token)
            return Silence(verb, first, token.i, subject(verb), piece, stance, head)
    return None


def _left_open(verb: "Token") -> Silence | None:
    """ "left open the possibility of"."""
    thing = child(verb, "dobj") or next(
        (child(c, "nsubj") for c in verb.children if c.dep_ == "ccomp"), None
    )
    opened = any(t.lower_ == "open" for t in verb.subtree if abs(t.i - verb.i) < 8)
    if thing is None or not opened or thing.lemma_.lower() not in ("possibility", "door", "option"):
        return None
    first, last = cue_tokens(verb)
    piece = ((thing.left_edge.i, thing.right_edge.i),)
    return Silence(verb, first, last, subject(verb), piece, Stance.DOES_NOT_RULE_OUT, thing.i)


def _neither(verb: "Token") -> Silence | None:
    """ "neither confirmed nor denied", "did not confirm or deny"."""
    if verb.lemma_.lower() != "confirm":
        return None
    denying = next((c for c in verb.conjuncts if c.lemma_.lower() == "deny"), None)
    if denying is None or denying.i < verb.i:
        return None
    if not is_negated(verb) and not any(c.lower_ == "neither" for c in verb.children):
        return None
    first = min([verb.i, *(c.i for c in verb.children if c.lower_ in ("neither", "not", "n't"))])
    piece, head = _about(denying)
    return Silence(verb, first, denying.i, subject(verb), piece, Stance.DECLINES, head)
