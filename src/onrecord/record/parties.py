"""Who entries are about: entries to parties, with the reason for each link."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from onrecord.model.listing import Kind
from onrecord.record.facts import Facts
from onrecord.text.normal import key, telling, words

# one word names too many; organisations only, since people share names
_TELLING_WORDS = 2


class Parties:
    """Parties as a view knows them: starter facts name entries; other entries stand alone.

    Lists without ids of their own (`unnumbered`: entry → keys of its names, the first one first)
    are joined by name: rows of one list that begin with the same name are one party, and a name
    of at least two telling words that a starter organisation bears makes it that organisation.
    """

    def __init__(self, facts: Facts, unnumbered: Mapping[str, Iterable[str]]) -> None:
        self._facts = facts
        self._by_name: dict[str, tuple[str, str]] = {}
        bearers = self._bearers()
        first_of: dict[tuple[str, str], str] = {}
        for ref in sorted(unnumbered):
            keys = list(unnumbered[ref])
            slugs = {bearers[k] for k in keys if k in bearers}
            if len(slugs) == 1:
                self._by_name[ref] = (slugs.pop(), "a name that both bear")
            elif keys:
                group = first_of.setdefault((ref.split("/", 1)[0], keys[0]), ref)
                if group != ref:
                    self._by_name[ref] = (group, "the same name on the same list")
        self._entries: dict[str, list[str]] = defaultdict(list)
        for ref, (party, _) in {**self._by_name, **facts.slug_of}.items():
            self._entries[party].append(ref)

    def of(self, ref: str) -> str:
        """The party of an entry: a slug, or the entry itself where nothing links it."""
        found = self._facts.slug_of.get(ref) or self._by_name.get(ref)
        return ref if found is None else found[0]

    def entries(self, party: str) -> list[str]:
        """The entries about a party, sorted; of those that facts name, held here or not."""
        linked = self._entries.get(party, [])
        return sorted({*linked, *(() if party in self._facts.parties else (party,))})

    def link(self, ref: str) -> str | None:
        """Why an entry is taken to be about its party, in a sentence; None where it is its own."""
        if ref in self._facts.slug_of:
            slug, fact = self._facts.slug_of[ref]
            return f"{ref} is {slug}: fact {fact} names the entry"
        if ref in self._by_name:
            party, why = self._by_name[ref]
            return f"{ref} is {party}: {why}"
        return None

    def _bearers(self) -> dict[str, str]:
        """Keys of names that exactly one starter organisation bears."""
        borne: dict[str, set[str]] = defaultdict(set)
        for slug, party in self._facts.parties.items():
            if party.kind is not Kind.ORGANISATION:
                continue
            for name in self._facts.names(party):
                tokens = words(name.name.text)
                if len(telling(tokens)) >= _TELLING_WORDS:
                    borne[key(name.name.text)].add(slug)
        return {k: slugs.pop() for k, slugs in borne.items() if len(slugs) == 1}
