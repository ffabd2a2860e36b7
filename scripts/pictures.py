"""Makes the pictures of the README and the docs from the product itself.

The terminal is drawn by rich from what `onrecord demo` prints, the page by a headless Chromium
(Debian: `apt install chromium`), what a record holds by `onrecord sources` from the real captures
that ONRECORD_EVAL_DATA names; where these are absent, that one stays as it was.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
WIDTH = 100  # columns; wider is too small to read where the README shows it
ONRECORD = Path(sys.executable).with_name("onrecord")
LINES = 62  # of the brief; the rest is evidence


def main() -> str | None:
    """Draw them all; gives what is wrong, in one line, or None."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        return "no browser to draw the page: chromium: apt install chromium"
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "brief.html"
        done = subprocess.run(
            [ONRECORD, "demo", "--html", page],
            env=os.environ | {"FORCE_COLOR": "1", "COLUMNS": str(WIDTH)},
            capture_output=True,
            text=True,
            check=True,
        )
        _draw_terminal("\n".join(done.stdout.splitlines()[:LINES]), PICTURES / "demo.svg")
        for name, size in (("brief.png", "1000,1240"), ("brief-phone.png", "390,1240")):
            _draw_page(browser, page, PICTURES / name, size)
        return _draw_sources(Path(folder), PICTURES / "sources.svg")


def _draw_sources(folder: Path, picture: Path) -> str | None:
    """What a record of all captures holds, loaded anew; a minute or two."""
    lists = Path(os.environ.get("ONRECORD_EVAL_DATA") or ROOT.parent / "shared") / "lists"
    if not (lists / "unpack").is_file():
        return f"no real captures to draw: {lists}: ONRECORD_EVAL_DATA names their folder"
    unpacked, record = folder / "lists", folder / "record"
    subprocess.run(
        [sys.executable, lists / "unpack", "--into", unpacked], check=True, capture_output=True
    )
    found = sorted(each for each in unpacked.iterdir() if each.is_dir() and each.name != "odd")
    # not checked: some captures are refused, as they should be, and the status says so
    subprocess.run(
        [ONRECORD, "add", "starter", *found, "--record", record], check=False, capture_output=True
    )
    subprocess.run(
        [ONRECORD, "sources", "--record", record, "--svg", picture],
        check=True,
        capture_output=True,
    )
    return None


def _draw_terminal(printed: str, picture: Path) -> None:
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        console = Console(record=True, width=WIDTH, file=nowhere, force_terminal=True)
        console.print(Text.from_ansi(f"$ onrecord demo\n{printed}"))
    # rich's form fetches a font from elsewhere; the reader's own monospace one must do
    form = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    # a fixed id: else rich derives one from the content, and every picture differs everywhere
    svg = console.export_svg(title="onrecord demo", code_format=form, unique_id="demo")
    picture.write_text(svg, encoding="utf-8")


def _draw_page(browser: str, page: Path, picture: Path, size: str) -> None:
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                browser,
                "--headless",
                "--no-sandbox",
                "--hide-scrollbars",
                f"--user-data-dir={profile}",
                f"--window-size={size}",
                f"--screenshot={picture}",
                page.resolve().as_uri(),
            ],
            check=True,
            capture_output=True,
        )


if __name__ == "__main__":
    wrong = main()
    if wrong is not None:
        print(f"onrecord: {wrong}", file=sys.stderr)
    sys.exit(2 if wrong else 0)
