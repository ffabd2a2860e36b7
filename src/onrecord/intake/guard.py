"""The guard: what must hold of a download before it may become a capture."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from onrecord.errors import InputError
from onrecord.formats import what_it_is
from onrecord.intake.limits import Fault, Gate, Limits
from onrecord.intake.patience import http_date
from onrecord.model.change import ChangeClass
from onrecord.model.dates import write_instant
from onrecord.model.listing import Entry
from onrecord.model.snapshot import Snapshot
from onrecord.record import Kept, touched
from onrecord.sources import Source

# of a capture from some keeper these are told and kept; a fresh one from its publisher has none
_UNWHOLE = frozenset({"no_end_mark", "cut_null"})
_CUT = ("never closed", " is cut")  # how the readers of text say that a file breaks off
_FRESH = timedelta(days=31)
_OF_NOTE = 0.05  # a field that fewer entries had before may go without a word
_FIRST_DATE = 1990  # there was no HTTP before; a clock that is not set says 1970
_ADDRESS_PARTS = ("street", "city", "region", "postcode", "country")
_WHOLE_FIELDS = ("births", "birth_places", "nationalities", "titles", "linked_to", "remarks")
_PACKED = ("a ZIP archive", "an old Office file", "UTF-16 text")  # for its parser to judge


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How far a list may go in one step, as a share of what was; a step of few is never too far.

    The largest real steps of 309: 1.6 % gone, 4.2 % new, 5.0 % amended. `hollow` is what must be
    left of a field's fill rate.
    """

    shrunken: float = 0.05
    swollen: float = 0.30
    rewritten: float = 0.20
    hollow: float = 0.5
    few_gone: int = 25
    few_new: int = 500
    few_amended: int = 200

    @classmethod
    def of(cls, source: Source) -> "Thresholds":
        """Those of a source: what its source.toml sets under [guard], else the usual ones."""
        fields = cls.__dataclass_fields__
        return cls(**{k: v for k, v in source.guard.items() if k in fields})  # type: ignore[arg-type]  # toml's numbers


def limits_of(source: Source, usual: Limits) -> Limits:
    """The limits of size for a source, where its source.toml sets them under [guard]."""
    given = source.guard
    return replace(
        usual,
        packed=int(given.get("packed", usual.packed)),
        unpacked=int(given.get("unpacked", usual.unpacked)),
        ratio=int(given.get("ratio", usual.ratio)),
    )


def check_kind(source: Source, files: Mapping[str, bytes]) -> None:
    """Raises Fault for bytes that plainly are not what the source publishes."""
    encodings = {name.lower(): f.encoding for f in source.files for name in f.names}
    mains = {name.lower() for f in source.files if not f.optional for name in f.names}
    for name, content in files.items():
        kind = what_it_is(content)
        if kind == "empty" or (kind == "blanks only" and name.lower() in mains):
            said = "0 bytes" if kind == "empty" else "blanks and end marks only"
            raise Fault(Gate.KIND, f"empty: {said}: {name}")
        if kind is not None and kind != "blanks only" and kind not in _PACKED:
            raise Fault(Gate.KIND, f"not a list but {kind}: {name}")
        if kind is None and name.lower() in mains and _is_one_line(content):
            raise Fault(Gate.KIND, f"empty: a single line, which is no list: {name}")
        if kind is None:
            _refuse_mojibake(name, content, encodings.get(name.lower(), "utf-8"))


def _is_one_line(content: bytes) -> bool:
    """Of text in rows; XML and JSON may well stand on one line."""
    text = content.strip(b" \t\r\n\x1a\xef\xbb\xbf")
    return not text.startswith((b"<", b"{", b"[")) and b"\n" not in text and b"\r" not in text


def _refuse_mojibake(name: str, content: bytes, encoding: str) -> None:
    """UTF-8 reads as Windows-1252 without a word, and every name with an accent is then spoilt."""
    if "utf" in encoding.lower() or content.isascii():
        return
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return
    at = next(i for i, byte in enumerate(content) if byte > 0x7F)
    line = content.count(b"\n", 0, at) + 1
    raise Fault(
        Gate.KIND,
        f"UTF-8, where the list is published in {encoding}: {name}, line {line}, byte {at}",
    )


def misshapen(why: InputError) -> Fault:
    """What the parser refuses, as a fault of form: what and where, without what to do."""
    said = str(why)
    if any(word in said for word in _CUT) and "whole" not in said:
        said = f"not whole: {said}"
    return Fault(Gate.FORM, said.rsplit(": ", 1)[0])


def check_form(source: Source, snapshot: Snapshot) -> None:
    """Raises Fault for what parses and yet is not whole."""
    # OFAC's comments of July 2021 stand whole without the mark that its other files end in
    loose = tuple(f"{name}:" for f in source.files if f.sporadic for name in f.names)
    if not snapshot.entries:
        raise Fault(Gate.FORM, "empty: no entry in it")
    for finding in snapshot.findings:
        if finding.code in _UNWHOLE and not finding.says.startswith(loose):
            raise Fault(Gate.FORM, f"not whole: {finding.says}")
        if finding.damages:
            raise Fault(Gate.FORM, finding.says)


def is_equal(before: Mapping[str, Entry], snapshot: Snapshot) -> bool:
    """Whether a snapshot has the same entries as before, in whatever order."""
    now = by_uid(snapshot.entries)
    return now.keys() == before.keys() and all(now[uid] == was for uid, was in before.items())


def by_uid(entries: Sequence[Entry]) -> dict[str, Entry]:
    """Entries by their ids; the first where one stands twice, as in the record."""
    found: dict[str, Entry] = {}
    for entry in entries:
        found.setdefault(entry.uid, entry)
    return found


def check_first(source: Source, snapshot: Snapshot) -> None:
    """Raises Fault where a first download has fewer entries than the source's least."""
    if source.least is not None and len(snapshot.entries) < source.least:
        raise Fault(
            Gate.SENSE,
            f"too few for a first download: {len(snapshot.entries):,} entries of at least "
            f"{source.least:,}",
        )


def check_sense(
    before: Mapping[str, Entry], snapshot: Snapshot, age: timedelta, limits: Thresholds
) -> None:
    """Raises Fault where a list went further from its last good state than any real one does.

    `age` is how old that state is; of an old one only that half of it is gone would be told.
    """
    now = by_uid(snapshot.entries)
    gone = len(before.keys() - now.keys())
    is_fresh = age <= _FRESH
    most = max(limits.few_gone, limits.shrunken * len(before)) if is_fresh else len(before)
    if gone > most or gone > len(before) / 2:
        raise Fault(Gate.SENSE, f"shrunken: {gone:,} of {len(before):,} entries are gone")
    if not is_fresh:
        return
    new = len(now.keys() - before.keys())
    if new > max(limits.few_new, limits.swollen * len(before)):
        raise Fault(Gate.SENSE, f"swollen: {new:,} new entries beside {len(before):,}")
    _refuse_hollow(before, now, limits)  # first, for it also amends, and says more
    amended = sum(
        touched(was, now[uid]) is not ChangeClass.FORMATTING
        for uid, was in before.items()
        if uid in now and now[uid] != was
    )
    if amended > max(limits.few_amended, limits.rewritten * len(before)):
        raise Fault(Gate.SENSE, f"rewritten: {amended:,} of {len(before):,} entries read otherwise")


def _refuse_hollow(
    before: Mapping[str, Entry], now: Mapping[str, Entry], limits: Thresholds
) -> None:
    was, has = _filled(before), _filled(now)
    for field, count in sorted(was.items()):
        share, left = count / len(before), has[field] / max(1, len(now))
        if share >= _OF_NOTE and left < share * limits.hollow:
            raise Fault(
                Gate.SENSE,
                f"hollow: {field} is filled in {left:.0%} of entries, was in {share:.0%}",
            )


def _filled(entries: Mapping[str, Entry]) -> Counter[str]:
    """How many entries have each field filled."""
    found: Counter[str] = Counter()
    for entry in entries.values():
        found.update(set(_fields(entry)))
    return found


def _fields(entry: Entry) -> Iterator[str]:
    for name in entry.names[1:]:
        yield f"names ({name.kind})"
    for identifier in entry.identifiers:
        yield f"identifiers ({identifier.type})"
    for address in entry.addresses:
        for part in _ADDRESS_PARTS:
            if getattr(address, part) is not None:
                yield f"addresses ({part})"
    for field, _ in entry.details:
        yield f"details ({field})"
    yield from (field for field in _WHOLE_FIELDS if getattr(entry, field))


def check_order(
    held: Sequence[Kept], snapshot: Snapshot, main: str | None, source: Source, today: date
) -> None:
    """Raises Fault for a list that is older than the last good one.

    By its own day, or for being, to the byte, the main file of an earlier capture; `main` is that
    file's SHA-256. Days later than ours are nobody's.
    """
    newest = held[-1]
    last = newest.seen.day
    if snapshot.published is not None and last <= today and snapshot.published < last:
        raise Fault(
            Gate.SENSE, f"older: the list is of {snapshot.published}, the last good one of {last}"
        )
    names = {name.lower() for name in source.files[0].names}
    for past in reversed(held):
        hashes = {digest for name, digest in past.files.items() if name.lower() in names}
        if main in hashes:
            if past is not newest and main not in _hashes(newest, names):
                raise Fault(
                    Gate.SENSE, f"older: the bytes are those of {write_instant(past.seen.captured)}"
                )
            return


def _hashes(kept: Kept, names: set[str]) -> set[str]:
    return {digest for name, digest in kept.files.items() if name.lower() in names}


def check_modified(name: str, was: str | None, now: str | None, clock: datetime) -> None:
    """Raises Fault where a file's Last-Modified went back; impossible dates say nothing."""
    before, after = http_date(was or ""), http_date(now or "")
    if before is None or after is None or before > clock or after.year < _FIRST_DATE:
        return
    if after < before:
        raise Fault(Gate.SENSE, f"older: {name} was last modified on {now}, the last good on {was}")
