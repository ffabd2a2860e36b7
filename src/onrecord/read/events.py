"""Events that a report tells: visits, talks, tests, listings, delistings, demands."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.model.report import ActorKind, DateMention, Event, EventType, Span
from onrecord.read.clauses import SUBJECTS, child, is_negated, is_passive, is_verb, subject
from onrecord.read.cues import cues
from onrecord.read.parse import Parsed
from onrecord.read.roster import Index, Roster

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_LISTING = frozenset(
    ["sanction", "blacklist", "designate", "list", "embargo", "penalise", "penalize"]
)
_LISTED_NOUNS = frozenset(
    ["sanction", "designation", "listing", "blacklisting", "measure", "embargo"]
)
_IMPOSING = frozenset(
    ["impose", "level", "levy", "slap", "place", "announce", "apply", "adopt", "extend"]
)
_LIFTING = frozenset(
    [
        "lift",
        "drop",
        "remove",
        "ease",
        "delist",
        "waive",
        "revoke",
        "terminate",
        "suspend",
        "end",
        "repeal",
    ]
)
_GOING = frozenset(["visit", "arrive", "travel", "fly", "tour"])
_TESTING = frozenset(["test", "launch", "fire", "detonate", "test-fire"])
_WEAPONS = re.compile(
    r"\b(?:missiles?|rockets?|bombs?|warheads?|nuclear|ICBMs?|weapons?|satellites?)\b", re.I
)
_OFF = re.compile(r"(?:off|from) (?:\w+ ){0,4}")
_FROM_LIST = re.compile(r".{0,60}\b(?:from|off) (?:\w+ ){0,5}(?:list|blacklist)\b")
_TO_LIST = re.compile(r".{0,60}\b(?:to|on) (?:\w+ ){0,5}(?:list|blacklist)\b")
_LIST = re.compile(r"\b(?:list|blacklist|sanctions)\b", re.I)


@dataclass(slots=True)
class _Found:
    type: EventType
    parsed: Parsed
    trigger: "Token"
    doer: "Token | None"
    target: "Token | None"
    place: str | None = None


def events(
    parts: Sequence[Parsed], roster: Roster, ids: dict[int, str], dates: Sequence[DateMention]
) -> tuple[Event, ...]:
    """The events in the order of the text."""
    found = [event for parsed in parts for token in parsed.doc for event in _of(token, parsed)]
    index = roster.index()
    out: list[Event] = []
    for one in found:
        span = _span(one)
        out.append(
            Event(
                f"e{len(out) + 1}",
                one.type,
                span,
                _id(one.doer, one.parsed, index, ids),
                _id(one.target, one.parsed, index, ids),
                one.place,
                _when(one, span, dates),
            )
        )
    return tuple(out)


def _of(token: "Token", parsed: Parsed) -> list[_Found]:
    if is_verb(token):
        if is_negated(token) or _is_only_thought(token):
            return []
        made = _listing(token, parsed) or _going(token, parsed) or _demand(token, parsed)
        made = made or _testing(token, parsed)
        return [made] if made is not None else []
    made = _noun(token, parsed)
    return [made] if made is not None else []


def _is_only_thought(verb: "Token") -> bool:
    """To-clauses and possibilities are no events."""
    words = {c.lower_ for c in verb.children if c.dep_ in ("aux", "mark")}
    if verb.dep_ == "pcomp" and verb.head.lower_ in ("of", "in", "to", "against", "without", "for"):
        return True
    return bool(words & {"to", "may", "might", "could", "would", "should", "if", "can"})


def _object(verb: "Token") -> "Token | None":
    thing = child(verb, "nsubjpass") if is_passive(verb) else child(verb, "dobj")
    if thing is not None and thing.lower_ in ("most", "some", "all", "many", "several"):
        return _after(thing, "of") or thing  # "lifted most of its sanctions"
    return thing


def _doer(verb: "Token") -> "Token | None":
    if is_passive(verb):
        return next((child(c, "pobj") for c in verb.children if c.dep_ == "agent"), None)
    return subject(verb)


def _listing(verb: "Token", parsed: Parsed) -> _Found | None:
    lemma = verb.lemma_.lower()
    thing = _object(verb) or (subject(verb) if is_passive(verb) else None)
    if lemma in _LISTING and thing is not None:
        return _Found(EventType.LISTING, parsed, verb, _doer(verb), thing)
    if thing is None and lemma in _IMPOSING:
        thing = child(verb, "nsubj")  # "sanctions leveled this year against"
    sanction = thing is not None and thing.lemma_.lower() in _LISTED_NOUNS
    if sanction and lemma in _IMPOSING and thing is not None:
        doer = _owner(thing) if thing.dep_ == "nsubj" else _doer(verb)
        return _Found(EventType.LISTING, parsed, verb, doer, _against(verb, thing))
    if sanction and lemma in _LIFTING and thing is not None:
        return _Found(EventType.DELISTING, parsed, verb, _doer(verb), _against(verb, thing))
    words = " ".join(t.text for t in verb.subtree if t.i > verb.i)[:80]
    if lemma in ("fall", "drop", "come", "go") and _OFF.match(words):
        gone = _LIST.search(words.split(" in ")[0])
        return _Found(EventType.DELISTING, parsed, verb, None, subject(verb)) if gone else None
    if thing is not None and lemma in _LIFTING and _FROM_LIST.match(words):
        return _Found(EventType.DELISTING, parsed, verb, _doer(verb), thing)
    if thing is not None and lemma in ("add", "put", "place") and _TO_LIST.match(words):
        return _Found(EventType.LISTING, parsed, verb, _doer(verb), thing)
    return None


def _owner(noun: "Token") -> "Token | None":
    """Whose sanctions: "US sanctions", "Canada’s sanctions"."""
    return child(noun, "poss") or next(
        (c for c in noun.children if c.dep_ == "compound" and c.pos_ == "PROPN"), None
    )


def _against(verb: "Token", noun: "Token") -> "Token | None":
    """Whom sanctions are "against" or "on"."""
    for token in (*noun.subtree, *verb.children):
        if token.dep_ == "prep" and token.lower_ in ("against", "on", "upon"):
            target = child(token, "pobj")
            if target is not None and target.ent_type_ not in ("DATE", "TIME"):
                return target
    return None


def _going(verb: "Token", parsed: Parsed) -> _Found | None:
    lemma = verb.lemma_.lower()
    if lemma in ("meet", "hold"):
        return _meeting(verb, parsed)
    if lemma not in _GOING or _doer(verb) is None:
        return None
    goal = child(verb, "dobj") if lemma in ("visit", "tour") else None
    if goal is None:
        goal = _after(verb, "in", "to", "at")
    if goal is None or (goal.pos_ != "PROPN" and lemma not in ("visit",)):
        return None
    return _Found(EventType.VISIT, parsed, verb, _doer(verb), goal, _text(goal))


def _meeting(verb: "Token", parsed: Parsed) -> _Found | None:
    if verb.lemma_.lower() == "hold":
        thing = child(verb, "dobj")
        if thing is None or thing.lemma_.lower() not in ("talk", "meeting", "negotiation"):
            return None
        return _Found(
            EventType.TALKS,
            parsed,
            verb,
            _doer(verb),
            _after(thing, "with") or _after(verb, "with"),
        )
    whom = child(verb, "dobj") or _after(verb, "with")
    if whom is None or whom.pos_ not in ("PROPN", "NOUN") or whom.ent_type_ in ("DATE", "PERCENT"):
        return None
    if whom.pos_ == "NOUN" and whom.lemma_.lower() not in _SOMEBODY:
        return None
    return _Found(EventType.TALKS, parsed, verb, _doer(verb), whom)


_SOMEBODY = frozenset(
    ["leader", "official", "minister", "president", "counterpart", "envoy", "delegation", "general"]
)


def _after(token: "Token", *words: str) -> "Token | None":
    for c in token.children:
        if c.dep_ == "prep" and c.lower_ in words:
            goal = child(c, "pobj")
            if goal is not None:
                return goal
    return None


def _demand(verb: "Token", parsed: Parsed) -> _Found | None:
    found = cues().get(verb.lemma_.lower(), ())
    if not found or found[0].stance.value != "demands" or _doer(verb) is None:
        return None
    if not (child(verb, "xcomp", "ccomp", "advcl") or _after(verb, "for") or child(verb, "dobj")):
        return None
    inner = child(verb, "ccomp", "xcomp")
    target = child(verb, "dobj") or _after(verb, "on", "upon")
    if target is None and inner is not None:
        target = child(inner, "nsubj")
    return _Found(EventType.DEMAND, parsed, verb, _doer(verb), target)


def _testing(verb: "Token", parsed: Parsed) -> _Found | None:
    if verb.lemma_.lower() not in _TESTING and verb.lemma_.lower() not in ("conduct", "carry"):
        return None
    thing = _object(verb)
    if thing is None:
        return None
    words = " ".join(t.text for t in thing.subtree)
    if verb.lemma_.lower() in ("conduct", "carry") and thing.lemma_.lower() not in (
        "test",
        "launch",
    ):
        return None
    return (
        _Found(EventType.TEST, parsed, verb, _doer(verb), None) if _WEAPONS.search(words) else None
    )


def _noun(noun: "Token", parsed: Parsed) -> _Found | None:
    """What a noun tells by itself: North Korea’s test of a missile, sanctions against X."""
    if noun.tag_ not in ("NN", "NNS"):
        return None
    lemma = noun.lemma_.lower()
    if lemma in ("test", "launch"):
        armed = _WEAPONS.search(noun.doc[noun.i : noun.i + 14].text) is not None
        doer = _owner(noun)
        if armed and noun.dep_ != "compound" and doer is not None:
            return _Found(EventType.TEST, parsed, noun, doer, None)
    if lemma in ("visit", "trip"):
        goal, who = _after(noun, "to"), child(noun, "poss") or _after(noun, "by")
        if goal is not None and who is not None:
            return _Found(EventType.VISIT, parsed, noun, who, goal, _text(goal))
    if lemma in ("talk", "talks") and noun.tag_ == "NNS" and noun.dep_ in ("pobj", "dobj"):
        return _talks(noun, parsed)
    if lemma == "sanction" and _was_imposed(noun):
        aims = [_against(c, c) for c in noun.children if c.dep_ in ("acl", "relcl")]
        target = _against(noun, noun) or next((aim for aim in aims if aim is not None), None)
        if target is not None:
            return _Found(EventType.LISTING, parsed, noun, _owner(noun), target)
    return None


def _talks(noun: "Token", parsed: Parsed) -> _Found | None:
    """Whom somebody went to talk to."""
    verb = noun.head.head if noun.dep_ == "pobj" else noun.head
    if not is_verb(verb) or verb.lemma_.lower() not in _GOING or _is_only_thought(verb):
        return None
    return _Found(EventType.TALKS, parsed, noun, subject(verb), _after(noun, "with"))


def _was_imposed(noun: "Token") -> bool:
    """ "sanctions leveled against": a clause on the noun says that it happened."""
    return any(
        c.dep_ in ("acl", "relcl") and c.lemma_.lower() in _IMPOSING for c in noun.children
    ) or (noun.i + 1 < len(noun.doc) and noun.nbor(1).lemma_.lower() in _IMPOSING)


def _text(noun: "Token") -> str | None:
    """A place as written: the proper noun with what belongs to its name."""
    if noun.pos_ != "PROPN":
        return None
    first = noun.i
    while first and noun.doc[first - 1].dep_ == "compound" and noun.doc[first - 1].pos_ == "PROPN":
        first -= 1
    return noun.doc[first : noun.i + 1].text


def _span(one: _Found) -> Span:
    """The words of the event: from its doer or target to the end of its own phrase."""
    token = one.trigger
    first = token.i
    last = token.i
    for c in token.children:
        if c.dep_ in (*SUBJECTS, "poss", "aux", "auxpass", "det", "amod", "compound", "nsubj"):
            first = min(first, c.left_edge.i)
        if c.i > token.i and c.dep_ in ("dobj", "prep", "prt", "agent", "npadvmod", "acl"):
            last = max(last, c.right_edge.i)
    for c in token.subtree:
        if token.i < c.i <= last and c.dep_ in ("relcl",):
            last = min(last, c.left_edge.i - 1)
    last = _to_end_of_law(one.parsed.doc, last)
    while last > token.i and (one.parsed.doc[last].is_punct or one.parsed.doc[last].dep_ == "cc"):
        last -= 1
    return one.parsed.span(first, last)


def _to_end_of_law(doc: "Doc", last: int) -> int:
    """Laws have commas in their names, which the parser takes for the end of a phrase."""
    for place in range(last + 1, min(last + 9, len(doc))):
        token = doc[place]
        if token.lower_ in ("act", "law", "order", "resolution"):
            return place
        if token.pos_ != "PROPN" and token.lower_ not in (",", "and", "of", "the"):
            break
    return last


def _id(token: "Token | None", parsed: Parsed, index: Index, ids: dict[int, str]) -> str | None:
    """The actor that a noun names, describes or stands for."""
    if token is not None and token.lower_ in ("it", "he", "she", "they"):
        token = _meant(token, parsed, index)
    if token is None:
        return None
    place = parsed.span(token.i, token.i)
    fit = [
        (mention.end - mention.start, figure)
        for figure, mention in index.covering(place)
        if figure.is_named or mention.end == place.end
    ]
    if not fit:
        return None
    best = min(fit, key=lambda pair: (pair[1].kind is ActorKind.STATE and pair[0] > 30, pair[0]))
    return ids.get(id(best[1]))


def _meant(pronoun: "Token", parsed: Parsed, index: Index) -> "Token | None":
    """The subject that a pronoun repeats: the last one before it that is a figure of its kind."""
    person = pronoun.lower_ in ("he", "she")
    for token in reversed(parsed.doc[: pronoun.i]):
        if token.dep_ not in ("nsubj", "nsubjpass") or token.pos_ == "PRON":
            continue
        place = parsed.span(token.i, token.i)
        for figure, _ in index.covering(place):
            if person == (figure.kind in (ActorKind.PERSON, ActorKind.OFFICIAL)):
                return token
    return None


def _start(mention: DateMention) -> int:
    return mention.span.start


def _when(one: _Found, span: Span, dates: Sequence[DateMention]) -> DateMention | None:
    """The date in the words of the event, else the nearest in its sentence."""
    at = bisect_left(dates, span.start - 200, key=_start)
    dates = dates[at : bisect_left(dates, span.end + 4000, key=_start)]
    inside = [mention for mention in dates if span.contains(mention.span)]
    if inside:
        return min(inside, key=lambda mention: abs(mention.span.start - span.end))
    sentence = one.trigger.sent
    whole = one.parsed.letters(sentence.start_char, sentence.end_char)
    trigger = one.parsed.span(one.trigger.i, one.trigger.i)
    near = [
        mention
        for mention in dates
        if whole.contains(mention.span)
        and 0 <= mention.span.start - trigger.end < 40
        and mention.earliest is not None
    ]
    return min(near, key=lambda mention: mention.span.start) if near else None
