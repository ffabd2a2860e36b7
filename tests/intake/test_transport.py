"""Rows D01 to D17, D24 to D26, D30 to D36 and D69 to D75: what can go wrong on the way."""

import gzip
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import httpcore
import pytest
import trustme
from tests.intake.conftest import (
    QUICK,
    SMALL,
    Clock,
    Home,
    Publisher,
    Reply,
    alt,
    answer,
    chunked,
    moved,
    sdn,
    unsized,
)

from onrecord import sources
from onrecord.errors import NetworkError, UsageError
from onrecord.intake.fetch import proxy_of_environment
from onrecord.intake.update import Outcome, Updated, update

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

Publish = Callable[..., Publisher]
RIGHT = sdn(SMALL + 1)
PACKED = gzip.compress(RIGHT)
GZIP = "Content-Encoding: gzip"
PAUSES = [1 * 1.125, 4 * 1.125]  # the backoff, with half of the chance that it adds


def failed(found: Updated, *says: str) -> None:
    assert found.outcome is Outcome.FAILED
    assert isinstance(found.error, NetworkError)
    for word in says:
        assert word in str(found.error), str(found.error)


class Nowhere(httpcore.NetworkBackend):
    """A network in which no name is found."""

    def connect_tcp(self, *_: Any, **__: Any) -> httpcore.NetworkStream:
        raise httpcore.ConnectError(socket.gaierror(-2, "Name not known"))


def silent(connection: socket.socket) -> None:
    """Never answers, until the other side has had enough."""
    connection.recv(1)


def after(head: bytes, *rest: bytes, every: float) -> Reply:
    """Sends the rest a piece at a time."""

    def reply(connection: socket.socket) -> None:
        connection.sendall(head)
        for piece in rest:
            time.sleep(every)
            connection.sendall(piece)
        connection.recv(1)

    return reply


def test_d01_refused_is_a_failure_of_the_network_after_three_tries(
    home: Home, clock: Clock
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        base = Publisher(listener).base

    failed(home.update(base), "cannot connect (connection refused)", f"{base}/sdn.csv")

    assert clock.slept == PAUSES


def test_d02_a_name_that_is_not_found(home: Home, publisher: Publisher, clock: Clock) -> None:
    clock.network = Nowhere()

    failed(home.update(publisher), "cannot connect (name not known)")

    assert clock.slept == PAUSES


def test_d03_an_unreachable_address_is_given_up_in_time(home: Home, clock: Clock) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        waiting = [socket.socket() for _ in range(3)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        began = time.monotonic()

        failed(home.update(Publisher(full)), "too slow: no connection in 0.4 s")

        assert time.monotonic() - began < QUICK.whole
        for one in waiting:
            one.close()
    assert clock.slept == PAUSES


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        pytest.param(silent, "too slow: silent for 0.4 s", id="D04"),
        pytest.param(b"", "breaks off or is no HTTP", id="D05"),
        pytest.param(b"SSH-2.0-OpenSSH_9.2\r\n", "breaks off or is no HTTP", id="D06"),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nX: " + b"x" * (1 << 20) + b"\r\n\r\n", "head", id="D07-large"
        ),
        pytest.param(
            b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 10_000 + b"\r\n", "head", id="D07-many"
        ),
        pytest.param(answer(RIGHT)[:-99], "breaks off", id="D24"),
        pytest.param(chunked(RIGHT)[:-99], "breaks off", id="D25"),
        pytest.param(chunked(RIGHT[:99], RIGHT[99:], end=False), "breaks off", id="D26"),
        pytest.param(answer(RIGHT + RIGHT, length=len(RIGHT)), "more than", id="D30"),
        pytest.param(answer(RIGHT + b"x", length=len(RIGHT)), "more than", id="D30-one"),
        pytest.param(answer(RIGHT, "Content-Length: 9"), "breaks off or is no HTTP", id="D31"),
        pytest.param(unsized(PACKED[:-99], GZIP), "inside its gzip", id="D32"),
        pytest.param(answer(PACKED[:-5], GZIP), "inside its gzip", id="D32-sized"),
        pytest.param(answer(PACKED[:-8] + b"12345678", GZIP), "does not unpack", id="D33"),
        pytest.param(answer(RIGHT, GZIP), "does not unpack", id="D34"),
        pytest.param(answer(RIGHT, "Content-Encoding: br"), "not asked for", id="D34-other"),
        pytest.param(answer(PACKED + b"xyz", GZIP), "goes on after", id="D34-more"),
        pytest.param(answer(b"", status="500 Oops"), "answers 500", id="D71-500"),
        pytest.param(answer(b"", status="503 Busy"), "answers 503", id="D71"),
        pytest.param(answer(b"", status="304 Not Modified"), "304", id="D41-unasked"),
    ],
)
def test_what_may_pass_is_tried_three_times(
    home: Home, publisher: Publisher, clock: Clock, reply: Reply, says: str
) -> None:
    publisher.serve("/sdn.csv", reply)
    began = time.monotonic()

    failed(home.update(publisher), says, f"{publisher.base}/sdn.csv")

    tries = 6 if "304" in says else 3  # each asked again plainly
    assert len(publisher.asked("/sdn.csv")) == tries
    assert clock.slept == PAUSES
    assert time.monotonic() - began < QUICK.whole + 1


@pytest.mark.parametrize(
    ("head", "piece", "every", "count", "says"),
    [
        pytest.param(b"", b"x", 0.05, 60, "bytes in 0 s", id="D35"),
        pytest.param(RIGHT[: len(RIGHT) // 2], b"x", 3, 1, "too slow: silent", id="D36"),
    ],
)
def test_what_comes_too_slowly_is_given_up_in_time(
    home: Home, publisher: Publisher, head: bytes, piece: bytes, every: float, count: int, says: str
) -> None:
    start = answer(b"", length=9999) + head
    publisher.serve("/sdn.csv", after(start, *[piece] * count, every=every))
    began = time.monotonic()

    failed(home.update(publisher), says)

    assert time.monotonic() - began < QUICK.whole + 1


def test_d35_a_trickle_ends_at_the_deadline_of_the_file(home: Home, publisher: Publisher) -> None:
    start = answer(b"", length=999_999)
    publisher.serve("/sdn.csv", after(start, *[b"x" * 9000] * 80, every=0.05))
    began = time.monotonic()

    failed(home.update(publisher, limits=replace(QUICK, whole=0.8)), "too slow: not done in 0.8 s")

    assert time.monotonic() - began < 2
    assert len(publisher.asked("/sdn.csv")) == 1


def test_d36_silence_ends_at_the_deadline_of_the_file_at_the_latest(
    home: Home, publisher: Publisher
) -> None:
    publisher.serve("/sdn.csv", silent)
    began = time.monotonic()

    failed(home.update(publisher, limits=replace(QUICK, silence=9, whole=0.5)), "not done in 0.5 s")

    assert time.monotonic() - began < 2


def _certified(leaf: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    leaf.configure_cert(context)
    return context


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusting(clock: Clock, authority: trustme.CA) -> Clock:
    """A world that trusts the test's authority and no other."""
    clock.trust = ssl.create_default_context()
    authority.configure_trust(clock.trust)
    return clock


def _leaf(kind: str, authority: trustme.CA) -> trustme.LeafCert:
    if kind == "expired":
        return authority.issue_cert("127.0.0.1", not_after=datetime(2020, 1, 1, tzinfo=UTC))
    if kind == "other host":
        return authority.issue_cert("other.example")
    return trustme.CA().issue_cert("127.0.0.1")


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        pytest.param("expired", "expired", id="D08"),
        pytest.param("other host", "IP address mismatch", id="D09"),
        pytest.param("self-signed", "certificate", id="D10"),
    ],
)
def test_a_certificate_that_is_not_to_be_trusted_ends_it_at_once(
    home: Home, publish: Publish, trusting: Clock, authority: trustme.CA, kind: str, says: str
) -> None:
    publisher = publish(_certified(_leaf(kind, authority)))

    failed(home.update(publisher), "certificate is not to be trusted", says)

    assert publisher.requests == []
    assert trusting.slept == []


def test_a_certificate_in_order_is_taken(
    home: Home, publish: Publish, trusting: Clock, authority: trustme.CA, publisher: Publisher
) -> None:
    secure = publish(_certified(authority.issue_cert("127.0.0.1")))
    secure.replies = publisher.replies

    assert home.update(secure).outcome is Outcome.CHANGED
    assert trusting.slept == []


@pytest.mark.parametrize(
    "location",
    [
        pytest.param("https://other.example/sdn.csv", id="D11"),
        pytest.param("http://127.0.0.2/sdn.csv", id="D11-port"),
        pytest.param("http://other.example/sdn.csv", id="D12"),
        pytest.param("file:///etc/passwd", id="D13"),
        pytest.param("https://10.0.0.1/sdn.csv", id="D14"),
        pytest.param("http://169.254.169.254/latest", id="D14-link"),
        pytest.param("https://user:word@127.0.0.1/sdn.csv", id="D14-user"),
        pytest.param("http://[broken/sdn.csv", id="D14-broken"),
    ],
)
def test_a_redirect_to_elsewhere_is_refused_at_once_and_named(
    home: Home, publisher: Publisher, clock: Clock, location: str
) -> None:
    publisher.serve("/sdn.csv", moved(location))

    failed(home.update(publisher), "redirects to", location.split("@")[-1][:20])

    assert len(publisher.requests) == 1
    assert clock.slept == []


def test_d12_a_redirect_from_https_to_http_is_refused(
    home: Home, publish: Publish, authority: trustme.CA, trusting: Clock
) -> None:
    publisher = publish(_certified(authority.issue_cert("127.0.0.1")))
    plain = publisher.base.replace("https:", "http:") + "/sdn.csv"
    publisher.serve("/sdn.csv", moved(plain))

    failed(home.update(publisher), f"redirects to {plain}")

    assert trusting.slept == []


def test_d15_a_loop_of_redirects_is_seen(home: Home, publisher: Publisher) -> None:
    publisher.serve("/sdn.csv", moved("/a"))
    publisher.serve("/a", moved("/sdn.csv"))

    failed(home.update(publisher), "in a loop", f"{publisher.base}/sdn.csv")

    assert len(publisher.requests) == 2


def test_d16_six_redirects_are_one_too_many(home: Home, publisher: Publisher) -> None:
    publisher.serve("/sdn.csv", moved("/1"))
    for n in range(1, 7):
        publisher.serve(f"/{n}", moved(f"/{n + 1}"))

    failed(home.update(publisher), "redirects more than 5 times")

    assert len(publisher.requests) == 6


@pytest.mark.parametrize("hops", [pytest.param(1, id="D17"), pytest.param(5, id="D17-five")])
def test_a_redirect_within_the_host_is_followed(
    home: Home, publisher: Publisher, hops: int
) -> None:
    publisher.serve("/sdn.csv", moved("/1", "301 Moved"))
    for n in range(1, hops):
        publisher.serve(f"/{n}", moved(f"/{n + 1}", "307 Moved"))
    publisher.serve(f"/{hops}", answer(RIGHT))

    assert home.update(publisher).outcome is Outcome.CHANGED

    remembered = (home.folder / "fetched" / "us_ofac_sdn.json").read_text()
    assert f"{publisher.base}/{hops}" in remembered  # the final address is kept


@pytest.mark.parametrize("status", ["400", "401", "403", "404", "410", "451", "206", "204", "299"])
def test_d69_d74_d75_an_answer_without_the_list_is_final(
    home: Home, publisher: Publisher, clock: Clock, status: str
) -> None:
    publisher.serve("/sdn.csv", answer(b"" if status == "204" else RIGHT, status=f"{status} X"))

    failed(home.update(publisher), f"answers {status}", f"{publisher.base}/sdn.csv")

    assert len(publisher.requests) == 1
    assert clock.slept == []


def _http(when: datetime) -> str:
    return when.strftime("%a, %d %b %Y %H:%M:%S GMT")


@pytest.mark.parametrize(
    ("headers", "pauses"),
    [
        pytest.param(["Retry-After: 7"], [7], id="D70-seconds"),
        pytest.param(
            [
                f"Date: {_http(datetime(2026, 3, 2, 2, tzinfo=UTC))}",  # ten hours off
                f"Retry-After: {_http(datetime(2026, 3, 2, 2, 0, 30, tzinfo=UTC))}",
            ],
            [30],
            id="D70-date",
        ),
        pytest.param([], PAUSES[:1], id="D71"),
        pytest.param(["Retry-After: soon"], PAUSES[:1], id="D71-unread"),
    ],
)
@pytest.mark.parametrize("status", ["429 Many", "503 Busy"])
def test_a_busy_server_is_given_the_time_that_it_asks_for(
    home: Home,
    publisher: Publisher,
    clock: Clock,
    headers: list[str],
    pauses: list[float],
    status: str,
) -> None:
    publisher.serve("/sdn.csv", answer(b"", *headers, status=status), answer(RIGHT))

    assert home.update(publisher).outcome is Outcome.CHANGED

    assert clock.slept == pauses


def test_d72_a_server_that_asks_for_a_lifetime_is_not_waited_for(
    home: Home, publisher: Publisher, clock: Clock
) -> None:
    publisher.serve("/sdn.csv", answer(b"", "Retry-After: 1000000000", status="429 Many"))

    failed(home.update(publisher), "asks to wait 1,000,000,000 s")

    assert (len(publisher.requests), clock.slept) == (1, [])


def test_d73_two_failures_that_pass_are_no_failure(
    home: Home, publisher: Publisher, clock: Clock
) -> None:
    broken = [answer(b"", status=status) for status in ("500 Oops", "502 Bad")]
    publisher.serve("/sdn.csv", *broken, answer(RIGHT))

    assert home.update(publisher).outcome is Outcome.CHANGED

    assert clock.slept == PAUSES


def test_a_body_packed_in_several_members_is_read_to_its_end(
    home: Home, publisher: Publisher
) -> None:
    packed = gzip.compress(RIGHT[:500]) + gzip.compress(RIGHT[500:])
    head, _, rest = chunked(packed[:70], packed[70:]).partition(b"\r\n")
    publisher.serve("/sdn.csv", head + b"\r\n" + GZIP.encode() + b"\r\n" + rest)

    assert home.update(publisher).entries == SMALL + 1


@pytest.mark.parametrize("base", ["http://other.example", "ftp://127.0.0.1", "nonsense", ""])
def test_a_base_that_is_neither_https_nor_this_machine_is_wrong_use(home: Home, base: str) -> None:
    with pytest.raises(UsageError, match="us_ofac_sdn"):
        home.update(base)


def test_a_proxy_is_gone_through(home: Home, publisher: Publisher, clock: Clock) -> None:
    base = "http://127.0.0.9:9"
    for path in list(publisher.replies):
        publisher.replies[f"{base}{path}"] = publisher.replies.pop(path)
    clock.proxy = publisher.base

    assert home.update(base).outcome is Outcome.CHANGED


def test_a_proxy_of_another_kind_is_a_failure(home: Home, clock: Clock) -> None:
    clock.proxy = "socks5://user:word@127.0.0.1:9"
    base = "http://127.0.0.9:9"

    (found,) = update(home.record, [sources.get("un_sc")], clock.world(), QUICK, base)

    failed(found, "a proxy of a kind that is not spoken here: socks5://…")


def test_the_environment_names_the_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "proxy.example:3128")
    monkeypatch.setenv("no_proxy", "inside.example")

    assert proxy_of_environment("https", "lists.example") == "http://proxy.example:3128"
    assert proxy_of_environment("https", "inside.example") is None
    assert proxy_of_environment("https", "127.0.0.1") is None


def test_d68_one_file_that_fails_leaves_the_others_out(home: Home, publisher: Publisher) -> None:
    publisher.serve("/alt.csv", answer(alt(1, 2))[:-9])

    failed(home.update(publisher), f"{publisher.base}/alt.csv")


def test_a_file_that_is_published_only_at_times_may_be_lacking(
    home: Home, publisher: Publisher
) -> None:
    assert home.update(publisher).outcome is Outcome.CHANGED

    assert [r.path for r in publisher.requests] == [
        "/sdn.csv",
        "/alt.csv",
        "/add.csv",
        "/sdn_comments.csv",
    ]
