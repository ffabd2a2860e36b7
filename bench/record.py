"""The record's promises: loading every capture of a list, one more, the same again, and asking.

Each step runs in a process of its own over one record: seconds of the clock, peak resident
memory, rows, bytes; one JSON line each, one table on standard error. Beside it a naive way that
reads every pair of files and diffs them as dictionaries. With `--daily` also the long run of
daily captures, and what one more costs after 10, 50 and 300. Needs ONRECORD_EVAL_DATA.
"""

import csv
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

NOW = datetime(2026, 11, 1, tzinfo=UTC)
KEPT_BACK = 1  # the newest capture is "one more"
PARTY = "us_ofac_sdn/9345"


def folders(source: str) -> list[Path]:
    """The captures of a source, oldest first; unpacked beside this run where they are not."""
    lists = Path(os.environ.get("ONRECORD_EVAL_DATA", "../shared")).resolve() / "lists"
    place = lists / source
    if not place.is_dir():
        into = Path(tempfile.gettempdir()) / "onrecord-bench-lists"
        into.mkdir(exist_ok=True)
        subprocess.run([sys.executable, lists / "unpack", source, "--into", into], check=True,
                       stdout=sys.stderr)  # fmt: skip
        place = into / source
    notes = [(tomllib.loads(n.read_text("utf-8")), n.parent) for n in place.glob("*/capture.toml")]
    return [folder for _, folder in sorted((note["captured"], folder) for note, folder in notes)]


def add(home: Path, captures: list[Path]) -> dict[str, Any]:
    """Rows added and bytes read."""
    from onrecord.record import Capture, Record

    record, rows, size = Record(home), 0, 0
    for place in captures:
        note = tomllib.loads((place / "capture.toml").read_text(encoding="utf-8"))
        files = {f["name"]: (place / f["name"]).read_bytes() for f in note["file"]}
        rows += record.add(Capture("us_ofac_sdn", note["captured"], files), NOW).entries
        size += sum(map(len, files.values()))
    kept = sum(p.stat().st_size for p in home.rglob("*") if p.is_file())
    share = round(100 * kept / size, 1) if size else 0
    return {"rows": rows, "bytes_in": size, "bytes_kept": kept, "kept_percent": share}


def naive(captures: list[Path]) -> dict[str, Any]:
    """Every pair of neighbours read and diffed as dictionaries; nothing is kept."""
    rows = size = 0
    for pair in pairwise(captures):
        tables = []
        for place in pair:
            path = next(p for p in (place / "sdn.csv", place / "sdn.pip") if p.exists())
            size += path.stat().st_size
            with path.open(encoding="latin-1", newline="") as lines:
                bar = "|" if path.suffix == ".pip" else ","
                tables.append({r[0]: r for r in csv.reader(lines, delimiter=bar) if len(r) > 1})
        old, new = tables
        _ = [uid for uid in old.keys() | new.keys() if old.get(uid) != new.get(uid)]
        rows += len(new)
    return {"rows": rows, "bytes_in": size}


def ask(home: Path) -> dict[str, Any]:
    """One party, thirty times, on as many days."""
    from onrecord.record import Record

    began = time.perf_counter()
    with Record(home).view(NOW) as view:
        first = time.perf_counter() - began
        for year in range(2015, 2025):
            for month in (1, 5, 9):
                view.history(PARTY, date(year, month, 1))
    seconds = (time.perf_counter() - began - first) / 30
    return {"rows": 30, "ms_a_question": round(1000 * seconds, 1)}


def everybody(home: Path) -> dict[str, Any]:
    """Who was on the list on one day: a full view."""
    from onrecord.record import Record

    with Record(home).view(NOW) as view:
        began = time.perf_counter()
        (_, _, newest) = next(iter(view.captures_by(date(2022, 1, 1), date(2022, 1, 1), None)))
        found = len(view.members("us_ofac_sdn", newest))
        seconds = time.perf_counter() - began
    return {"rows": found, "ms_a_question": round(1000 * seconds, 1)}


def cold(home: Path) -> dict[str, Any]:
    """`onrecord history` from a cold shell, the median of five."""
    times = []
    for _ in range(6):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", "onrecord", "history", PARTY, "--record", home],
                       check=True, stdout=subprocess.DEVNULL)  # fmt: skip
        times.append(time.perf_counter() - began)
    return {"rows": 1, "ms_a_question": round(1000 * sorted(times[1:])[2], 1)}


def steps(home: Path) -> dict[str, Callable[[], dict[str, Any]]]:
    usual, daily = (lambda: folders("us-ofac-sdn")), (lambda: folders("us-ofac-sdn-daily"))
    return {
        "load all captures but one": lambda: add(home, usual()[:-KEPT_BACK]),
        "… naive": lambda: naive(usual()),
        "one more": lambda: add(home, usual()[-KEPT_BACK:]),
        "all again": lambda: add(home, usual()),
        "history of one party": lambda: ask(home),
        "all on a day": lambda: everybody(home),
        "history, cold": lambda: cold(home),
        "daily: 10": lambda: add(home / "daily", daily()[:10]),
        "daily: one more after 10": lambda: add(home / "daily", daily()[10:11]),
        "daily: to 50": lambda: add(home / "daily", daily()[11:50]),
        "daily: one more after 50": lambda: add(home / "daily", daily()[50:51]),
        "daily: to 300": lambda: add(home / "daily", daily()[51:300]),
        "daily: one more after 300": lambda: add(home / "daily", daily()[300:301]),
    }


def main() -> None:
    if len(sys.argv) == 3:
        began = time.perf_counter()
        found = steps(Path(sys.argv[1]))[sys.argv[2]]()
        seconds = round(time.perf_counter() - began, 2)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(json.dumps({"what": sys.argv[2], "seconds": seconds, "peak_mib": peak, **found}))
        return
    home = Path(tempfile.mkdtemp(prefix="onrecord-bench-"))
    head = f"{'what':28} {'rows':>9} {'s':>8} {'rows/s':>9} {'MiB':>6} {'kept %':>7} {'ms':>8}"
    print(head, file=sys.stderr)
    try:
        for what in steps(home):
            if what.startswith("daily") and "--daily" not in sys.argv:
                continue
            done = subprocess.run([sys.executable, __file__, home, what], stdout=subprocess.PIPE,
                                  check=True)  # fmt: skip
            one = json.loads(done.stdout)
            print(json.dumps(one), flush=True)
            speed = f"{one['rows'] / max(one['seconds'], 0.01):9,.0f}"
            print(f"{what:28} {one['rows']:9,} {one['seconds']:8.2f} {speed} {one['peak_mib']:6} "
                  f"{one.get('kept_percent', '')!s:>7} {one.get('ms_a_question', '')!s:>8}",
                  file=sys.stderr)  # fmt: skip
    finally:
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    main()
