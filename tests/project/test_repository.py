"""What must hold of the files themselves, whoever writes them."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_FOLDERS = (".ci", "bench", "docs", "evals", "requirements", "scripts", "src", "tests")
PAGES = [path.relative_to(ROOT) for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"))]
_LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
# written in two parts, so that this file does not hold what it forbids
_FORBIDDEN = re.compile(
    r"pypi\.o" r"rg|pythonhosted\.o" r"rg|index-u" r"rl|(?<![\w.~-])/(?:root|home|Users)/[\w.]"
)


def files() -> Iterator[tuple[Path, str]]:
    """All that is written by people or tools and kept, as text."""
    inside = (path for folder in _FOLDERS for path in (ROOT / folder).rglob("*"))
    for path in (*ROOT.glob("*"), *inside):
        if path.is_file() and "__pycache__" not in path.parts:
            try:
                yield path, path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue


def test_no_file_names_a_package_registry_or_a_path_of_one_machine() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {hit[0]}"
        for path, text in files()
        for hit in _FORBIDDEN.finditer(text)
    ]

    assert found == []


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_what_a_page_links_to_is_there(page: Path) -> None:
    links = _LINK.findall((ROOT / page).read_text(encoding="utf-8"))

    assert [link for link in links if not (ROOT / page.parent / link).exists()] == []


def test_every_source_has_its_line_in_the_documentation() -> None:
    table = (ROOT / "docs/sources.md").read_text(encoding="utf-8")
    folders = {path.parent.name for path in ROOT.glob("src/onrecord/sources/*/source.toml")}

    assert set(re.findall(r"(?m)^\| `(\w+)`", table)) == folders
