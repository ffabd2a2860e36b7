"""`onrecord history`: every measure on a party, authority by authority."""

from typing import TYPE_CHECKING

import click

from onrecord.cli import options

if TYPE_CHECKING:
    from onrecord.model.answer import History


@click.command("history")
@click.argument("party")
@click.option("--svg", "picture", metavar="FILE", help="Also draw the measures as an SVG.")
@click.option("--receipt", "kept", metavar="FILE", help="Also keep the answer as a receipt.")
@options.dates_options
@options.record_option
@options.form_options("text", "json")
def command(
    party: str,
    picture: str | None,
    kept: str | None,
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
    from onrecord.cli.receipt import write
    from onrecord.record import Question, Record

    on_day = day or options.now().date()
    with Record(options.home(record)).view(instant) as view:
        party_id = view.resolve(party)
        found = view.history(party_id, on_day)
        if kept is not None:
            write(view, Question("history", (party_id,), str(on_day), instant), kept)
    if picture is not None:
        _draw(found, picture)
    if shape == "json":
        from onrecord.tell import json

        options.write_json(json.history(found))
    else:
        from onrecord.tell import history_document, terminal

        document = history_document(found)
        options.write(terminal.render(document, options.screen_columns(), options.has_colour()))
    return 0


def _draw(history: "History", picture: str) -> None:
    from onrecord.errors import NotFound
    from onrecord.tell.bars import bars, svg

    drawn = bars(history)
    if drawn is None:
        raise NotFound(f"nothing to draw: {history.party.id}: no measure is known")
    options.write_picture(picture, svg(drawn, history.party.name))
