"""Statements gathered by what they are about: topic, those spoken of, and words in common."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from onrecord.link.topics import TIE_WORDS, TIES, topics
from onrecord.model.report import ActorKind, Naming, Report, Span, Stance, Statement

# what is said in one of these is said of something that was put to the speaker
_ANSWERS = frozenset(
    {
        Stance.DENIES,
        Stance.DOES_NOT_DENY,
        Stance.DOES_NOT_RULE_OUT,
        Stance.DECLINES,
        Stance.NO_RESPONSE,
    }
)
_MINOR = frozenset(
    (
        # too common to make two statements one matter
        *("that", "this", "with", "from", "have", "been", "were", "which", "their", "they"),
        *("them", "there", "than", "more", "most", "into", "over", "said", "says", "what"),
        *("when", "where", "while", "also", "would", "could", "such", "some", "those"),
        *("these", "about", "after", "before"),
    )
)
_WORD = re.compile(r"[\w’']+")
_BACK = re.compile(
    r"^\W*(?:that )?(?:this|that|it|these|those|they|the (?:charge|claim|accusation|allegation|"
    r"report)s?)\b.{0,40}$"
    r"|^\W*(?:to )?(?:an? |\w+ )?(?:requests? )?(?:for )?comment\b",
    re.IGNORECASE,
)
_LEADING = re.compile(r"^\W*that (?!\W*$)", re.IGNORECASE)
_AGAIN = re.compile(rf"\b(?:the|those|these|such|any) (?:\w+ )?(?:{TIE_WORDS})", re.IGNORECASE)
_SHARED_WORDS = 0.34  # of the shorter side's content words; below it two statements are strangers


@dataclass(slots=True, eq=False)
class Matter:
    """What some statements of a report are about; `actors` by how often they are spoken of."""

    topic: str | None = None
    actors: Counter[str] = field(default_factory=Counter)
    words: set[str] = field(default_factory=set)
    statements: list[Statement] = field(default_factory=list)
    first_words: str = ""


class Matters:
    """The matters of one report, as its statements are placed one by one in the text's order."""

    def __init__(self, report: Report) -> None:
        self.all: list[Matter] = []
        self._report = report
        self._of: dict[str, Matter] = {}

    def place(self, statement: Statement, own: str) -> Matter:
        """The matter that a statement belongs to, there already or new; `own` are its own words."""
        whole = " ".join(part.text for part in statement.content)
        found = topics(own) or topics(whole)
        matter = self._told_of_before(statement, found)
        actors = self._spoken_of(statement)
        words = content_words(own) - self._names(actors)
        if matter is None:
            matter, actors = self._alike(statement, found, actors, words)
        if not matter.statements:
            matter.topic = found[0] if found else None
            matter.first_words = " ".join(whole.split()).strip("“”\"'")
            matter.first_words = _LEADING.sub("", matter.first_words)
            self.all.append(matter)
        elif matter.topic in ("ties", "arms") and "military ties" in found:
            matter.topic = "military ties"
        matter.actors.update(actors)
        matter.words |= words
        matter.statements.append(statement)
        self._of[statement.id] = matter
        return matter

    def _told_of_before(self, statement: Statement, found: tuple[str, ...]) -> Matter | None:
        """The matter that words without a topic of their own can only mean."""
        if found:
            return None
        if points_back(statement):
            return self._same_speaker(statement) or self._chief(statement)
        if statement.stance not in _ANSWERS:
            return None
        answered = self._answered(statement)
        # what is not denied is by its nature what was claimed
        if answered is None and statement.stance is Stance.DOES_NOT_DENY:
            return self._chief(statement)
        return answered

    def _alike(
        self,
        statement: Statement,
        found: tuple[str, ...],
        actors: tuple[str, ...],
        words: set[str],
    ) -> tuple[Matter, tuple[str, ...]]:
        """The matter most like a statement, or a new one, and the actors it is then about."""
        before = self._same_speaker(statement)
        if not actors and before is not None and _kin(before.topic, found):
            return before, ()
        if not actors and found and found[0] in TIES:
            # a report on the ties of two speaks of "ties" without naming the two again
            ties = [m for m in self.all if m.topic in TIES]
            if ties:
                return max(ties, key=lambda m: len(m.statements)), ()
        # "the relationship" of one's own sentence before is still that of the same two
        if not actors and before is not None and names_ties_again(statement):
            actors = tuple(i for i, _ in before.actors.most_common(2))
        fitting = [m for m in self.all if _kin(m.topic, found) and _shares(m, actors, words)]
        return max(fitting, key=lambda m: _likeness(m, actors, words), default=Matter()), actors

    def _same_speaker(self, statement: Statement) -> Matter | None:
        """The matter of the statement around, of its neighbour in there, or of the same speaker."""
        outer = next((s for s in self._report.statements if s.id == statement.nested_in), None)
        if outer is not None and outer.id in self._of:
            return self._of[outer.id]
        speakers = {statement.speaker, outer.speaker if outer else None} - {None}
        return self._latest(
            s
            for s in self._earlier(statement)
            if s.speaker in speakers or (outer is not None and s.nested_in == outer.id)
        )

    def _chief(self, statement: Statement) -> Matter | None:
        """The matter before with most statements, of those with a topic if there are any."""
        outer = statement.nested_in
        before = [s for s in self._earlier(statement) if outer is None or s.nested_in != outer]
        matters = [m for m in self.all if any(s in m.statements for s in before)]
        topical = [m for m in matters if m.topic is not None]
        return max(topical or matters, key=lambda m: len(m.statements), default=None)

    def _answered(self, statement: Statement) -> Matter | None:
        """The matter of the last speaker before whom these words name: "the panel's report"."""
        words = {w for part in statement.content for w in content_words(part.text)}
        return self._latest(
            s
            for s in self._earlier(statement)
            if s.naming is not Naming.NONE
            and s.speaker != statement.speaker
            and any(words & content_words(part.text) for part in s.source)
        )

    def _earlier(self, statement: Statement) -> list[Statement]:
        start = statement.span.start
        placed = (s for s in self._report.statements if s.id in self._of)
        return [s for s in placed if s.span.start <= start and s.id != statement.id]

    def _latest(self, statements: Iterable[Statement]) -> Matter | None:
        last = max(statements, key=lambda s: s.span.start, default=None)
        return self._of[last.id] if last else None

    def _spoken_of(self, statement: Statement) -> tuple[str, ...]:
        """Ids of states, bodies and persons that the words are about, states first."""
        inside = [
            actor
            for actor in self._report.actors
            if actor.kind in (ActorKind.STATE, ActorKind.ORGANISATION, ActorKind.PERSON)
            and (
                actor.id in statement.about or any(_is_about(statement, m) for m in actor.mentions)
            )
        ]
        return tuple(a.id for a in sorted(inside, key=lambda a: a.kind is not ActorKind.STATE))

    def _names(self, actors: tuple[str, ...]) -> set[str]:
        """The content words of actors' names: to name the same country is no common matter."""
        texts = (
            text
            for actor in self._report.actors
            if actor.id in actors
            for text in (actor.name, *(m.text for m in actor.mentions))
        )
        return {word for text in texts for word in content_words(text)}


def points_back(statement: Statement) -> bool:
    """Whether the words say nothing without those before: none, "this is untrue", "for comment"."""
    words = _LEADING.sub("", " ".join(part.text for part in statement.content))
    return not words or bool(_BACK.search(words)) or not content_words(words)


def _is_about(statement: Statement, mention: Span) -> bool:
    """Whether a mention stands in the statement, and not in the words for its source."""
    # not the content alone: in "the US urged Burma to stop" the content is "to stop"
    return statement.span.contains(mention) and not any(
        source.contains(mention) for source in statement.source
    )


def names_ties_again(statement: Statement) -> bool:
    """Whether the words speak of "the relationship" or "those ties" as of something told before."""
    return any(_AGAIN.search(part.text) for part in statement.content)


def content_words(words: str) -> set[str]:
    """The words that carry a matter, without case and endings."""
    found = {w.lower().removesuffix("’s").removesuffix("'s") for w in _WORD.findall(words)}
    return {_stem(w) for w in found if len(w) > 3 and w not in _MINOR}


def _stem(word: str) -> str:
    """Brokered, brokering, brokers: one word; short ones only lose their plural."""
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word.removesuffix("s")


def _kin(topic: str | None, found: tuple[str, ...]) -> bool:
    """Whether topics may be one matter: arms and ties of soldiers are told in the same breath."""
    if topic is None or not found:
        return topic is None and not found
    return topic in found or (topic in TIES and found[0] in TIES)


def _shares(matter: Matter, actors: tuple[str, ...], words: set[str]) -> bool:
    if matter.topic is not None and set(actors) & set(matter.actors):
        return True
    if matter.topic is not None and actors and matter.actors:
        return False
    return _overlap(matter, words) >= _SHARED_WORDS


def _overlap(matter: Matter, words: set[str]) -> float:
    shorter = min(len(words), len(matter.words))
    return len(words & matter.words) / shorter if shorter else 0.0


def _likeness(matter: Matter, actors: tuple[str, ...], words: set[str]) -> float:
    return len(set(actors) & set(matter.actors)) + _overlap(matter, words)
