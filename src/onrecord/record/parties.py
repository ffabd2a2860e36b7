"""Who entries are about: entries to parties, with the reason for each link."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from onrecord.model.facts import StatedParty
from onrecord.model.listing import Kind
from onrecord.record.facts import Facts
from onrecord.text.normal import key, telling, words

# fewer name too many: there is a Ministry of Defence in every country
_TELLING_WORDS, _TELLING_WORDS_ALONE = 2, 3


@dataclass(frozen=True, slots=True)
class Unnumbered:
    """An entry of a list without ids: keys of its names, its first one first; its countries."""

    keys: list[str]
    countries: set[str]


class Parties:
    """Parties as a view knows them: starter facts name entries; other entries stand alone.

    Entries of lists without ids of their own are joined by name. Rows of one list that begin with
    the same name and are of the same countries are one party. A name of two telling words that
    only one starter organisation bears makes it that organisation where the country is the
    same, of three where the row gives no country. Persons are not joined so: people share names.
    """

    def __init__(self, facts: Facts, unnumbered: Mapping[str, Unnumbered]) -> None:
        self._facts = facts
        self._by_name: dict[str, tuple[str, str]] = {}
        bearers = self._bearers()
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
                self._by_name[ref] = (slugs.pop(), "both bear the name, and are of one country")
            elif first != ref:
                self._by_name[ref] = (first, "the same name and country on the same list")
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

    def _bearers(self) -> dict[str, list[StatedParty]]:
        """Keys of names that exactly one starter organisation bears."""
        borne: dict[str, dict[str, StatedParty]] = defaultdict(dict)
        for slug, party in self._facts.parties.items():
            if party.kind is Kind.ORGANISATION:
                for name in self._facts.names(party):
                    borne[key(name.name.text)][slug] = party
        return {name: list(of.values()) for name, of in borne.items() if len(of) == 1}


def _is_same(party: StatedParty, name: str, countries: set[str]) -> bool:
    told = len(telling(words(name)))
    if not countries or party.country is None:
        return told >= _TELLING_WORDS_ALONE
    return told >= _TELLING_WORDS and party.country in countries
