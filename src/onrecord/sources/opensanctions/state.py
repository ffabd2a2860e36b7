"""What an export says of a party at one instant, as an entry."""

from collections.abc import Iterable
from datetime import datetime

from onrecord.formats.ftm import Export, Party, Thing, Value
from onrecord.formats.ftm.values import LINKS
from onrecord.model.dates import PartialDate
from onrecord.model.listing import (
    Address,
    Authority,
    Birth,
    Entry,
    Identifier,
    Kind,
    Listing,
    Name,
    NameKind,
)
from onrecord.sources import Source
from onrecord.sources.opensanctions.listings import (
    SAID,
    Details,
    Values,
    listings_of,
    one_each,
    unsaid,
)

_COUNTRIES = ("nationality", "citizenship")
_SEATS = ("jurisdiction", "mainCountry", "country", "flag")  # of what has no nationality
_TITLES = ("title", "position")
_REMARKS = ("summary", "description", "notes")
_TAKEN = frozenset(
    {*_COUNTRIES, *_TITLES, *_REMARKS, "topics", "birthDate", "birthPlace", "address"}
    | {"addressEntity", "publicKey", "dataset", "referent"}
)
_KEPT = 10_000  # sanctions read before; 12 bytes a letter of each at most, so some 10 MB
_MARKS = frozenset({"dataset", "referent"})  # say of what a thing is, not that it is there
_PLACE = ("street", "street2", "postOfficeBox")


class Reader:
    """Reads the parties of one export; holds what is the same for all of them."""

    def __init__(self, export: Export, source: Source) -> None:
        self._export = export
        self._source = source
        self._read_before: dict[tuple[tuple[str, ...], ...], tuple[list[Listing], Details]] = {}
        self._names = {prop: NameKind(kind) for prop, kind in source.codes["name"].items()}

    def state(self, party: Party, at: datetime | None) -> Entry | None:
        """The entry as of an instant, or as of the export for None; None where it was not there."""
        thing = party.thing
        props = thing.properties(at)
        if _MARKS.issuperset(props):
            return None
        around = [(each, each.properties(at)) for each in party.around]
        around = [(each, had) for each, had in around if not _MARKS.issuperset(had)]
        kind = Kind(self._source.codes["schema"].get(thing.schema, "other"))
        details: Details = {}
        listings = self._listings(party, props, around, details)
        identifiers = self._identifiers(props, around)
        self._links(thing, around, at, details)
        linked = [text.split(": ", 1)[1] for field, text in details if field == "tie"]
        self._others(kind, props, at, details)
        lists = {each for tied, _ in around if tied.schema == "Sanction" for each in tied.datasets}
        for dataset in sorted(lists.union(props.get("dataset", ()))):
            details["dataset", dataset] = None
        seats = _COUNTRIES if kind is Kind.PERSON else (*_COUNTRIES, *_SEATS)
        return Entry(
            source=self._source.id,
            uid=thing.id,
            authority=Authority.OTHER,
            kind=kind,
            names=self._named(thing, at, props),
            listings=listings,
            births=_births(props, details),
            birth_places=tuple(sorted(props.get("birthPlace", ()))),
            nationalities=tuple(dict.fromkeys(_country(c) for c in _all(props, seats))),
            identifiers=identifiers,
            addresses=_addresses(props, around),
            titles=tuple(dict.fromkeys(_all(props, _TITLES))),
            linked_to=tuple(dict.fromkeys(linked)),
            remarks="\n".join(dict.fromkeys(_all(props, _REMARKS))) or None,
            details=tuple(details),
        )

    def _named(self, thing: Thing, at: datetime | None, props: Values) -> tuple[Name, ...]:
        """The name shown first, then the others in the alphabet; each text once."""
        languages = dict(sorted((v.text, v.language) for v in thing.values if v.language))
        shown = props.get("caption") or _primary(thing.at(at))
        found = dict.fromkeys(shown[:1], NameKind.PRIMARY)
        for prop, kind in self._names.items():
            for text in sorted(props.get(prop, ())):
                found.setdefault(text, kind)
        if not found:
            found = {(props.get("publicKey") or [thing.id])[0]: NameKind.PRIMARY}
        if NameKind.PRIMARY not in found.values():
            found[next(iter(found))] = NameKind.PRIMARY
        return tuple(Name(text, kind, None, languages.get(text)) for text, kind in found.items())

    def _listings(
        self,
        party: Party,
        props: Values,
        around: Iterable[tuple[Thing, Values]],
        details: Details,
    ) -> tuple[Listing, ...]:
        found: list[Listing] = []
        has_sanction = False
        for thing, sanction in around:
            if thing.schema != "Sanction":
                continue
            has_sanction = True
            listings, told = self._read(sanction, thing.datasets)
            found += listings
            details.update(told)
            for prop, field in (("authorityId", "authority_id"), ("unscId", "unsc_id")):
                details.update(dict.fromkeys((field, each) for each in sanction.get(prop, ())))
            for prop in ("reason", "duration", "status", "summary", "provisions"):
                texts = sorted(sanction.get(prop, ()))
                details.update(dict.fromkeys((f"sanction_{prop}", each) for each in texts))
        if not has_sanction and "sanction" in props.get("topics", ()):
            ids = {"programId": props.get("programId", []), "program": props.get("program", [])}
            found += unsaid(party.thing.datasets, ids, self._source)
        return one_each(found)

    def _read(self, sanction: Values, datasets: tuple[str, ...]) -> tuple[list[Listing], Details]:
        """A sanction's listings and details; most sanctions of a list say the same, but of whom."""
        said = (datasets, *(tuple(sanction.get(prop, ())) for prop in SAID))
        found = self._read_before.get(said)
        if found is None:
            details: Details = {}
            found = listings_of(sanction, datasets, self._source, details), details
            if len(self._read_before) < _KEPT:
                self._read_before[said] = found
        return found

    def _identifiers(
        self, props: Values, around: Iterable[tuple[Thing, Values]]
    ) -> tuple[Identifier, ...]:
        """From papers, which say more, and from the thing's own properties."""
        found: dict[Identifier, None] = {}
        numbers: set[str] = set()
        for thing, paper in around:
            if thing.schema not in ("Identification", "Passport"):
                continue
            for number in sorted(paper.get("number", ())):
                numbers.add(number)
                found[self._paper(thing.schema, number, paper)] = None
        for prop in sorted(props):
            kind = self._source.codes["identifier"].get(prop)
            for number in sorted(props[prop]):
                if kind is not None and number not in numbers:
                    found[Identifier(kind, number)] = None
        for key in sorted(props.get("publicKey", ())):
            currency = (sorted(props.get("currency", ())) or [""])[0]
            found[Identifier(f"wallet:{currency}".rstrip(":"), key)] = None
        return tuple(found)

    def _paper(self, schema: str, number: str, paper: Values) -> Identifier:
        said = ", ".join(sorted(paper.get("type", ())))
        kinds = self._source.codes["paper"].items()
        kind = next((k for word, k in kinds if word in said.casefold()), "document")
        kind = "passport" if schema == "Passport" and kind == "document" else kind
        told = [said if kind == "document" else "", *_all(paper, ("authority", "summary"))]
        country = next(iter(sorted(paper.get("country", ()))), None)
        return Identifier(
            kind,
            number,
            None if country is None else _country(country),
            next(iter(_days(paper.get("startDate", ()))), None),
            next(reversed(_days(paper.get("endDate", ()))), None),
            "; ".join(each for each in told if each) or None,
        )

    def _links(
        self,
        thing: Thing,
        around: Iterable[tuple[Thing, Values]],
        at: datetime | None,
        details: Details,
    ) -> None:
        """Ties to others, by the names of these as far as they were known by then."""
        found: set[str] = set()
        for tie, props in around:
            if tie.schema not in LINKS:
                continue
            roles = _all(props, ("role", "relationship", "status"))
            what = " ".join((tie.schema, *(f"({role})" for role in roles[:1])))
            for prop in LINKS[tie.schema]:
                for end in props.get(prop, ()):
                    other = self._export.others.get(end)
                    if end == thing.id or other is None:
                        continue
                    if _known(other.first, at):
                        found.add(f"{what}, {prop}: {other.name}")
        details.update(dict.fromkeys(("tie", text) for text in sorted(found)))

    def _called(self, text: str, at: datetime | None) -> str:
        """A value that is another entity's id by its name, as far as that was known by then."""
        other = self._export.others.get(text)
        if other is None or not _known(other.first, at):
            return text
        return other.name

    def _others(self, kind: Kind, props: Values, at: datetime | None, details: Details) -> None:
        """All that has no field of its own, under the name that the property has there."""
        codes = self._source.codes
        for topic in sorted(props.get("topics", ())):
            details["topic", topic] = None
        seats = () if kind is Kind.PERSON else _SEATS
        for prop in sorted(props):
            if prop in _TAKEN or prop in codes["name"] or prop in codes["identifier"]:
                continue
            if prop in self._source.ignored or prop in seats:
                continue
            told = (self._called(text, at) for text in props[prop])
            details.update(dict.fromkeys((prop, text) for text in sorted(told)))
        details.update(
            dict.fromkeys(("referent", each) for each in sorted(props.get("referent", ())))
        )


def _known(first: datetime | None, at: datetime | None) -> bool:
    return at is None or (first is not None and first <= at)


def _all(props: Values, names: Iterable[str]) -> list[str]:
    return [text for name in names for text in sorted(props.get(name, ()))]


def _primary(values: Iterable[Value]) -> list[str]:
    """The name that most statements give; of equal ones Latin letters, then the alphabet."""
    counts: dict[str, int] = {}
    for value in values:
        if value.prop == "name":
            counts[value.text] = counts.get(value.text, 0) + 1
    return sorted(counts, key=lambda text: (-counts[text], not text.isascii(), text))


def _births(props: Values, details: Details) -> tuple[Birth, ...]:
    found: dict[Birth, None] = {}
    for text in sorted(props.get("birthDate", ())):
        try:
            day = PartialDate.parse(text)
        except ValueError:  # they take a date that they cannot read as it stands
            details["birthDate", text] = None
        else:
            found[Birth(day, day)] = None
    return tuple(found)


def _days(texts: Iterable[str]) -> list[PartialDate]:
    """The days among texts, in order; what is none is left out."""
    found = []
    for text in texts:
        try:
            found.append(PartialDate.parse(text[:10]))
        except ValueError:
            continue
    return sorted(found, key=lambda day: day.earliest)


def _addresses(props: Values, around: Iterable[tuple[Thing, Values]]) -> tuple[Address, ...]:
    """Places in parts, and the texts that none of them is the whole of."""
    found: dict[Address, None] = {}
    whole: set[str] = set()
    for thing, place in around:
        if thing.schema != "Address":
            continue
        whole.update(place.get("full", ()))
        street = ", ".join(_all(place, _PLACE)) or None
        city = ", ".join(_all(place, ("city",))) or None
        region = ", ".join(_all(place, ("region", "state"))) or None
        postcode = ", ".join(_all(place, ("postalCode",))) or None
        country = next((_country(c) for c in _all(place, ("country",))), None)
        if street is None and city is None:
            street = ", ".join(_all(place, ("full",))) or None
        note = ", ".join(_all(place, ("remarks", "summary"))) or None
        address = Address(street, city, region, postcode, country, note)
        if address != Address():
            found[address] = None
    for text in sorted(props.get("address", ())):
        if text not in whole:
            found[Address(street=text)] = None
    return tuple(found)


def _country(code: str) -> str:
    """Their codes are ISO's in small letters; longer ones (suhh, eu-something) stay."""
    return code.upper() if len(code) == 2 else code
