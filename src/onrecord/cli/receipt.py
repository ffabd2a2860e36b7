"""`onrecord receipt`: answers kept so that they can be asked again."""

import json as plain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli import options

if TYPE_CHECKING:
    from onrecord.record import Question, View


@click.group("receipt")
def command() -> None:
    """Check a receipt: ask its question again on just the captures that it rests on.

    The verbs history and screen write one with --receipt FILE.

    \b
    onrecord receipt check answer.json
    onrecord receipt check answer.json --record /srv/onrecord
    """


@command.command("check")
@click.argument("file", metavar="FILE")
@options.record_option
def check(file: str, record: str | None) -> int:
    """Ask again what a receipt asked; say "same", or show what differs and end with 1."""
    from onrecord.errors import InputError, NotFound
    from onrecord.record import Record, differences, question_of, receipt

    path = Path(file)
    if not path.is_file():
        raise NotFound(f"no such file: {file}")
    try:
        kept = plain.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as why:
        raise InputError(f"not a receipt: {file}: {why}") from why
    if not isinstance(kept, dict):
        raise InputError(f"not a receipt: {file}: no object in it")
    question, captures = question_of(kept)
    with Record(options.home(record)).view(question.known, captures) as view:
        now = receipt(view, question, answer_to(view, question))
    apart = differences(kept, now)
    options.write("\n".join(apart) if apart else "same")
    return int(bool(apart))


def answer_to(view: "View", question: "Question") -> Any:
    """The JSON answer to a receipt's question. Raises InputError for a verb that gives none."""
    from onrecord.errors import InputError
    from onrecord.model.dates import parse_day
    from onrecord.screen import Screener
    from onrecord.tell import json

    on = parse_day(question.on)
    if question.verb == "history" and len(question.of) == 1:
        return json.history(view.history(view.resolve(question.of[0]), on))
    if question.verb == "screen":
        screener = Screener(view)
        return [json.screened(screener.screen(name, on)) for name in question.of]
    raise InputError(f"a receipt of a verb that gives none: {question.verb!r}")


def write(view: "View", question: "Question", path: str) -> None:
    """Write the receipt of a question. Raises UsageError where the file cannot be written."""
    from onrecord.errors import UsageError
    from onrecord.record import receipt

    kept = receipt(view, question, answer_to(view, question))
    try:
        text = plain.dumps(kept, ensure_ascii=True, indent=1) + "\n"
        Path(path).write_text(text, encoding="utf-8")
    except OSError as why:
        raise UsageError(f"cannot write the receipt: {path}: {why.strerror}") from why
