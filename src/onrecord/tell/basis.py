"""What rests on an instrument, and what expires → documents and JSON."""

from collections.abc import Iterable, Sequence
from typing import Any

from onrecord.model.answer import Asked, RecordState
from onrecord.model.dates import write_instant
from onrecord.model.facts import StatedEdge
from onrecord.record import BasisAnswer, Expiry, Resting
from onrecord.tell import json
from onrecord.tell.document import (
    Block,
    Document,
    Facts,
    Line,
    Listing,
    Section,
    Table,
    Tone,
    line,
)
from onrecord.tell.index import Index, record_section
from onrecord.tell.words import SHORT, bound

Json = dict[str, Any]  # any: a JSON object ends here, at the edge


def basis(answer: BasisAnswer, *, if_ended: bool) -> Json:
    """An instrument, its relations, what hangs on it; `if_ended` adds what would fall and stay."""
    on = answer.asked.on
    one = answer.instrument
    found: Json = {
        "basis": one.key,
        "title": one.title,
        "kind": one.kind,
        "authority": one.authority,
        "date": str(one.date) if one.date else "unknown",
        "cites": one.cites,
        "confidence": one.confidence,
        "relations": [_relation(edge) for edge in answer.relations],
        "hanging": list(answer.hanging),
        "measures": [_resting(item, answer.asked) for item in answer.measures],
    }
    if answer.end is not None:
        end = answer.end
        found["end"] = {"when": json.bound(end.when), "says": end.says, "fact": end.fact}
    if if_ended:
        found["if_ended"] = {
            "on": str(on),
            "falls": [_resting(item, answer.asked) for item in answer.falls],
            "stays": [_resting(item, answer.asked) for item in answer.stays],
        }
    return {**found, "asked": json.asked(answer.asked), "record": json.record(answer.record)}


def _relation(edge: StatedEdge) -> Json:
    return {
        "relation": edge.relation,
        "to": edge.end,
        "date": str(edge.date) if edge.date else "unknown",
        "cites": edge.cites or "unknown",
        "fact": edge.fact,
        "confidence": edge.confidence,
    }


def _resting(item: Resting, asked: Asked) -> Json:
    party = {"party": item.party.id, "name": item.party.name}
    return {**party, **json.measure(item.measure, asked.on)}


def expiring(found: Sequence[Expiry], asked: Asked, state: RecordState) -> Json:
    """What expires, the soonest first."""
    return {
        "expiring": [_expiry(one, asked) for one in found],
        "asked": json.asked(asked),
        "record": json.record(state),
    }


def _expiry(one: Expiry, asked: Asked) -> Json:
    told: Json = {"when": json.bound(one.when), "says": one.says, "facts": list(one.facts)}
    if one.instrument is not None:
        told["basis"] = one.instrument
    if one.party is not None and one.measure is not None:
        told |= {"party": one.party.id, "name": one.party.name}
        told["measure"] = json.measure(one.measure, asked.on)
    return told


def basis_document(answer: BasisAnswer, *, if_ended: bool) -> Document:
    """The document of an instrument and what rests on it."""
    one, index = answer.instrument, Index()
    on = answer.asked.on
    end = "none seen" if answer.end is None else f"{bound(answer.end.when)}: {answer.end.says}"
    head = Facts(
        (
            ("instrument", (line(f"{one.key}, {one.authority}, {one.kind}"),)),
            ("of", (line(str(one.date) if one.date else "unknown"),)),
            ("cited", (line(f"{one.cites} (fact {one.fact}, {one.confidence})"),)),
            ("end", (line(end),)),
            ("asked", (line(f"as of {on}, as known {write_instant(answer.asked.known)}"),)),
            *((("note", (line(one.note),)),) if one.note else ()),
        )
    )
    relations = tuple(
        line(f"{e.relation.replace('_', ' ')} {e.end}, {e.date or 'day unknown'} ({_cited(e)})")
        for e in answer.relations
    )
    sections = [Section("What it hangs on and what befell it", _listed(relations))]
    hanging = tuple(line(key) for key in answer.hanging)
    sections.append(Section("Instruments that hang on it", _listed(hanging)))
    title = "Every measure that rests on it"
    sections.append(Section(title, (_table(title, answer.measures, answer.asked, index),)))
    if if_ended:
        falls = f"Would fall if it ended on {on}"
        stays = "Of the same parties, in force on another ground"
        sections.append(Section(falls, (_table(falls, answer.falls, answer.asked, index),)))
        sections.append(Section(stays, (_table(stays, answer.stays, answer.asked, index),)))
    evidence = index.section()
    return Document(
        "basis",
        one.title,
        head,
        (*sections, *((evidence,) if evidence else ()), record_section(answer.record)),
    )


def _cited(edge: StatedEdge) -> str:
    return f"{edge.cites}, fact {edge.fact}" if edge.cites else f"fact {edge.fact}"


def _listed(lines: tuple[Line, ...]) -> tuple[Block, ...]:
    return (Listing(lines or (line("nothing that is known", Tone.MUTED),)),)


def _table(caption: str, found: Iterable[Resting], asked: Asked, index: Index) -> Table:
    rows = tuple(
        (
            line(f"{item.party.name} ({item.party.id})"),
            Line(line(f"{SHORT[item.measure.authority]}: {item.measure.programme}").runs,
                 index.refs((item.measure,))),
            line(bound(item.measure.start)),
            line(bound(item.measure.end)),
            line(item.measure.in_force(asked.on)),
        )
        for item in found
    )  # fmt: skip
    columns = ("party", "measure", "from", "to", f"in force {asked.on}")
    return Table(caption if rows else f"{caption}: none that is known", columns, rows)


def expiring_document(found: Sequence[Expiry], asked: Asked, state: RecordState) -> Document:
    """The calendar of what ends or lapses, the soonest first."""
    rows = tuple(
        (
            line(bound(one.when), strong=True),
            line(one.instrument or (f"{one.party.name} ({one.party.id})" if one.party else "-")),
            line(
                f"{one.says} ({', '.join(f'fact {fact}' for fact in one.facts) or 'by the list'})"
            ),
        )
        for one in found
    )
    table = Table(
        "Ends and lapses, the soonest first" if rows else "Nothing that is known ends then",
        ("when", "what", "why"),
        rows,
    )
    head = Facts(
        (("asked", (line(f"from {asked.on} on, as known {write_instant(asked.known)}"),)),)
    )
    return Document("expiring", "Expiring", head, (Section("Calendar", (table,)),
                                                   record_section(state)))  # fmt: skip
