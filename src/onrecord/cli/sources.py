"""`onrecord sources`: the lists that are read, and what the record holds of each."""

from typing import TYPE_CHECKING

import click

from onrecord.cli import options

if TYPE_CHECKING:
    from onrecord.record import Record
    from onrecord.tell.coverage import Holdings


@click.command("sources")
@click.option("--svg", "picture", metavar="FILE", help="Also draw what is held as an SVG.")
@options.record_option
@options.form_options("text", "json")
def command(picture: str | None, record: str | None, form: str | None, as_json: bool) -> int:
    """Name the lists that are read: what is held of each over time, how old, what was odd.

    \b
    onrecord sources
    onrecord sources --svg sources.svg
    onrecord sources --json
    """
    shape = options.form_of(form, as_json)
    from onrecord.record import Record
    from onrecord.tell import sources_document, terminal
    from onrecord.tell.sources import sources as told

    holdings = _holdings(Record(options.home(record)))
    if picture is not None:
        _draw(holdings, picture)
    if shape == "json":
        options.write_json(told(holdings))
    else:
        document = sources_document(holdings)
        options.write(terminal.render(document, options.screen_columns(), options.has_colour()))
    return 0


def _holdings(kept: "Record") -> "Holdings":
    from onrecord import sources
    from onrecord.intake import Quarantine, read_fetched
    from onrecord.tell.coverage import Holdings

    lists = [sources.get(source) for source in sources.known()]
    return Holdings(
        lists=lists,
        held=kept.captures() if kept.exists() else {},
        today=options.now().date(),
        fetched={one.id: read_fetched(kept.home, one.id) for one in lists},
        stopped=[one for one in Quarantine(kept.home).as_decided(kept) if one.released is None],
        conflicts=kept.conflicts() if kept.exists() else (),
    )


def _draw(holdings: "Holdings", picture: str) -> None:
    from onrecord.errors import NotFound
    from onrecord.tell.coverage import coverage, svg

    drawn = coverage(holdings)
    if drawn is None:
        raise NotFound("nothing to draw: no capture is held: `onrecord add` takes some in")
    options.write_picture(picture, svg(drawn, "What the record holds"))
