"""`onrecord brief`: a report against the record of its own day."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.cli import options

if TYPE_CHECKING:
    from onrecord.link import Brief
    from onrecord.model.report import Report
    from onrecord.record import Record


@click.command("brief")
@click.argument("file", metavar="FILE")
@click.option("--known", metavar="DAY|INSTANT", help="What could be known by then [default: now].")
@click.option("--html", "page", metavar="FILE", help="Also write the brief as one HTML file.")
@options.record_option
@options.form_options("text", "json", "html")
def command(
    file: str,
    known: str | None,
    page: str | None,
    record: str | None,
    form: str | None,
    as_json: bool,
) -> int:
    """Screen those whom a report names as of its own day; tell what changed since, and who denies.

    \b
    onrecord brief story.txt
    onrecord brief page.html --known 2017-07-22 --html brief.html
    """
    instant = options.known_by(known)
    shape = options.form_of(form, as_json)
    from onrecord.cli.read import report_from
    from onrecord.record import Record

    kept = Record(options.home(record))
    with kept.view(instant):
        pass  # before the report is read, which takes longer: is there a record to ask?
    report = report_from(file)
    if report.not_read is not None:
        options.warn(f"not read: {report.not_read}: {file}")
    found = brief_of(report, kept, instant)
    write(found, shape, page)
    return 0


def brief_of(report: "Report", record: "Record", known: datetime) -> "Brief":
    """The brief of a report from a record, as known at an instant."""
    from onrecord.link import brief
    from onrecord.screen import Screener

    with record.view(known) as view:
        return brief(
            report,
            Screener(view).screen,
            view.history,
            today=known.date(),
            known=known,
            record=view.state,
        )


def write(brief: "Brief", shape: str, page: str | None) -> None:
    """The brief in the form asked for, and as a page where one is wanted."""
    from onrecord.errors import UsageError
    from onrecord.tell import brief_document, html, json, terminal

    document = brief_document(brief)
    if page is not None:
        try:
            Path(page).write_text(html.render(document), encoding="utf-8")
        except OSError as why:
            raise UsageError(f"cannot write the page: {page}: {why.strerror}") from why
    if shape == "json":
        options.write_json(json.brief(brief))
    elif shape == "html":
        options.write(html.render(document))
    else:
        options.write(terminal.render(document, options.screen_columns(), options.has_colour()))
