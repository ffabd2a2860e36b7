"""What tests share: the real captures, golden files, and a record home that is nobody's."""

import os
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from tests.postgres import NoServer, Server, server

from onrecord.record import Home, ServerHome
from onrecord.record.home import FolderHome

ROOT = Path(__file__).resolve().parent.parent

# Marks of tests that need something from outside; where it must be there, a skip is a failure.
_NEEDY = ("real", "postgres")

settings.register_profile("here", deadline=None)
settings.register_profile(
    "ci",
    deadline=None,
    derandomize=True,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],  # says more of the machine than of the test
)
settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="rewrite golden files")


def _must_not_skip() -> bool:
    return os.environ.get("ONRECORD_REQUIRE_DATA") == "1"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    needy = any(item.get_closest_marker(mark) for mark in _NEEDY)
    if needy and report.skipped and not hasattr(report, "wasxfail") and _must_not_skip():
        report.outcome = "failed"
        report.longrepr = f"skipped, and must not be: {call.excinfo and call.excinfo.value}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """A whole file that skips itself shows no marks, so none may."""
    report = yield
    if report.skipped and _must_not_skip():
        report.outcome = "failed"
        report.longrepr = f"skipped as a whole, and must not be: {collector.nodeid}"
    return report


@pytest.fixture(scope="session")
def eval_data() -> Path:
    """The folder of captures and corpora that ONRECORD_EVAL_DATA names."""
    place = Path(os.environ.get("ONRECORD_EVAL_DATA") or ROOT.parent / "shared").resolve()
    if not place.is_dir():
        pytest.skip(f"no real captures: {place}: ONRECORD_EVAL_DATA names their folder")
    return place


@pytest.fixture(scope="session")
def captures(eval_data: Path, pytestconfig: pytest.Config) -> Path:
    """The folder of unpacked lists, one folder a source, one in it a capture.

    Lists that are packed are unpacked once, into pytest's cache: 5 s and 220 MiB.
    """
    packed = eval_data / "lists"
    sources = {path.name.removesuffix(".tar.xz") for path in packed.glob("*.tar.xz")}
    usual = {name for name in sources if not name.endswith("-daily")}
    if all((packed / name).is_dir() for name in usual | {"us-ofac-sdn"}):
        return packed
    unpack = packed / "unpack"
    if not unpack.is_file():
        pytest.skip(f"no lists: {packed}: neither unpacked nor a script to unpack them")
    into = pytestconfig.cache.mkdir("lists")
    # two runs at once do no harm: it renames whole folders, and leaves alone what is there
    done = subprocess.run(
        [sys.executable, unpack, "--into", into], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return into


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server, started where a test first wants it; for tests marked `postgres`."""
    try:
        with server() as running:
            yield running
    except NoServer as why:
        pytest.skip(f"no PostgreSQL: {why}")


NewHome = Callable[[], Home]
BACK_ENDS = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgres))


@pytest.fixture
def sqlite_home(tmp_path: Path) -> NewHome:
    """Gives an empty home in a folder, another at each call."""
    numbers = count(1)
    return lambda: FolderHome(tmp_path / f"record {next(numbers)}")


@pytest.fixture
def postgresql_home(postgres: Server, tmp_path: Path) -> NewHome:
    """Gives an empty home on the server, another at each call."""
    return lambda: ServerHome(postgres.schema(), tmp_path / "beside")


@pytest.fixture(params=BACK_ENDS)
def new_home(request: pytest.FixtureRequest) -> NewHome:
    """Gives an empty home, another at each call: a test of it is of every back end."""
    made: NewHome = request.getfixturevalue(f"{request.param}_home")
    return made


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """`golden(name, text)`: the text is that of the golden file of this name beside the test.

    `make golden` writes it instead.
    """

    def same(name: str, text: str) -> None:
        path = request.path.parent / name
        if request.config.getoption("--golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.is_file(), f"no golden file {name}: `make golden` writes it"
        assert text == path.read_text(encoding="utf-8")

    return same


@pytest.fixture(scope="session", autouse=True)
def _nobodys_record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A test that names no record must not meet the one of whoever runs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ONRECORD_RECORD", str(tmp_path_factory.mktemp("nobody") / "record"))
        yield
