"""Sanctions as listings: whose each is, under which programme, with what effect, since when."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from onrecord.model.dates import PartialDate
from onrecord.model.listing import Authority, Effect, Listing
from onrecord.sources import Programme, Source

Values = Mapping[str, list[str]]
Details = dict[tuple[str, str], None]

_MOST = 120  # letters of a programme's name: some labels are a paragraph
_CODE = re.compile(r"[A-Z]{2,6}")
_TITLE = re.compile(
    r"\((?:EU Exit|Sanctions|No\. [0-9])\)|\bSanctions\b|\bRegulations(?: [0-9]{4})?|^The\b"
)
_EFFECTS = list(Effect)
_DAYS = ("startDate", "listingDate", "endDate")
# all that a listing is made of
SAID = (
    *("authority", "country", "program", "programId", "programUrl", "provisions"),
    *("status", "unscId"),
    *_DAYS,
)


def listings_of(
    sanction: Values, datasets: Iterable[str], source: Source, details: Details
) -> list[Listing]:
    """The listings that a sanction is: one a programme, for each list that it is of."""
    found = []
    for dataset in datasets:
        authority = _authority(sanction, dataset, source)
        listed, ended = _days(sanction, dataset, authority, source, details)
        names = _programmes(sanction, dataset, authority, source)
        is_over = any(
            status.casefold() in source.codes["over"] for status in _all(sanction, "status")
        )
        if is_over and ended is None:
            details.update(dict.fromkeys(("sanction_over", name.name) for name in names))
            continue
        for programme in names:
            effects = _effects(sanction, dataset, programme, source)
            cites = min(_all(sanction, "programUrl"), default=None)
            found.append(
                Listing(
                    programme.name[:_MOST],
                    effects,
                    programme.basis,
                    listed,
                    ended,
                    cites=cites,
                    authority=authority,
                )
            )
    return found


def unsaid(datasets: Iterable[str], ids: Values, source: Source) -> list[Listing]:
    """The listings of what has the topic of a sanction and no sanction: one for each known list."""
    known = [dataset for dataset in datasets if dataset in source.codes["dataset"]]
    found = []
    for dataset in known:
        authority = Authority(source.codes["dataset"][dataset])
        for programme in _programmes(ids, dataset, authority, source):
            effects = _effects({}, dataset, programme, source)
            found.append(Listing(programme.name, effects, programme.basis, authority=authority))
    return found


def one_each(listings: Iterable[Listing]) -> tuple[Listing, ...]:
    """One listing for each authority and programme, in the order of their names."""
    found: dict[tuple[str, str], Listing] = {}
    for listing in listings:
        place = (str(listing.authority), listing.programme)
        before = found.get(place)
        found[place] = listing if before is None else _both(before, listing)
    return tuple(found[place] for place in sorted(found))


def _both(a: Listing, b: Listing) -> Listing:
    """Two of one programme: those that overlap are one, of others the later counts."""
    first, last = sorted((a, b), key=lambda each: (_first(each), _last(each)))
    if first.ended is not None and last.listed is not None and first.ended.before(last.listed):
        return last
    effects = tuple(e for e in _EFFECTS if e in a.effects or e in b.effects)
    dated = [each.listed for each in (a, b) if each.listed is not None]
    ended = None if a.ended is None or b.ended is None else max(a, b, key=_last).ended
    return replace(
        first,
        effects=effects,
        listed=min(dated, key=lambda day: day.earliest, default=None),
        ended=ended,
        cites=first.cites or last.cites,
    )


def _first(listing: Listing) -> date:
    return listing.listed.earliest if listing.listed else date.min


def _last(listing: Listing) -> date:
    return listing.ended.latest if listing.ended else date.max


def _authority(sanction: Values, dataset: str, source: Source) -> Authority:
    whose = source.codes["dataset"].get(dataset)
    if whose is not None:
        return Authority(whose)
    if dataset in source.codes["mixed_datasets"]:
        told = " ".join(
            text for prop in ("programId", "program", "authority") for text in _all(sanction, prop)
        )
        for words, whose in source.codes["mixed"].items():
            if words in told:
                return Authority(whose)
    return Authority.OTHER


def _days(
    sanction: Values, dataset: str, authority: Authority, source: Source, details: Details
) -> tuple[PartialDate | None, PartialDate | None]:
    """The first day and the first day no longer in force, where they are the listing's own."""
    days: dict[str, list[PartialDate]] = {prop: [] for prop in _DAYS}
    for prop in _DAYS:
        for text in _all(sanction, prop):
            try:
                days[prop].append(PartialDate.parse(text[:10]))
            except ValueError:  # they take a date that they cannot read as it stands
                details[f"sanction_{prop}", text] = None
    ended = max(days["endDate"], key=lambda day: day.latest, default=None)
    # the UK gives the UN's day as the one of designation, where it carries out the UN's sanctions
    is_uns = authority is Authority.GB and bool(sanction.get("unscId"))
    if dataset in source.codes["undated"] or is_uns:
        for prop in _DAYS[:1] if is_uns else _DAYS[:2]:
            details.update(dict.fromkeys((f"sanction_{prop}", str(day)) for day in days[prop]))
        days["startDate"] = []
        if not is_uns:
            days["listingDate"] = []
    begun = days["startDate"] or days["listingDate"]
    return min(begun, key=lambda day: day.earliest, default=None), ended


def _programmes(
    sanction: Values, dataset: str, authority: Authority, source: Source
) -> list[Programme]:
    labels, ids = _all(sanction, "program"), _all(sanction, "programId")
    match authority:
        case Authority.US_OFAC:
            names = _ofac(labels, sanction, source) or ids
        case Authority.EU:
            names = [each for each in labels if _CODE.fullmatch(each)]
            names = names or [each.removeprefix("EU-") for each in ids] or labels
        case Authority.GB:
            regimes = [_regime(each) for each in labels]
            names = [source.codes["gb_regime"].get(each, each) for each in regimes] or ids
        case Authority.CA:
            names = [each for each in ids if each in source.programmes]
            names = names or [_regulations(each, source) for each in labels] or ids
        case Authority.CH:
            names = [_country(each) for each in ids if each.startswith("SECO-")] or labels
        case Authority.UN_SC:
            by_list = source.codes["un_sc_sanctions"]
            names = [source.codes["un_programme"].get(e, by_list.get(e, e)) for e in labels]
            names = [each for each in ids if each in source.programmes] or names or ids
            if not names and dataset == "un_1718_vessels":
                names = ["UN-SC1718"]
        case Authority.OTHER:
            names = _others(labels or ids, sanction, dataset)
        case _:
            names = [each for each in ids if each in source.programmes] or labels or ids
    return [_known(name, authority, source) for name in dict.fromkeys(names or [dataset])]


def _known(name: str, authority: Authority, source: Source) -> Programme:
    """What is known of a programme by its id, or by its label, which means more on some lists."""
    known = source.programmes
    return known.get(name) or known.get(f"{authority}: {name}") or Programme(name)


def _ofac(labels: list[str], sanction: Values, source: Source) -> list[str]:
    """Older exports give the list as the programme, and the programmes among the provisions."""
    if labels and not any(label in source.codes["ofac_list"] for label in labels):
        return labels
    provisions = _all(sanction, "provisions")
    return [each for each in provisions if not _provided([each], source)] or labels


def _regime(title: str) -> str:
    """The name of a regime, of its title as regulations too: "Iran (Nuclear)"."""
    if "Regulations" not in title:
        return title
    text = title.replace("(United Nations Sanctions)", "").replace(" Sanctions)", ")")
    return " ".join(_TITLE.sub("", text).split())


def _regulations(label: str, source: Source) -> str:
    """Canada's list gives the country, in two languages; the programme is its regulations."""
    if "Regulations" in label:
        return label
    country = label.split(" / ")[0].strip()
    if "Corrupt" in country or "JVCFO" in country:
        return "Justice for Victims of Corrupt Foreign Officials Regulations"
    country = source.codes["ca_country"].get(country.casefold(), country)
    return f"Special Economic Measures ({country}) Regulations"


def _country(programme: str) -> str:
    return programme.removeprefix("SECO-").replace("-", " ").title()


def _others(labels: list[str], sanction: Values, dataset: str) -> list[str]:
    """Of an authority that is none of the nine: the country, who it is, and its own programme."""
    country = " ".join(text.upper() for text in _all(sanction, "country")[:1])
    who = min(_all(sanction, "authority"), default=dataset)
    whose = f"{country} {who}".strip()
    return [f"{whose}: {label}" for label in labels] or [whose]


def _effects(
    sanction: Values, dataset: str, programme: Programme, source: Source
) -> tuple[Effect, ...]:
    """As the sanction says, else what the programme or the list does; empty where none is known."""
    said = _provided(_all(sanction, "provisions"), source)
    if said:
        return tuple(effect for effect in _EFFECTS if effect in said)
    if programme.effects:
        return programme.effects
    usual = source.codes["effect"].get(dataset)
    return () if usual is None else (Effect(usual),)


def _provided(provisions: list[str], source: Source) -> set[Effect]:
    texts = [text.casefold() for text in provisions]
    words = source.codes["provision"].items()
    return {Effect(effect) for word, effect in words if any(word in text for text in texts)}


def _all(sanction: Values, prop: str) -> list[str]:
    """In the order of the alphabet: exports give values in any."""
    return sorted(sanction.get(prop, ()))
