"""What a statement does, once negation and content are weighed, and whether it hedges."""

import re
from typing import TYPE_CHECKING

from onrecord.model.report import Stance
from onrecord.read.claims import Claim
from onrecord.read.clauses import child, is_verb
from onrecord.read.cues import INSISTING, SAYING
from onrecord.read.parse import Parsed

if TYPE_CHECKING:
    from spacy.tokens import Token

_HEDGE = re.compile(
    r"\b(?:may|might|could|possibl[ey]|perhaps|likely|unlikely|probabl[ey]|reportedly|"
    r"allegedly|apparently|appear(?:s|ed)?|seem(?:s|ed)?|(?:was|were|is|"
    r"are|been) (?:believed|thought|"
    r"suspected|understood|said|reported)|as (?:I|we|far as \w+) (?:understand|know)|"
    r"no (?:\w+ )?(?:indication|sign|evidence|proof)|presumably|potentially|suggest(?:s|ed)?)\b"
    r"|^[“\"]?if\b",
    re.IGNORECASE,
)
_FLAT_DENIAL = re.compile(
    r"\b(?:definitely|absolutely|certainly|categorically) (?:not|no)\b"
    r"|\b(?:there (?:is|was|are|were|has been|have been)|there[’']s) (?:absolutely "
    r"|simply )?no (?:such|truth)\b"
    r"|\b(?:is|are|was|were|as|[’']s) (?:\w+ly |all |simply )?(?:not true|"
    r"untrue|false|baseless|unfounded|groundless|"
    r"fabricated|nonsense|a lie|lies|slander|without foundation|a fabrication)\b"
    r"|\b(?:ha(?:s|ve|d)|having) nothing to do with\b|\bno truth (?:in|to)\b",
    re.IGNORECASE,
)
# what one can lack without denying anything
_NO_DENIAL_VERBS = frozenset(
    [
        "know",
        "think",
        "want",
        "believe",
        "expect",
        "recall",
        "remember",
        "understand",
        "mind",
        "care",
        "need",
        "see",
        "plan",
        "intend",
        "seek",
        "comment",
        "agree",
        "like",
        "feel",
        "hope",
        "mean",
        "look",
        "wish",
        "worry",
        "doubt",
        "consider",
        "find",
        "rule",
        "hear",
        "receive",
        "get",
        "decide",
        "accept",
        "tolerate",
        "allow",
        "support",
        "recognize",
        "recognise",
        "wait",
        "discuss",
        "share",
    ]
)
_NO_DENIAL_THINGS = frozenset(
    [
        "comment",
        "information",
        "plan",
        "intention",
        "detail",
        "doubt",
        "choice",
        "idea",
        "evidence",
        "reason",
        "problem",
        "objection",
        "need",
        "indication",
        "sign",
        "proof",
        "question",
        "way",
        "time",
        "chance",
        "hope",
        "illusion",
        "desire",
        "interest",
        "option",
        "confirmation",
        "timeline",
        "alternative",
    ]
)
_DENIED_STATES = frozenset(
    ["responsible", "involved", "behind", "guilty", "complicit", "party", "linked", "true"]
)
_SELF = frozenset(["it", "he", "she", "they", "we", "i"])
_FUTURE = frozenset(
    [
        "will",
        "would",
        "can",
        "could",
        "should",
        "shall",
        "may",
        "might",
        "must",
        "'ll",
        "’ll",
        "wo",
        "ca",
    ]
)


def stance_of(claim: Claim, parsed: Parsed) -> Stance | None:
    """The stance; None where the words, negated, are no statement at all."""
    stance = claim.stance
    if claim.negated:
        return _negated(claim)
    if claim.lemma == "tell" and _is_order(claim, parsed):
        return Stance.DEMANDS
    if stance is Stance.ASSERTS and claim.lemma in SAYING and _denies(claim, parsed):
        return Stance.DENIES
    return stance


def _is_order(claim: Claim, parsed: Parsed) -> bool:
    """ "tells Burma to end it": what is told is a to-clause."""
    if claim.content_head is None or claim.direct:
        return False
    head = parsed.doc[claim.content_head]
    return head.dep_ == "xcomp" and any(c.lower_ == "to" and c.dep_ == "aux" for c in head.children)


def _negated(claim: Claim) -> Stance | None:
    stance = claim.stance
    if stance is Stance.DENIES:
        return Stance.DOES_NOT_DENY
    if stance in (Stance.ALLEGES, Stance.ASKS):
        return None
    if stance in (Stance.ASSERTS, Stance.CONFIRMS, Stance.PROMISES, Stance.WARNS, Stance.DEMANDS):
        return Stance.DECLINES
    return stance


def _denies(claim: Claim, parsed: Parsed) -> bool:
    text = parsed.squeezed.text
    words = re.sub('[“”"]', "", " ".join(text[a:b] for a, b in claim.content))
    if _FLAT_DENIAL.search(words) and not re.match(r"\W*(?:if|whether)\b", words, re.I):
        return True
    if claim.content_head is None:
        return False
    head = parsed.doc[claim.content_head]
    if not _lacks(head):
        return False
    if claim.lemma in INSISTING:
        return not _is_future(head)
    source = parsed.doc[claim.source_head] if claim.source_head is not None else None
    return _is_own(head, source) and not _is_future(head) and _is_deniable(head)


def _lacks(clause: "Token") -> bool:
    """Whether the clause says that something is not so: not, never, no longer, no ties."""
    if any(c.dep_ == "neg" or c.lower_ == "never" for c in clause.children):
        return True
    if any(c.lower_ == "longer" and c.nbor(-1).lower_ == "no" for c in clause.children if c.i):
        return True
    for thing in clause.children:
        if thing.dep_ in ("dobj", "attr") and any(c.lower_ == "no" for c in thing.children):
            return thing.lemma_.lower() not in _NO_DENIAL_THINGS
    return any(
        c.dep_ in ("nsubj", "nsubjpass") and any(d.lower_ in ("no", "none") for d in c.children)
        for c in clause.children
    )


def _is_future(clause: "Token") -> bool:
    return any(c.dep_ == "aux" and c.lower_ in _FUTURE for c in clause.children)


def _is_own(clause: "Token", source: "Token | None") -> bool:
    who = child(clause, "nsubj", "nsubjpass")
    if who is None:
        return False
    if who.lower_ in _SELF:
        return True
    return source is not None and who.lemma_.lower() == source.lemma_.lower()


def _is_deniable(clause: "Token") -> bool:
    lemma = clause.lemma_.lower()
    thing = child(clause, "dobj")
    if thing is not None and thing.lemma_.lower() in _NO_DENIAL_THINGS:
        return False
    if lemma == "be":
        state = child(clause, "acomp", "attr", "advmod", "prep", "oprd")
        return state is not None and state.lower_ in _DENIED_STATES
    return is_verb(clause) and lemma not in _NO_DENIAL_VERBS


def is_hedged(claim: Claim, parsed: Parsed) -> bool:
    """Whether the words leave room: "may", "was believed", "as I understand"."""
    if claim.stance is Stance.BELIEVES:
        return True
    if claim.stance not in (Stance.ASSERTS, Stance.DENIES, Stance.ALLEGES, Stance.CONFIRMS):
        return False
    text = parsed.squeezed.text
    return any(_HEDGE.search(text[a:b]) for a, b in claim.content)
