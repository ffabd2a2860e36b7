"""The record's promises: loading every capture of a list, one more, the same again, and asking.

Each step runs in a process of its own over one record: seconds of the clock and of the processor,
peak resident memory, rows, bytes; one JSON line each, one table on standard error with the floor
that it is held to. Beside it a naive way in pandas, which keeps nothing: it reads every pair of
files, merges and compares them. pandas is looked for in the Python that ONRECORD_PEERS names, else
in this one; where it is not, that is said and the peer left out. With `--daily` also the long run
of daily captures, and what one more costs after 10, 50 and 300, as a plot. Needs
ONRECORD_EVAL_DATA.
"""

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
from statistics import median
from typing import Any

NOW = datetime(2026, 11, 1, tzinfo=UTC)
KEPT_BACK = 1  # the newest capture is "one more"
PARTY = "us_ofac_sdn/9345"
ON = date(2022, 1, 1)
USUAL, DAILY = "us-ofac-sdn", "us-ofac-sdn-daily"
COLD = 7
THRICE = 3  # one more daily capture is added three times, and the median told
AFTER = (10, 50, 298)

# what is promised of a step: the figure, whether it is the least or the most
FLOORS: dict[str, tuple[tuple[str, str, float], ...]] = {
    "load all but one": (("rows/s", "≥", 20_000), ("MiB", "≤", 600)),
    "one more": (("s", "≤", 2), ("kept %", "≤", 12)),
    "all again": (("s", "≤", 1),),
    "all again, cold shell": (("ms", "≤", 1000),),
    "history of one party": (("ms", "≤", 50),),
    "history, cold shell": (("ms", "≤", 600),),
    "all on a day": (("ms", "≤", 500),),
    "daily: one more after 298": (("s", "≤", 2), ("kept %", "≤", 6)),
}


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


def size_of(captures: list[Path]) -> int:
    notes = ((c, tomllib.loads((c / "capture.toml").read_text("utf-8"))) for c in captures)
    return sum((c / f["name"]).stat().st_size for c, note in notes for f in note["file"])


def add(home: Path, captures: list[Path], held: list[Path] | None = None) -> dict[str, Any]:
    """Rows added, bytes read, and what the record then keeps of all bytes that it `held`."""
    from onrecord.record import Capture, Record

    record, rows = Record(home), 0
    for place in captures:
        note = tomllib.loads((place / "capture.toml").read_text(encoding="utf-8"))
        files = {f["name"]: (place / f["name"]).read_bytes() for f in note["file"]}
        rows += record.add(Capture("us_ofac_sdn", note["captured"], files), NOW).entries
    size = size_of(captures)
    kept = sum(p.stat().st_size for p in home.rglob("*") if p.is_file())
    told = {"rows": rows, "bytes_in": size, "bytes_kept": kept}
    whole = size_of(held) if held else size
    return told | {"kept_percent": round(100 * kept / whole, 1)}


def ask(home: Path) -> dict[str, Any]:
    """One party, thirty times, on as many days."""
    from onrecord.record import Record

    with Record(home).view(NOW) as view:
        began = time.perf_counter()
        for year in range(2015, 2025):
            for month in (1, 5, 9):
                view.history(PARTY, date(year, month, 1))
        seconds = time.perf_counter() - began
    return {"rows": 30, "ms_a_question": round(1000 * seconds / 30, 1)}


def everybody(home: Path) -> dict[str, Any]:
    """Who was listed on one day, as known at three instants, each a view opened for it."""
    from onrecord.record import Record

    times, found = [], 0
    for known in (datetime(2022, 1, 2, tzinfo=UTC), datetime(2023, 1, 1, tzinfo=UTC), NOW):
        began = time.perf_counter()
        with Record(home).view(known) as view:
            found = len(view.listed(ON))
        times.append(time.perf_counter() - began)
    return {"rows": found, "ms_a_question": round(1000 * max(times), 1)}


def cold(arguments: list[str | Path], rows: int) -> dict[str, Any]:
    """A verb from a cold shell, the median of some; as installed, with its bytecode there."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    times, used = [], []
    for _ in range(COLD + 1):
        began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-m", "onrecord", *arguments], check=True, env=environment,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(time.perf_counter() - began)
        used.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    clock, processor = (round(1000 * median(each[1:]), 1) for each in (times, used))
    return {"rows": rows, "ms_a_question": clock, "cpu_ms_a_question": processor}


def table_of(place: Path) -> Any:
    """The main file of a capture as a frame, by uid."""
    import pandas as pd

    path = next(p for p in (place / "sdn.csv", place / "sdn.pip") if p.exists())
    frame = pd.read_csv(
        path, sep="|" if path.suffix == ".pip" else ",", header=None, names=range(12), dtype=str,
        encoding="latin-1", keep_default_na=False, on_bad_lines="skip",
    )  # fmt: skip
    return frame[frame[0].str.isdigit()].drop_duplicates(subset=0)


def pandas_pairs(captures: list[Path]) -> dict[str, Any]:
    """Every pair of neighbours read, merged by uid and compared column by column."""
    import pandas as pd

    rows = found = 0
    for pair in pairwise(captures):
        old, new = map(table_of, pair)
        both = pd.merge(old, new, on=0, how="outer", indicator=True, suffixes=("_a", "_b"))
        same = both["_merge"] == "both"
        for column in range(1, 12):
            same &= both[f"{column}_a"] == both[f"{column}_b"]
        found += int((~same).sum())
        rows += len(new)
    return {"rows": rows, "found": found}


def pandas_party(captures: list[Path]) -> dict[str, Any]:
    """One party's rows in every file: what a history must rest on."""
    began = time.perf_counter()
    uid = PARTY.partition("/")[2]
    found = sum(len(frame[frame[0] == uid]) for frame in map(table_of, captures))
    return {"rows": found, "ms_a_question": round(1000 * (time.perf_counter() - began), 1)}


def pandas_day(captures: list[Path]) -> dict[str, Any]:
    """The rows of the newest file by a day."""
    began = time.perf_counter()
    newest = [c for c in captures if c.name[:10] <= str(ON)][-1]
    found = len(table_of(newest))
    return {"rows": found, "ms_a_question": round(1000 * (time.perf_counter() - began), 1)}


def steps(home: Path) -> dict[str, Callable[[], dict[str, Any]]]:
    """What is measured, by what it is called in the table; all over records in `home`."""
    usual, daily, long = (lambda: folders(USUAL)), (lambda: folders(DAILY)), home / "daily"
    shell = ["--record", home / "usual"]
    given = os.path.commonpath([str(c) for c in usual()])
    found: dict[str, Callable[[], dict[str, Any]]] = {
        "load all but one": lambda: add(home / "usual", usual()[:-KEPT_BACK]),
        "… pandas, every pair": lambda: pandas_pairs(usual()[:-KEPT_BACK]),
        "one more": lambda: add(home / "usual", usual()[-KEPT_BACK:], usual()),
        "… pandas, newest pair": lambda: pandas_pairs(usual()[-2:]),
        "all again": lambda: add(home / "usual", usual()),
        "all again, cold shell": lambda: cold(["add", given, *shell], len(usual())),
        "history of one party": lambda: ask(home / "usual"),
        "history, cold shell": lambda: cold(["history", PARTY, *shell], 1),
        "… pandas, one uid in all": lambda: pandas_party(usual()),
        "all on a day": lambda: everybody(home / "usual"),
        "… pandas, one file": lambda: pandas_day(usual()),
    }
    before = 0
    for after in AFTER:
        found |= {
            f"daily: to {after}": lambda a=before, b=after: add(long, daily()[a:b], daily()[:b]),
            **{
                f"daily: one more after {after + n}": lambda a=after + n: add(
                    long, daily()[a : a + 1], daily()[: a + 1]
                )
                for n in range(THRICE)
            },
        }
        before = after + THRICE
    return found


def peers() -> str | None:
    """A Python that has pandas; None where there is none, which is said."""
    python = os.environ.get("ONRECORD_PEERS", sys.executable)
    done = subprocess.run([python, "-c", "import pandas"], capture_output=True, check=False)
    if done.returncode == 0:
        return python
    print("no pandas: left out: give ONRECORD_PEERS a Python that has it", file=sys.stderr)
    return None


def row(one: dict[str, Any]) -> str:
    """A line of the table, and whether each promise is kept."""
    speed = one["rows"] / max(one["seconds"], 0.001)
    kept, asked = one.get("kept_percent", ""), one.get("ms_a_question", "")
    figures = {"s": one["seconds"], "rows/s": speed, "MiB": one["peak_mib"], "kept %": kept,
               "ms": asked}  # fmt: skip
    floors = [
        f"{name} {sign} {bound:,}: "
        f"{'kept' if (figures[name] >= bound) == (sign == '≥') else 'MISSED'}"
        for name, sign, bound in FLOORS.get(one["what"], ())
    ]
    return (f"{one['what']:26} {one['rows']:9,} {one['seconds']:8.2f} {one['cpu_seconds']:7.2f} "
            f"{speed:9,.0f} {one['peak_mib']:5} {kept!s:>7} {asked!s:>8}  "
            f"{', '.join(floors)}")  # fmt: skip


def plot(told: dict[str, dict[str, Any]]) -> str:
    """What one more daily capture costs, per thousand rows, since the list itself grows."""
    lines = ["", "one more daily capture, median of three: seconds, and processor ms a 1,000 rows"]
    for after in AFTER:
        three = [told[f"daily: one more after {after + n}"] for n in range(THRICE)]
        seconds = median(one["seconds"] for one in three)
        each = median(1e6 * one["cpu_seconds"] / one["rows"] for one in three)
        bar = "█" * round(each / 4)
        lines.append(f"  after {after:3} {seconds:6.2f} s  {each:5.0f} ms {bar}")
    return "\n".join(lines)


def measured(what: str, home: Path, python: str) -> dict[str, Any]:
    done = subprocess.run([python, __file__, home, what], stdout=subprocess.PIPE, check=True)
    return dict(json.loads(done.stdout))


def step(home: Path, what: str) -> None:
    began = time.perf_counter()
    found = steps(home)[what]()
    seconds = round(time.perf_counter() - began, 2)
    used, below = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    cpu = round(used.ru_utime + used.ru_stime + below.ru_utime + below.ru_stime, 2)
    about = {"seconds": seconds, "cpu_seconds": cpu, "peak_mib": used.ru_maxrss // 1024}
    print(json.dumps({"what": what, **about, **found}))


def main() -> None:
    """All steps, each in a process of its own, or, given a home and a name, that one."""
    if len(sys.argv) == 3:
        step(Path(sys.argv[1]), sys.argv[2])
        return
    home = Path(tempfile.mkdtemp(prefix="onrecord-bench-"))
    peer, told = peers(), {}
    load = " ".join(f"{n:.1f}" for n in os.getloadavg())
    print(f"load of the machine before: {load}, on {os.cpu_count()} cores", file=sys.stderr)
    print(f"{'what':26} {'rows':>9} {'s':>8} {'cpu s':>7} {'rows/s':>9} {'MiB':>5} {'kept %':>7} "
          f"{'ms':>8}  floors", file=sys.stderr)  # fmt: skip
    try:
        for what in steps(home):
            python = peer if what.startswith("…") else sys.executable
            if python is None or (what.startswith("daily") and "--daily" not in sys.argv):
                continue
            told[what] = one = measured(what, home, python)
            print(json.dumps(one, ensure_ascii=False), flush=True)
            print(row(one), file=sys.stderr)
        if "--daily" in sys.argv:
            print(plot(told), file=sys.stderr)
    finally:
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    main()
