"""Makes the README's pictures from the product itself: the demo's terminal and its page.

The terminal is drawn by rich from what `onrecord demo` prints, the page by a headless Chromium
(Debian: `apt install chromium`).
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
LINES = 62  # of the brief; the rest is evidence


def main() -> str | None:
    """Draw both; gives what is wrong, in one line, or None."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        return "no browser to draw the page: chromium: apt install chromium"
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "brief.html"
        done = subprocess.run(
            [Path(sys.executable).with_name("onrecord"), "demo", "--html", page],
            env=os.environ | {"FORCE_COLOR": "1", "COLUMNS": str(WIDTH)},
            capture_output=True,
            text=True,
            check=True,
        )
        _draw_terminal("\n".join(done.stdout.splitlines()[:LINES]), PICTURES / "demo.svg")
        for name, size in (("brief.png", "1000,1240"), ("brief-phone.png", "390,1240")):
            _draw_page(browser, page, PICTURES / name, size)
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
