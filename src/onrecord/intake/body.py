"""The body of an answer as it comes in: unpacked to its end mark, counted, stopped in time."""

import tempfile
import zlib

from onrecord.errors import RecordError
from onrecord.intake.limits import Fault, Gate, Limits

_STEP = 1 << 18
_IN_MEMORY = 16 << 20  # more goes to the disk, so that an endless body does not fill the memory
_GZIP = b"\x1f\x8b"


class Broken(Exception):
    """A transfer that did not come whole, though nobody said so."""


class Body:
    """Takes the chunks of a body, and gives all of it once it is whole."""

    def __init__(self, coding: str, limits: Limits) -> None:
        self.packed = 0
        self.unpacked = 0
        self._limits = limits
        if coding not in ("", "identity", "gzip", "x-gzip"):
            raise Broken(f"it is packed as {coding[:40]!r}, which was not asked for")
        self._kept = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - close()
        self._packer = None if coding in ("", "identity") else zlib.decompressobj(wbits=31)

    def take(self, chunk: bytes) -> None:
        """Take in the next bytes. Raises Fault where they are too many, Broken."""
        self.packed += len(chunk)
        if self.packed > self._limits.packed:
            raise Fault(Gate.SIZE, f"more than {self._limits.packed:,} bytes")
        if self._packer is None:
            self._keep(chunk)
        else:
            self._unpack(chunk)

    def done(self) -> bytes:
        """All of it, unpacked. Raises Broken where a packed one lacks its end."""
        if self._packer is not None and not self._packer.eof:
            raise Broken("it breaks off inside its gzip stream")
        self._kept.seek(0)
        return self._kept.read()

    def close(self) -> None:
        """Let go of what was kept."""
        self._kept.close()

    def _unpack(self, chunk: bytes) -> None:
        while True:
            if self._packer is None or self._packer.eof:
                if not chunk:
                    return
                if not chunk.startswith(_GZIP[: len(chunk)]):  # several members may follow
                    raise Broken("it goes on after the end of its gzip stream")
                self._packer = zlib.decompressobj(wbits=31)
            try:
                out = self._packer.decompress(chunk, _STEP)
            except zlib.error as why:
                raise Broken("it says that it is gzip, and does not unpack") from why
            self._keep(out)
            chunk = self._packer.unused_data if self._packer.eof else self._packer.unconsumed_tail
            if not chunk and len(out) < _STEP:
                return

    def _keep(self, out: bytes) -> None:
        self.unpacked += len(out)
        limits = self._limits
        if self.unpacked > limits.unpacked:
            raise Fault(Gate.SIZE, f"more than {limits.unpacked:,} bytes once unpacked")
        if self.unpacked > limits.small and self.unpacked > limits.ratio * self.packed:
            raise Fault(Gate.SIZE, f"a bomb: unpacks to more than {limits.ratio} times its size")
        try:
            self._kept.write(out)
        except OSError as why:
            raise RecordError(f"cannot keep a download: temporary folder: {why.strerror}") from why
