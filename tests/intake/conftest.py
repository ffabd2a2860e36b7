"""A publisher on this machine that answers as badly as it is told to, and homes to update."""

import shutil
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import httpcore
import pytest

from onrecord import __version__, sources
from onrecord.intake.limits import Limits, World
from onrecord.intake.update import Updated, update
from onrecord.record import Capture, Record

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
NULLS = "-0- ," * 7
QUICK = Limits(connect=0.4, silence=0.4, whole=2, slow_after=0.3)

Reply = bytes | Callable[[socket.socket], None]


def answer(body: bytes, *headers: str, status: str = "200 OK", length: int | None = None) -> bytes:
    """A whole answer, with a length of one's own where that is to be wrong."""
    size = len(body) if length is None else length
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {size}", "Connection: close", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def unsized(body: bytes, *headers: str) -> bytes:
    """An answer that ends where the connection does."""
    return "\r\n".join(["HTTP/1.1 200 OK", *headers]).encode() + b"\r\n\r\n" + body


def chunked(*chunks: bytes, end: bool = True) -> bytes:
    """An answer in chunks, with or without the last one."""
    body = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks)
    return unsized(body + (b"0\r\n\r\n" if end else b""), "Transfer-Encoding: chunked")


def moved(location: str, status: str = "302 Found") -> bytes:
    """A redirect."""
    return answer(b"", f"Location: {location}", status=status)


@dataclass(frozen=True)
class Request:
    """A request as it came: its path, and its headers by their names in small letters."""

    path: str
    headers: Mapping[str, str]


@dataclass
class Publisher:
    """A server; for each path the replies in turn, of which the last goes on for ever."""

    listener: socket.socket
    trust: ssl.SSLContext | None = None
    replies: dict[str, list[Reply]] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)

    @property
    def base(self) -> str:
        scheme = "http" if self.trust is None else "https"
        return f"{scheme}://127.0.0.1:{self.listener.getsockname()[1]}"

    def serve(self, path: str, *replies: Reply) -> None:
        self.replies[path] = list(replies)

    def asked(self, path: str) -> list[Request]:
        return [request for request in self.requests if request.path == path]

    def run(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, plain: socket.socket) -> None:
        with suppress(OSError), plain:
            plain.settimeout(10)
            context = self.trust
            connection = context.wrap_socket(plain, server_side=True) if context else plain
            with connection:
                request = _read_request(connection)
                if request is None:
                    return
                self.requests.append(request)
                reply = self._next(request.path)
                if callable(reply):
                    reply(connection)
                else:
                    connection.sendall(reply)
                    with suppress(OSError):
                        connection.shutdown(socket.SHUT_WR)
                    connection.recv(1)  # what was not read yet would be lost in a reset

    def _next(self, path: str) -> Reply:
        waiting = self.replies.get(path)
        if waiting is None:
            return answer(b"", status="404 Not Found")
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]


def _read_request(connection: socket.socket) -> Request | None:
    raw = b""
    while b"\r\n\r\n" not in raw:
        more = connection.recv(4096)
        if not more:
            return None
        raw += more
    first, *lines = raw.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
    pairs = (line.split(": ", 1) for line in lines)
    return Request(first.split(" ")[1], {name.lower(): value for name, value in pairs})


@pytest.fixture
def publish() -> Iterator[Callable[..., Publisher]]:
    """`publish()` starts a publisher, `publish(context)` one that speaks TLS."""
    started: list[Publisher] = []

    def start(trust: ssl.SSLContext | None = None) -> Publisher:
        publisher = Publisher(socket.create_server(("127.0.0.1", 0)), trust)
        threading.Thread(target=publisher.run, daemon=True).start()
        started.append(publisher)
        return publisher

    yield start
    for publisher in started:
        publisher.done.set()
        publisher.listener.close()
        for request in publisher.requests:
            assert request.headers["user-agent"] == f"onrecord/{__version__}"


@dataclass
class Clock:
    """The world of a test: waiting takes no time, and the days pass when they are told to."""

    now: datetime = START
    slept: list[float] = field(default_factory=list)
    trust: ssl.SSLContext | None = None
    network: httpcore.NetworkBackend | None = None
    proxy: str | None = None

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)

    def world(self) -> World:
        import time

        return World(
            lambda: self.now,
            time.monotonic,
            self.sleep,
            lambda: 0.5,
            self.network,
            self.trust,
            lambda _scheme, _host: self.proxy,
        )


@pytest.fixture
def clock() -> Clock:
    return Clock()


def sdn(rows: Mapping[int, str] | int, skip: Callable[[int], bool] | None = None) -> bytes:
    """A whole sdn.csv; of so many invented companies where a number is given."""
    if isinstance(rows, int):
        rows = {uid: f"COMPANY {uid:05}" for uid in range(1, rows + 1)}
    lines = (
        f'{uid},"{name}",-0- ,"TEST","Trader",{"-0- ," * 6}"Linked To: HOUSE {uid % 7}."\r\n'
        for uid, name in rows.items()
        if skip is None or not skip(uid)
    )
    return "".join(lines).encode() + b"\x1a\r\n"


def alt(*uids: int) -> bytes:
    """A whole alt.csv, of an alias for each of these."""
    return b"".join(b'%d,%d,"aka","ALIAS %d",-0- \r\n' % (u, u, u) for u in uids) + b"\x1a\r\n"


def add(*uids: int) -> bytes:
    """A whole add.csv, of an address for each of these."""
    return (
        b"".join(b'%d,%d,"Quay 1","Port","Ruritania",-0- \r\n' % (u, u) for u in uids) + b"\x1a\r\n"
    )


def un(count: int, day: str = "2026-03-01", first: str = "RUPERT") -> bytes:
    """A whole consolidated.xml of so many invented people."""
    people = "".join(
        f"<INDIVIDUAL><DATAID>{n}</DATAID><FIRST_NAME>{first} {n}</FIRST_NAME>"
        f"<UN_LIST_TYPE>DPRK</UN_LIST_TYPE><REFERENCE_NUMBER>KPi.{n:03}</REFERENCE_NUMBER>"
        f"<LISTED_ON>2015-04-14</LISTED_ON></INDIVIDUAL>\n"
        for n in range(1, count + 1)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<CONSOLIDATED_LIST dateGenerated="{day}'
        f'T00:00:01.5Z"><INDIVIDUALS>{people}</INDIVIDUALS><ENTITIES></ENTITIES>'
        "</CONSOLIDATED_LIST>\n"
    ).encode()


def isn(count: int) -> str:
    """A nonproliferation list in its first published shape, as text."""
    header = (
        "Programs,Name,Address,Country,Federal Register Notice,Effective Date,"
        "Date Lifted/Waived/Expired\r\n"
    )
    return header + "".join(
        f'INKSNA,Société {n},,,"Vol. 72, No. 3, 1/5/07",12/28/2006,\r\n' for n in range(count)
    )


class Home:
    """A record to update from a publisher, with its state before it."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.folder, self.clock = folder, clock
        self.record = Record(folder)

    def add(
        self, source: str, files: Mapping[str, bytes], captured: datetime | None = None
    ) -> None:
        when = captured or self.clock.now - timedelta(days=1)
        self.record.add(Capture(source, when, files), when)

    def update(
        self, publisher: Publisher | str, source: str = "us_ofac_sdn", limits: Limits = QUICK
    ) -> Updated:
        """What comes of one update; a refusal is held against what every refusal keeps to."""
        before, quarantined = self.state(), self.state("quarantine")
        base = publisher if isinstance(publisher, str) else publisher.base
        (found,) = update(self.record, [sources.get(source)], self.clock.world(), limits, base)
        if found.error is not None:
            said = str(found.error)
            assert len(said.splitlines()) == 1
            assert base in said
            assert said[0] == said[0].lower()
            assert self.state() == before
            if found.error.exit_status == 6:
                assert self.state("quarantine") == quarantined
        assert not (self.folder / ".updating").exists()
        return found

    def captures(self, source: str = "us_ofac_sdn") -> int:
        return len(self.record.captures().get(source, ()))

    def state(self, part: str | None = None) -> dict[str, str]:
        """Every file by hash: of the record itself, or of a part beside it."""
        return {
            str(path.relative_to(self.folder)): sha256(path.read_bytes()).hexdigest()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file()
            and (path.relative_to(self.folder).parts[0] == "quarantine") is (part == "quarantine")
        }


SMALL = 60


@pytest.fixture(scope="session")
def _held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a small capture of three lists, made once."""
    home = Home(tmp_path_factory.mktemp("held") / "record", Clock())
    home.add("us_ofac_sdn", {"sdn.csv": sdn(SMALL), "alt.csv": alt(1, 2), "add.csv": add(1)})
    home.add("un_sc", {"consolidated.xml": un(SMALL)})
    home.add("us_state_isn", {"isn.csv": isn(SMALL).encode()})
    return home.folder


@pytest.fixture
def home(_held: Path, tmp_path: Path, clock: Clock) -> Home:
    """A home with sixty entries of each of three lists, captured the day before."""
    return Home(Path(shutil.copytree(_held, tmp_path / "record")), clock)


@pytest.fixture
def empty(tmp_path: Path, clock: Clock) -> Home:
    """A home that is not there yet."""
    return Home(tmp_path / "record", clock)


@pytest.fixture
def publisher(publish: Callable[..., Publisher]) -> Publisher:
    """A publisher of the lists that `home` holds, one entry more in each, and nothing wrong."""
    found = publish()
    found.serve("/sdn.csv", answer(sdn(SMALL + 1)))
    found.serve("/alt.csv", answer(alt(1, 2)))
    found.serve("/add.csv", answer(add(1)))
    found.serve("/consolidated.xml", answer(un(SMALL + 1, "2026-03-02")))
    found.serve("/isn.csv", answer(isn(SMALL + 1).encode()))
    return found
