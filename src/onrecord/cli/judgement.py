"""What the verbs `same` and `different` share: a judgement taken in, or taken back."""

from collections.abc import Callable
from typing import Any

import click

from onrecord.cli import options


def judging_options(verb: Callable[..., Any]) -> Callable[..., Any]:
    """Give a verb its two parties, the reason, who says so, and the way back."""
    for option in reversed(
        (
            click.argument("one"),
            click.argument("other"),
            click.option("--because", metavar="TEXT", help="Why: it is shown with every answer."),
            click.option("--by", metavar="NAME", help="Who says so."),
            click.option("--withdraw", is_flag=True, help="Take the judgement on this pair back."),
        )
    ):
        verb = option(verb)
    return options.record_option(options.form_options("text", "json")(verb))


def judge(
    verdict: str,
    pair: tuple[str, str],
    because: str | None,
    by: str | None,
    withdraw: bool,
    record: str | None,
    shape: str,
) -> int:
    """Take in a judgement on two parties or entries, and say what it now comes to.

    Raises UsageError without a reason, for one and the same, and where there is nothing to take
    back; NotFound for who is not in the record.
    """
    from onrecord.errors import UsageError
    from onrecord.model.judgement import Judgement, Verdict
    from onrecord.record import Record
    from onrecord.tell import json
    from onrecord.tell.safe import one_line

    if because is None or not because.strip():
        raise UsageError("a judgement needs a reason: --because TEXT")
    instant = options.now()
    held = Record(options.home(record))
    with held.view(instant) as view:
        one, other = sorted(view.node(named) for named in pair)
        in_effect = {(j.a, j.b): j for j in view.judgements}.get((one, other))
    if one == other:
        raise UsageError(f"one and the same: {one}: a judgement is on two")
    if withdraw and (in_effect is None or in_effect.verdict != verdict):
        raise UsageError(f"nothing to take back: {one} and {other} are not judged {verdict}")
    says = Verdict.WITHDRAWN if withdraw else Verdict(verdict)
    judgement = Judgement(says, one, other, because.strip(), instant, by)
    held.judge(judgement)
    with held.view(options.now()) as view:
        parties = tuple(view.resolve(node) for node in (one, other))
    if shape == "json":
        options.write_json({**json.judgement(judgement), "parties": sorted(set(parties))})
        return 0
    done = f"no longer judged {verdict}" if withdraw else f"judged {verdict}"
    now = "one party" if len(set(parties)) == 1 else "two parties"
    options.write(one_line(f"{done}: {one} and {other}; they are {now} from now on"))
    return 0
