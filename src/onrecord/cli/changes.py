"""`onrecord changes`: what entered, left or changed on the lists."""

from collections import Counter

import click

from onrecord.cli import options


@click.command("changes")
@click.option("--from", "start", required=True, metavar="DAY", help="The first day.")
@click.option("--to", "end", required=True, metavar="DAY", help="The second day.")
@click.option("--source", metavar="ID", help="Only this list.")
@click.option(
    "--cause",
    type=click.Choice(("source", "parser", "judgement", "correction")),
    help="Only changes for this reason.",
)
@click.option("--known", metavar="DAY|INSTANT", help="What could be known by then [default: now].")
@options.record_option
@options.form_options("text", "json", "jsonl")
def command(
    start: str,
    end: str,
    source: str | None,
    cause: str | None,
    known: str | None,
    record: str | None,
    form: str | None,
    as_json: bool,
) -> int:
    """Compare the newest captures by the end of two days, entry by entry.

    And tell what else changed in between: judgements, corrected facts, and entries that read
    otherwise since their list's parser is another version.

    As JSON, a line a change, and a last line with totals.

    \b
    onrecord changes --from 2021-12-09 --to 2021-12-10 --source us_ofac_sdn
    onrecord changes --from 2021-12-09 --to 2021-12-10 --json
    onrecord changes --from 2021-12-09 --to 2021-12-10 --cause judgement
    """
    from onrecord.errors import UsageError

    first, second = options.on_day(start, "--from"), options.on_day(end, "--to")
    instant = options.known_by(known)
    if first is None or second is None:
        raise UsageError("changes needs --from and --to")
    if first > second:
        raise UsageError(f"--from {first} is after --to {second}: give the earlier day first")
    shape = options.form_of(form, as_json)
    from onrecord import sources
    from onrecord.model.answer import Asked
    from onrecord.model.change import ChangeCause, ChangeKind
    from onrecord.record import Record, changes
    from onrecord.tell import changes as told
    from onrecord.tell.safe import one_line

    if source is not None:
        sources.get(source)
    why = None if cause is None else ChangeCause(cause)
    with Record(options.home(record)).view(instant) as view:
        kinds: Counter[tuple[str, ChangeKind]] = Counter()
        for one in changes(view, first, second, source, why):
            kinds[one.source, one.kind] += 1
            if shape == "text":
                options.write(one_line(told.line(one)))
            else:
                options.write_json(told.change(one), lines=True)
        state = view.state
    if shape != "text":
        options.write_json(told.totals(kinds, Asked(second, instant), state), lines=True)
    else:
        sums = told.totals(kinds, Asked(second, instant), state)["totals"]
        options.write(", ".join(f"{count} {kind}" for kind, count in sums.items()))
    return 0
