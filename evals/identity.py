"""How well entries of different lists are told to be one party, beside the peers, with floors.

    python evals/identity.py          the tables
    python evals/identity.py --fit    and the weights for identity.toml
    python evals/identity.py --rarity only the counts for rarity.tsv, from OFAC's list

Reads matching/list_pairs under ONRECORD_EVAL_DATA (default ../shared). Identifiers are never
given, since they made the labels. Scores are those of weights that were found on the other folds.
Exits with 1 where a figure is below its floor.
"""

import json
import lzma
import math
import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from onrecord import sources
from onrecord.match.births import Agreement, compare_births
from onrecord.match.evidence import features
from onrecord.match.identity import Decision, weigh
from onrecord.match.meaning import called, meant
from onrecord.match.traits import traits
from onrecord.model.dates import PartialDate
from onrecord.model.listing import Authority, Birth, Entry, Kind, Name, NameKind

ROOT = Path(os.environ.get("ONRECORD_EVAL_DATA", Path(__file__).parents[1] / ".." / "shared"))
RARITY_CAPTURES = ("2022-01-31", "2024-05-03")  # with aliases; the newest that is whole
RARITY_LEAST = 3
FOLDS = 5
# of a feature that a table leaves out, the least weight that is worth a line
LEAST_WEIGHT = 0.15
QUALITY = {
    "strong": NameKind.ALIAS, "original": NameKind.ALIAS,
    "weak": NameKind.WEAK, "former": NameKind.FORMER,
}  # fmt: skip
_COUNTS = {"primary": 0.5, "full": 1.0}
Vector = dict[str, float]

# (mode, slice): best peer's F1, AP and recall at 0.1 % false alarms as the data's README has
# them, then our floors, a little below what was measured when they were set
PEERS = {
    ("primary", "hard"): ("logic-v2", (0.632, 0.625, 0.280), (0.72, 0.80, 0.42)),
    ("full", "hard"): ("logic-v2", (0.927, 0.970, 0.873), (0.95, 0.98, 0.80)),
    ("primary", "vessel"): ("WRatio", (None, 0.841, None), (0.83, 0.83, 0.50)),
    ("full", "vessel"): ("er-unstable", (None, 0.855, None), (0.86, 0.86, 0.50)),
    ("primary", "all"): ("logic-v2", (None, 0.933, None), (0.91, 0.955, 0.80)),
    ("full", "all"): ("logic-v2", (None, 0.983, None), (0.97, 0.988, 0.92)),
}
LEAST_PRECISION = 0.99


@dataclass
class Pair:
    """A labelled pair in one mode, compared."""

    row: dict[str, Any]
    mode: str
    vector: Vector
    is_apart: bool
    decision: Decision
    sufficiency: float
    score: float = 0.0


def main() -> int:
    """Print the tables; 1 where a floor is not reached."""
    if "--rarity" in sys.argv:
        sys.stdout.writelines(_rarity())
        return 0
    place = ROOT / "matching" / "list_pairs.jsonl.xz"
    if not place.exists():
        sys.stderr.write(f"no pairs to compare: {place}: ONRECORD_EVAL_DATA names their folder\n")
        return 1
    sys.path.insert(0, str(place.parent))
    with lzma.open(place, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    start = time.process_time()
    pairs = [_compared(row, mode) for mode in ("primary", "full") for row in rows]
    rate = len(pairs) / (time.process_time() - start)
    fitted = {kind: _cross_validated(pairs, kind) for kind in ("person", "other")}
    low = _against_peers(pairs) + _at_threshold([p for p in pairs if p.mode == "full"])
    sys.stdout.write(f"{rate:,.0f} pairs of entries a second, entries made ready included\n")
    if "--fit" in sys.argv:
        for kind, weights in fitted.items():
            told = (f"{n} = {w:.2f}\n" for n, w in sorted(weights.items()) if abs(w) > LEAST_WEIGHT)
            sys.stdout.write(f"[{kind}]\n{''.join(told)}")
    return 1 if low else 0


def _entry(side: dict[str, Any], mode: str) -> Entry:
    full = mode == "full"
    aliases = [alias for alias in side["aliases"] if alias["name"].strip()] if full else []
    names = [Name(side["name"]), *(Name(a["name"], QUALITY[a["quality"]]) for a in aliases)]
    dates = [PartialDate.parse(day) for day in side["births"]] if full else []
    return Entry(
        source="pairs",
        uid=side["source"] + side["id"],
        authority=Authority.EU,  # a value must be there; nothing compares it
        kind=Kind(side["kind"]),
        names=tuple(names),
        births=tuple(Birth(day, day) for day in dates),
        nationalities=tuple(side["countries"]) if full else (),
    )


def _compared(row: dict[str, Any], mode: str) -> Pair:
    a, b = (traits(_entry(row[side], mode)) for side in ("left", "right"))
    _, found = features(a, b)
    born = compare_births(a.births, b.births)
    told = weigh(a, b)
    return Pair(
        row,
        mode,
        {feature.name: feature.value for feature in found},
        born is not None and born.agreement is Agreement.APART,
        told.decision,
        told.sufficiency,
    )


def _cross_validated(pairs: Sequence[Pair], kind: str) -> Vector:
    """Score each pair by weights of the other folds; the weights of all folds."""
    ours = [pair for pair in pairs if (pair.row["kind"] == "person") == (kind == "person")]
    train = [pair for pair in ours if not pair.is_apart]
    for fold in range(FOLDS):
        weights = _fit([p for p in train if fold not in (p.row["fold"], p.row["fold_right"])])
        for pair in ours:
            if pair.row["fold"] == fold:
                total = sum(value * weights.get(n, 0.0) for n, value in pair.vector.items())
                pair.score = 1 / (1 + math.exp(-(total - 12 * pair.is_apart)))
    return _fit(train)


def _fit(pairs: Sequence[Pair]) -> Vector:
    """Logistic regression with a ridge of 1, by Newton's steps; the names alone count half."""
    names = sorted({name for pair in pairs for name in pair.vector})
    place = {name: i for i, name in enumerate(names)}
    rows = [
        ([(place[n], v) for n, v in p.vector.items()], p.row["match"], _COUNTS[p.mode])
        for p in pairs
    ]
    weights = [0.0] * len(names)
    for _ in range(9):
        slope = list(weights)
        curve = [[float(i == j) for j in range(len(names))] for i in range(len(names))]
        for values, match, counts in rows:
            chance = 1 / (1 + math.exp(-sum(weights[i] * v for i, v in values)))
            bend = counts * chance * (1 - chance)
            for i, v in values:
                slope[i] += counts * (chance - match) * v
                for j, other in values:
                    curve[i][j] += bend * v * other
        weights = [w - step for w, step in zip(weights, _solved(curve, slope), strict=True)]
    return dict(zip(names, weights, strict=True))


def _solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """The solution of a positive definite system, by elimination."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for i, row in enumerate(rows):
        rows[i] = row = [value / row[i] for value in row]
        for j, other in enumerate(rows):
            if j != i and other[i]:
                rows[j] = [x - other[i] * y for x, y in zip(other, row, strict=True)]
    return [row[-1] for row in rows]


def _against_peers(pairs: Sequence[Pair]) -> int:
    """Print F1, AP and recall at 0.1 % false alarms by mode and slice; how many are too low."""
    low = 0
    shared = import_module("score")
    sys.stdout.write(
        "mode     slice   pairs   F1 cv   AP    R@1%  R@.1%   best peer: F1 AP R@.1%\n"
    )
    for (mode, part), (peer, theirs, floors) in PEERS.items():
        data = [
            (p.score, p.row["match"], p.row["fold"])
            for p in pairs
            if p.mode == mode and part in (p.row["slice"], "all")
        ]
        got = shared.pair_metrics(data)
        ours = (got["cv_f1"], got["ap"], got["recall_at_fa_0.1pct"])
        low += (mark := any(o < f for o, f in zip(ours, floors, strict=True)))
        told = " ".join("  –  " if figure is None else f"{figure:.3f}" for figure in theirs)
        sys.stdout.write(
            f"{mode:8} {part:6} {len(data):6}   {ours[0]:.3f}  {ours[1]:.3f}"
            f"  {got['recall_at_fa_1pct']:.3f}  {ours[2]:.3f}   {peer:12}{told}"
            f"{'  BELOW' if mark else ''}\n"
        )
    return low


def _at_threshold(pairs: Sequence[Pair]) -> int:
    """Print precision and recall of automatic links; 1 where precision is too low."""
    groups: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        for name in _groups(pair):
            groups[name].append(pair)
    sys.stdout.write("\nlinked at the shipped threshold, full mode, weights of other folds\n")
    # the totals first, then list by list
    for name in sorted(groups, key=lambda name: (name.startswith("lists"), name)):
        members = groups[name]
        right, wrong, asked, of = _counts(members)
        precise = f"{right / (right + wrong):.4f}" if right + wrong else "   –  "
        found = f"{right / of:.3f}   and for review {asked / of:.3f}" if of else "  –  "
        sys.stdout.write(
            f"{name:44}{len(members):6}  precision {precise} ({wrong} wrong)  recall {found}\n"
        )
    right, wrong, *_ = _counts(groups["all"])
    shipped = [pair for pair in pairs if pair.decision is Decision.SAME]
    good = sum(pair.row["match"] for pair in shipped)
    sys.stdout.write(f"with the shipped weights: {good} right, {len(shipped) - good} wrong\n")
    return int(right / (right + wrong) < LEAST_PRECISION)


def _groups(pair: Pair) -> Iterator[str]:
    yield "all"
    yield f"slice {pair.row['slice']}"
    yield f"kind {pair.row['kind']}"
    yield " × ".join(("lists", *sorted(pair.row["lists"].split(" × "))))[:44]
    if not pair.row["match"]:
        yield f"non-matches by {pair.row['basis']}"


def _counts(pairs: Sequence[Pair]) -> tuple[int, int, int, int]:
    """Right links, wrong ones, matches left for review, and all matches."""
    table = import_module("onrecord.match.identity")._table()
    right = wrong = asked = 0
    for pair in pairs:
        least = table.least_person if pair.row["kind"] == "person" else table.least_other
        linked = pair.score >= table.same and pair.sufficiency >= least
        right += linked and pair.row["match"]
        wrong += linked and not pair.row["match"]
        asked += pair.row["match"] and not linked and pair.score >= table.review
    return right, wrong, asked, sum(pair.row["match"] for pair in pairs)


def _rarity() -> Iterator[str]:
    """Lines of rarity.tsv: how many parties have each word that three or more have."""
    parties: dict[str, set[str]] = defaultdict(set)
    for day in RARITY_CAPTURES:
        folder = ROOT / "lists" / "us-ofac-sdn" / day
        files = {path.name: path.read_bytes() for path in folder.glob("*.csv")}
        for entry in sources.parse(sources.get("us_ofac_sdn"), files).entries:
            read = called if entry.kind is Kind.PERSON else meant
            parties[entry.uid].update(word for name in entry.names for word in read(name.text))
    counts = Counter(word for held in parties.values() for word in held if len(word) > 1)
    by_count: dict[int, list[str]] = defaultdict(list)
    for word, count in {**counts, "*": len(parties)}.items():
        by_count[count].append(word)
    for count in sorted(by_count, reverse=True):
        if count >= RARITY_LEAST:
            yield f"{count}\t{' '.join(sorted(by_count[count]))}\n"


if __name__ == "__main__":
    sys.exit(main())
