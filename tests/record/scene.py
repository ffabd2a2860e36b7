"""A record in the state before something is done to it, to be had again and again."""

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.record.some_captures import CAPTURES, LOADED, add, state
from tests.record.write_points import Ended, Strike, at_every_point

from onrecord.record import Capture, Record, import_bundle, write_bundle

SOAK = os.environ.get("ONRECORD_SOAK") == "1"
WHOLE = SOAK or bool(os.environ.get("CI"))  # at the desk a part will do
FORK = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked to be killed"),
    # what runs beside in other threads is none of the forked one's business
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]


@contextmanager
def fast_folder() -> Iterator[Path]:
    """In memory where there is such a folder: most of the time is waiting for the disk."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of our own within it
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


@dataclass(frozen=True)
class Act:
    """Something done to a record that holds so many captures of `order` beforehand."""

    order: tuple[int, ...]
    before: int
    do: Callable[[Record, list[Capture], Path], object]

    @property
    def captures(self) -> list[Capture]:
        return [CAPTURES[at] for at in self.order]


def _adds(record: Record, captures: list[Capture], _: Path) -> None:
    add(record, captures)


def _imports(record: Record, _: list[Capture], bundle: Path) -> None:
    list(import_bundle(record, bundle, LOADED))


def _rebuilds(record: Record, _: list[Capture], __: Path) -> None:
    record.rebuild(LOADED)


def _exports(record: Record, _: list[Capture], bundle: Path) -> None:
    write_bundle(record, bundle.with_name("again.tar"))


IN_ORDER = tuple(range(len(CAPTURES)))
ACTS = {
    "the first": Act(IN_ORDER[:1], 0, _adds),
    "a batch": Act(IN_ORDER, 1, _adds),
    "a batch, the newest first": Act(IN_ORDER[::-1], 1, _adds),
    "import": Act(IN_ORDER, 0, _imports),
    "import of what is partly held": Act(IN_ORDER, 1, _imports),
    "export": Act(IN_ORDER, len(IN_ORDER), _exports),
}
REBUILD = Act(IN_ORDER, len(IN_ORDER), _rebuilds)


class Scene:
    """A folder with a record before an act, what the act needs beside it, and copies of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.start = folder / "start"
        self.bundle = folder / "all.tar"

    def set(self, act: Act) -> list[str | None]:
        """Make it, and give the states through which the act may pass, the first to the last."""
        whole = Record(self.folder / "whole")
        states = [state(whole)]
        for capture in act.captures:
            whole.add(capture, LOADED)
            states.append(state(whole))
        write_bundle(whole, self.bundle)
        start = Record(self.start)
        start.home.mkdir()
        add(start, act.captures[: act.before])
        return states[act.before :]

    def runs(self, act: Act, strike: Strike) -> Iterator[tuple[int, Ended, Record]]:
        """The act struck at every point, one after another, until it ends unhurt."""

        def does(home: Path) -> object:
            return act.do(Record(home), act.captures, self.bundle)

        for point, ended, home in at_every_point(does, self.start, strike):
            yield point, ended, Record(home)


def mended(act: Act, record: Record, scene: Scene, last: str | None) -> None:
    """Done again, all is as if nothing had happened."""
    act.do(record, act.captures, scene.bundle)
    assert state(record) == last
    assert_sound(record)


def assert_sound(record: Record) -> None:
    """Nothing is damaged, and nothing was kept twice."""
    assert list(record.damages()) == []
    journal = (record.home / "journal.jsonl").read_text(encoding="utf-8").splitlines()
    loads = [(one["captured"], str(one["files"])) for one in map(json.loads, journal)]
    assert len(loads) == len(set(loads))
