"""The verbs that attribute: what each does, and with what complement."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from onrecord.model.report import Stance

# verbs that only carry another: "continued to deny", "went on to say"
CARRYING = frozenset(
    ["continue", "go", "begin", "start", "proceed", "appear", "seem", "use", "try", "move"]
)
REFUSING = frozenset(["decline", "refuse"])
# passives that attribute to nobody: "was believed to have", "is said to be"
IMPERSONAL: Mapping[str, Stance] = {
    "believe": Stance.BELIEVES, "think": Stance.BELIEVES, "expect": Stance.BELIEVES,
    "suspect": Stance.BELIEVES, "understand": Stance.BELIEVES, "fear": Stance.BELIEVES,
    "presume": Stance.BELIEVES, "estimate": Stance.BELIEVES, "consider": Stance.BELIEVES,
    "say": Stance.ASSERTS, "know": Stance.ASSERTS, "report": Stance.ASSERTS,
    "rumour": Stance.BELIEVES, "rumor": Stance.BELIEVES, "hope": Stance.BELIEVES,
    "accuse": Stance.ALLEGES, "allege": Stance.ALLEGES, "blame": Stance.ALLEGES,
}  # fmt: skip
# a light verb and the noun that says what is done
LIGHT: Mapping[tuple[str, str], Stance] = {
    ("make", "case"): Stance.DEMANDS, ("make", "demand"): Stance.DEMANDS,
    ("make", "appeal"): Stance.DEMANDS, ("issue", "call"): Stance.DEMANDS,
    ("make", "pledge"): Stance.PROMISES, ("make", "promise"): Stance.PROMISES,
    ("give", "assurance"): Stance.PROMISES, ("issue", "warning"): Stance.WARNS,
    ("issue", "denial"): Stance.DENIES, ("make", "accusation"): Stance.ALLEGES,
    ("express", "concern"): Stance.ASSERTS, ("voice", "concern"): Stance.ASSERTS,
    ("express", "hope"): Stance.WANTS,
    ("have", "comment"): Stance.DECLINES, ("make", "comment"): Stance.DECLINES,
    ("offer", "comment"): Stance.DECLINES, ("give", "comment"): Stance.DECLINES,
    ("give", "detail"): Stance.DECLINES, ("provide", "detail"): Stance.DECLINES,
    ("offer", "detail"): Stance.DECLINES,
}  # fmt: skip
# who is told stands as object
TELLING = frozenset(
    ["tell", "inform", "notify", "brief", "assure", "advise", "remind", "warn", "ask"]
)
# verbs of saying that a denial in the content turns into one: "insisted it no longer had"
INSISTING = frozenset(["insist", "maintain", "swear", "protest", "reiterate", "repeat"])
SAYING = INSISTING | frozenset(
    [
        "say",
        "tell",
        "state",
        "add",
        "assert",
        "declare",
        "claim",
        "argue",
        "stress",
        "emphasize",
        "emphasise",
        "write",
        "reply",
        "respond",
        "announce",
        "explain",
        "testify",
        "affirm",
        "contend",
        "counter",
        "tweet",
    ]
)


@dataclass(frozen=True, slots=True)
class Cue:
    """What a verb does, and the complements that it takes."""

    stance: Stance
    frames: frozenset[str]


@lru_cache(maxsize=1)
def cues() -> Mapping[str, tuple[Cue, ...]]:
    """Cues by lemma, the first one first to be tried."""
    raw = tomllib.loads(files("onrecord.read").joinpath("cues.toml").read_text("utf-8"))
    out: dict[str, tuple[Cue, ...]] = {}
    for group in raw["cue"]:
        cue = Cue(Stance(group["stance"]), frozenset(group["frames"]))
        for verb in group["verbs"].split():
            out[verb] = (*out.get(verb, ()), cue)
    return out
