"""`onrecord demo`: the example report against the starter record, in a home of its own."""

import importlib.resources
import tempfile
from pathlib import Path

import click

from onrecord.cli import options
from onrecord.cli.brief import brief_of, write


@click.command("demo")
@click.option(
    "--html",
    "page",
    metavar="FILE",
    default="onrecord-demo.html",
    show_default=True,
    help="Where the brief is written as one HTML file.",
)
@options.form_options("text", "json", "html")
def command(page: str, form: str | None, as_json: bool) -> int:
    """Read the example report, set it against the starter record, and print the brief.

    The record is made in a temporary folder, and asked as known on the day when its facts were
    checked, so that the answer is the same on every day.

    \b
    onrecord demo
    onrecord demo --html out/brief.html
    """
    shape = options.form_of(form, as_json)
    from onrecord.errors import UsageError
    from onrecord.intake import shipped
    from onrecord.model.dates import end_of_day
    from onrecord.read import read_file
    from onrecord.record import Record

    story = importlib.resources.files("onrecord") / "examples" / "report.txt"
    starter = shipped()
    known = end_of_day(starter.captured.date())
    with tempfile.TemporaryDirectory(prefix="onrecord-demo-") as folder:
        kept = Record(Path(folder) / "record")
        kept.add(starter, options.now())
        brief = brief_of(read_file(story.read_bytes(), id="example"), kept, known)
    try:
        Path(page).parent.mkdir(parents=True, exist_ok=True)
    except OSError as why:
        raise UsageError(f"cannot write the page: {page}: {why.strerror}") from why
    write(brief, shape, page)
    options.warn(f"the same as a page: {Path(page).resolve()}")
    return 0
