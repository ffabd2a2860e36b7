"""Rows D18 to D23, D27 to D29, D37 to D40, D42, D44, D45, D53 to D68: what may arrive."""

import gzip
import io
import resource
import socket
import sys
import zipfile
from contextlib import suppress
from dataclasses import replace

import pytest
from tests.intake.conftest import (
    QUICK,
    SMALL,
    Home,
    Publisher,
    Reply,
    alt,
    answer,
    isn,
    sdn,
    un,
    unsized,
)

from onrecord.errors import GuardError
from onrecord.intake import Quarantine, Quarantined
from onrecord.intake.limits import Gate
from onrecord.intake.update import Outcome, Updated

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

RIGHT = sdn(SMALL + 1)
UN = un(SMALL + 1, "2026-03-02")
ISN = isn(SMALL + 1)
PAGE = b"<!DOCTYPE html><html><body>Service unavailable</body></html>"
LOGIN = b'<?xml version="1.0"?><html><body><form>Sign in</form></body></html>'
SOAP = b'<?xml version="1.0"?><login><user/><password/></login>'


def quarantined(home: Home, found: Updated, gate: Gate, *says: str) -> Quarantined:
    """Held against the last good state, which it left; gives what is kept of it."""
    assert found.outcome is Outcome.QUARANTINED, found
    assert isinstance(found.error, GuardError)
    (kept,) = Quarantine(home.folder)
    assert kept.gate is gate
    for word in says:
        assert word in str(found.error), str(found.error)
    assert kept.reason in str(found.error)
    assert kept.at == home.clock.now
    return kept


PATHS = {
    "us_ofac_sdn": "/sdn.csv",
    "un_sc": "/consolidated.xml",
    "us_state_isn": "/isn.csv",
}


@pytest.mark.parametrize(
    ("body", "says"),
    [
        pytest.param(PAGE, "HTML page", id="D18"),
        pytest.param(LOGIN, "HTML page", id="D19"),
        pytest.param(SOAP, "sdn.csv", id="D19-xml"),
        pytest.param(b'{"error": "quota"}\n', "sdn.csv", id="D20"),
        pytest.param(b"", "empty: 0 bytes", id="D21"),
        pytest.param(b" \r\n \r\n", "empty: blanks", id="D22"),
        pytest.param(b"\x1a\r\n", "empty: blanks and end marks only", id="D23"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "PNG", id="D18-png"),
    ],
)
def test_what_is_no_list_is_stopped_whatever_its_status_says(
    home: Home, publisher: Publisher, body: bytes, says: str
) -> None:
    publisher.serve("/sdn.csv", answer(body, "Content-Type: text/csv"))

    found = home.update(publisher)

    gate = Gate.FORM if says == "sdn.csv" else Gate.KIND
    kept = quarantined(home, found, gate, says, f"{publisher.base}/sdn.csv")
    assert kept.files["sdn.csv"].headers["content-type"] == "text/csv"
    assert kept.files["sdn.csv"].sha256 is not None
    assert len(publisher.asked("/sdn.csv")) == 1


@pytest.mark.parametrize(
    ("source", "body", "says"),
    [
        pytest.param("us_state_isn", isn(0).encode(), "empty: a single line", id="D23-header"),
        pytest.param("un_sc", un(0, "2026-03-02"), "without an entry", id="D23-no-entry"),
        pytest.param("un_sc", LOGIN, "HTML page", id="D19-un"),
        pytest.param("un_sc", SOAP, "its root is 'login'", id="D19-un-xml"),
        pytest.param("un_sc", b'{"error": "quota"}\n', "consolidated.xml", id="D20-un"),
        pytest.param("un_sc", UN[:-300], "not whole", id="D29"),
        pytest.param("us_ofac_sdn", RIGHT[:-90], "not whole", id="D27"),
        pytest.param("us_ofac_sdn", RIGHT[:-18], "not whole", id="D27-in-quotes"),
        pytest.param("us_ofac_sdn", RIGHT[: RIGHT.rfind(b"61,")], "0x1A", id="D28"),
        pytest.param("us_ofac_sdn", RIGHT.removesuffix(b"\x1a\r\n"), "not whole", id="D28-last"),
    ],
)
def test_what_is_cut_where_no_length_was_told_is_seen_by_its_form(
    home: Home, publisher: Publisher, source: str, body: bytes, says: str
) -> None:
    publisher.serve(PATHS[source], unsized(body))

    found = home.update(publisher, source)

    gate = Gate.KIND if "single" in says or "HTML" in says else Gate.FORM
    quarantined(home, found, gate, says, publisher.base + PATHS[source])


def endless(head: bytes, piece: bytes) -> Reply:
    def reply(connection: socket.socket) -> None:
        connection.sendall(head)
        with suppress(OSError):
            while True:
                connection.sendall(piece)

    return reply


ZEROS = gzip.compress(bytes(1 << 20))


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        pytest.param(
            unsized(gzip.compress(bytes(64 << 20)), "Content-Encoding: gzip"), "bomb", id="D37"
        ),
        pytest.param(endless(unsized(b"", "Content-Encoding: gzip"), ZEROS), "bomb", id="D38-gzip"),
        pytest.param(endless(unsized(b""), bytes(1 << 16)), "more than 67,108,864", id="D38"),
        pytest.param(answer(b"", length=10 << 40), "more than 67,108,864", id="D38-told"),
    ],
)
def test_what_is_too_much_is_stopped_in_time_and_its_bytes_not_kept(
    home: Home, publisher: Publisher, reply: Reply, says: str
) -> None:
    publisher.serve("/sdn.csv", reply)
    before = _peak_bytes()

    found = home.update(publisher, limits=replace(QUICK, packed=64 << 20, whole=60))

    kept = quarantined(home, found, Gate.SIZE, says, f"{publisher.base}/sdn.csv")
    assert kept.files["sdn.csv"].sha256 is None
    assert _peak_bytes() - before < 200e6
    assert len(publisher.asked("/sdn.csv")) == 1


def _peak_bytes() -> int:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def zipped(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(zipped("sdn.csv", bytes(32 << 20)), id="D39-bomb"),
        pytest.param(zipped("../../sdn.csv", RIGHT), id="D39-path"),
        pytest.param(gzip.compress(RIGHT), id="D39-gzip"),
    ],
)
def test_packed_files_that_nobody_publishes_are_not_unpacked(
    home: Home, publisher: Publisher, body: bytes
) -> None:
    publisher.serve("/sdn.csv", answer(body))

    found = home.update(publisher)

    kept = next(iter(Quarantine(home.folder)))
    quarantined(home, found, kept.gate, "archive" if body[:2] == b"PK" else "gzip")
    assert not list(home.folder.parent.rglob("sdn.csv"))


def test_d39_a_sheet_that_is_a_bomb_is_stopped(empty: Home, publisher: Publisher) -> None:
    bomb = zipped("xl/worksheets/sheet1.xml", bytes(32 << 20))
    publisher.serve("/regulation8_consolidated.xlsx", answer(bomb))
    before = _peak_bytes()

    found = empty.update(publisher, "au_dfat")

    quarantined(empty, found, Gate.FORM, "regulation8_consolidated.xlsx")
    assert _peak_bytes() - before < 200e6


def test_d40_a_wrong_content_type_is_no_fault(home: Home, publisher: Publisher) -> None:
    publisher.serve("/sdn.csv", answer(RIGHT, "Content-Type: text/html"))

    assert home.update(publisher).outcome is Outcome.CHANGED
    assert home.captures() == 2


def test_d42_the_bytes_decide_and_not_their_etag(home: Home, publisher: Publisher) -> None:
    tag = 'ETag: "one"'
    publisher.serve("/sdn.csv", answer(RIGHT, tag), answer(sdn(SMALL + 2), tag))
    home.update(publisher)

    found = home.update(publisher)

    assert (found.outcome, found.entries) == (Outcome.CHANGED, SMALL + 2)
    assert publisher.asked("/sdn.csv")[1].headers["if-none-match"] == '"one"'


def test_d44_a_new_etag_for_the_same_bytes_is_verified_equal(
    home: Home, publisher: Publisher
) -> None:
    publisher.serve("/sdn.csv", answer(RIGHT, 'ETag: "a"'), answer(RIGHT, 'ETag: "b"'))
    home.update(publisher)
    before = home.record.captures()

    found = home.update(publisher)
    home.update(publisher)

    assert (found.outcome, found.entries) == (Outcome.EQUAL, SMALL + 1)
    assert home.record.captures() == before
    assert publisher.asked("/sdn.csv")[2].headers["if-none-match"] == '"b"'


def test_d45_the_same_rows_in_another_order_are_verified_equal(
    home: Home, publisher: Publisher
) -> None:
    rows = sdn(SMALL).splitlines(keepends=True)
    publisher.serve("/sdn.csv", answer(b"".join([*reversed(rows[:-1]), rows[-1]])))
    before = home.record.captures()

    found = home.update(publisher)

    assert (found.outcome, found.entries) == (Outcome.EQUAL, SMALL)
    assert home.record.captures() == before


LATIN = RIGHT.replace(b"COMPANY 00030", "COMPAÑIA 00030".encode("latin-1"))


@pytest.mark.parametrize(
    ("source", "body", "says"),
    [
        pytest.param("us_ofac_sdn", LATIN, "line 30", id="D53"),
        pytest.param("us_ofac_sdn", RIGHT.decode().encode("utf-16"), "UTF-16", id="D54"),
        pytest.param("un_sc", UN.decode().encode("utf-16"), "UTF-16", id="D54-un"),
        pytest.param(
            "us_ofac_sdn", RIGHT.replace(b"00030", b"000\x000"), "NUL byte at byte", id="D55"
        ),
        pytest.param("us_state_isn", ISN.replace("Name", "Nom").encode(), "'Name'", id="D56"),
        pytest.param(
            "us_state_isn",
            "".join(f"{line},x\r\n" for line in ISN.splitlines()).encode(),
            "'x'",
            id="D57",
        ),
        pytest.param(
            "us_ofac_sdn",
            b"".join(
                line.replace(b"\r\n", b",x\r\n") if b"," in line else line
                for line in RIGHT.splitlines(keepends=True)
            ),
            "13 fields where 12 are",
            id="D57-no-header",
        ),
        pytest.param(
            "un_sc", UN.replace(b"<DATAID>", b"<NEWS>x</NEWS><DATAID>", 1), "'NEWS'", id="D58"
        ),
        pytest.param(
            "un_sc",
            UN.replace(b"<CONSOLIDATED_LIST ", b'<CONSOLIDATED_LIST xmlns="urn:other" '),
            "urn:other",
            id="D59",
        ),
        pytest.param("un_sc", UN.replace(b"UTF-8", b"UTF-16", 1), "UTF-16", id="D53-declared"),
    ],
)
def test_another_encoding_or_shape_is_stopped_and_named(
    home: Home, publisher: Publisher, source: str, body: bytes, says: str
) -> None:
    publisher.serve(PATHS[source], answer(body))

    found = home.update(publisher, source)

    quarantined(home, found, Gate.FORM, says, publisher.base + PATHS[source])


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252"])
def test_d53_an_encoding_that_the_source_allows_is_read(
    home: Home, publisher: Publisher, encoding: str
) -> None:
    publisher.serve("/isn.csv", answer(ISN.encode(encoding)))

    assert home.update(publisher, "us_state_isn").outcome is Outcome.CHANGED


BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))


def declared(declaration: str, text: str = "RUPERT") -> bytes:
    body = UN.decode().replace("?>\n", f"?>\n<!DOCTYPE CONSOLIDATED_LIST [{declaration}]>\n", 1)
    return body.replace("RUPERT", text, 1).encode()


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(declared(""), id="D60"),
        pytest.param(declared('<!ENTITY x SYSTEM "{base}/secret">', "&x;"), id="D61"),
        pytest.param(declared('<!ENTITY % x SYSTEM "{base}/secret"> %x;'), id="D61-parameter"),
        pytest.param(declared(f'<!ENTITY e0 "ha">{BOMB}', "&e11;"), id="D62"),
        pytest.param(declared(f'<!ENTITY q "{"q" * 50_000}">', "&q;" * 5_000), id="D63"),
        pytest.param(
            UN.replace(
                b"<ENTITIES>",
                b'<ENTITIES><x:include xmlns:x="http://www.w3.org/2001/XInclude" '
                b'href="{base}/secret"/>',
            ),
            id="D64",
        ),
        pytest.param(
            UN.replace(b"<ENTITIES>", b"<ENTITIES>" + b"<a>" * 100_000 + b"</a>" * 100_000),
            id="D65",
        ),
    ],
)
def test_xml_that_means_harm_is_stopped_and_nothing_of_it_fetched(
    home: Home, publisher: Publisher, body: bytes
) -> None:
    body = body.replace(b"{base}", publisher.base.encode())
    publisher.serve("/consolidated.xml", answer(body))

    found = home.update(publisher, "un_sc")

    quarantined(home, found, Gate.FORM, f"{publisher.base}/consolidated.xml")
    assert [request.path for request in publisher.requests] == ["/consolidated.xml"]


def twice(line: bytes) -> bytes:
    return RIGHT.replace(b"\x1a", line + b"\x1a")


def test_d66_an_id_twice_with_equal_rows_is_told(home: Home, publisher: Publisher) -> None:
    publisher.serve("/sdn.csv", answer(twice(RIGHT.splitlines(keepends=True)[6])))

    found = home.update(publisher)

    assert found.outcome is Outcome.CHANGED
    assert any("uid 7 stands a second time" in finding.says for finding in found.findings)


def test_d67_an_id_twice_with_different_rows_is_stopped(home: Home, publisher: Publisher) -> None:
    line = RIGHT.splitlines(keepends=True)[6].replace(b"COMPANY", b"ANOTHER")
    publisher.serve("/sdn.csv", answer(twice(line)))

    quarantined(home, home.update(publisher), Gate.FORM, "uid 7 stands a second time")


def test_d68_a_companion_of_another_day_is_stopped(home: Home, publisher: Publisher) -> None:
    publisher.serve("/alt.csv", answer(alt(1, 2, 901, 902)))

    kept = quarantined(home, home.update(publisher), Gate.FORM, "of another day")

    assert kept.files.keys() == {"sdn.csv", "alt.csv", "add.csv"}
    assert all(file.sha256 for file in kept.files.values())
