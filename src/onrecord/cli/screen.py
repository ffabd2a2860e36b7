"""`onrecord screen`: names against the record."""

import sys
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import click

from onrecord.cli import options

if TYPE_CHECKING:
    from onrecord.model.answer import Screened
    from onrecord.screen import Screener


@click.command("screen")
@click.argument("names", nargs=-1, required=True, metavar="NAME…")
@options.dates_options
@click.option("--near", is_flag=True, help="Add near misses, each with why it is none.")
@click.option("--receipt", "kept", metavar="FILE", help="Also keep the answers as a receipt.")
@click.option("--exit-code", is_flag=True, help="End with status 1 where there was a match.")
@options.record_option
@options.form_options("text", "json", "jsonl")
def command(
    names: tuple[str, ...],
    on: str | None,
    known: str | None,
    near: bool,
    kept: str | None,
    exit_code: bool,
    record: str | None,
    form: str | None,
    as_json: bool,
) -> int:
    """Screen each NAME: who may be meant, with reasons, and how each stood on the day.

    A match is a proposal. `-` reads names from standard input, one a line. Of several names, one
    that cannot be screened is told as such and the rest are done.

    \b
    onrecord screen "Ka Pa Sa" --on 2017-07-21
    onrecord screen "Min Aung Hlaing" "Soe Win" --format jsonl
    """
    day, instant = options.on_day(on) or options.now().date(), options.known_by(known)
    shape = options.form_of(form, as_json)
    queries = list(_queries(names))
    from onrecord.cli.receipt import write
    from onrecord.record import Question, Record
    from onrecord.screen import Screener

    with Record(options.home(record)).view(instant) as view:
        answers = _answers(Screener(view), queries, day, near)
        found, bad = _write(answers, shape, near)
        if kept is not None and not bad:
            write(view, Question("screen", tuple(queries), str(day), instant), kept)
    if bad:
        options.warn(f"{bad} of {len(queries)} names could not be screened")
        return 3
    return int(exit_code and found)


def _queries(names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        if name == "-":
            yield from (line.rstrip("\r\n") for line in sys.stdin)
        else:
            yield name


def _answers(
    screener: "Screener", queries: list[str], day: date, near: bool
) -> "Iterator[tuple[Screened, bool]]":
    """Each answer, and whether its name was one that could not be screened."""
    from onrecord.errors import UsageError

    for query in queries:
        try:
            yield screener.screen(query, day, near=near), False
        except UsageError as why:
            if len(queries) == 1:
                raise
            yield screener.not_screened(query, day, str(why)), True


def _write(answers: "Iterator[tuple[Screened, bool]]", shape: str, near: bool) -> tuple[bool, int]:
    """Write the answers; gives whether anybody may be meant, and how many names were bad."""
    from onrecord.tell import json, screened_document, terminal

    found, bad, kept = False, 0, []
    for answer, was_bad in answers:
        found, bad = found or bool(answer.matches), bad + was_bad
        if shape == "jsonl":
            options.write_json(json.screened(answer, near=near), lines=True)
        else:
            kept.append(answer)
    if shape == "json":
        told = [json.screened(answer, near=near) for answer in kept]
        options.write_json(told[0] if len(told) == 1 else told)
    elif shape == "text" and kept:
        document = screened_document(kept)
        options.write(terminal.render(document, options.screen_columns(), options.has_colour()))
    return found, bad
