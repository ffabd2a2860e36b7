"""What the verbs `same` and `different` share: a judgement taken in, or taken back."""

import click

from onrecord.cli import options

_PAIR = "us_ofac_sdn/33537 gb_fcdo/MYA0031"


def judging(verdict: str, says: str, reason: str) -> click.Command:
    """The verb of a verdict: `says` is what the two then are, `reason` the example's."""

    @click.argument("one")
    @click.argument("other")
    @click.option("--because", metavar="TEXT", help="Why: it is shown with every answer.")
    @click.option("--by", metavar="NAME", help="Who says so.")
    @click.option("--withdraw", is_flag=True, help="Take the judgement on this pair back.")
    @options.record_option
    @options.form_options("text", "json")
    def verb(
        one: str,
        other: str,
        because: str | None,
        by: str | None,
        withdraw: bool,
        record: str | None,
        form: str | None,
        as_json: bool,
    ) -> int:
        shape = options.form_of(form, as_json)
        return _judge(verdict, (one, other), because, by, withdraw, record, shape)

    told = f"""Judge that ONE and OTHER, parties or entries of lists, are {says}.

    The judgement is known from now on, moves no answer as known before, is shown with its reason
    wherever it counts, and is taken back with --withdraw.

    \b
    onrecord {verdict} {_PAIR} --because "{reason}"
    onrecord {verdict} {_PAIR} --withdraw --because "mistaken"
    """
    return click.command(verdict, help=told)(verb)


def _judge(
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
