"""`onrecord read`: a report by itself, without the record."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.cli import options

if TYPE_CHECKING:
    from onrecord.model.report import Report

_LARGEST = 50_000_000


@click.command("read")
@click.argument("file", metavar="FILE")
@options.form_options("text", "json")
def command(file: str, form: str | None, as_json: bool) -> int:
    """Read a report (text or HTML; `-` is standard input): who said what, when, on whose word.

    \b
    onrecord read story.txt
    onrecord read page.html --json
    """
    shape = options.form_of(form, as_json)
    report = report_from(file)
    from onrecord.tell import json, report_document, terminal

    if shape == "json":
        options.write_json(json.report(report))
    else:
        document = report_document(report)
        options.write(terminal.render(document, options.screen_columns(), options.has_colour()))
    if report.not_read is not None:
        options.warn(f"not read: {report.not_read}: {file}")
    return 0


def report_from(file: str) -> "Report":
    """The report in a file. Raises NotFound, InputError."""
    from onrecord.errors import InputError, NotFound
    from onrecord.read import read_file

    if file == "-":
        return read_file(sys.stdin.buffer.read(_LARGEST + 1), id="-")
    path = Path(file)
    if not path.exists():
        raise NotFound(f"no such file: {file}")
    if not path.is_file():
        raise InputError(f"not an ordinary file: {file}: give one report")
    if path.stat().st_size > _LARGEST:
        raise InputError(f"too large for a report: {file}: {path.stat().st_size:,} bytes")
    try:
        content = path.read_bytes()
    except OSError as why:
        raise InputError(f"cannot be read: {file}: {why.strerror}") from why
    return read_file(content, id=path.name)
