"""`onrecord history`: every measure on a party, authority by authority."""

import click

from onrecord.cli import options


@click.command("history")
@click.argument("party")
@options.dates_options
@options.record_option
@options.form_options("text", "json")
def command(
    party: str,
    on: str | None,
    known: str | None,
    record: str | None,
    form: str | None,
    as_json: bool,
) -> int:
    """Tell every measure on PARTY, one by one: start, end, cause of the end, evidence, gaps.

    PARTY is a slug, an entry of a list, or a name that only one party bears.

    \b
    onrecord history "Directorate of Defence Industries"
    onrecord history us_ofac_sdn/33537 --on 2021-12-11 --known 2021-12-11 --json
    """
    day, instant = options.on_day(on), options.known_by(known)
    shape = options.form_of(form, as_json)
    from onrecord.record import Record

    with Record(options.home(record)).view(instant) as view:
        found = view.history(view.resolve(party), day or options.now().date())
    if shape == "json":
        from onrecord.tell import json

        options.write_json(json.history(found))
    else:
        from onrecord.tell import history_document, terminal

        document = history_document(found)
        options.write(terminal.render(document, options.screen_columns(), options.has_colour()))
    return 0
