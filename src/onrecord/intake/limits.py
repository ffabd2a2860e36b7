"""How long a download may take, how large it may be, and what fetching needs of the world."""

import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpcore


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds, bytes and counts; `slowest` is bytes a second, asked for after `slow_after`.

    `whole` is for one file with all its tries, pauses not counted. `ratio` is of unpacked to
    packed, asked for once more than `small` is unpacked.
    """

    connect: float = 10
    silence: float = 30
    whole: float = 300
    slowest: float = 1_000
    slow_after: float = 30
    tries: int = 3
    pauses: tuple[float, ...] = (1, 4)
    longest_pause: float = 120
    redirects: int = 5
    head: int = 64 << 10
    packed: int = 256 << 20
    unpacked: int = 1 << 30
    ratio: int = 200
    small: int = 1 << 20


@dataclass(frozen=True, slots=True)
class World:
    """Clocks, waiting, chance and trust. `clock` runs evenly, in seconds; `now` is in UTC.

    `network` None is the ordinary one, `trust` None the machine's own authorities; `proxy` gives
    the proxy's address for a scheme and a host, or None.
    """

    now: Callable[[], datetime]
    clock: Callable[[], float]
    sleep: Callable[[float], None]
    chance: Callable[[], float]
    network: "httpcore.NetworkBackend | None" = None
    trust: ssl.SSLContext | None = None
    proxy: Callable[[str, str], str | None] = lambda _scheme, _host: None


class Gate(StrEnum):
    """Where a download was stopped, in the order in which it is looked at."""

    SIZE = "size"
    KIND = "kind"
    FORM = "form"
    SENSE = "sense"


class Fault(Exception):
    """What is wrong with a download that did arrive, and at which gate it was stopped."""

    def __init__(self, gate: Gate, says: str) -> None:
        super().__init__(says)
        self.gate = gate
        self.says = says
