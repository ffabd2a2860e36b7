"""Fetching one address: the only module that opens a connection, and it believes nothing.

An HTTP client notices neither a body that goes on past its length nor one that trickles in for
ever (it counts silence from read to read). So the bytes run through a stream of ours, which counts
them against one deadline; and that a body is whole is for its format to say, never for status 200.
"""

import ssl
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urljoin
from urllib.request import getproxies, proxy_bypass  # noqa: TID251 - this is where it may be

import certifi
import httpcore

from onrecord import __version__
from onrecord.errors import NetworkError
from onrecord.intake.body import Body, Broken
from onrecord.intake.hosts import Origin, is_loopback, origin, refuse_address
from onrecord.intake.limits import Fault, Gate, Limits, World
from onrecord.intake.patience import pause, wished

_MOVED = (301, 302, 303, 307, 308)
_BUSY = (408, 429, 500, 502, 503, 504)  # may pass
_MOST_HEADERS = 200
_LAST_LOOK = 0.5  # seconds for bytes past the end, where the server did not close

Progress = Callable[[str, int, int | None], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """An address to fetch, where it may lead to, and the conditions to ask under.

    `etag` and `modified` are those of bytes that are still held. `is_held` where there are such
    bytes, so that "not modified" means something even if it was not asked. `may_lack` where it is
    no fault that nothing is there.
    """

    address: str
    allowed: frozenset[Origin]
    etag: str | None = None
    modified: str | None = None
    is_held: bool = False
    may_lack: bool = False

    @property
    def conditions(self) -> dict[str, str]:
        """The headers of a conditional request."""
        told = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in told.items() if value}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: `content` None where it is as before (304) or not there (404)."""

    address: str
    final: str
    status: int
    headers: Mapping[str, str]
    at: datetime
    content: bytes | None = None


class TooMuch(Fault):
    """A body that was stopped for its size; `answer` has its headers."""

    def __init__(self, says: str, answer: Answer) -> None:
        super().__init__(Gate.SIZE, says)
        self.answer = answer


class _Passing(Exception):
    """A failure that may pass; `wait` is what the server asked for."""

    def __init__(self, says: str, address: str, wait: float | None = None) -> None:
        super().__init__(says)
        self.says, self.address, self.wait = says, address, wait


def fetch(asked: Asked, limits: Limits, world: World, progress: Progress | None = None) -> Answer:
    """The answer to a request, after as many tries as it takes and limits allow.

    Raises NetworkError, naming the address at fault, and TooMuch.
    """
    watch = _Watch(limits, world.clock)
    refuse_address(asked.address, asked.allowed)
    attempt = 0
    while True:
        try:
            return _followed(asked, limits, world, watch, progress)
        except _Passing as why:
            attempt += 1
            if why.wait is not None and why.wait > limits.longest_pause:
                raise NetworkError(
                    f"asks to wait {why.wait:,.0f} s, more than {limits.longest_pause:,.0f}: "
                    f"{why.address}: try again then"
                ) from why
            if attempt >= limits.tries or watch.left() <= 0:
                raise NetworkError(f"{why.says}: {why.address}: try again later") from why
            seconds = pause(attempt - 1, why.wait, limits, world.chance())
        world.sleep(seconds)
        watch.forgive()


def proxy_of_environment(scheme: str, host: str) -> str | None:
    """The proxy that the environment names for a host; none for this machine."""
    found = None if is_loopback(host) or proxy_bypass(host) else getproxies().get(scheme)
    return found if found is None or "://" in found else f"http://{found}"


def _followed(
    asked: Asked, limits: Limits, world: World, watch: "_Watch", progress: Progress | None
) -> Answer:
    """The answer at the end of all redirects."""
    address, seen, plain = asked.address, {asked.address}, False
    for _ in range(limits.redirects + 2):  # and once more where a 304 came unasked
        conditions = {} if plain else asked.conditions
        answer = _exchange(address, asked, conditions, limits, world, watch, progress)
        if answer.status == HTTPStatus.NOT_MODIFIED and not conditions:
            if not plain:
                plain = True
                continue
            if not asked.is_held:
                raise _Passing("says that nothing has changed (304), though nobody asked", address)
        if answer.status not in _MOVED:
            return answer
        address = _next(address, answer.headers.get("location", ""))
        refuse_address(address, asked.allowed, led_from=asked.address)
        if address in seen:
            raise NetworkError(f"redirects in a loop: {address}: see whether the list has moved")
        seen.add(address)
        if len(seen) > limits.redirects + 1:
            break
    raise NetworkError(
        f"redirects more than {limits.redirects} times: {address}: see whether the list has moved"
    )


def _next(address: str, location: str) -> str:
    if not location:
        raise NetworkError(f"redirects to nowhere: {address}: try again later")
    try:
        return urljoin(address, location)
    except ValueError as why:
        raise NetworkError(f"redirects to no address: {address}: {location[:80]!r}") from why


def _exchange(
    address: str,
    asked: Asked,
    conditions: Mapping[str, str],
    limits: Limits,
    world: World,
    watch: "_Watch",
    progress: Progress | None,
) -> Answer:
    """One request and its answer. Raises _Passing, NetworkError, TooMuch."""
    headers = {
        "User-Agent": f"onrecord/{__version__}",
        "Accept-Encoding": "gzip",
        "Connection": "close",
        **conditions,
    }
    watch.begin()
    try:
        with (
            _pool(address, limits, world, watch) as pool,
            pool.stream("GET", address, headers=list(headers.items())) as response,
        ):
            head = _head(address, asked, response, world)
            if head.status != HTTPStatus.OK:
                return head
            return _whole(head, asked, response, limits, watch, progress)
    except httpcore.TimeoutException as why:
        raise _Passing(watch.why_slow(), address) from why
    except _TooSlow as why:
        raise _Passing(str(why), address) from why
    except httpcore.ConnectError as why:
        below = _below(why)
        if isinstance(below, ssl.SSLCertVerificationError):
            raise NetworkError(
                f"its certificate is not to be trusted ({below.verify_message.rstrip('.')}): "
                f"{address}: see whether something stands between"
            ) from why
        raise _Passing(f"cannot connect ({_cause(why)})", address) from why
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.ProxyError, Broken) as why:
        raise _Passing(f"breaks off or is no HTTP ({_cause(why)})", address) from why


def _below(why: Exception) -> object:
    """The exception that httpcore's stands for; it cuts the chain, and keeps it as an argument."""
    return why.args[0] if why.args else None


def _cause(why: Exception) -> str:
    """What the system or the protocol says, in small letters."""
    below = _below(why)
    said = (below.strerror if isinstance(below, OSError) else None) or str(why)
    words = " ".join(said.split()).rstrip(".") or "without a word"
    return words[:1].lower() + words[1:]


def _pool(address: str, limits: Limits, world: World, watch: "_Watch") -> httpcore.ConnectionPool:
    """A pool for one request over a watched stream, through a proxy where there must be one."""
    scheme, host, _ = origin(address)
    trust = (world.trust or _own_trust()) if scheme == "https" else None
    network = _Network(world.network or httpcore.SyncBackend(), watch, limits)
    proxy = world.proxy(scheme, host)
    if proxy is None:
        return httpcore.ConnectionPool(ssl_context=trust, network_backend=network)
    if not proxy.startswith(("http://", "https://")):
        raise NetworkError(f"a proxy of a kind that is not spoken here: {proxy.split(':')[0]}://…")
    return httpcore.ConnectionPool(
        ssl_context=trust, network_backend=network, proxy=httpcore.Proxy(proxy)
    )


def _own_trust() -> ssl.SSLContext:
    """The machine's own authorities, or those of certifi where it has none to show."""
    trust = ssl.create_default_context()
    if not trust.cert_store_stats()["x509_ca"]:
        trust.load_verify_locations(certifi.where())
    return trust


def _head(address: str, asked: Asked, response: httpcore.Response, world: World) -> Answer:
    """Status and headers. Raises _Passing or NetworkError for a status that has no list."""
    if len(response.headers) > _MOST_HEADERS:
        raise _Passing(f"sends {len(response.headers):,} headers", address)
    headers: dict[str, str] = {}
    for raw, value in response.headers:
        name = raw.decode("ascii", "replace").lower()
        text = value.decode("latin-1")
        headers[name] = f"{headers[name]}, {text}" if name in headers else text
    status = response.status
    head = Answer(asked.address, address, status, headers, world.now())
    if status in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED, *_MOVED):
        return head
    if asked.may_lack and status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        return head
    if status in _BUSY:
        raise _Passing(f"answers {_in_words(status)}", address, wished(headers, head.at))
    raise NetworkError(f"answers {_in_words(status)}: {address}: see whether the list has moved")


def _in_words(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _whole(
    head: Answer,
    asked: Asked,
    response: httpcore.Response,
    limits: Limits,
    watch: "_Watch",
    progress: Progress | None,
) -> Answer:
    """The answer with its body, to the last byte and not one more."""
    stated = head.headers.get("content-length", "")
    length = int(stated) if stated.isascii() and stated.isdigit() else None
    if length is not None and length > limits.packed:
        raise TooMuch(f"{length:,} bytes, more than {limits.packed:,}", head)
    body = Body(head.headers.get("content-encoding", "").strip().lower(), limits)
    try:
        for chunk in response.iter_stream():
            body.take(chunk)
            if progress is not None:
                progress(asked.address, body.packed, length)
        if length is not None and watch.has_more_than(length):
            raise Broken(f"it sends more than the {length:,} bytes that it said")
        content = body.done()
    except Fault as why:
        raise TooMuch(why.says, head) from why
    finally:
        body.close()
    return Answer(head.address, head.final, head.status, head.headers, head.at, content)


class _TooSlow(Exception):
    """A server that sends something now and then, and would for ever."""


class _Watch:
    """Counts the bytes of a connection, and holds it against the deadline of a file."""

    def __init__(self, limits: Limits, clock: Callable[[], float]) -> None:
        self._limits, self._clock = limits, clock
        self._ends = clock() + limits.whole
        self._paused = clock()
        self._stream: httpcore.NetworkStream | None = None
        self.begin()

    def begin(self) -> None:
        """A new connection, or the same one from here on under TLS."""
        self._began = self._clock()
        self._received = 0
        self._head: int | None = None
        self._start = b""

    def forgive(self) -> None:
        """A pause does not count against the deadline."""
        self._ends += max(0.0, self._clock() - self._paused)

    def left(self) -> float:
        """Seconds until the deadline of the file; what comes next may be a pause."""
        self._paused = self._clock()
        return self._ends - self._paused

    def patience(self, longest: float) -> float:
        """How long the next step may take. Raises _TooSlow after the deadline."""
        left = self.left()
        if left <= 0:
            raise _TooSlow(f"too slow: not done in {self._limits.whole:g} s")
        return min(longest, left)

    def why_slow(self) -> str:
        """What a time-out means."""
        if self.left() <= 0:
            return f"too slow: not done in {self._limits.whole:g} s"
        if self._stream is None:
            return f"too slow: no connection in {self._limits.connect:g} s"
        return f"too slow: silent for {self._limits.silence:g} s"

    def watched(self, stream: httpcore.NetworkStream) -> httpcore.NetworkStream:
        """The stream, counted from now on."""
        self.begin()
        self._stream = stream
        return _Stream(stream, self, self._limits)

    def unconnected(self) -> None:
        """Before a connection is made."""
        self._stream = None

    def count(self, chunk: bytes) -> bytes:
        """The same bytes. Raises _TooSlow and, for a head beyond measure, RemoteProtocolError."""
        self._received += len(chunk)
        if self._head is None:
            self._find_head(chunk)
        elapsed = self._clock() - self._began
        limits = self._limits
        if elapsed > limits.slow_after and self._received < limits.slowest * elapsed:
            raise _TooSlow(f"too slow: {self._received:,} bytes in {elapsed:.0f} s")
        return chunk

    def _find_head(self, chunk: bytes) -> None:
        self._start += chunk
        while (end := self._start.find(b"\r\n\r\n")) >= 0:
            if not self._start.startswith((b"HTTP/1.1 1", b"HTTP/1.0 1")):  # not an interim one
                self._head = self._received - len(self._start) + end + 4
                self._start = b""
                return
            self._start = self._start[end + 4 :]
        if len(self._start) > self._limits.head:
            raise httpcore.RemoteProtocolError(f"a head of more than {self._limits.head:,} bytes")

    def has_more_than(self, length: int) -> bool:
        """Whether bytes have come past a body of this length; waits a moment for them."""
        if self._head is None:  # line ends of its own; then nothing can be said
            return False
        if self._received == self._head + length and self._stream is not None:
            try:
                self._received += len(self._stream.read(1, self.patience(_LAST_LOOK)))
            except (httpcore.TimeoutException, httpcore.NetworkError, OSError):
                return False
        return self._received > self._head + length


class _Stream(httpcore.NetworkStream):
    """A stream that is watched."""

    def __init__(self, inner: httpcore.NetworkStream, watch: _Watch, limits: Limits) -> None:
        self._inner, self._watch, self._limits = inner, watch, limits

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        del timeout  # per read, and so no limit at all
        patience = self._watch.patience(self._limits.silence)
        return self._watch.count(self._inner.read(max_bytes, patience))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        del timeout
        self._inner.write(buffer, self._watch.patience(self._limits.silence))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        del timeout
        patience = self._watch.patience(self._limits.connect)
        return self._watch.watched(self._inner.start_tls(ssl_context, server_hostname, patience))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Network(httpcore.NetworkBackend):
    """Connections that are watched from their first byte."""

    def __init__(self, inner: httpcore.NetworkBackend, watch: _Watch, limits: Limits) -> None:
        self._inner, self._watch, self._limits = inner, watch, limits

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        del timeout
        self._watch.unconnected()
        patience = self._watch.patience(self._limits.connect)
        return self._watch.watched(
            self._inner.connect_tcp(host, port, patience, local_address, socket_options)
        )
