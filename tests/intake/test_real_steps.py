"""The guard beside real lists: it stops none of the steps that they took."""

import tomllib
from datetime import datetime
from pathlib import Path

import pytest

from onrecord import sources
from onrecord.errors import InputError
from onrecord.intake import guard
from onrecord.model.listing import Entry


@pytest.mark.real
@pytest.mark.parametrize(("folders", "steps"), [("un-sc/20*", 16), ("us-ofac-sdn/2021-12-*", 7)])
def test_no_step_that_a_list_took_is_stopped(captures: Path, folders: str, steps: int) -> None:
    before: tuple[datetime, dict[str, Entry]] | None = None
    taken = 0
    for folder in sorted(captures.glob(folders)):
        said = tomllib.loads((folder / "capture.toml").read_text(encoding="utf-8"))
        source = sources.get(said["source"])
        files = {each["name"]: (folder / each["name"]).read_bytes() for each in said["file"]}
        if not said.get("complete", True):
            continue
        guard.check_kind(source, files)
        try:
            snapshot = sources.parse(source, files)
        except InputError:
            continue
        guard.check_form(source, snapshot)
        if before is not None:
            age = said["captured"] - before[0]
            guard.check_sense(before[1], snapshot, age, guard.Thresholds.of(source))
            taken += 1
        before = said["captured"], guard.by_uid(snapshot.entries)
    assert taken == steps
