"""What is said: the complement of an attributing verb, as tokens and as letters."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.read.clauses import SUBJECTS, child, is_agent, is_verb
from onrecord.read.cues import CARRYING, cues
from onrecord.read.quotes import Quote

if TYPE_CHECKING:
    from spacy.tokens import Token

_BARE_OBJECT = frozenset(["show", "find", "report", "signal", "suggest"])


@dataclass(frozen=True, slots=True)
class Content:
    """Stretches of tokens, both ends included; `particle` where the cue takes a preposition."""

    pieces: tuple[tuple[int, int], ...]
    letters: tuple[tuple[int, int], ...]
    head: int | None = None
    particle: int | None = None
    quoted: bool = False

    def covers(self, place: int) -> bool:
        """Whether a token lies in it."""
        return any(a <= place <= b for a, b in self.pieces)


def _made(
    verb: "Token",
    pieces: list[tuple[int, int]],
    head: "Token | None" = None,
    particle: int | None = None,
) -> Content | None:
    kept = [(a, b) for a, b in pieces if a <= b]
    if not kept:
        return None
    doc = verb.doc
    letters = tuple((doc[a].idx, doc[b].idx + len(doc[b])) for a, b in kept)
    return Content(tuple(kept), letters, head.i if head is not None else None, particle)


def clause_content(verb: "Token", who: "Token | None", hearer: "Token | None") -> Content | None:
    """The clause that is said, before the cue, after it, or on both sides."""
    clause = _clause(verb)
    if clause is not None:
        core = _core(verb, who, hearer)
        if clause.i < verb.i:
            return _said_before(verb, clause, core)
        # the parser at times gives one clause as two, side by side
        clauses = [c for c in verb.rights if c.dep_ == "ccomp"] or [clause]
        # "which experts believe can reach": the subject stands before the cue
        begin = min(t.i for t in clauses[0].subtree if t.i > verb.i)
        return _made(verb, [(begin, _right_end(verb, clauses[-1]))], clauses[-1])
    if verb.dep_ == "parataxis" and is_verb(verb.head) and verb.head.i < verb.i:
        head = verb.head
        return _made(verb, [(head.left_edge.i, verb.left_edge.i - 1)], head)
    return None


def _clause(verb: "Token") -> "Token | None":
    lemma = verb.lemma_.lower()
    for token in verb.children:
        if token.dep_ != "ccomp" or (token.i > verb.i and _lacks_subject(token)):
            continue
        if is_verb(token) or token.pos_ in ("AUX", "NOUN", "ADJ", "PROPN", "PRON", "NUM", "VERB"):
            return token
    inner = child(verb, "xcomp")
    if inner is not None and inner.i > verb.i and lemma not in CARRYING | _BARE_OBJECT:
        return inner
    return None


def _lacks_subject(clause: "Token") -> bool:
    """ "Measures announced this year were meant": the second verb is the sentence's own."""
    finite = clause.tag_ in ("VBD", "VBZ", "VBP") or any(
        c.tag_ in ("VBD", "VBZ", "VBP") and c.dep_ in ("aux", "auxpass") for c in clause.children
    )
    marked = any(c.dep_ in (*SUBJECTS, "csubjpass", "mark", "attr") for c in clause.children)
    return finite and not marked


def _core(verb: "Token", who: "Token | None", hearer: "Token | None") -> set[int]:
    """The tokens of cue, source and hearer."""
    core = {verb.i} | {c.i for c in verb.children if c.dep_ in ("aux", "auxpass", "neg", "prt")}
    for noun in (who, hearer):
        if noun is not None and (noun.head == verb or abs(noun.i - verb.i) < 3):
            core |= {token.i for token in noun.subtree}
    return core


def _said_before(verb: "Token", clause: "Token", core: set[int]) -> Content | None:
    """ "A, he said" and "A, he said, B": all of the sentence up to the cue, and what goes on."""
    begin = min(clause.left_edge.i, *(c.left_edge.i for c in verb.lefts))
    if verb.dep_ == "ROOT":
        begin = verb.sent.start
    begin = _after_conjunct(verb, begin)
    stop = min((place for place in core if place > clause.i), default=verb.i)
    if stop <= begin:
        stop = verb.i
    pieces = [(begin, stop - 1)]
    after = [t.i for t in clause.subtree if t.i > verb.i and t.i not in core and not t.is_punct]
    if after:
        first = min(after)
        last = max(after)
        if not any(first <= place <= last for place in core):
            pieces.append((first, last))
    return _made(verb, pieces, clause)


def _after_conjunct(verb: "Token", begin: int) -> int:
    """Not before the "and" that joins this clause to another."""
    if verb.dep_ == "conj":
        for token in reversed(list(verb.head.children)):
            if token.dep_ == "cc" and token.i < verb.i and token.i >= begin:
                return token.i + 1
    return begin


def _right_end(verb: "Token", clause: "Token") -> int:
    """The last token of a clause after the cue: with what trails it, without the next speech."""
    end = clause.right_edge.i
    for token in verb.rights:
        if token.i <= end or token.dep_ == "punct":
            continue
        if token.dep_ in ("conj", "cc", "parataxis", "ccomp"):
            break
        if token.dep_ == "advcl" and token.lemma_.lower() in cues():
            break
        end = token.right_edge.i
    return _without_marks(verb, _before_other_speech(verb, clause, end))


def _before_other_speech(verb: "Token", clause: "Token", end: int) -> int:
    """Where another's words begin, which the parser took into the clause."""
    for joint in verb.doc[clause.i : end]:  # ", and which experts believe": a clause of its own
        if joint.dep_ == "cc" and joint.nbor(1).tag_ in ("WDT", "WP"):
            end = min(end, joint.i - 1)
    stray = stray_speech(clause)
    if stray is not None:
        joints = [c.i for c in stray.head.children if c.dep_ == "cc" and c.i < stray.i]
        end = min(end, max(joints, default=stray.i) - 1)
    for token in clause.rights:  # "…, one of them said, adding that …" within
        going_on = token.dep_ == "advcl" and token.lower_ in ("adding", "saying")
        if going_on and token.left_edge.i > clause.i:
            end = min(end, token.left_edge.i - 1)
    return end


def _without_marks(verb: "Token", end: int) -> int:
    doc = verb.doc
    while end > verb.i and (doc[end].dep_ == "cc" or doc[end].text in (",", ";")):
        end -= 1
    return end


def stray_speech(clause: "Token") -> "Token | None":
    """The verb of "but said", which the parser took into the clause before.

    "did not deny that vestiges remained but said …": vestiges say nothing, so the verb goes with
    the speaker of the clause above.
    """
    for token in clause.children:
        if token.dep_ != "conj" or token.lemma_.lower() not in cues() or not is_verb(token):
            continue
        if child(token, "nsubj") is not None or token.tag_ == "VBG":
            continue
        who = child(clause, "nsubj", "nsubjpass")
        if who is not None and not is_agent(who) and who.pos_ != "PRON":
            return token
    return None


def complement(verb: "Token", frame: str) -> Content | None:
    """A to-clause, what follows a preposition, or an object with what is made of it."""
    if frame == "infinitive":
        return _to_clause(verb)
    if frame == "predicate":
        parts = [c for c in verb.children if c.i > verb.i and c.dep_ in ("oprd", "dobj", "ccomp")]
        if not any(c.dep_ in ("oprd", "ccomp") for c in parts):
            return None
        end = max(c.right_edge.i for c in parts)
        return _made(verb, [(min(c.left_edge.i for c in parts), end)], parts[-1])
    thing = child(verb, "dobj")
    for token in (*verb.children, *(thing.children if thing is not None else ())):
        if token.dep_ == "prep" and token.lower_ == frame and token.i > verb.i:
            if frame == "of":
                return _made(verb, [(token.i, token.right_edge.i)], token)
            particle = token.i if token.i == verb.i + 1 else None
            return _made(verb, [(token.i + 1, token.right_edge.i)], token, particle)
    return None


def _to_clause(verb: "Token") -> Content | None:
    for token in verb.children:
        if token.i < verb.i or token.dep_ not in ("xcomp", "advcl", "ccomp", "acl"):
            continue
        first = next((c.i for c in token.children if c.lower_ == "to" and c.dep_ == "aux"), None)
        if first is not None:
            return _made(verb, [(first, token.right_edge.i)], token)
    thing = child(verb, "dobj")
    inner = child(thing, "acl", "relcl") if thing is not None else None
    if inner is not None and any(c.lower_ == "to" for c in inner.children):
        return _made(verb, [(inner.left_edge.i, inner.right_edge.i)], inner)
    return None


def object_content(verb: "Token") -> Content | None:
    """The noun phrase that is denied, confirmed, demanded."""
    passive = child(verb, "nsubjpass")
    if passive is not None:
        return _made(verb, [(passive.left_edge.i, passive.right_edge.i)], passive)
    thing = child(verb, "dobj")
    if thing is None or thing.i < verb.i:
        return None
    end = thing.right_edge.i
    for token in verb.rights:
        if token.i > end and token.dep_ == "prep" and token.lower_ in ("of", "that", "as", "for"):
            end = token.right_edge.i
    return _made(verb, [(thing.left_edge.i, end)], thing)


def quoted_content(verb: "Token", who: "Token | None", marks: tuple[Quote, ...]) -> Content | None:
    """The quotation beside a cue that has no clause in the parse."""
    if not marks:
        return None
    sentence = verb.sent
    doc = verb.doc
    start, end = sentence.start_char, sentence.end_char
    anchors = [verb] if who is None else [verb, who]
    left = min(token.left_edge.idx if token is not verb else token.idx for token in anchors)
    near: Quote | None = None
    for quote in marks:
        inside = quote.start < end and start < quote.end
        just_before = quote.end <= left and not doc.text[quote.end : left].strip(" ,")
        if not (inside or just_before) or len(doc.text[quote.start : quote.end].split()) < 2:
            continue
        if near is None or _gap(quote, verb.idx) < _gap(near, verb.idx):
            near = quote
    if near is None:
        return None
    places = [t.i for t in doc if near.start <= t.idx < near.end]
    if not places or (who is not None and places[0] <= who.i <= places[-1]):
        return None
    return Content(((places[0], places[-1]),), ((near.start, near.end),), places[0], quoted=True)


def _gap(quote: Quote, place: int) -> int:
    return quote.start - place if quote.start > place else place - quote.end
