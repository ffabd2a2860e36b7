"""Claims in one paragraph: cue, source and content as stretches of letters, and what is done."""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from onrecord.model.report import Stance
from onrecord.read.clauses import (
    child,
    cue_tokens,
    cut_edges,
    is_negated,
    is_passive,
    is_verb,
    phrase,
    subject,
)
from onrecord.read.contents import (
    Content,
    clause_content,
    complement,
    object_content,
    quoted_content,
    stray_speech,
)
from onrecord.read.cues import CARRYING, IMPERSONAL, LIGHT, REFUSING, TELLING, cues
from onrecord.read.parse import Parsed
from onrecord.read.quotes import Quote, quotes, within
from onrecord.read.silence import silence

if TYPE_CHECKING:
    from spacy.tokens import Token

Letters = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody does something with words, in one paragraph; stretches are of its letters."""

    verb: int
    cue: tuple[Letters, ...]
    source: Letters | None
    source_head: int | None
    content: tuple[Letters, ...]
    stance: Stance
    lemma: str
    negated: bool = False
    hearer: Letters | None = None
    direct: bool = False
    content_head: int | None = field(default=None)


def claims(parsed: Parsed) -> list[Claim]:
    """The claims of a paragraph in the order of their cues, quotations that run on joined."""
    marks = quotes(parsed.squeezed.text)
    found: list[Claim] = []
    for token in parsed.doc:
        if within(marks, token.idx) is not None:
            continue
        made = _claim(token, parsed, marks)
        if made is not None:
            found.append(made)
    found = [_finished(claim, parsed, marks) for claim in found]
    return _joined(_one_for_each_cue(found), parsed, marks)


def _claim(token: "Token", parsed: Parsed, marks: tuple[Quote, ...]) -> Claim | None:
    if token.lower_ == "according":
        return _according(token, parsed)
    if not is_verb(token) and token.lower_ != "no":
        return None
    quiet = silence(token)
    if quiet is not None:
        source = phrase(quiet.source) if quiet.source is not None else None
        return Claim(
            quiet.verb.i,
            (_letters(parsed, quiet.first, quiet.last),),
            _letters(parsed, *source) if source else None,
            quiet.source.i if quiet.source is not None else None,
            tuple(_letters(parsed, a, b) for a, b in quiet.content),
            quiet.stance,
            quiet.verb.lemma_.lower(),
            content_head=quiet.content_head,
        )
    if not is_verb(token) or _is_unspoken(token):
        return None
    return _impersonal(token, parsed) or _light(token, parsed) or _by_lexicon(token, parsed, marks)


def _letters(parsed: Parsed, first: int, last: int) -> Letters:
    doc = parsed.doc
    return doc[first].idx, doc[last].idx + len(doc[last])


def _is_unspoken(verb: "Token") -> bool:
    """An infinitive, a condition or a mere possibility reports no speech."""
    auxiliaries = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass", "mark")}
    if "if" in auxiliaries:
        return True
    if "to" in auxiliaries and not (verb.dep_ == "xcomp" and verb.head.lemma_.lower() in CARRYING):
        return True
    if verb.dep_ in ("xcomp", "conj") and _hangs_on_refusal(verb):
        return True
    return bool(auxiliaries & {"may", "might", "should", "must", "could"}) and not is_negated(verb)


def _hangs_on_refusal(verb: "Token") -> bool:
    head = verb
    while head.dep_ == "conj" and is_verb(head.head) and child(head, "nsubj") is None:
        head = head.head
    return head.dep_ == "xcomp" and head.head.lemma_.lower() in REFUSING


def _according(token: "Token", parsed: Parsed) -> Claim | None:
    to = token if child(token, "pobj") else child(token, "prep")
    noun = child(to, "pobj") if to is not None else None
    if to is None or noun is None:
        return None
    head = token.head
    first, last = token.left_edge.i, token.right_edge.i
    whole = head
    while whole.head != whole and (
        whole.dep_ not in ("ROOT", "ccomp", "conj", "advcl", "relcl")
        or (whole.dep_ == "conj" and child(whole, "nsubj", "nsubjpass") is None)
    ):
        whole = whole.head
    begin, end = whole.left_edge.i, whole.right_edge.i
    content = []
    if begin < first:
        content.append(_letters(parsed, begin, first - 1))
    if end > last and (begin >= first or parsed.doc[last + 1].text == ","):
        content.append(_letters(parsed, last + 1, end))
    source = phrase(noun)
    return Claim(
        token.i,
        (_letters(parsed, token.i, to.i if to.i > token.i else token.i + 1),),
        _letters(parsed, *source),
        noun.i,
        tuple(content),
        Stance.ASSERTS,
        "according",
        content_head=whole.i,
    )


def _impersonal(verb: "Token", parsed: Parsed) -> Claim | None:
    """ "was believed to have imported": a claim without a holder, or with one named by "by"."""
    stance = IMPERSONAL.get(verb.lemma_.lower())
    if stance is None or not is_passive(verb):
        return None
    reach = child(verb, "xcomp", "advcl", "ccomp", "oprd")
    if stance is Stance.ALLEGES:
        reach = next((c for c in verb.children if c.lower_ in ("of", "for")), reach)
    if reach is None or reach.i < verb.i:
        return None
    if reach.dep_ == "advcl" and not any(c.lower_ == "to" for c in reach.children):
        return None
    first, last = cue_tokens(verb)
    end = _before_conjunct(reach, verb)
    by = next((child(c, "pobj") for c in verb.children if c.dep_ == "agent"), None)
    inner = next((t for t in reach.subtree if t.dep_ == "agent" and t.i > reach.i + 1), None)
    if inner is None and stance is Stance.ALLEGES:
        inner = next((t for t in reach.subtree if t.lower_ == "by" and t.head.pos_ == "NOUN"), None)
    if by is None and inner is not None and inner.left_edge.i > reach.i:
        by, end = child(inner, "pobj"), inner.i - 1
    source = phrase(by) if by is not None else None
    return Claim(
        verb.i,
        (_letters(parsed, first, last),),
        _letters(parsed, *source) if source else None,
        by.i if by is not None else None,
        (_letters(parsed, reach.left_edge.i, end),),
        stance,
        verb.lemma_.lower(),
        content_head=reach.i,
    )


def _before_conjunct(reach: "Token", verb: "Token") -> int:
    """The last token of a complement, without clauses joined to it that have their own subject."""
    end = reach.right_edge.i
    for token in reach.subtree:
        if (
            token.dep_ == "conj"
            and is_verb(token)
            and child(token, "nsubj", "nsubjpass") is not None
        ):
            end = min(end, token.left_edge.i - 1)
            if verb.doc[end].dep_ == "cc":
                end -= 1
    return max(_before_new_subject(verb, reach, end), reach.i)


def _before_new_subject(verb: "Token", reach: "Token", end: int) -> int:
    """ "to have sent arms and experts also worked there": the last noun is the next verb's."""
    for later in verb.rights:
        bare = later.dep_ == "conj" and is_verb(later) and child(later, "nsubj") is None
        if not bare or later.left_edge.i <= end or child(later, "cc") is not None:
            continue
        if later.tag_ not in ("VBD", "VBZ", "VBP"):
            continue
        joints = [t.i for t in reach.subtree if t.dep_ == "cc" and t.i <= end]
        if joints:
            return joints[-1] - 1
    return end


def _light(verb: "Token", parsed: Parsed) -> Claim | None:
    noun = child(verb, "dobj")
    if noun is None:
        return None
    stance = LIGHT.get((verb.lemma_.lower(), noun.lemma_.lower()))
    if stance is None:
        return None
    negative = is_negated(verb) or any(c.lower_ in ("no", "any") for c in noun.children)
    if (stance is Stance.DECLINES) != negative:
        return None
    who = subject(verb)
    source = phrase(who) if who is not None else None
    first, _ = cue_tokens(verb)
    inner = child(noun, "acl", "ccomp", "relcl")
    return Claim(
        verb.i,
        (_letters(parsed, verb.i if stance is not Stance.DECLINES else first, noun.i),),
        _letters(parsed, *source) if source else None,
        who.i if who is not None else None,
        (_letters(parsed, inner.left_edge.i, inner.right_edge.i),) if inner is not None else (),
        stance,
        verb.lemma_.lower(),
    )


def _by_lexicon(verb: "Token", parsed: Parsed, marks: tuple[Quote, ...]) -> Claim | None:
    lemma = verb.lemma_.lower()
    passive = is_passive(verb)
    for cue in cues().get(lemma, ()):
        who = _speaker_of_stray(verb) or subject(verb)
        if passive and verb.dep_ != "pcomp":
            by = next((child(c, "pobj") for c in verb.children if c.dep_ == "agent"), None)
            if by is None:
                return None
            who = by
        if who is None and verb.dep_ not in ("ROOT", "ccomp"):
            return None
        hearer = child(verb, "dobj", "dative") if lemma in TELLING else None
        content = _content(verb, cue.frames, who, hearer, marks)
        if content is None or (who is not None and content.covers(who.i)):
            continue
        if who is None and not content.quoted:
            continue
        source = phrase(who) if who is not None else None
        if source is not None:
            source = _outside(source, content, verb)
        first, last = cue_tokens(verb)
        if content.particle is not None:
            last = content.particle
        heard = phrase(hearer) if hearer is not None and not content.covers(hearer.i) else None
        return Claim(
            verb.i,
            (_letters(parsed, first, last),),
            _letters(parsed, *source) if source else None,
            who.i if who is not None else None,
            content.letters,
            cue.stance,
            lemma,
            negated=is_negated(verb),
            hearer=_letters(parsed, *heard) if heard else None,
            content_head=content.head,
        )
    return None


def _speaker_of_stray(verb: "Token") -> "Token | None":
    clause = verb.head
    if verb.dep_ != "conj" or stray_speech(clause) != verb or clause.dep_ != "ccomp":
        return None
    return subject(clause.head)


def _outside(source: tuple[int, int], content: Content, verb: "Token") -> tuple[int, int] | None:
    """The source without what the parser put into it of cue and content."""
    first, last = source
    if first < verb.i <= last:
        last = verb.i - 1
    doc = verb.doc
    while last >= first and (content.covers(last) or doc[last].is_punct):
        last -= 1
    while first <= last and (content.covers(first) or doc[first].is_punct):
        first += 1
    return (first, last) if first <= last else None


def _content(
    verb: "Token",
    frames: frozenset[str],
    who: "Token | None",
    hearer: "Token | None",
    marks: tuple[Quote, ...],
) -> Content | None:
    found: Content | None = None
    if "clause" in frames:
        found = clause_content(verb, who, hearer)
    if found is None and "infinitive" in frames:
        found = complement(verb, "infinitive")
    if found is None and frames & {"clause", "quote"}:
        found = quoted_content(verb, who, marks)
    for word in ("of", "for", "against"):
        if found is None and word in frames:
            found = complement(verb, word)
    if found is None and "object" in frames:
        found = object_content(verb)
    if found is None and "predicate" in frames:
        found = complement(verb, "predicate")
    return found


def _finished(claim: Claim, parsed: Parsed, marks: tuple[Quote, ...]) -> Claim:
    """Contents reach over whole quotations, lose blank edges, and say whether they are direct."""
    text = parsed.squeezed.text
    fixed = [c for c in (*claim.cue, claim.source) if c is not None]
    content: list[Letters] = []
    for start, end in claim.content:
        for quote in marks:
            cut = quote.start < end and start < quote.end
            free = not any(quote.start < b and a < quote.end for a, b in fixed)
            if cut and free:
                start, end = min(start, quote.start), max(end, quote.end)
        start, end = cut_edges(text, start, end)
        if start >= end:
            continue
        if content and start <= content[-1][1]:
            content[-1] = (content[-1][0], max(end, content[-1][1]))
        else:
            content.append((start, end))
    direct = bool(content) and all(
        any(quote.start <= a and b <= quote.end for quote in marks) for a, b in content
    )
    return replace(claim, content=tuple(content), direct=direct)


def _one_for_each_cue(found: list[Claim]) -> list[Claim]:
    """The first claim of those that share a verb or a cue."""
    out: list[Claim] = []
    for claim in found:
        if any(a < d and c < b for o in out for a, b in o.cue for c, d in claim.cue):
            continue
        out.append(claim)
    return out


def _joined(found: list[Claim], parsed: Parsed, marks: tuple[Quote, ...]) -> list[Claim]:
    """Quotations without a cue of their own go to the last who was quoted before them."""
    text = parsed.squeezed.text
    out = list(found)
    for quote in marks:
        if any(a < quote.end and quote.start < b for c in out for a, b in c.content):
            continue
        if not _is_sentence(text, quote):
            continue
        before = [k for k, c in enumerate(out) if c.cue[0][0] < quote.start and _may_go_on(c, text)]
        if not before:
            continue
        k = before[-1]
        if any(c.cue[0][0] > out[k].cue[0][0] and c.cue[0][0] < quote.start for c in out[k + 1 :]):
            continue
        addition = cut_edges(text, quote.start, quote.end)
        out[k] = replace(out[k], content=(*out[k].content, addition))
    return out


def _may_go_on(claim: Claim, text: str) -> bool:
    return claim.direct and claim.lemma not in ("according",) and bool(text)


def _is_sentence(text: str, quote: Quote) -> bool:
    """Whether a quotation is a sentence of its own and not a few words in another's."""
    before = text[: quote.start].rstrip()
    inside = text[quote.start : quote.end].strip("“”\"„«»'` ")
    starts = not before or before[-1] in '.!?:,”"’'
    return starts and len(inside.split()) >= 2 and inside[:1].isupper()
