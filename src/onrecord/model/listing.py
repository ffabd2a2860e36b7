"""What lists say: entries and what belongs to them, as published, from one source at one time."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from onrecord.model.dates import PartialDate


class Authority(StrEnum):
    """Who imposes: the nine that the record answers for, and any other that a source tells of."""

    US_OFAC = "us_ofac"
    US_STATE = "us_state"
    US_BIS = "us_bis"
    UN_SC = "un_sc"
    EU = "eu"
    GB = "gb"
    CA = "ca"
    AU = "au"
    CH = "ch"
    OTHER = "other"


NINE = tuple(authority for authority in Authority if authority is not Authority.OTHER)


class Kind(StrEnum):
    """Who or what an entry is about."""

    PERSON = "person"
    ORGANISATION = "organisation"
    VESSEL = "vessel"
    AIRCRAFT = "aircraft"
    STATE = "state"
    WALLET = "wallet"
    OTHER = "other"


class NameKind(StrEnum):
    """How a list gives a name; `weak` is the lists' own word for an alias that matches too much."""

    PRIMARY = "primary"
    ALIAS = "alias"
    WEAK = "weak"
    FORMER = "former"
    ACRONYM = "acronym"


class Effect(StrEnum):
    """What a measure does."""

    ASSET_FREEZE = "asset_freeze"
    TRAVEL_BAN = "travel_ban"
    ARMS_EMBARGO = "arms_embargo"
    PROCUREMENT_BAN = "procurement_ban"
    EXPORT_CONTROL = "export_control"
    INVESTMENT_BAN = "investment_ban"
    CORRESPONDENT_ACCOUNT = "correspondent_account"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Name:
    """A name as written. `script` and `language` only where the list says them."""

    text: str
    kind: NameKind = NameKind.PRIMARY
    script: str | None = None
    language: str | None = None

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("a name that is blank")


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number that names its bearer; the value raw, as published."""

    type: str
    value: str
    country: str | None = None
    issued: PartialDate | None = None
    expires: PartialDate | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Birth:
    """A date of birth: one date, or a range of which both ends are included."""

    earliest: PartialDate
    latest: PartialDate
    circa: bool = False


@dataclass(frozen=True, slots=True)
class Address:
    """An address in the parts that the list gives; None for a part that it does not give."""

    street: str | None = None
    city: str | None = None
    region: str | None = None
    postcode: str | None = None
    country: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """That an entry stands under a programme; dates only where the list states them.

    `ended` is the first day no longer in force. `term_years` counts from the start. `cites` is
    the instrument as the list cites it, for instance a Federal Register notice. `authority` only
    where the entry stands with several; None for the entry's own.
    """

    programme: str
    effects: tuple[Effect, ...] = ()
    basis: tuple[str, ...] = ()
    listed: PartialDate | None = None
    ended: PartialDate | None = None
    end_says: str | None = None
    term_years: int | None = None
    cites: str | None = None
    authority: Authority | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of a list as published: all that it says, mapped, with nothing guessed.

    `uid` is the list's own id, or, for a list without ids, the one that its parser makes and
    documents. `details` are (field, value) pairs of typed odds and ends (tonnage, gender, owner)
    in the order of the list, with a field repeated where the list repeats it. `seen` only from a
    source that tells itself what it saw since when: the entry's states through time, oldest first.
    """

    source: str
    uid: str
    authority: Authority
    kind: Kind
    names: tuple[Name, ...]
    listings: tuple[Listing, ...] = ()
    births: tuple[Birth, ...] = ()
    birth_places: tuple[str, ...] = ()
    nationalities: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    addresses: tuple[Address, ...] = ()
    titles: tuple[str, ...] = ()
    linked_to: tuple[str, ...] = ()
    remarks: str | None = None
    details: tuple[tuple[str, str], ...] = ()
    seen: "tuple[Sight, ...]" = ()

    def __post_init__(self) -> None:
        if not self.names:
            raise ValueError(f"an entry without a name: {self.source}/{self.uid}")

    @property
    def ref(self) -> str:
        """How people and evidence name it, as in us_ofac_sdn/33537."""
        return f"{self.source}/{self.uid}"

    def with_authority(self, listing: Listing) -> Authority:
        """Whose a listing of this entry is."""
        return listing.authority or self.authority


@dataclass(frozen=True, slots=True)
class Sight:
    """That a source saw an entry in one state, from `first` to `last`, both included.

    `last` is None while it still did at the instant of the capture that tells of it. The entry of
    a sight has no sights of its own.
    """

    first: datetime
    last: datetime | None
    entry: Entry

    def __post_init__(self) -> None:
        if self.last is not None and self.last < self.first:
            raise ValueError(f"seen last before first: {self.entry.ref}")
