"""`onrecord expiring`: the calendar of ends and lapses."""

import re
from datetime import timedelta

import click

from onrecord.cli import options

_DAYS = re.compile(r"([0-9]{1,4})d")


@click.command("expiring")
@click.option("--within", default="90d", metavar="Nd", show_default=True, help="How many days.")
@options.dates_options
@options.record_option
@options.form_options("text", "json")
def command(
    within: str,
    on: str | None,
    known: str | None,
    record: str | None,
    form: str | None,
    as_json: bool,
) -> int:
    """Tell what ends or lapses from a day on: terms, stated ends, emergencies to be continued.

    \b
    onrecord expiring --within 90d
    onrecord expiring --within 365d --on 2018-06-01
    """
    from onrecord.errors import UsageError

    found = _DAYS.fullmatch(within)
    if found is None:
        raise UsageError(f"not a number of days: {within!r}: --within takes 90d")
    day, instant = options.on_day(on) or options.now().date(), options.known_by(known)
    shape = options.form_of(form, as_json)
    from onrecord.model.answer import Asked
    from onrecord.record import Record, expiring
    from onrecord.tell import basis as told
    from onrecord.tell import terminal

    with Record(options.home(record)).view(instant) as view:
        ends = expiring(view, day, day + timedelta(days=int(found[1])))
        asked, state = Asked(day, instant), view.state
    if shape == "json":
        options.write_json(told.expiring(ends, asked, state))
    else:
        document = told.expiring_document(ends, asked, state)
        options.write(terminal.render(document, options.screen_columns(), options.has_colour()))
    return 0
