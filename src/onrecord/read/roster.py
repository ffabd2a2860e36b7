"""Who a report speaks of: mentions of names, descriptions and pronouns gathered into actors."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from onrecord.model.report import Actor, ActorKind, Span
from onrecord.read.names import NameMention
from onrecord.read.nouns import states

_ARTICLE = re.compile(r"^(?:the|a|an|its|their|his|her|this|that)\s+", re.IGNORECASE)


@dataclass(slots=True)
class Figure:
    """An actor while it is being gathered."""

    name: str
    kind: ActorKind
    is_named: bool = True
    role: str | None = None
    mentions: list[Span] = field(default_factory=list)
    words: frozenset[str] = frozenset()
    noun: str = ""
    plural: bool = False

    def adds(self, span: Span) -> None:
        """Take a mention, once."""
        if span not in self.mentions[-8:]:
            self.mentions.append(span)


class Index:
    """Mentions by their place; made once, since a report may have thousands."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._entries = sorted(
            ((m.start, m.end, number, figure, m) for number, figure in enumerate(figures)
             for m in figure.mentions),
            key=lambda entry: entry[:3],
        )  # fmt: skip
        self._starts = [entry[0] for entry in self._entries]
        self._longest = max((end - start for start, end, *_ in self._entries), default=0)

    def within(self, spans: Sequence[Span]) -> list[Figure]:
        """The figures with a mention in any of the spans, in the order of the roster."""
        found: dict[int, Figure] = {}
        for span in spans:
            for place in range(bisect_left(self._starts, span.start), len(self._entries)):
                start, end, number, figure, _ = self._entries[place]
                if start >= span.end:
                    break
                if end <= span.end:
                    found[number] = figure
        return [found[number] for number in sorted(found)]

    def covering(self, place: Span) -> list[tuple[Figure, Span]]:
        """The figures with a mention round a place, shortest mention first."""
        found: list[tuple[Figure, Span]] = []
        for at in range(bisect_right(self._starts, place.start) - 1, -1, -1):
            start, end, _, figure, mention = self._entries[at]
            if start < place.start - self._longest:
                break
            if end >= place.end:
                found.append((figure, mention))
        return sorted(found, key=lambda pair: pair[1].end - pair[1].start)


class Roster:
    """Figures of one report, found by name or by place."""

    def __init__(self) -> None:
        self.figures: list[Figure] = []

    def gather(self, mentions: Sequence[tuple[NameMention, Span]]) -> None:
        """Make figures of the names of a report, longest names first, so that short ones join."""
        mentions = _known_by_surname(mentions)
        self._states(mentions)
        self._bodies(mentions)
        self._people(mentions)
        for figure in self.figures:
            figure.mentions.sort(key=lambda span: span.start)
        self.figures.sort(key=lambda figure: figure.mentions[0].start)

    def index(self) -> "Index":
        """The mentions of all figures as they are now, to be found by place."""
        return Index(self.figures)

    def add(self, figure: Figure) -> Figure:
        """Take a figure that is not known by a name."""
        self.figures.append(figure)
        return figure

    def _join(self, figure: Figure, mention: NameMention, span: Span) -> None:
        figure.adds(span)
        if mention.role and not figure.role:
            figure.role = mention.role

    def _states(self, mentions: Sequence[tuple[NameMention, Span]]) -> None:
        known: dict[str, Figure] = {}
        for mention, span in mentions:
            if mention.kind is not ActorKind.STATE:
                continue
            state = states().named(mention.name)
            if state is None:
                continue
            figure = known.get(state.name)
            if figure is None:
                figure = known[state.name] = Figure(mention.name, ActorKind.STATE)
                self.figures.append(figure)
            if figure.name in state.seats and mention.name not in state.seats:
                figure.name = mention.name
            if figure.name != state.name:
                figure.role = state.name
            elif figure.name == state.name:
                figure.role = None
            self._join(figure, mention, span)

    def _bodies(self, mentions: Sequence[tuple[NameMention, Span]]) -> None:
        known: dict[str, Figure] = {}
        acronyms: dict[str, str] = {}
        bodies = [(m, s) for m, s in mentions if m.kind is ActorKind.ORGANISATION]
        for mention, _ in bodies:
            if mention.alias_of is not None:
                acronyms[_key(mention.name)] = _key(mention.alias_of)
        for mention, _ in bodies:
            acronyms.setdefault(_initials(mention.name), _key(mention.name))
        for mention, span in bodies:
            key = _key(mention.name)
            key = acronyms.get(key, key) if len(key) < 9 else key
            if key not in known:
                known[key] = Figure(_ARTICLE.sub("", mention.name), ActorKind.ORGANISATION)
                self.figures.append(known[key])
            figure = known[key]
            if len(mention.name) > len(figure.name):
                figure.name = _ARTICLE.sub("", mention.name)
            self._join(figure, mention, span)

    def _people(self, mentions: Sequence[tuple[NameMention, Span]]) -> None:
        people = [(m, s) for m, s in mentions if m.kind in (ActorKind.PERSON, None)]
        sure = {m.name for m, _ in people if m.kind is ActorKind.PERSON}
        known: list[Figure] = []
        for name in sorted(sure, key=lambda n: (-len(n.split()), n)):
            if not any(_is_part(name, figure.name) for figure in known):
                known.append(Figure(name, ActorKind.PERSON))
        last: dict[str, Figure] = {}
        fits: dict[str, list[Figure]] = {}
        for mention, span in sorted(people, key=lambda pair: pair[1].start):
            if mention.name not in fits:
                fits[mention.name] = [f for f in known if _is_part(mention.name, f.name)]
            fit = fits[mention.name]
            if not fit:
                continue
            before = [f for f in fit if f.mentions]
            figure = last.get(mention.name) or (before or fit)[-1 if before else 0]
            if len(fit) > 1 and before:
                figure = max(before, key=lambda f: f.mentions[-1].start)
            last[mention.name] = figure
            self._join(figure, mention, span)
        self.figures.extend(figure for figure in known if figure.mentions)

    def actors(self) -> tuple[tuple[Actor, ...], dict[int, str]]:
        """The actors in the order of first mention, and the id of each figure by its `id()`."""
        ids: dict[int, str] = {}
        taken: dict[str, int] = {}
        out: list[Actor] = []
        for figure in sorted(self.figures, key=lambda f: (f.mentions[0].start, f.name)):
            slug = _slug(figure.name)
            taken[slug] = taken.get(slug, 0) + 1
            ids[id(figure)] = slug if taken[slug] == 1 else f"{slug}-{taken[slug]}"
            out.append(
                Actor(
                    ids[id(figure)],
                    figure.name,
                    figure.kind,
                    tuple(sorted(figure.mentions, key=lambda s: (s.start, s.end))),
                    figure.role,
                    figure.is_named,
                )
            )
        return tuple(out), ids


def _known_by_surname(
    mentions: Sequence[tuple[NameMention, Span]],
) -> list[tuple[NameMention, Span]]:
    """One word that is part of a person's name in the same report is that person, no body."""
    parts = {
        word
        for mention, _ in mentions
        if mention.kind is ActorKind.PERSON and len(mention.name.split()) > 1
        for word in mention.name.split()
    }
    return [
        (replace(mention, kind=None) if _is_surname(mention, parts) else mention, span)
        for mention, span in mentions
    ]


def _is_surname(mention: NameMention, parts: set[str]) -> bool:
    return mention.kind is ActorKind.ORGANISATION and mention.name in parts


def _key(name: str) -> str:
    return re.sub(r"[^\w]+", " ", _ARTICLE.sub("", name)).strip().lower()


def _initials(name: str) -> str:
    words = [w for w in re.findall(r"\w+", _ARTICLE.sub("", name)) if w[0].isupper()]
    return "".join(word[0] for word in words).lower() if len(words) > 1 else "\0"


def _is_part(short: str, full: str) -> bool:
    """Whether a name's words stand in another's, in a row."""
    few, many = short.lower().split(), full.lower().split()
    return any(many[k : k + len(few)] == few for k in range(len(many) - len(few) + 1))


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", _ARTICLE.sub("", name)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "actor"
