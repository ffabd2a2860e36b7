"""`onrecord sources`: the lists that are read, and what the record holds of each."""

import click

from onrecord.cli import options


@click.command("sources")
@options.record_option
@options.form_options("text", "json")
def command(record: str | None, form: str | None, as_json: bool) -> int:
    """Name the lists that are read: how many captures are held, the newest, what was odd.

    \b
    onrecord sources
    onrecord sources --json
    """
    shape = options.form_of(form, as_json)
    from onrecord import sources
    from onrecord.intake import Quarantine, read_fetched
    from onrecord.record import Record
    from onrecord.tell import sources_document, terminal
    from onrecord.tell.sources import sources as told

    kept = Record(options.home(record))
    held = kept.captures() if kept.exists() else {}
    lists = [sources.get(source) for source in sources.known()]
    fetched = {one.id: read_fetched(kept.home, one.id) for one in lists}
    stopped = [one for one in Quarantine(kept.home) if one.released is None]
    today = options.now().date()
    if shape == "json":
        options.write_json(told(lists, held, today, fetched, stopped))
    else:
        document = sources_document(lists, held, today, fetched, stopped)
        options.write(terminal.render(document, options.screen_columns(), options.has_colour()))
    return 0
