"""What the tests of parsers share: snapshots as text to read, and captures as files."""

import dataclasses
import json
import random
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from onrecord import sources
from onrecord.errors import InputError
from onrecord.model.dates import PartialDate
from onrecord.model.listing import Entry
from onrecord.model.snapshot import Snapshot


@pytest.fixture
def told() -> Callable[[Snapshot], str]:
    """A snapshot as JSON to be read by people: what is empty is left out."""
    return lambda snapshot: json.dumps(_plain(snapshot), ensure_ascii=False, indent=1) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, PartialDate | date):
        return str(value)
    if dataclasses.is_dataclass(value):
        pairs = ((f.name, _plain(getattr(value, f.name))) for f in dataclasses.fields(value))
        return {name: inner for name, inner in pairs if inner not in (None, [], False)}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value


@pytest.fixture
def real(captures: Path) -> Callable[[str], Iterator[tuple[str, str, dict[str, bytes]]]]:
    """(name, what it should do, bytes) of the captures whose folder fits, in order of time.

    Not of those that are refused for being a part: that is said beside the bytes, not in them.
    """

    def fitting(pattern: str) -> Iterator[tuple[str, str, dict[str, bytes]]]:
        for folder in sorted(captures.glob(pattern)):
            said = tomllib.loads((folder / "capture.toml").read_text(encoding="utf-8"))
            files = {each["name"]: (folder / each["name"]).read_bytes() for each in said["file"]}
            if said.get("complete", True) or folder.parent.name == "odd":
                yield folder.name, said["expect"], files

    return fitting


@pytest.fixture
def outcome() -> Callable[[str, Mapping[str, bytes]], tuple[str, tuple[Entry, ...]]]:
    """What comes of a capture, in the words of `expect`, and its entries; a refusal is one line."""

    def of(source: str, files: Mapping[str, bytes]) -> tuple[str, tuple[Entry, ...]]:
        try:
            snapshot = sources.parse(sources.get(source), files)
        except InputError as why:
            return _refusal(why), ()
        damaged = any(finding.damages for finding in snapshot.findings)
        return "loads with findings" if damaged else "loads", snapshot.entries

    return of


def _refusal(why: InputError) -> str:
    assert len(str(why).splitlines()) == 1
    return "refused"


@pytest.fixture
def spoilt() -> Callable[[bytes, int], Iterator[bytes]]:
    """So many spoilt copies of some bytes, the same ones each time."""

    def copies(content: bytes, count: int) -> Iterator[bytes]:
        dice = random.Random(8)  # noqa: S311 - not for secrets
        ways = (_flipped, _cut, _spliced, _swapped, _repeated)
        for number in range(count):
            yield ways[number % len(ways)](content, dice)

    return copies


def _flipped(content: bytes, dice: random.Random) -> bytes:
    spoilt = bytearray(content)
    for _ in range(dice.randint(1, 4)):
        spoilt[dice.randrange(len(spoilt))] ^= 1 << dice.randrange(8)
    return bytes(spoilt)


def _cut(content: bytes, dice: random.Random) -> bytes:
    return content[: dice.randrange(len(content))]


def _spliced(content: bytes, dice: random.Random) -> bytes:
    start, end = sorted(dice.randrange(len(content)) for _ in range(2))
    return content[:start] + content[end:]


def _swapped(content: bytes, dice: random.Random) -> bytes:
    lines = content.splitlines(keepends=True)
    a, b = dice.randrange(len(lines)), dice.randrange(len(lines))
    lines[a], lines[b] = lines[b], lines[a]
    return b"".join(lines)


def _repeated(content: bytes, dice: random.Random) -> bytes:
    start, end = sorted(dice.randrange(len(content)) for _ in range(2))
    return content[:end] + content[start:]
