"""The first promises: loading a list's captures, screening, reading, starting; beside naive ways.

Each figure is of a process of its own: seconds of the clock, peak resident memory, rows and bytes.
One JSON line a figure on standard output, one table on standard error. Needs ONRECORD_EVAL_DATA.
"""

import csv
import importlib.resources
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

DECEMBER = [f"2021-12-{day:02}" for day in (2, 6, 7, 8, 9, 10, 16, 17)]
NOW = datetime(2026, 1, 1, tzinfo=UTC)
READS, NAMES = 20, 1_000


def lists() -> Path:
    """The folder of unpacked captures, unpacked beside this run where they are not."""
    packed = Path(os.environ.get("ONRECORD_EVAL_DATA", "../shared")).resolve() / "lists"
    if (packed / "us-ofac-sdn").is_dir():
        return packed
    into = Path(tempfile.gettempdir()) / "onrecord-bench-lists"
    into.mkdir(exist_ok=True)
    subprocess.run([sys.executable, packed / "unpack", "us-ofac-sdn", "--into", into], check=True,
                   stdout=sys.stderr)  # fmt: skip
    return into


def december() -> list[Path]:
    return [lists() / "us-ofac-sdn" / day for day in DECEMBER]


def load() -> dict[str, float]:
    """All of December 2021 into a new record."""
    from onrecord.record import Capture, Record

    rows = size = 0
    with tempfile.TemporaryDirectory() as folder:
        record = Record(Path(folder) / "record")
        for place in december():
            note = tomllib.loads((place / "capture.toml").read_text(encoding="utf-8"))
            files = {f["name"]: (place / f["name"]).read_bytes() for f in note["file"]}
            rows += record.add(Capture("us_ofac_sdn", note["captured"], files), NOW).entries
            size += sum(map(len, files.values()))
        kept = sum(p.stat().st_size for p in Path(folder).rglob("*") if p.is_file())
    return {"rows": rows, "bytes_in": size, "bytes_kept": kept}


def load_naive() -> dict[str, float]:
    """The same files into dictionaries, each diffed against the one before; nothing is kept."""
    rows, size, before = 0, 0, {}
    for place in december():
        size += (place / "sdn.csv").stat().st_size
        with (place / "sdn.csv").open(encoding="latin-1", newline="") as lines:
            now = {row[0]: row for row in csv.reader(lines) if len(row) > 1}
        _ = [uid for uid in now if before.get(uid) != now[uid]]
        rows, before = rows + len(now), now
    return {"rows": rows, "bytes_in": size, "bytes_kept": 0}


def names() -> list[str]:
    """A thousand names: every ninth of the list, each with a slip in its middle."""
    with (december()[-1] / "sdn.csv").open(encoding="latin-1", newline="") as lines:
        listed = [row[1] for row in csv.reader(lines) if len(row) > 1][::9][:NAMES]
    return [name[: len(name) // 2] + name[len(name) // 2 + 1 :] for name in listed]


def screening() -> dict[str, float]:
    """A thousand names against one capture, each with its nine statuses."""
    from onrecord.record import Capture, Record
    from onrecord.screen import Screener

    found = 0
    with tempfile.TemporaryDirectory() as folder:
        record = Record(Path(folder) / "record")
        files = {"sdn.csv": (december()[-1] / "sdn.csv").read_bytes()}
        record.add(Capture("us_ofac_sdn", NOW, files), NOW)
        asked = names()
        began = time.perf_counter()
        with record.view(NOW) as view:
            screener = Screener(view)
            for name in asked:
                found += bool(screener.screen(name, date(2022, 1, 1)).matches)
        seconds = time.perf_counter() - began
    return {"rows": len(asked), "found": found, "seconds_asking": round(seconds, 2)}


def screening_naive() -> dict[str, float]:
    """The same names, each against every listed name with rapidfuzz's token_sort_ratio."""
    from rapidfuzz import fuzz, process, utils

    with (december()[-1] / "sdn.csv").open(encoding="latin-1", newline="") as lines:
        listed = [utils.default_process(row[1]) for row in csv.reader(lines) if len(row) > 1]
    asked = names()
    began = time.perf_counter()
    best = [
        process.extractOne(
            utils.default_process(name), listed, scorer=fuzz.token_sort_ratio, score_cutoff=88
        )
        for name in asked
    ]
    seconds = time.perf_counter() - began
    found = sum(b is not None for b in best)
    return {"rows": len(asked), "found": found, "seconds_asking": round(seconds, 2)}


def reading() -> dict[str, float]:
    """The example report twenty times."""
    from onrecord.read import read_file

    story = (importlib.resources.files("onrecord") / "examples" / "report.txt").read_bytes()
    read_file(story, id="warm")
    began = time.perf_counter()
    statements = [len(read_file(story, id="example").statements) for _ in range(READS)]
    seconds = time.perf_counter() - began
    return {"rows": READS, "found": statements[0], "seconds_asking": round(seconds, 2)}


def starting() -> dict[str, float]:
    """`onrecord --help`, ten times; the median is what is told."""
    times = []
    for _ in range(11):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", "onrecord", "--help"], check=True,
                       stdout=subprocess.DEVNULL)  # fmt: skip
        times.append(time.perf_counter() - began)
    return {"rows": 10, "seconds_asking": round(sorted(times[1:])[5], 3)}


WORK: dict[str, Callable[[], dict[str, float]]] = {
    "load December 2021": load,
    "load December 2021, naive": load_naive,
    "screen 1,000 names": screening,
    "screen 1,000 names, naive": screening_naive,
    "read the example 20 times": reading,
    "start --help": starting,
}


def measured(what: str) -> dict[str, object]:
    """One figure, from a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, what], capture_output=True, text=True, check=True
    )
    return dict(json.loads(done.stdout))


def main() -> None:
    if len(sys.argv) > 1:
        began = time.perf_counter()
        found = WORK[sys.argv[1]]()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        seconds = found.pop("seconds_asking", round(time.perf_counter() - began, 2))
        print(json.dumps({"what": sys.argv[1], "seconds": seconds, "peak_mib": peak, **found}))
        return
    lists()
    told = [measured(what) for what in WORK]
    for one in told:
        print(json.dumps(one))
    seconds = {str(one["what"]): float(str(one["seconds"])) for one in told}
    print(
        f"\n{'what':28} {'rows':>8} {'s':>8} {'rows/s':>9} {'MiB':>6}  ours / naive",
        file=sys.stderr,
    )
    for one in told:
        what, took = str(one["what"]), seconds[str(one["what"])]
        naive = seconds.get(f"{what}, naive")
        ratio = f"{took / naive:.1f}" if naive else ""
        rows = int(str(one["rows"]))
        speed = f"{took:8.2f} {rows / took:9,.0f}"
        print(f"{what:28} {rows:8,} {speed} {one['peak_mib']!s:>6}  {ratio}", file=sys.stderr)


if __name__ == "__main__":
    main()
