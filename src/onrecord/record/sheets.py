"""Which captures of hand-checked facts count, and the one sheet that they make together."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from onrecord import sources
from onrecord.archive import Archive
from onrecord.model.answer import SourceState
from onrecord.model.facts import FactSheet
from onrecord.record.kept import Kept

_STARTER = "starter"  # one sheet in several files: the newest capture is all of it


class Sheets:
    """The captures of sources that give facts, as far as a view may use them.

    Of the starter record the newest capture counts, of a user's own facts the newest of each file
    name. When one was captured moves no answer: each fact has its own day from which it was known.
    """

    def __init__(self, archive: Archive, held: Mapping[str, Sequence[Kept]]) -> None:
        self._archive = archive
        self._held = {s: kept for s, kept in sorted(held.items()) if sources.get(s).facts and kept}

    def sheet(self) -> FactSheet | None:
        """All facts in one sheet; None where there are none.

        The starter's come first, so that a party's kind and note are as it says. Raises
        RecordDamaged.
        """
        whole: FactSheet | None = None
        for source in sorted(self._held, key=lambda s: s != _STARTER):
            told = self._read(source, self._newest(source))
            whole = told if whole is None else whole.beside(told)
        return whole

    def between(self, start: datetime, end: datetime) -> Iterator[tuple[str, FactSheet, FactSheet]]:
        """The sources of facts whose sheets may differ at two instants, with both sheets.

        Not those that had no capture by the first one.
        """
        for source in self._held:
            was, now = self._newest(source, start), self._newest(source, end)
            if was and was != now:
                yield source, self._read(source, was), self._read(source, now)

    def counting(self, by: datetime) -> list[str]:
        """The sources of facts that had a capture by an instant."""
        return [source for source in self._held if self._newest(source, by)]

    def _read(self, source: str, counting: list[tuple[str, Kept]]) -> FactSheet:
        files = {name: self._archive.get(one.files[name]) for name, one in counting}
        told = sources.parse(sources.get(source), files).facts
        if told is None:
            raise AssertionError(f"a source of facts without facts: {source}")
        return told

    def evidence(self) -> list[tuple[str, datetime, str]]:
        """The captures that count: source, instant, digest of the files."""
        counting = [(s, one) for s in self._held for _, one in self._newest(s)]
        return sorted({(s, one.seen.captured, one.seen.digest) for s, one in counting})

    def states(self, verified: FactSheet | None, known: datetime) -> Iterator[SourceState]:
        """The sources of facts: how many captures, the newest, and until when they speak."""
        for source, held in self._held.items():
            newest = held[-1].seen
            day = newest.day if verified is None else verified.as_of
            yield SourceState(
                source, len(held), newest.captured, min(day, newest.day, known.date())
            )

    def _newest(self, source: str, by: datetime | None = None) -> list[tuple[str, Kept]]:
        """The files that count, each with the capture that has it."""
        held = [k for k in self._held[source] if by is None or k.seen.captured <= by]
        if source == _STARTER:
            return [(name, held[-1]) for name in held[-1].files] if held else []
        found = {name: one for one in held for name in one.files}
        return sorted(found.items())
