"""Histories of an invented list, from a seed: captures as values, and as bytes in published form.

Several histories share one calendar and one list, each with its own ids, so that they are loaded
at the price of one. A list is of OFAC's form, without listing days, or of the Security Council's,
which states them and the day of the file.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType

from onrecord.record import Capture

_FIRST = datetime(2016, 2, 27, tzinfo=UTC)
_SYLLABLES = ("bo", "dra", "fle", "gul", "hin", "jor", "ka", "lem", "mu", "nis", "por", "quet")
_MORE = ("rand", "sto", "tav", "ulk", "vesh", "wim", "xar", "yod", "zeb", "cha", "ing", "thu")
_TRADES = ("Trading", "Shipping", "Metals", "Bank", "Holding", "Foundry", "Airways", "Cement")
# labels as the record names them → as the list prints them
PROGRAMMES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "us_ofac_sdn": {"ZENDA": "ZENDA", "ZENDA-EO99": "ZENDA-EO99", "IRON2": "IRON2"},
        "un_sc": {"1718 (DPRK)": "DPRK", "Iran (1737)": "Iran", "1970 (Libya)": "Libya"},
    }
)
HOME_LANE = "0"  # of the entry that stands in every capture, since a list of nobody is refused


@dataclass(frozen=True, slots=True)
class Row:
    """What a capture says of one entry; `listed` where the list states the day of listing.

    `who` it truly is about, which no list says; whoever first bore the name where it is empty.
    """

    name: str
    programmes: tuple[str, ...]
    born: int | None = None
    listed: date | None = None
    who: str = ""

    @property
    def party(self) -> str:
        """Who it is about."""
        return self.who or self.name


@dataclass(frozen=True, slots=True)
class Whole:
    """A capture: its instant, the day it speaks for, its rows, and the aliases beside them.

    `aliases` None where their file is missing. `damaged`: a row that is not here may be lost.
    """

    captured: datetime
    day: date
    rows: Mapping[str, Row]
    aliases: Mapping[str, str] | None
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class Shot:
    """A capture and how it is written: `again` are rows after the others, under ids that stand."""

    whole: Whole
    again: tuple[tuple[str, Row], ...] = ()
    order: int = 0

    def without(self, uid: str) -> "Shot":
        """The same capture, in which there was never such an entry."""
        whole = self.whole
        rows = {u: row for u, row in whole.rows.items() if u != uid}
        aliases = whole.aliases and {u: text for u, text in whole.aliases.items() if u != uid}
        again = tuple(pair for pair in self.again if pair[0] != uid)
        return replace(self, whole=replace(whole, rows=rows, aliases=aliases), again=again)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Histories that share their captures: `lanes` are the ids of each that were ever used.

    Whether all are persons or none, since the kind of an entry is no part of its row.
    """

    seed: str
    source: str
    are_persons: bool
    shots: tuple[Shot, ...]
    lanes: tuple[tuple[str, ...], ...]
    load_order: tuple[int, ...]

    @property
    def wholes(self) -> list[Whole]:
        """The captures as values."""
        return [shot.whole for shot in self.shots]

    def capture(self, at: int) -> Capture:
        """A capture as bytes, to be added."""
        shot = self.shots[at]
        write = _written_sdn if self.source == "us_ofac_sdn" else _written_un
        return Capture(self.source, shot.whole.captured, write(shot, self.are_persons))


def calendar(
    seed: str, lanes: int, *, renumbers: bool = False, source: str | None = None
) -> Calendar:
    """So many histories by a seed; the same seed gives the same, whatever else is drawn."""
    dice = random.Random(seed)  # noqa: S311 - not for secrets
    source = source or dice.choice(("us_ofac_sdn", "us_ofac_sdn", "un_sc"))
    are_persons = dice.random() < 0.5
    made = [_Lane(str(number + 1), source, dice) for number in range(lanes)]
    for lane in made:
        lane.choose_steps(are_persons=are_persons, renumbers=renumbers)
    keeps_aliases = dice.random() < 0.6
    always = Row("Always Here Ltd", tuple(PROGRAMMES[source])[:1])
    if source == "un_sc":
        always = replace(always, listed=date(2001, 1, 9))
    shots: list[Shot] = []
    for captured, day in _instants(dice, source):
        is_calm = bool(shots) and dice.random() < 0.15  # the same again, perhaps in other bytes
        for lane in made:
            if not is_calm:
                lane.step(day, shots[-1].whole.day if shots else None)
        rows = {HOME_LANE: always, **{u: row for lane in made for u, row in lane.rows.items()}}
        aliases = {u: text for lane in made for u, text in lane.aliases.items() if u in rows}
        # an alias file that carries over would lend the new bearer of an id the old one's aliases
        must_say = any(lane.is_moved for lane in made)
        has_aliases = source == "un_sc" or (keeps_aliases and (dice.random() < 0.8 or must_say))
        aliases = {HOME_LANE: "AHL", **aliases} if has_aliases else None  # type: ignore[assignment]
        order = shots[-1].order if is_calm and dice.random() < 0.5 else dice.randrange(1 << 30)
        shot = Shot(Whole(captured, day, rows, aliases), order=order)
        stays = {HOME_LANE, *(uid for lane in made for uid in lane.swapped)}
        shots.append(_twice(shot, dice, stays, may_lose=bool(shots)))
    used = tuple(lane.used() for lane in made)
    return Calendar(seed, source, are_persons, tuple(shots), used, _order(dice, len(shots)))


def _instants(dice: random.Random, source: str) -> list[tuple[datetime, date]]:
    """3 to 40 instants over 5 to 1,500 days, some on one day, with the day that each speaks for."""
    count = (
        dice.choice((3, 4, 5, 6, 7, 8, 10, 12)) if dice.random() < 0.93 else dice.randint(13, 40)
    )
    span_days = int(5 * 300 ** dice.random())
    days = [dice.randint(0, max(span_days, count // 3)) for _ in range(count)]
    for at in range(1, count):
        if dice.random() < 0.2:
            days[at] = days[at - 1]
    found: list[tuple[datetime, date]] = []
    for day in sorted(days):
        seconds = dice.choice((dice.randrange(86_400), 67_800, 5, 86_395))
        captured = _FIRST + timedelta(days=day, seconds=seconds)
        if captured in (c for c, _ in found):
            continue
        # the file's own day: the same, or the one before; at times an old file is served again
        back = dice.choice((0, 0, 0, 1, 2, span_days // 4)) if source == "un_sc" else 0
        found.append((captured, captured.date() - timedelta(days=back)))
    return sorted(found)


def _order(dice: random.Random, count: int) -> tuple[int, ...]:
    """In what order they are loaded; some come twice."""
    order = list(range(count))
    way = dice.choice(("in order", "reversed", "shuffled", "shuffled", "an old one last"))
    if way == "reversed":
        order.reverse()
    elif way == "shuffled":
        dice.shuffle(order)
    elif way == "an old one last":
        order.append(order.pop(dice.randrange(count)))
    return (*order, *dice.sample(order, k=min(2, count)))


def _twice(shot: Shot, dice: random.Random, stays: set[str], *, may_lose: bool) -> Shot:
    """An id twice: with an equal row, or with another one's, which is thereby lost."""
    uids = [uid for uid in shot.whole.rows if uid not in stays]
    if not uids or dice.random() > 0.2:
        return shot
    uid = dice.choice(uids)
    if not may_lose or dice.random() < 0.4:
        return replace(shot, again=((uid, shot.whole.rows[uid]),))
    lost = shot.whole.rows[uid]
    kept = shot.without(uid)
    stands = dice.choice([u for u in shot.whole.rows if u != uid])
    return replace(kept, whole=replace(kept.whole, damaged=True), again=((stands, lost),))


class _Lane:
    """One history in the making: who stands on the list now, and who once did."""

    def __init__(self, number: str, source: str, dice: random.Random) -> None:
        self.rows: dict[str, Row] = {}
        self.aliases: dict[str, str] = {}
        self._number, self._source, self._dice = number, source, dice
        self._gone: dict[str, Row] = {}
        self.swapped: set[str] = set()
        self.is_moved = False  # whether an id has changed its bearer in this step
        self._count = 0
        self._first = dice.choice((0, 1, 2, 3, 5, 8)) if dice.random() < 0.97 else 150
        self._steps: dict[Callable[[], None], int] = {}
        self._are_persons = False
        self._day, self._before = date.min, date.min

    def choose_steps(self, *, are_persons: bool, renumbers: bool) -> None:
        """What may happen from one capture to the next, by weight."""
        self._are_persons = are_persons
        self._steps = {
            self._add: 5, self._remove: 5, self._return: 5, self._respell: 2, self._rename: 2,
            self._reprogramme: 3, self._realias: 2, self._reuse: 2, self._swap: 1,
        }  # fmt: skip
        if are_persons:
            self._steps[self._bear] = 2
        if renumbers:
            self._steps = {self._renumber: 6, self._add: 2, self._remove: 1}

    def used(self) -> tuple[str, ...]:
        """All ids that ever stood, and one that never did."""
        return tuple(self._uid(number) for number in range(1, self._count + 2))

    def step(self, day: date, before: date | None) -> None:
        """From one capture to the next: nothing, a thing or several, at times a burst."""
        dice = self._dice
        self.is_moved = False
        self._day, self._before = day, before or day - timedelta(days=30)
        if before is None:
            for _ in range(self._first):
                self._add()
            return
        for number in range(dice.choice((0, 1, 1, 2, 2, 4))):
            chosen = dice.choices(list(self._steps), list(self._steps.values()))[0]
            if chosen == self._swap:
                # alone: who is swapped and renamed at once nobody can follow
                if number == 0:
                    self._swap()
                break
            chosen()
        if dice.random() < 0.05:
            for _ in range(1 + len(self.rows) * 3 // 10):
                self._add()

    def _uid(self, number: int) -> str:
        plain = f"{self._number}{number:03}"
        return plain if self._source == "us_ofac_sdn" else f"KPi.{plain}"

    def _some(self, rows: Mapping[str, Row]) -> str | None:
        return self._dice.choice(list(rows)) if rows else None

    def _new(self) -> Row:
        dice = self._dice
        self._count += 1
        # nothing like another's, since the record takes parties of like names for one
        words = ("".join(dice.choice(_SYLLABLES + _MORE) for _ in range(4)) for _ in range(2))
        name = f"{' '.join(words).title()} {dice.choice(_TRADES)}"
        labels = list(PROGRAMMES[self._source])
        programmes = dice.sample(labels, k=1 if self._source == "un_sc" else dice.choice((1, 1, 2)))
        born = dice.randint(1930, 1999) if self._are_persons and dice.random() < 0.5 else None
        return Row(name, tuple(programmes), born, self._listed(), f"{self._number}:{self._count}")

    def _listed(self) -> date | None:
        """Between the captures, or contradicting one of them, or long ago."""
        if self._source != "un_sc":
            return None
        gap = (self._day - self._before).days
        within = self._dice.randint(0, max(gap, 0))
        back = self._dice.choice((within, within, 0, gap + 3, 400, -2))
        return self._day - timedelta(days=back)

    def _add(self) -> None:
        row = self._new()
        uid = self._uid(self._count)
        self.rows[uid] = row
        if self._dice.random() < 0.4:
            self.aliases[uid] = f"Alias of {row.name}"

    def _remove(self) -> None:
        uid = self._some(self.rows)
        if uid is not None and uid not in self.swapped:
            self._gone[uid] = self.rows.pop(uid)

    def _return(self) -> None:
        """A removed id comes back, as it was or changed; its day of listing mostly as before."""
        uid = self._some(self._gone)
        if uid is None:
            return
        row = self._gone.pop(uid)
        if self._dice.random() < 0.3:
            row = replace(row, listed=self._listed())
        self.rows[uid] = row
        if self._dice.random() < 0.3:
            self._amend(uid, name=f"{row.name} Reborn")

    def _amend(self, uid: str | None, **fields: object) -> None:
        if uid is not None and uid in self.rows:
            self.rows[uid] = replace(self.rows[uid], **fields)  # type: ignore[arg-type]

    def _respell(self) -> None:
        uid = self._some(self.rows)
        if uid is not None:
            name = self.rows[uid].name
            spelt = (name.upper(), name.title(), name.replace(" ", "  ", 1))
            self._amend(uid, name=self._dice.choice(spelt[: 3 if self._source != "un_sc" else 2]))

    def _rename(self) -> None:
        uid = self._some(self.rows)
        if uid is not None:
            self._amend(uid, name=f"{self.rows[uid].name} {self._dice.choice(_TRADES)}")

    def _bear(self) -> None:
        self._amend(self._some(self.rows), born=self._dice.randint(1930, 1999))

    def _reprogramme(self) -> None:
        labels = list(PROGRAMMES[self._source])
        many = 1 if self._source == "un_sc" else self._dice.choice((1, 2, 3))
        self._amend(self._some(self.rows), programmes=tuple(self._dice.sample(labels, k=many)))

    def _realias(self) -> None:
        uid = self._some(self.rows)
        if uid is not None and self.aliases.pop(uid, None) is None:
            self.aliases[uid] = f"{self.rows[uid].name} too"

    def _reuse(self) -> None:
        """A removed id is given to another party."""
        uid = self._some(self._gone)
        if uid is not None:
            gone, new = self._gone.pop(uid), self._new()
            self.is_moved = True
            self.aliases.pop(uid, None)
            # of one birth year the two would be one party to anybody
            self.rows[uid] = replace(new, born=None if new.born == gone.born else new.born)

    def _swap(self) -> None:
        """Both then stay: were one to go, the other would be the same party under a new id."""
        if len(self.rows) > 1:
            a, b = self._dice.sample(list(self.rows), k=2)
            self.swapped |= {a, b}
            self.is_moved = True
            self.rows[a], self.rows[b] = self.rows[b], self.rows[a]
            called = {b: self.aliases.pop(a, None), a: self.aliases.pop(b, None)}
            self.aliases |= {uid: text for uid, text in called.items() if text is not None}

    def _renumber(self) -> None:
        """Another id, all else equal."""
        uid = self._some(self.rows)
        if uid is not None:
            self._count += 1
            new = self._uid(self._count)
            self.rows[new] = self.rows.pop(uid)
            if uid in self.aliases:
                self.aliases[new] = self.aliases.pop(uid)


def _in_order(shot: Shot) -> list[tuple[str, Row]]:
    rows = list(shot.whole.rows.items())
    random.Random(shot.order).shuffle(rows)  # noqa: S311 - not for secrets
    return [*rows, *shot.again]


def _written_sdn(shot: Shot, are_persons: bool) -> dict[str, bytes]:
    lines = []
    for uid, row in _in_order(shot):
        kind = '"individual"' if are_persons else "-0- "
        remarks = "-0- " if row.born is None else f'"DOB {row.born}."'
        programmes = "] [".join(row.programmes)
        lines.append(f'{uid},"{row.name}",{kind},"{programmes}",{"-0- ," * 7}{remarks}\r\n')
    files = {"sdn.csv": "".join(lines).encode() + b"\x1a\r\n"}
    if shot.whole.aliases is not None:
        pairs = shot.whole.aliases.items()
        aliases = (f'{uid},{uid}1,"aka","{text}",-0- \r\n' for uid, text in pairs)
        files["alt.csv"] = "".join(aliases).encode() + b"\x1a\r\n"
    return files


def _written_un(shot: Shot, are_persons: bool) -> dict[str, bytes]:
    tag, records = ("INDIVIDUAL" if are_persons else "ENTITY"), ""
    labels, aliases = PROGRAMMES["un_sc"], shot.whole.aliases or {}
    for uid, row in _in_order(shot):
        born = f"<{tag}_DATE_OF_BIRTH><YEAR>{row.born}</YEAR></{tag}_DATE_OF_BIRTH>"
        quality, text = ("Good" if are_persons else "a.k.a."), aliases.get(uid)
        alias = f"<QUALITY>{quality}</QUALITY><ALIAS_NAME>{text}</ALIAS_NAME>"
        records += (
            f"<{tag}><DATAID>{uid.removeprefix('KPi.')}</DATAID><VERSIONNUM>1</VERSIONNUM>"
            f"<FIRST_NAME>{row.name}</FIRST_NAME>"
            f"<UN_LIST_TYPE>{labels[row.programmes[0]]}</UN_LIST_TYPE>"
            f"<REFERENCE_NUMBER>{uid}</REFERENCE_NUMBER><LISTED_ON>{row.listed}</LISTED_ON>"
            + (f"<{tag}_ALIAS>{alias}</{tag}_ALIAS>" if text else "")
            + (born if row.born else "")
            + "<LIST_TYPE><VALUE>UN List</VALUE></LIST_TYPE><SORT_KEY/><SORT_KEY_LAST_MOD/>"
            f"</{tag}>\n"
        )
    persons, others = (records, "") if are_persons else ("", records)
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<CONSOLIDATED_LIST dateGenerated="{shot.whole.day}T00:00:03.1-04:00">'
        f"<INDIVIDUALS>{persons}</INDIVIDUALS><ENTITIES>{others}</ENTITIES></CONSOLIDATED_LIST>"
    )
    return {"consolidated.xml": text.encode()}
