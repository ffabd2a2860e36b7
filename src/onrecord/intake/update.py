"""Updating a home: its sources fetched from their publishers, guarded, and all in or nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from http import HTTPStatus
from urllib.parse import urljoin

from onrecord import sources
from onrecord.errors import (
    GuardError,
    InputError,
    NetworkError,
    OnrecordError,
    UsageError,
)
from onrecord.intake import guard
from onrecord.intake.fetch import Answer, Asked, Progress, TooMuch, fetch
from onrecord.intake.fetched import Fetched, Held, read_fetched, write_fetched
from onrecord.intake.hosts import Origin, origins
from onrecord.intake.limits import Fault, Gate, Limits, World
from onrecord.intake.quarantine import Arrived, Quarantine
from onrecord.intake.turn import turn
from onrecord.model.dates import write_instant
from onrecord.model.snapshot import Finding, Snapshot
from onrecord.record import Capture, Kept, Record
from onrecord.sources import Source, SourceFile

_PLAINLY = timedelta(days=7)  # a server that says "not modified" for ever is asked for the bytes


class Outcome(StrEnum):
    """What came of updating a source."""

    CHANGED = "changed"
    EQUAL = "verified equal"
    UNMODIFIED = "not modified"
    QUARANTINED = "quarantined"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Updated:
    """What came of updating one source; `error` where it was refused, and then nothing is new.

    `stale` where the newest bytes that were seen are older than the source's rhythm allows.
    """

    source: str
    outcome: Outcome
    at: datetime
    entries: int = 0
    stale: bool = False
    findings: tuple[Finding, ...] = ()
    error: OnrecordError | None = None


@dataclass(slots=True)
class _Download:
    """The files of one source as they came in; those that are as before are in `same`."""

    source: Source
    answers: dict[str, Answer] = field(default_factory=dict)
    same: dict[str, Held] = field(default_factory=dict)

    @property
    def content(self) -> dict[str, bytes]:
        """The bytes that came."""
        found = {name: answer.content for name, answer in self.answers.items()}
        return {name: content for name, content in found.items() if content is not None}

    @property
    def arrived(self) -> dict[str, Arrived]:
        """What came, without the bytes."""
        return {
            name: Arrived(answer.address, answer.final, dict(answer.headers))
            for name, answer in self.answers.items()
        }


def fetchable() -> list[Source]:
    """The sources that have addresses to fetch, by id."""
    every = map(sources.get, sources.known())
    return [source for source in every if any(file.address for file in source.files)]


def update(
    record: Record,
    wanted: Sequence[Source],
    world: World,
    limits: Limits | None = None,
    base: str | None = None,
    progress: Progress | None = None,
) -> Iterator[Updated]:
    """What came of each source, one after the other; a refusal of one does not stop the others.

    `base` is another address under which to look for the source's file names. Raises UsageError,
    RecordLocked where another update is running, and RecordError for a record that cannot be used.
    """
    usual = limits or Limits()
    plans = [(source, _plan(source, base)) for source in wanted]
    with turn(record.home):
        record.mend(world.now())
        for source, plan in plans:
            one = _Update(record, source, plan, world, guard.limits_of(source, usual), progress)
            try:
                yield one.run()
            except (NetworkError, GuardError) as why:
                outcome = Outcome.QUARANTINED if isinstance(why, GuardError) else Outcome.FAILED
                yield Updated(source.id, outcome, world.now(), error=why)


def status_of(results: Iterable[Updated]) -> int:
    """The exit status of an update: 4 where anything was quarantined, else 6 where any failed."""
    statuses = {result.error.exit_status for result in results if result.error is not None}
    return next((s for s in (GuardError.exit_status, NetworkError.exit_status) if s in statuses), 0)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which file is at which address, and where these may lead."""

    files: tuple[tuple[SourceFile, str], ...]
    allowed: frozenset[Origin]


def _plan(source: Source, base: str | None) -> _Plan:
    # other forms of the same list have no address of their own
    files = [(file, file.address) for file in source.files if file.address]
    if base is None:
        named = tuple(files)
        hosts = [f"https://{host}/" for host in source.hosts]
    else:
        at = base if base.endswith("/") else f"{base}/"
        named = tuple((file, urljoin(at, file.name)) for file, _ in files)
        hosts = [base]
    if not named:
        raise UsageError(
            f"no address to fetch: {source.id}: `onrecord add` takes its files from disk"
        )
    try:
        return _Plan(named, origins([*(address for _, address in named), *hosts]))
    except ValueError as why:
        raise UsageError(f"{why}: {source.id}: give an address that begins with https://") from why


class _Update:
    """One source being updated."""

    def __init__(
        self,
        record: Record,
        source: Source,
        plan: _Plan,
        world: World,
        limits: Limits,
        progress: Progress | None,
    ) -> None:
        self._record, self._source, self._plan = record, source, plan
        self._world, self._limits, self._progress = world, limits, progress
        every = record.captures().get(source.id, []) if record.exists() else []
        self._held: list[Kept] = [k for k in every if k.withdrawn() is None]
        self._before = read_fetched(record.home, source.id)

    def run(self) -> Updated:
        """Raises NetworkError, and GuardError once what came is in quarantine."""
        download = _Download(self._source)
        try:
            self._fetch(download)
            at = self._world.now()
            if not download.content:
                return self._unmodified(at)
            return self._take(download, at)
        except Fault as fault:
            raise self._quarantined(download, fault) from fault

    def _fetch(self, download: _Download) -> None:
        for file, address in self._plan.files:
            kept = self._same_held(file, address)
            asked = Asked(
                address, self._plan.allowed, is_held=kept is not None, may_lack=file.sporadic
            )
            if kept is not None and self._world.now() - kept.at < _PLAINLY:
                asked = replace(asked, etag=kept.etag, modified=kept.since)
            try:
                answer = fetch(asked, self._limits, self._world, self._progress)
            except TooMuch as fault:
                download.answers[file.name] = fault.answer
                raise
            if answer.status == HTTPStatus.NOT_MODIFIED and kept is not None:
                download.same[file.name] = kept
            elif answer.content is not None:
                download.answers[file.name] = answer
        if not download.answers and not download.same:
            raise NetworkError(f"nothing there: {self._plan.files[0][1]}: see whether it has moved")

    def _same_held(self, file: SourceFile, address: str) -> Held | None:
        """The bytes that a "not modified" would mean: those of the newest capture, still there."""
        held = self._before.files.get(file.name)
        if held is None or held.address != address or not self._held:
            return None
        if self._held[-1].files.get(file.name) != held.sha256:
            return None
        return None if self._record.file(held.sha256) is None else held

    def _take(self, download: _Download, at: datetime) -> Updated:
        """What came, through the guard and into the record."""
        content = dict(download.content)
        for name, held in download.same.items():
            kept = self._record.file(held.sha256)
            if kept is None:  # gone between two looks
                raise NetworkError(f"the archive lost {name}: {held.address}: update again")
            content[name] = kept
        hashes = {name: sha256(data).hexdigest() for name, data in content.items()}
        capture = Capture(self._source.id, at, content, self._origin(download))
        if self._held and hashes == self._held[-1].files:
            return self._equal(download, capture, hashes)
        guard.check_kind(self._source, content)
        try:
            snapshot = self._record.parsed(capture)
        except InputError as why:
            raise guard.misshapen(why) from why
        guard.check_form(self._source, snapshot)
        if not self._held:
            guard.check_first(self._source, snapshot)
        elif self._compare(download, snapshot, hashes, at):
            return self._equal(download, capture, hashes, snapshot)
        added = self._record.add(capture, at)
        self._remember(download, hashes, at, replace(self._before, changed=at, verified=at))
        return Updated(self._source.id, Outcome.CHANGED, at, added.entries, findings=added.findings)

    def _compare(
        self, download: _Download, snapshot: Snapshot, hashes: Mapping[str, str], at: datetime
    ) -> bool:
        """Whether it is equal to the last good state. Raises Fault where it makes no sense."""
        before = self._record.newest(self._source.id)
        if guard.is_equal(before, snapshot):
            return True
        for name, answer in download.answers.items():
            held = self._before.files.get(name)
            if held is not None:
                now = answer.headers.get("last-modified")
                guard.check_modified(name, held.modified, now, at)
        main = hashes.get(self._source.files[0].name)
        guard.check_order(self._held, snapshot, main, self._source, at.date())
        newest = self._held[-1]
        seen = max(newest.seen.captured, self._before.verified or newest.seen.captured)
        limits = guard.Thresholds.of(self._source)
        if not hashes.keys() <= newest.files.keys() | (newest.carried or {}).keys():
            # a companion more, or another form of the list, amends them all
            limits = replace(limits, few_amended=len(before))
        if not hashes.keys() & newest.files.keys():
            limits = replace(limits, hollow=0)  # another form has other fields
        guard.check_sense(before, snapshot, at - seen, limits)
        return False

    def _origin(self, download: _Download) -> str:
        main = download.answers.get(self._source.files[0].name)
        return main.final if main is not None else self._plan.files[0][1]

    def _equal(
        self,
        download: _Download,
        capture: Capture,
        hashes: Mapping[str, str],
        snapshot: Snapshot | None = None,
    ) -> Updated:
        """No capture for what is held already, unless answers would call that one stale."""
        newest, at = self._held[-1], capture.captured
        if (at.date() - newest.seen.day).days > self._source.rhythm_days:
            snapshot = snapshot or self._record.parsed(capture)
            if (snapshot.published or at.date()) > newest.seen.day:
                self._record.add(capture, at)
        self._remember(download, hashes, at, replace(self._before, verified=at))
        findings = snapshot.findings if snapshot is not None else ()
        return Updated(self._source.id, Outcome.EQUAL, at, newest.entries, findings=findings)

    def _unmodified(self, at: datetime) -> Updated:
        write_fetched(self._record.home, self._source.id, replace(self._before, asked=at))
        newest = self._held[-1]
        verified = max(newest.seen.captured, self._before.verified or newest.seen.captured)
        is_stale = (at - verified).days > self._source.rhythm_days
        return Updated(self._source.id, Outcome.UNMODIFIED, at, newest.entries, is_stale)

    def _remember(
        self, download: _Download, hashes: Mapping[str, str], at: datetime, fetched: Fetched
    ) -> None:
        files = dict(self._before.files)
        for name, answer in download.answers.items():
            if answer.content is not None:
                headers = answer.headers
                files[name] = Held(
                    answer.address,
                    answer.final,
                    hashes[name],
                    at,
                    headers.get("etag"),
                    headers.get("last-modified"),
                    headers.get("date"),
                )
        write_fetched(self._record.home, self._source.id, replace(fetched, asked=at, files=files))

    def _quarantined(self, download: _Download, fault: Fault) -> GuardError:
        at = self._world.now()
        place = Quarantine(self._record.home)
        kept = place.keep(self._source.id, fault, download.arrived, download.content, at)
        address = self._origin(download)
        if fault.gate is Gate.SENSE:
            todo = f"`onrecord add --accept {kept.id} --because TEXT` lets it in"
        else:
            todo = "the last good state stays"
        return GuardError(f"quarantined: {self._source.id}, {fault.says}: {address}: {todo}")


def told(updated: Updated) -> str:
    """One line on what came of a source that was not refused."""
    what = f"{updated.outcome}: {updated.source} of {write_instant(updated.at)}"
    return f"{what}, {updated.entries:,} entries" + (", stale" if updated.stale else "")
