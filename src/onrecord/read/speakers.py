"""Whose words they are: sources of statements as figures, named, unnamed or a whole body."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from onrecord.model.report import ActorKind, Naming, Span
from onrecord.read.claims import Claim
from onrecord.read.clauses import child, phrase
from onrecord.read.nouns import CLASSES, MEDIA, PERSONS, THINGS_THAT_SAY, TITLES
from onrecord.read.parse import Parsed
from onrecord.read.roster import Figure, Roster

if TYPE_CHECKING:
    from spacy.tokens import Token

_HE = frozenset(["he", "she", "him", "her", "himself", "herself"])
_THEY = frozenset(["they", "them", "themselves"])
_NOBODY = frozenset(["i", "we", "you", "that", "this", "which", "what", "there", "who"])
_NEVER_A_NAME = frozenset(
    ["official", "source", "diplomat", "person", "expert", "analyst", "insider", "officer"]
)
_MANY = frozenset(["experts"])
_SOME = frozenset(["some", "many", "others", "few", "most", "several", "everyone"])
_MEMORY = 80  # figures that a pronoun or "the official" looks back on
_WEIGHTLESS = frozenset(
    ["the", "a", "an", "this", "that", "its", "their", "his", "her", "same", "said"]
)


class Speakers:
    """Finds the figure behind each source, in the order of the text, remembering who spoke."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._names = roster.index()
        self._alike = {figure.name: figure for figure in reversed(roster.figures)}
        self._recent: list[tuple[int, Figure]] = []
        self._spoke: dict[tuple[int, int], Figure] = {}

    def passes(self, parsed: Parsed) -> None:
        """Note who is spoken of as subject in a paragraph, for the pronouns that follow."""
        for token in parsed.doc:
            if token.dep_ not in ("nsubj", "nsubjpass"):
                continue
            figure = self._named(token, parsed)
            if figure is not None:
                self._recent.append((parsed.span(token.i, token.i).start, figure))

    def of(self, claim: Claim, parsed: Parsed) -> tuple[Figure | None, Naming]:
        """The figure that speaks, and how the source is named; None where nobody is."""
        if claim.source is None or claim.source_head is None:
            return None, Naming.NONE
        noun = parsed.doc[claim.source_head]
        span = parsed.letters(*claim.source)
        figure = self._spoke.get((span.start, span.end))
        figure = figure or self._named(noun, parsed) or self._pronoun(noun, parsed)
        if figure is None and noun.pos_ != "PRON":
            figure = self._named_last(noun, span) or self._described(noun, span)
        if figure is None:
            figure = self._untold(noun, span)
        if figure is None:
            return None, Naming.NONE
        figure.adds(span) if not figure.is_named else _adds_pronoun(figure, noun, span)
        self._recent.append((span.start, figure))
        self._spoke[span.start, span.end] = figure
        return figure, _naming(figure)

    def _named(self, noun: "Token", parsed: Parsed) -> Figure | None:
        """The figure whose name the noun is, or that stands beside it as apposition."""
        for token in (noun, child(noun, "appos")):
            if token is None or token.pos_ == "PRON":
                continue
            place = parsed.span(token.i, token.i)
            for figure, _ in self._names.covering(place):
                if token is not noun and figure.kind is not ActorKind.PERSON:
                    continue
                if figure.is_named:
                    return figure
        return None

    def _untold(self, noun: "Token", span: Span) -> Figure | None:
        """A figure for a pronoun of which the report does not tell whom it means."""
        word = noun.lower_
        if word in _NOBODY:
            return None
        kind = ActorKind.OFFICIAL if word in _HE else ActorKind.GROUP
        if word == "it":
            kind = ActorKind.ORGANISATION
        figure = Figure(span.text, kind, is_named=False, noun=word, plural=kind is ActorKind.GROUP)
        figure.words = frozenset({"people"} if kind is ActorKind.GROUP else ())
        return self._roster.add(figure)

    def _named_last(self, noun: "Token", span: Span) -> Figure | None:
        """ "Iran's minister of intelligence NAME"; not "a spokesman for President NAME"."""
        if noun.lemma_.lower() not in PERSONS | TITLES or noun.tag_ != "NN":
            return None
        for figure in self._names.within((span,)):
            last = any(m.end == span.end and m.start > span.start for m in figure.mentions)
            words = {word.lower() for word in re.findall(r"\w+", figure.role or "")}
            if figure.kind is ActorKind.PERSON and last and not words & TITLES:
                before = span.text[: span.text.rfind(figure.mentions[0].text)].split()
                if before and before[-1] not in ("for", "of", "to", "by", "with", "from"):
                    return figure
        return None

    def _pronoun(self, noun: "Token", parsed: Parsed) -> Figure | None:
        word = noun.lower_
        place = parsed.span(noun.i, noun.i).start
        near = self._recent[-_MEMORY:]
        before = sorted((p for p in near if p[0] < place), key=lambda pair: pair[0])
        wanted: tuple[ActorKind, ...]
        if word in _HE:
            wanted = (ActorKind.PERSON, ActorKind.OFFICIAL)
        elif word in _THEY:
            wanted = (ActorKind.GROUP, ActorKind.ORGANISATION, ActorKind.STATE)
        elif word == "it":
            wanted = (ActorKind.ORGANISATION, ActorKind.STATE)
        else:
            return None
        return next((f for _, f in reversed(before) if f.kind in wanted), None)

    def _described(self, noun: "Token", span: Span) -> Figure:
        """A source without a name: the one described alike before, or a new one."""
        head = _head(noun)
        words = frozenset(w.lower() for w in re.findall(r"\w+", span.text)) - _WEIGHTLESS
        lemma = head.lemma_.lower()
        definite = any(c.lower_ in ("the", "this", "that") for c in noun.children)
        plural = head.tag_ in ("NNS", "NNPS") and head is noun
        if definite:
            known = self._before(lemma, words, plural)
            if known is not None:
                return known
        person = lemma in PERSONS and head.tag_ in ("NN", "NNS", "NNP")
        kind = ActorKind.GROUP if plural and person else ActorKind.OFFICIAL
        if not person:
            kind = ActorKind.ORGANISATION
        same = self._alike.get(span.text)
        if same is not None and same.kind is kind and not person:
            return same
        figure = Figure(span.text, kind, is_named=False, words=words, noun=lemma, plural=plural)
        self._alike[span.text] = figure
        return self._roster.add(figure)

    def _before(self, lemma: str, words: frozenset[str], plural: bool) -> Figure | None:
        for _, figure in reversed(self._recent[-_MEMORY:]):
            if figure.is_named:
                role = frozenset(w.lower() for w in re.findall(r"\w+", figure.role or ""))
                titled = lemma in role and lemma not in _NEVER_A_NAME and words <= role
                if titled and figure.kind is ActorKind.PERSON and not plural:
                    return figure
            elif figure.noun == lemma and figure.plural == plural and words <= figure.words:
                return figure
        return None


def _head(noun: "Token") -> "Token":
    """ "one of the former officials" is an official."""
    if noun.lower_ in ("one", "some", "several", "two", "many", "another", "most", "both", "three"):
        of = next((c for c in noun.children if c.lower_ == "of"), None)
        inner = child(of, "pobj") if of is not None else None
        return inner if inner is not None else noun
    return noun


def _adds_pronoun(figure: Figure, noun: "Token", span: Span) -> None:
    if noun.pos_ == "PRON":
        figure.adds(span)


def _naming(figure: Figure) -> Naming:
    if figure.kind is ActorKind.PERSON and figure.is_named:
        return Naming.NAMED
    if figure.kind in (ActorKind.STATE, ActorKind.ORGANISATION):
        return _of_body(figure)
    alone = len(figure.words) == 1
    if figure.plural and alone and figure.noun in CLASSES | _SOME:
        return Naming.COLLECTIVE
    return Naming.UNNAMED


def _of_body(figure: Figure) -> Naming:
    plural_class = figure.plural and figure.noun in CLASSES | {"state", "government", "ally"}
    return Naming.COLLECTIVE if plural_class and not figure.is_named else Naming.INSTITUTIONAL


def relay(claim: Claim, parsed: Parsed) -> str | None:
    """The medium that was told, as written, without its article; None where none is."""
    text = parsed.squeezed.text
    if claim.hearer is not None:
        heard = text[slice(*claim.hearer)]
        words = {word.lower() for word in re.findall(r"\w+", heard)}
        if words & MEDIA:
            return re.sub(r"^(?:the|a|an)\s+", "", heard, flags=re.IGNORECASE)
    sentence = parsed.doc[claim.verb].sent.text
    match = re.search(
        r"\b(?:interview|interviewed) (?:with|by|to) (?:the )?((?:[A-Z][\w.]+ ?)+)"
        r"|\b(?:carried|quoted|reported|published|cited) by (?:the )?((?:state "
        r"(?:news agency|media|television) )?(?:[A-Z][\w.]+ ?)+)",
        sentence,
    )
    if match is None:
        return None
    found = (match[1] or match[2] or "").strip(" .")
    source = text[slice(*claim.source)] if claim.source else ""
    return found if found and found not in source else None


def is_thing(noun: "Token") -> bool:
    """Whether a source is a paper and not somebody."""
    return noun.lemma_.lower() in THINGS_THAT_SAY


def describes_body(noun: "Token") -> bool:
    """Whether a common noun names a body that acts: "the army’s procurement body"."""
    return (
        noun.tag_ == "NN" and noun.lemma_.lower() in _DESCRIBED and child(noun, "poss") is not None
    )


_DESCRIBED = frozenset(
    [
        "body",
        "arm",
        "unit",
        "firm",
        "company",
        "agency",
        "entity",
        "bank",
        "factory",
        "conglomerate",
        "enterprise",
        "directorate",
        "office",
        "bureau",
        "institute",
        "network",
        "supplier",
        "manufacturer",
        "shipyard",
    ]
)


def bodies_described(parts: Sequence[Parsed], roster: Roster) -> None:
    """Take in bodies that the report describes and does not name."""
    known = {figure.name: figure for figure in roster.figures}
    for parsed in parts:
        for token in parsed.doc:
            if not describes_body(token) or token.lemma_.lower() in TITLES:
                continue
            span = parsed.span(*phrase(token))
            if span.text in known:
                known[span.text].adds(span)
                continue
            figure = Figure(span.text, ActorKind.ORGANISATION, is_named=False, mentions=[span])
            figure.noun = token.lemma_.lower()
            known[span.text] = roster.add(figure)
