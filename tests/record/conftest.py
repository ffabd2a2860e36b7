"""Small captures in OFAC's published shape, and a record to put them in."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from onrecord.record import Added, Capture, Record

LOADED = datetime(2026, 1, 1, tzinfo=UTC)


def row(uid: int, name: str, programme: str = "TEST", remarks: str = "-0- ") -> str:
    """A line of sdn.csv."""
    told = remarks if remarks == "-0- " else f'"{remarks}"'
    return f'{uid},"{name}",-0- ,"{programme}",{"-0- ," * 7}{told}\r\n'


def sdn(rows: Mapping[int, str]) -> bytes:
    """A whole sdn.csv: uid → name, or name and programme after a bar."""
    lines = (row(uid, *name.split("|")) for uid, name in rows.items())
    return "".join(lines).encode() + b"\x1a\r\n"


def alt(rows: Mapping[int, str]) -> bytes:
    """A whole alt.csv: uid → alias."""
    lines = (f'{uid},{uid}1,"aka","{name}",-0- \r\n' for uid, name in rows.items())
    return "".join(lines).encode() + b"\x1a\r\n"


@pytest.fixture
def record(tmp_path: Path) -> Record:
    return Record(tmp_path / "record")


@pytest.fixture
def load(record: Record) -> Callable[..., Added]:
    """`load("2021-12-08T18:50Z", {1: "P"}, aliases={…})` adds a capture of the SDN list."""

    def add(
        captured: str, rows: Mapping[int, str], aliases: Mapping[int, str] | None = None
    ) -> Added:
        files = {"sdn.csv": sdn(rows)}
        if aliases is not None:
            files["alt.csv"] = alt(aliases)
        return record.add(Capture("us_ofac_sdn", datetime.fromisoformat(captured), files), LOADED)

    return add


@pytest.fixture
def starter(record: Record) -> None:
    """The starter record, loaded."""
    from onrecord.intake import shipped

    record.add(shipped(), LOADED)


@pytest.fixture
def take(record: Record) -> Callable[..., None]:
    """`take(ofac(…), ofsi(…))` adds captures of any lists."""

    def add(*captures: Capture) -> None:
        for capture in captures:
            record.add(capture, LOADED)

    return add


@pytest.fixture
def party(record: Record) -> Callable[..., str]:
    """`party("us_ofac_sdn/7", "2022-01-01T00:00Z")` is the party of an entry, as known then."""

    def of(named: str, known: str = "2030-01-01T00:00Z") -> str:
        with record.view(datetime.fromisoformat(known)) as view:
            return view.resolve(named)

    return of
