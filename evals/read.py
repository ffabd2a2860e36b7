"""How well reports are read: the shared scorers on the development texts, with floors.

    python evals/read.py

Reads ONRECORD_EVAL_DATA (default ../shared); exits with 1 where a figure is below its floor.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from onrecord.errors import OnrecordError
from onrecord.model.report import Report, Span
from onrecord.read import read, read_html
from onrecord.read.resolve import resolve
from onrecord.read.timex import find

ROOT = Path(os.environ.get("ONRECORD_EVAL_DATA", Path(__file__).parents[1] / ".." / "shared"))

# (scorer's line, floor): floors lie a little below what was measured when they were set, and
# above the best open peer named in the data's own PEERS.md
FLOORS = {
    "attribution": (
        ("cue", 0.64),
        ("end to end, relaxed", 0.55),
        ("end to end, exact", 0.42),
        ("direct quotations, exact content", 0.76),
    ),
    "example": (("end to end, exact", 0.90), ("  … and the cue's span too", 0.90)),
    "dates meantime": (
        ("value (all)", 0.74),
        ("value (calendar and durations)", 0.79),
        ("value of days, months, years", 0.85),
    ),
    "dates gum": (("value of days, months, years", 0.80),),
}


def main() -> int:
    """Print the table; 1 where a floor is not reached."""
    reading = ROOT / "reading"
    if not reading.is_dir():
        sys.stderr.write(f"no texts to read: {reading}: ONRECORD_EVAL_DATA names their folder\n")
        return 1
    sys.path.insert(0, str(reading))
    polnear = reading / "polnear" / "dev.jsonl.xz"
    low = 0
    if polnear.exists():
        low += _table("attribution", polnear, (_said(g) for g in _load(polnear)))
    with tempfile.TemporaryDirectory() as folder:
        gold = Path(folder) / "gold.jsonl"
        low += _table("example", gold, [_example(gold)])
    for corpus in ("meantime", "gum"):
        place = reading / corpus / "dev.jsonl.xz"
        low += _table(f"dates {corpus}", place, (_dated(g) for g in _load(place)))
    _years(reading / "meantime" / "dev.jsonl.xz")
    _pages(reading / "pages" / "dev.jsonl.xz")
    return 1 if low else 0


def _load(place: Path) -> Iterator[dict[str, Any]]:
    yield from import_module("readingdata").load(place)


def _places(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _statements(report: Report) -> list[dict[str, Any]]:
    return [
        {"cue": _places(s.cue), "source": _places(s.source), "content": _places(s.content)}
        for s in report.statements
    ]


def _said(record: dict[str, Any]) -> dict[str, Any]:
    report = read(record["text"], id=record["id"])
    return {"id": record["id"], "statements": _statements(report)}


def _example(gold: Path) -> dict[str, Any]:
    """The prediction for the project's own gold, which is written as the scorer wants it."""
    folder = ROOT / "examples"
    text = (folder / "us-presses-burma.txt").read_bytes().decode()
    wanted = json.loads((folder / "us-presses-burma.gold.json").read_text())["statements"]
    whole = {"id": "example", "text": text, "attributions": wanted}
    gold.write_text(json.dumps(whole) + "\n")
    return {"id": "example", "statements": _statements(read(text, id="example"))}


def _dated(record: dict[str, Any]) -> dict[str, Any]:
    """Expressions resolved on the document's own day, as the scorer's rules have it."""
    said = date.fromisoformat(record["date"])
    out: list[dict[str, Any]] = []
    start = 0
    for line in record["text"].split("\n"):
        for one in find(line):
            moved = replace(one, start=one.start + start, end=one.end + start)
            value = resolve(one, said).value
            out.append({"start": moved.start, "end": moved.end, "value": value})
        start += len(line) + 1
    return {"id": record["id"], "timex": out}


def _table(name: str, gold: Path, answers: Iterable[dict[str, Any]]) -> int:
    """Print the scorer's lines that have floors; how many are too low."""
    scorer = "score_timex.py" if name.startswith("dates") else "score_attribution.py"
    told = _scored(scorer, gold, answers)
    low = 0
    for line, floor in FLOORS[name]:
        match = re.search(rf"^{re.escape(line)}\s+P ([\d.]+)\s+R ([\d.]+)\s+F ([\d.]+)", told, re.M)
        figure = float(match[3]) if match else 0.0
        low += figure < floor
        mark = "" if figure >= floor else "  BELOW"
        sys.stdout.write(f"{name:<16}{line.strip():<36}F {figure:.3f}  floor {floor:.3f}{mark}\n")
    return low


def _scored(scorer: str, gold: Path, answers: Iterable[dict[str, Any]]) -> str:
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder) / "given.jsonl"
        given.write_text("".join(json.dumps(answer) + "\n" for answer in answers))
        done = subprocess.run(  # noqa: S603 - the scorer of the data, by its full path
            [sys.executable, str(ROOT / "reading" / scorer), str(gold), str(given)],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
    return done.stdout


def _years(gold: Path) -> None:
    """The year of reports without metadata: told without a floor, since most say none."""
    hidden = import_module("score_year").hidden
    answers = []
    for record in _load(gold):
        when = read(hidden(record), id=record["id"]).published
        first, last = when.earliest, when.latest
        sure = first is not None and last is not None and first.year == last.year
        answers.append({"id": record["id"], "year": first.year if sure and first else None})
    sys.stdout.write("year            " + _scored("score_year.py", gold, answers))


def _pages(gold: Path) -> None:
    """Bodies and dates of pages: told without a floor, since the extractor is not ours."""
    answers = []
    for record in _load(gold):
        try:
            report = read_html(record["html"], id=record["id"])
        except OnrecordError:
            continue
        body = "\n".join(
            report.text[p.start : p.end] for p in report.paragraphs if p.furniture is None
        )
        day = report.published.earliest
        answers.append({"id": record["id"], "body": body, "date": str(day) if day else None})
    told = _scored("score_pages.py", gold, answers)
    sys.stdout.writelines(f"pages           {line}\n" for line in told.splitlines())


if __name__ == "__main__":
    sys.exit(main())
