"""Screenings → their document: each name, who may be meant and why, how each stood that day."""

from collections.abc import Sequence

from onrecord.model.answer import Match, Outcome, Screened
from onrecord.model.dates import InForce, write_instant
from onrecord.tell.document import Document, Facts, Line, Listing, Run, Section, Table, Tone, line
from onrecord.tell.index import Index, record_section
from onrecord.tell.words import SHORT, SIGNS, STATUS

_OUTCOMES = {
    Outcome.MATCH: "match",
    Outcome.REVIEW: "to be looked at by a person",
    Outcome.NONE: "nobody in this record",
    Outcome.NOT_SCREENED: "not screened",
}


def screened_document(answers: Sequence[Screened]) -> Document:
    """The document of one or more screenings with the same two dates; at least one is needed."""
    first = answers[0]
    index = Index()
    sections = [_section(answer, index) for answer in answers]
    asked = f"as of {first.asked.on}, as known {write_instant(first.asked.known)}"
    evidence = index.section()
    return Document(
        "screening",
        first.query if len(answers) == 1 else f"{len(answers)} names",
        Facts((("asked", (line(asked),)),)),
        (*sections, *((evidence,) if evidence else ()), record_section(first.record)),
    )


def _section(answer: Screened, index: Index) -> Section:
    outcome = _OUTCOMES[answer.outcome] + (f": {answer.why}" if answer.why else "")
    blocks: list[Listing | Table] = [Listing((line(outcome, strong=True),))]
    for match in (*answer.matches, *answer.near):
        blocks += _match(match, index)
    return Section(answer.query, tuple(blocks))


def _match(match: Match, index: Index) -> tuple[Listing, Table]:
    party = match.history.party
    head = line(
        f"{party.name} ({party.id}): {match.decision}, score {match.score:.2f}", strong=True
    )
    reasons = tuple(line(reason, Tone.MUTED) for reason in match.because)
    rows = []
    for answer in match.history.authorities:
        word, tone = STATUS[answer.status]
        held = [m for m in answer.measures if m.in_force(match.history.asked.on) is not InForce.NO]
        refs = index.refs(held or answer.measures)
        rows.append(
            (
                line(SHORT[answer.authority]),
                line(f"{SIGNS[answer.status]} {word}", tone),
                Line((Run(answer.why),), refs),
            )
        )
    caption = f"{party.name} on {match.history.asked.on}"
    return Listing((head, *reasons)), Table(caption, ("authority", "status", "why"), tuple(rows))
