"""Who entries are about: entries to parties, with the reason for each link.

What ties entries together is put in an order: what people judged, what hand-checked facts name,
one number of the authority's, one name on a list without numbers, and then how alike two entries
are, the surest first. A tie that would make one party of two that are known to be two is left
out: two that were judged to be different, two of the fact sheet, and, where only likeness ties
them, two that stood side by side on one list.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from onrecord import sources
from onrecord.match import Decision, Sameness, identity
from onrecord.model.facts import StatedParty
from onrecord.model.judgement import Judgement, Verdict
from onrecord.model.listing import Kind
from onrecord.record.bearers import Bearer, Bearers
from onrecord.record.facts import Facts
from onrecord.record.links import Links
from onrecord.text.normal import key, telling, words

# fewer name too many: there is a Ministry of Defence in every country
_TELLING_WORDS, _TELLING_WORDS_ALONE = 2, 3
_REASONS = 3  # of a likeness that are told


@dataclass(frozen=True, slots=True)
class Unnumbered:
    """An entry of a list without ids: keys of its names, its first one first; its countries."""

    keys: list[str]
    countries: set[str]


class _Order(IntEnum):
    JUDGED = 0
    FACT = 1
    NUMBER = 2
    NAME = 3
    ALIKE = 4


@dataclass(frozen=True, slots=True)
class _Tie:
    """Something that ties two nodes, slugs or bearers' ids; `says` why, None for a likeness."""

    order: _Order
    score: float
    a: str
    b: str
    says: str | None = None

    @property
    def place(self) -> tuple[int, float, str, str]:
        return self.order, -self.score, self.a, self.b


@dataclass(frozen=True, slots=True)
class _Cluster:
    """A party: its id, its slugs, its bearers, and for each the tie by which it came in."""

    id: str
    slugs: tuple[str, ...]
    bearers: tuple[Bearer, ...]
    ties: Mapping[str, _Tie]


class Parties:
    """Parties as a view knows them, found from whichever of their entries is asked for."""

    def __init__(
        self,
        facts: Facts,
        bearers: Bearers,
        links: Links,
        unnumbered: Mapping[str, Unnumbered],
        judgements: Sequence[Judgement],
    ) -> None:
        self._facts = facts
        self._bearers = bearers
        self._links = links
        self._judgements = judgements
        self._by_name = _joined_by_name(facts, unnumbered)
        self._named_as: dict[str, list[str]] = defaultdict(list)
        for ref, (other, _) in self._by_name.items():
            self._named_as[other].append(ref)
        self._stated: dict[str, list[str]] = defaultdict(list)
        for ref, (slug, _) in facts.slug_of.items():
            self._stated[slug].append(ref)
        self._tied: set[str] | None = None  # ids that may be tied to others, once all is read
        self._known: dict[str, Bearer] = {}
        self._clusters: dict[str, _Cluster] = {}

    def read_all(self) -> None:
        """Make ready to be asked for all entries, not for a few."""
        self._bearers.read_all()
        tied = self._links.tied() | self._facts.slug_of.keys() | self._by_name.keys()
        tied |= {other for other, _ in self._by_name.values()}
        judged = {ref for one in self._judgements for ref in (one.a, one.b)}
        self._tied = tied | judged | {ref.rpartition("@")[0] for ref in judged}

    def of(self, ref: str, content: int | None = None) -> str:
        """The party of an entry, or of one content of it: a slug, or the party's first entry.

        The newest bearer's where nothing more is said; the entry itself where none is known.
        """
        if self._tied is not None and ref not in self._tied and self._bearers.is_ones(ref):
            return ref  # nearly always
        slug = ref.removeprefix("starter/").removeprefix("own/")
        if slug != ref and slug in self._facts.parties:
            return self._cluster(slug).id
        held = self._bearers.of(ref)
        if not held:
            return self._facts.slug_of.get(ref, (ref, ""))[0]
        bearer = next((b for b in held if content in b.contents), held[-1])
        self._known[bearer.id] = bearer
        return self._cluster(bearer.id).id

    def named(self, node: str) -> str | None:
        """The party that a slug or a bearer's id stands for; None for what is neither."""
        if node in self._facts.parties:
            return self._cluster(node).id
        ref = node.rpartition("@")[0] or node
        held = {b.id for r in (node, ref) for b in self._bearers.of(r)}
        return self._cluster(node).id if node in held else None

    def bearers(self, party: str) -> tuple[Bearer, ...]:
        """The entries about a party, each as far as it is about this one."""
        if party not in self._facts.parties and self.named(party) is None:
            return ()
        return self._cluster(party).bearers

    def slugs(self, party: str) -> tuple[str, ...]:
        """The slugs of hand-checked facts that a party goes by; two where a person said so."""
        return self._cluster(party).slugs if party in self._facts.parties else ()

    def link(self, party: str, bearer: str) -> str | None:
        """Why an entry is taken to be about its party, in a sentence; None where it is its own."""
        cluster = self._cluster(party)
        tie = cluster.ties.get(bearer)
        if tie is None or bearer == cluster.id:
            return None
        if tie.says is not None:
            return f"{bearer} is {cluster.id}: {tie.says}"
        other = tie.a if tie.b == bearer else tie.b
        ours, theirs = self._known[bearer], self._known[other]
        said = self._likeness(ours, theirs)
        because = "; ".join(said.because[:_REASONS])
        how = "another id of" if ours.source == theirs.source else "as"
        return f"{bearer} is {cluster.id}: {how} {other}, score {said.score:.2f}: {because}"

    def _likeness(self, a: Bearer, b: Bearer) -> Sameness:
        """Why two were tied: by what they say now, else by the wordings that were found alike."""
        newest = identity(*(self._bearers.entry(bearer.newest) for bearer in (a, b)))
        if newest.decision is Decision.SAME:
            return newest
        said = (
            identity(self._bearers.entry(x), self._bearers.entry(y))
            for x in a.contents
            for y in b.contents
        )
        return max(said, key=lambda one: (one.decision is Decision.SAME, one.score, one.because))

    def judged(self, party: str, judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
        """Of these judgements those that concern a party."""
        nodes = {*self.slugs(party), *(b.id for b in self.bearers(party))}
        return tuple(j for j in judgements if {self._judged_node(j, r) for r in (j.a, j.b)} & nodes)

    def _cluster(self, node: str) -> _Cluster:
        if node not in self._clusters:
            ties = self._component(node)
            if not ties and node in self._known:  # nearly always
                alone = self._known[node]
                self._clusters[node] = _Cluster(node, (), (alone,), {})
                return self._clusters[node]
            for cluster in self._merged(node, ties):
                members = (*cluster.slugs, *(b.id for b in cluster.bearers))
                self._clusters.update(dict.fromkeys(members, cluster))
        return self._clusters[node]

    def _component(self, start: str) -> set[_Tie]:
        """All ties of all that hangs together with a node."""
        found, todo, done = set[_Tie](), [start], {start}
        while todo:
            node = todo.pop()
            for tie in self._ties(node):
                found.add(tie)
                for other in (tie.a, tie.b):
                    if other not in done:
                        done.add(other)
                        todo.append(other)
        return found

    def _ties(self, node: str) -> Iterator[_Tie]:
        yield from self._judged_ties(node)
        if node in self._facts.parties:
            for ref in self._stated.get(node, ()):
                yield from self._stated_tie(node, ref)
            yield from self._name_ties(node)
            return
        bearer = self._known.get(node) or self._found(node)
        if bearer is None:
            return
        if node == bearer.ref:
            if bearer.ref in self._facts.slug_of:
                yield from self._stated_tie(self._facts.slug_of[bearer.ref][0], bearer.ref)
            yield from self._name_ties(node)
        for other, number in self._links.numbered(bearer):
            self._known[other.id] = other
            numbering, _, value = number.partition(" ")
            yield _tie(_Order.NUMBER, node, other.id, f"number {value} of {numbering}")
        for other, source in self._links.referred(bearer):
            # others' merging is a likeness found by them: it may not join two of one list
            self._known[other.id] = other
            yield _tie(_Order.ALIKE, node, other.id, f"{source} names the entry")
        for other, score in self._links.alike(bearer):
            self._known[other.id] = other
            yield _tie(_Order.ALIKE, node, other.id, None, score)

    def _judged_ties(self, node: str) -> Iterator[_Tie]:
        for one in self._judgements:
            if one.verdict is Verdict.SAME:
                a, b = (self._judged_node(one, ref) for ref in (one.a, one.b))
                if node in (a, b):
                    yield _tie(_Order.JUDGED, a, b, f"judged the same: {one.because}")

    def _found(self, node: str) -> Bearer | None:
        for ref in dict.fromkeys((node, node.rpartition("@")[0] or node)):
            for bearer in self._bearers.of(ref):
                self._known[bearer.id] = bearer
        return self._known.get(node)

    def _stated_tie(self, slug: str, ref: str) -> Iterator[_Tie]:
        for bearer in self._bearers.of(ref)[-1:]:
            self._known[bearer.id] = bearer
            fact = self._facts.slug_of[ref][1]
            yield _tie(_Order.FACT, slug, bearer.id, f"fact {fact} names the entry")

    def _name_ties(self, node: str) -> Iterator[_Tie]:
        pairs = [(ref, node) for ref in self._named_as.get(node, ())]
        if node in self._by_name:
            pairs.append((node, self._by_name[node][0]))
        for ref, other in pairs:
            if other in self._facts.parties or self._found(other) is not None:
                yield _tie(_Order.NAME, ref, other, self._by_name[ref][1])

    def _judged_node(self, judgement: Judgement, named: str) -> str:
        """The node that a judgement means: of an id, who bore it when the judgement was made."""
        if named in self._facts.parties or self._found(named) is None:
            return named
        ref = self._known[named].ref
        if named != ref:
            return named
        held = self._bearers.of(ref)
        self._known.update({bearer.id: bearer for bearer in held})
        return next((b.id for b in reversed(held) if b.since <= judgement.at), held[-1].id)

    def _merged(self, start: str, ties: Iterable[_Tie]) -> Iterator[_Cluster]:
        group: dict[str, set[str]] = {start: {start}}
        tied: dict[str, _Tie] = {}
        ordered = sorted(ties, key=lambda tie: tie.place)
        for tie in ordered:
            for node in (tie.a, tie.b):
                group.setdefault(node, {node})
        apart = self._judged_apart()
        for tie in ordered:
            a, b = group[tie.a], group[tie.b]
            if a is b or not self._may_join(tie, a, b, apart):
                continue
            tied.setdefault(tie.a, tie)
            tied.setdefault(tie.b, tie)
            a |= b
            group.update(dict.fromkeys(b, a))
        for nodes in {id(each): each for each in group.values()}.values():
            slugs = tuple(sorted(n for n in nodes if n in self._facts.parties))
            held = [self._found(n) for n in nodes if n not in self._facts.parties]
            bearers = tuple(
                sorted((b for b in held if b is not None), key=lambda b: (b.since, b.ref, b.id))
            )
            if slugs or bearers:
                name = slugs[0] if slugs else bearers[0].id
                yield _Cluster(name, slugs, tuple(sorted(bearers, key=lambda b: b.id)), tied)
            else:
                yield _Cluster(start, (), (), tied)

    def _judged_apart(self) -> set[frozenset[str]]:
        return {
            frozenset((self._judged_node(one, one.a), self._judged_node(one, one.b)))
            for one in self._judgements
            if one.verdict is Verdict.DIFFERENT
        }

    def _may_join(self, tie: _Tie, a: set[str], b: set[str], apart: set[frozenset[str]]) -> bool:
        if any((pair & a) and (pair & b) for pair in apart):
            return False
        if tie.order is _Order.JUDGED:
            return True
        if not a.isdisjoint(self._facts.parties) and not b.isdisjoint(self._facts.parties):
            return False
        if tie.order is not _Order.ALIKE:
            return True
        return not any(
            self._side_by_side(self._known[x], self._known[y])
            for x in a
            for y in b
            if x in self._known and y in self._known
        )

    def _side_by_side(self, a: Bearer, b: Bearer) -> bool:
        """Whether one authority listed both at once on one list, and so holds them for two."""
        if not a.stood_with(b):
            return False
        if sources.get(a.source).authority is not None:
            return True
        one, other = (self._bearers.entry(bearer.newest) for bearer in (a, b))
        return one.authority is other.authority


def _tie(order: _Order, a: str, b: str, says: str | None, score: float = 1.0) -> _Tie:
    return _Tie(order, score, min(a, b), max(a, b), says)


def _joined_by_name(
    facts: Facts, unnumbered: Mapping[str, Unnumbered]
) -> dict[str, tuple[str, str]]:
    """Entries of lists without numbers: which slug or entry each goes with by name, and why.

    Rows of one list that begin with the same name and are of the same countries are one party. A
    name of two telling words that only one starter organisation bears makes it that organisation
    where the country is the same, of three where the row gives no country. Persons are not joined
    so: people share names.
    """
    found: dict[str, tuple[str, str]] = {}
    bearers = _bearers_of_names(facts)
    first_of: dict[tuple[str, str, str], str] = {}
    for ref in sorted(unnumbered):
        entry = unnumbered[ref]
        slugs = {
            party.slug
            for name in entry.keys
            for party in bearers.get(name, [])
            if _is_same(party, name, entry.countries)
        }
        place = (ref.split("/", 1)[0], entry.keys[0], " ".join(sorted(entry.countries)))
        first = first_of.setdefault(place, ref)
        if len(slugs) == 1:
            found[ref] = (slugs.pop(), "both bear the name, and are of one country")
        elif first != ref:
            found[ref] = (first, "the same name and country on the same list")
    return found


def _bearers_of_names(facts: Facts) -> dict[str, list[StatedParty]]:
    """Keys of names that exactly one starter organisation bears."""
    borne: dict[str, dict[str, StatedParty]] = defaultdict(dict)
    for slug, party in facts.parties.items():
        if party.kind is Kind.ORGANISATION:
            for name in facts.names(party):
                borne[key(name.name.text)][slug] = party
    return {name: list(of.values()) for name, of in borne.items() if len(of) == 1}


def _is_same(party: StatedParty, name: str, countries: set[str]) -> bool:
    told = len(telling(words(name)))
    if not countries or party.country is None:
        return told >= _TELLING_WORDS_ALONE
    return told >= _TELLING_WORDS and party.country in countries
