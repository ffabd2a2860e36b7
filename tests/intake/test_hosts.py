"""Where a download may come from."""

import pytest

from onrecord.errors import NetworkError
from onrecord.intake.hosts import is_loopback, origin, origins, refuse_address

OWN = origins(["https://lists.example/a/sdn.csv", "https://files.example/"])


@pytest.mark.parametrize(
    "address",
    ["https://lists.example/b", "https://LISTS.example:443/b?c", "https://files.example/x"],
)
def test_an_address_on_a_named_host_may_be_fetched(address: str) -> None:
    refuse_address(address, OWN)


@pytest.mark.parametrize(
    "address",
    [
        "http://lists.example/b",
        "https://lists.example:8443/b",
        "https://lists.example.evil.example/b",
        "https://evil.example/lists.example",
        "https://lists.example@evil.example/",
        "https://user@lists.example/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "file:///etc/passwd",
        "//lists.example/b",
        "https://lists.example\r\nX: y/",
        "https://lísts.example/",
        "https://lists.example:port/",
        "https://[lists.example/",
        "",
    ],
)
def test_any_other_address_is_refused(address: str) -> None:
    with pytest.raises(NetworkError):
        refuse_address(address, OWN, led_from="https://lists.example/a")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.9.1", "::1"])
def test_this_machine_may_be_asked_without_tls(host: str) -> None:
    written = f"[{host}]" if ":" in host else host

    assert is_loopback(host)
    assert origin(f"http://{written}:81/x") == ("http", host, 81)


@pytest.mark.parametrize("host", ["0.0.0.0", "10.0.0.1", "localhost.example", "2130706433"])  # noqa: S104 - not bound
def test_another_machine_may_not(host: str) -> None:
    with pytest.raises(ValueError, match="not https"):
        origin(f"http://{host}/")
