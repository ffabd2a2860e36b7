"""Lays the skeleton of a source: its folder, its tests, and its line in docs/sources.md."""

import re
import string
import sys
from pathlib import Path

from onrecord.model.listing import Authority

ROOT = Path(__file__).resolve().parent.parent
SKELETON = ROOT / "scripts" / "skeleton"


def main(words: list[str]) -> str | None:
    """Lay it; gives what is wrong, in one line, or None."""
    if len(words) != 1 or not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)+", words[0]):
        return f"not an id of a source: {' '.join(words)!r}: make new-source ID=xx_register"
    source = words[0]
    authority = _authority(source)
    if authority is None:
        known = ", ".join(Authority)
        return f"no authority begins this id: {source!r}: begin it with one of {known}, or add one"
    folders = {
        "src": ROOT / "src/onrecord/sources" / source,
        "tests": ROOT / "tests/sources" / source,
    }
    for folder in folders.values():
        if folder.exists():
            return f"there already: {folder.relative_to(ROOT)}: choose another id"
    meant = {"id": source, "authority": authority.value, "member": authority.name}
    for part, folder in folders.items():
        _copy(SKELETON / part, folder, meant)
    with (ROOT / "docs/sources.md").open("a", encoding="utf-8") as page:
        page.write(f"| `{source}` | Register of Denied Parties |\n")
    print(f"{folders['src'].relative_to(ROOT)}: begin with source.toml")
    print(f"{folders['tests'].relative_to(ROOT)}: make test ONLY=sources/{source}")
    return None


def _authority(source: str) -> Authority | None:
    """The authority that the id begins with, the longest if several do."""
    found = [each for each in Authority if source.startswith(f"{each}_")]
    return max(found, key=len, default=None)


def _copy(skeleton: Path, folder: Path, meant: dict[str, str]) -> None:
    folder.mkdir(parents=True)
    for template in sorted(skeleton.glob("*.in")):
        text = string.Template(template.read_text(encoding="utf-8")).substitute(meant)
        (folder / template.name.removesuffix(".in")).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    wrong = main(sys.argv[1:])
    if wrong is not None:
        print(f"onrecord: {wrong}", file=sys.stderr)
    sys.exit(2 if wrong else 0)
