"""`onrecord basis`: an order, and what hangs on it."""

import click

from onrecord.cli import options


@click.command("basis")
@click.argument("instrument", metavar="ORDER")
@click.option("--if-ended", metavar="DAY", help="Tell what would fall if it ended that day.")
@options.dates_options
@options.record_option
@options.form_options("text", "json")
def command(
    instrument: str,
    if_ended: str | None,
    on: str | None,
    known: str | None,
    record: str | None,
    form: str | None,
    as_json: bool,
) -> int:
    """Tell what an instrument hangs on, what hangs on it, and the measures that rest on all that.

    \b
    onrecord basis EO13619
    onrecord basis EO14014 --if-ended 2026-02-10
    """
    from onrecord.errors import UsageError

    ended = options.on_day(if_ended, "--if-ended")
    day, instant = options.on_day(on), options.known_by(known)
    if ended is not None and day is not None:
        raise UsageError("two days: --on and --if-ended: give one")
    shape = options.form_of(form, as_json)
    from onrecord.record import Record, basis
    from onrecord.tell import basis as told
    from onrecord.tell import terminal

    with Record(options.home(record)).view(instant) as view:
        answer = basis(view, instrument, ended or day or options.now().date())
    if shape == "json":
        options.write_json(told.basis(answer, if_ended=ended is not None))
    else:
        document = told.basis_document(answer, if_ended=ended is not None)
        options.write(terminal.render(document, options.screen_columns(), options.has_colour()))
    return 0
