"""What people decide about identity: dated, reversible, and evidence like any other."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Verdict(StrEnum):
    """Whether two are one party; `withdrawn` where an earlier verdict is taken back."""

    SAME = "same"
    DIFFERENT = "different"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Judgement:
    """That a person decided whether `a` and `b`, parties or entries, are one party, and why.

    `a` is the smaller of the two in order of text, so that a pair has one writing. It is known
    from `at`, the instant at which it was made.
    """

    verdict: Verdict
    a: str
    b: str
    because: str
    at: datetime
    by: str | None = None


def in_effect(judgements: Iterable[Judgement], known: datetime) -> tuple[Judgement, ...]:
    """Of each pair the newest judgement known by then, without those that were withdrawn."""
    newest: dict[tuple[str, str], Judgement] = {}
    # by when they were made: in a journal, one that was imported stands after those of here
    for one in sorted(judgements, key=_age):
        if one.at <= known:
            newest[one.a, one.b] = one
    kept = (one for one in newest.values() if one.verdict is not Verdict.WITHDRAWN)
    return tuple(sorted(kept, key=lambda one: (one.at, one.a, one.b)))


def _age(one: Judgement) -> tuple[datetime, str, str, str]:
    """Of two made at one instant by different people, the same wins wherever they are merged."""
    return one.at, one.verdict, one.because, one.by or ""
