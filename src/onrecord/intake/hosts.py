"""Where a download may come from: https to hosts that are named, http on this machine only."""

from collections.abc import Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit

from onrecord.errors import NetworkError

Origin = tuple[str, str, int]
"""Scheme, host in small letters, port."""

_PORTS = {"https": 443, "http": 80}


def origin(address: str) -> Origin:
    """The origin of an address. Raises ValueError for one that is no address of the web."""
    parts = urlsplit(address)
    scheme, host = parts.scheme.lower(), parts.hostname
    if scheme not in _PORTS:
        raise ValueError(f"neither https nor http: {address[:200]!r}")
    if not host or not address.isascii() or not address.isprintable() or " " in address:
        raise ValueError(f"not an address: {address[:200]!r}")
    if parts.username is not None or parts.password is not None:
        raise ValueError(f"an address with a user's name in it: {host}")
    if scheme == "http" and not is_loopback(host):
        raise ValueError(f"not https: {address[:200]}")
    return scheme, host.lower(), parts.port if parts.port is not None else _PORTS[scheme]


def origins(addresses: Iterable[str]) -> frozenset[Origin]:
    """The origins of addresses. Raises ValueError."""
    return frozenset(map(origin, addresses))


def is_loopback(host: str) -> bool:
    """Whether a host is this machine."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def refuse_address(
    address: str, allowed: frozenset[Origin], *, led_from: str | None = None
) -> None:
    """Raises NetworkError, naming it, for an address that no list is to come from."""
    led = f"redirects to {address[:200]}" if led_from else f"may not be fetched: {address[:200]}"
    todo = "see whether the list has moved"
    try:
        found = origin(address)
    except ValueError as why:
        where = led_from or address[:200]
        raise NetworkError(f"{led} ({str(why).split(':')[0]}): {where}: {todo}") from why
    if found not in allowed:
        raise NetworkError(
            f"{led}, which is none of its hosts: {led_from or address[:200]}: {todo}"
        )
