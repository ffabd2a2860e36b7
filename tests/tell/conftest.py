"""A story of ours with its record, built as values: what readers and a view would give."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime

import pytest

from onrecord.link import Brief, brief
from onrecord.model.answer import (
    Asked,
    AuthorityAnswer,
    Evidence,
    Gap,
    History,
    Match,
    Measure,
    Outcome,
    Party,
    PartyName,
    RecordState,
    Screened,
    SourceState,
    Status,
)
from onrecord.model.dates import Bound, InForce
from onrecord.model.listing import NINE, Authority, Effect, Kind, Name, NameKind
from onrecord.model.report import (
    Actor,
    ActorKind,
    DateMention,
    Event,
    EventType,
    Naming,
    OnRecord,
    Paragraph,
    Published,
    Report,
    Span,
    Stance,
    Statement,
)

TODAY = date(2026, 11, 23)
KNOWN = datetime(2026, 11, 23, tzinfo=UTC)
RECORD = RecordState(
    "5f0c1d" + "0" * 58,
    (
        SourceState("starter", 1, datetime(2026, 11, 1, tzinfo=UTC), date(2026, 11, 1)),
        SourceState(
            "us_ofac_sdn", 3, datetime(2021, 12, 17, 18, tzinfo=UTC), date(2021, 12, 17), True
        ),
    ),
)

TEXT = """Thursday, February 8, 2024

Envoy presses Burma over its dealings with Pyongyang

Burma’s army still keeps military ties with North Korea, current and former US officials say, \
although the elected government denies any such cooperation.

Special envoy Joseph Yun met Aung San Suu Kyi and the army chief, Min Aung Hlaing, this week. \
A senior State Department official told Reuters on Friday that US sanctions imposed this year \
on the army’s buying agency reflected old worries. He declined to say what military \
cooperation went on. The Burmese Embassy did not answer a request for comment.

The official did not rule out further sanctions on Burma, and said Burmese officials did not \
expressly deny that some remnants of military ties with North Korea were left.

“There are no military relations with North Korea,” Kyaw Zeya, permanent secretary at the \
foreign ministry, told reporters on 17 July. “Definitely not.”

The Directorate of Defence Industries (DDI) was sanctioned in March under the Iran, North Korea, \
and Syria Nonproliferation Act. It was first sanctioned in 2012, and fell off the US list in \
October.

Join our community today.
"""


def span(words: str, after: str = "") -> Span:
    start = TEXT.index(words, TEXT.index(after) if after else 0)
    return Span(start, start + len(words), words)


def said(
    number: int,
    whole: str,
    cue: str,
    source: str,
    content: Iterable[str],
    stance: Stance,
    naming: Naming,
    *,
    speaker: str | None = None,
    record: OnRecord = OnRecord.NOT_SAID,
    relay: str | None = None,
    nested_in: str | None = None,
    direct: bool = False,
) -> Statement:
    around = span(whole)
    return Statement(
        id=f"s{number}",
        span=around,
        cue=(span(cue, whole),) if cue else (),
        source=(span(source, whole if source in whole else ""),) if source else (),
        content=tuple(span(c, whole) for c in content),
        speaker=speaker,
        naming=naming,
        relay=relay,
        record=record,
        stance=stance,
        hedged=False,
        direct=direct,
        nested_in=nested_in,
        about=(),
    )


def dated(
    words: str, value: str, first: date | None, last: date | None, after: str = ""
) -> DateMention:
    return DateMention(span(words, after), value, first, last, "against the day of the report")


def statements() -> tuple[Statement, ...]:
    lead = TEXT[TEXT.index("Burma’s army") : TEXT.index("\n\nSpecial")]
    told = TEXT[TEXT.index("A senior State") : TEXT.index(" He declined")]
    declined = TEXT[TEXT.index("He declined") : TEXT.index(" The Burmese Embassy")]
    silent = TEXT[TEXT.index("The Burmese Embassy") : TEXT.index("\n\nThe official did")]
    open_ = "The official did not rule out further sanctions on Burma"
    carried = TEXT[TEXT.index("The official did") : TEXT.index("\n\n“There are")]
    nested = TEXT[TEXT.index("Burmese officials did not") : TEXT.index(" were left.") + 10]
    denial = TEXT[TEXT.index("“There are") : TEXT.index("\n\nThe Directorate")]
    off = OnRecord.OFF
    return (
        said(1, lead, "say", "current and former US officials",
             [lead[: lead.index(", current")]], Stance.ASSERTS, Naming.UNNAMED,
             speaker="officials", record=off),
        said(2, lead, "denies", "the elected government", ["any such cooperation"],
             Stance.DENIES, Naming.INSTITUTIONAL, nested_in="s1"),
        said(3, told, "told", "A senior State Department official",
             [told[told.index("that US") : -1]], Stance.ASSERTS, Naming.UNNAMED,
             speaker="official", record=off, relay="Reuters"),
        said(4, declined, "declined to say", "He",
             ["what military cooperation went on"], Stance.DECLINES, Naming.UNNAMED,
             speaker="official", record=off),
        said(5, silent, "did not answer", "The Burmese Embassy", [], Stance.NO_RESPONSE,
             Naming.INSTITUTIONAL),
        said(6, open_, "did not rule out", "The official", ["further sanctions on Burma"],
             Stance.DOES_NOT_RULE_OUT, Naming.UNNAMED, speaker="official", record=off),
        said(7, carried, "said", "The official", [nested], Stance.ASSERTS, Naming.UNNAMED,
             speaker="official", record=off),
        said(8, nested, "did not expressly deny", "Burmese officials",
             [nested[nested.index("that some") :]], Stance.DOES_NOT_DENY, Naming.UNNAMED,
             speaker="burmese-officials", nested_in="s7"),
        said(9, denial, "told reporters", "Kyaw Zeya, permanent secretary at the foreign ministry",
             ["“There are no military relations with North Korea,”", "“Definitely not.”"],
             Stance.DENIES, Naming.NAMED, speaker="kyaw-zeya", record=OnRecord.ON,
             relay="reporters", direct=True),
    )  # fmt: skip


def actor(
    slug: str,
    name: str,
    kind: ActorKind,
    *mentions: str,
    role: str | None = None,
    is_named: bool = True,
) -> Actor:
    found = tuple(
        Span(at.start(), at.end(), words)
        for words in (mentions or (name,))
        for at in re.finditer(re.escape(words), TEXT)
    )
    return Actor(slug, name, kind, found, role, is_named)


def actors() -> tuple[Actor, ...]:
    state, person = ActorKind.STATE, ActorKind.PERSON
    return (
        actor("burma", "Burma", state),
        actor("north-korea", "North Korea", state, "North Korea", "Pyongyang"),
        actor("us", "United States", state, "US officials"),
        actor("officials", "current and former US officials", ActorKind.GROUP, is_named=False),
        actor("official", "A senior State Department official", ActorKind.OFFICIAL, is_named=False),
        actor("burmese-officials", "Burmese officials", ActorKind.GROUP, is_named=False),
        actor("ddi", "Directorate of Defence Industries", ActorKind.ORGANISATION),
        actor("mah", "Min Aung Hlaing", person, role="the army chief"),
        actor("assk", "Aung San Suu Kyi", person),
        actor("yun", "Joseph Yun", person, role="special envoy"),
        actor("kyaw-zeya", "Kyaw Zeya", person, role="permanent secretary at the foreign ministry"),
        actor("buyers", "the army’s buying agency", ActorKind.ORGANISATION, is_named=False),
    )


def events() -> tuple[Event, ...]:
    march = dated("in March", "2017-03", date(2017, 3, 1), date(2017, 3, 31))
    first = dated("in 2012", "2012", date(2012, 1, 1), date(2012, 12, 31))
    fell = dated("in October", "2016-10", date(2016, 10, 1), date(2016, 10, 31), "fell off")
    year = dated("this year", "2017", date(2017, 1, 1), date(2017, 12, 31))
    sanctioned = TEXT[TEXT.index("The Directorate") : TEXT.index(" It was first")]
    listing, delisting = EventType.LISTING, EventType.DELISTING
    return (
        Event("e1", listing, span("US sanctions imposed this year on the army’s buying agency"),
              "us", "buyers", None, year),
        Event("e2", listing, span(sanctioned), None, "ddi", None, march),
        Event("e3", listing, span("It was first sanctioned in 2012"), None, "ddi", None, first),
        Event("e4", delisting, span("fell off the US list in October"), "us", "ddi", None, fell),
    )  # fmt: skip


def report() -> Report:
    friday = dated("on Friday", "2017-07-21", date(2017, 7, 21), date(2017, 7, 21))
    monday = dated("17 July", "2017-07-17", date(2017, 7, 17), date(2017, 7, 17))
    happened = events()
    head = TEXT.index("\n")
    foot = TEXT.index("Join our")
    return Report(
        id="story",
        text=TEXT,
        title=span("Envoy presses Burma over its dealings with Pyongyang"),
        outlet="Example Press",
        byline=None,
        wire="Reuters",
        rendered=date(2024, 2, 8),
        published=Published(
            date(2017, 7, 21), date(2017, 7, 21),
            ("“17 July” and “on Friday” stand in one week: Friday 21 July 2017",),
        ),
        paragraphs=(
            Paragraph(0, head, "rendered date"),
            Paragraph(head + 2, foot - 2),
            Paragraph(foot, len(TEXT) - 1, "pitch"),
        ),
        actors=actors(),
        dates=(friday, monday, *(e.date for e in happened if e.date)),
        statements=statements(),
        events=happened,
    )  # fmt: skip


def measure(
    fact: str,
    party: str,
    authority: Authority,
    programme: str,
    start: str,
    end: str | None = None,
    cause: str | None = None,
    effects: tuple[Effect, ...] = (Effect.ASSET_FREEZE,),
    term: str | None = None,
) -> Measure:
    began = date.fromisoformat(start)
    return Measure(
        authority=authority,
        party=party,
        programme=programme,
        basis=(programme,),
        effects=effects,
        start=Bound.day(began),
        end=Bound.day(date.fromisoformat(end)) if end else None,
        end_cause=cause,
        term=term,
        evidence=(
            Evidence(
                datetime(began.year, began.month, began.day, tzinfo=UTC),
                f"{programme}: listed {start}",
                fact=fact,
                cites=f"notice of {start}",
                confidence="primary",
            ),
        ),
    )


A = Authority
INKSNA = (Effect.PROCUREMENT_BAN, Effect.EXPORT_CONTROL, Effect.OTHER)
MEASURES = (
    measure("F001", "ddi-burma", A.US_OFAC, "BURMA", "2012-07-11", "2016-10-07",
            "emergency ended and basis revoked by E.O. 13742"),
    measure("F002", "ddi-burma", A.US_STATE, "INKSNA", "2017-03-21", "2019-03-21", "term expired",
            INKSNA, "two years from the effective date"),
    measure("F003", "ddi-burma", A.US_OFAC, "BURMA-EO14014", "2021-12-10"),
    measure("F004", "ddi-burma", A.GB, "Myanmar", "2021-12-10"),
    measure("F005", "ddi-burma", A.CA, "Special Economic Measures (Burma) Regulations",
            "2021-12-10"),
    measure("F006", "ddi-burma", A.EU, "MMR", "2023-02-20"),
    measure("F085", "min-aung-hlaing", A.US_STATE, "Section 7031(c)", "2019-07-16", None, None,
            (Effect.TRAVEL_BAN,)),
    measure("F088", "min-aung-hlaing", A.US_OFAC, "BURMA-EO14014", "2021-02-11"),
    measure("F092", "min-aung-hlaing", A.EU, "MMR", "2021-03-22"),
)  # fmt: skip
NAMES = {
    "ddi-burma": ("Directorate of Defence Industries", Kind.ORGANISATION),
    "min-aung-hlaing": ("Min Aung Hlaing", Kind.PERSON),
    "aung-san-suu-kyi": ("Aung San Suu Kyi", Kind.PERSON),
    "kyaw-zeya": ("Kyaw Zeya", Kind.PERSON),
}
BLIND = {
    "ddi-burma": {A.US_BIS, A.AU, A.CH},
    "min-aung-hlaing": {A.US_STATE, A.US_BIS, A.AU, A.CH},
    "aung-san-suu-kyi": {A.US_STATE, A.US_BIS, A.AU, A.CH},
    "kyaw-zeya": set(A) - {A.US_OFAC, A.UN_SC},
}


def _history(party_id: str, on: date) -> History:
    name, kind = NAMES[party_id]
    party = Party(
        party_id, kind, (PartyName(Name(name, NameKind.PRIMARY), (party_id,)),), (party_id,)
    )
    return History(party, Asked(on, KNOWN), tuple(_answer(party_id, a, on) for a in NINE), RECORD)


def _answer(party_id: str, authority: Authority, on: date) -> AuthorityAnswer:
    measures = tuple(m for m in MEASURES if m.party == party_id and m.authority is authority)
    if any(m.in_force(on) is InForce.YES for m in measures):
        status, why = Status.LISTED, "a measure is in force"
    elif any(m.end and m.end.latest and m.end.latest <= on for m in measures):
        status, why = Status.FORMERLY_LISTED, "a measure was in force and has ended"
    elif authority in BLIND[party_id]:
        status, why = Status.UNKNOWN, "the record does not cover that day"
    elif authority is Authority.UN_SC:
        status, why = Status.NEVER_LISTED, "on no list of it from the beginning"
    else:
        status, why = Status.NOT_LISTED, "none that day; earlier times unknown"
    gaps: tuple[Gap, ...] = ()
    if party_id == "ddi-burma" and authority is Authority.US_OFAC:
        gaps = (Gap(date(2016, 10, 7), date(2021, 12, 10), "on no US list"),)
    return AuthorityAnswer(authority, status, why, measures, gaps, date(2026, 11, 1))


def _screen(name: str, on: date) -> Screened:
    found = [slug for slug, (text, _) in NAMES.items() if text == name]
    matches = tuple(
        Match(
            _history(slug, on),
            _history(slug, on).party.names[0],
            1.0,
            0.6,
            Outcome.MATCH,
            (f"query '{name.lower()}' equals the name of {slug}",),
        )
        for slug in found
    )
    outcome = Outcome.MATCH if matches else Outcome.NONE
    return Screened(name, Asked(on, KNOWN), outcome, matches, RECORD)


@pytest.fixture(scope="session")
def story() -> Brief:
    return brief(report(), _screen, _history, today=TODAY)


@pytest.fixture(scope="session")
def history() -> Callable[[str, date], History]:
    return _history


@pytest.fixture(scope="session")
def screen() -> Callable[[str, date], Screened]:
    return _screen
