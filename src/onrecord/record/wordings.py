"""Wordings: all in an entry that tells who it is about, made ready to be found and compared."""

from hashlib import sha256
from zlib import crc32

from onrecord.match import Traits, traits
from onrecord.match.blocking import telling_marks
from onrecord.model.listing import Entry

MARK = 3  # bytes of a mark
_KEPT = 60_000


class Wordings:
    """Wordings by their digests, as far as they were met; the oldest are forgotten at the last."""

    def __init__(self) -> None:
        self._ready: dict[bytes, Traits] = {}

    def digest(self, entry: Entry) -> bytes:
        """A digest of an entry's wording, which is kept ready from now on."""
        found = digest_of(entry)
        if found not in self._ready:
            if len(self._ready) >= _KEPT:
                self._ready.clear()
            self._ready[found] = traits(entry)
        return found

    def ready(self, digest: bytes) -> Traits | None:
        """A wording made ready; None where it was not met, or is forgotten."""
        return self._ready.get(digest)


def digest_of(entry: Entry) -> bytes:
    """Eight bytes, equal for equal wordings; the id is part of one."""
    told = (
        entry.ref,
        entry.kind,
        entry.names,
        entry.births,
        entry.nationalities,
        entry.identifiers,
        [a.country for a in entry.addresses],
        entry.linked_to,
        [pair for pair in entry.details if pair[0] in {"gender", "flag", "citizen"}],
    )
    return sha256(repr(told).encode()).digest()[:8]


def marks_of(ready: Traits) -> bytes:
    """All that it is found by, three bytes each: two alike by chance are told apart later."""
    found = {crc32("\t".join(mark).encode()) & 0xFFFFFF for mark in telling_marks(ready)}
    return b"".join(mark.to_bytes(MARK, "big") for mark in sorted(found))
