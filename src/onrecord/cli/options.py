"""Options that verbs share: the record, the two dates, the form of the answer; and the clock."""

import os
import re
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from onrecord.errors import UsageError
from onrecord.model.dates import end_of_day, parse_day, parse_instant

if TYPE_CHECKING:
    from onrecord.record import Home

# joiners, directions, line separators; the JSON writer escapes controls below U+0020 itself
_UNSEEN = re.compile("[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")

# what lines of time are drawn with; a line without a bar may hold the rest as part of a name
_BARS = frozenset("█░━─│")
_DRAWN_PLAINLY = str.maketrans("█░━─│·×…", "#:=-|.x~")

_Verb = TypeVar("_Verb", bound=Callable[..., Any])


class ReaderGone(Exception):
    """Whoever reads the answer has read enough. No OSError: click would end with status 1."""


def now() -> datetime:
    """The current instant; the only place but the web's edge where the clock is read."""
    return datetime.now(UTC)  # noqa: TID251 - this is the edge


def record_option(verb: _Verb) -> _Verb:
    """Give a verb `--record`."""
    return click.option(
        "--record",
        "record",
        metavar="PATH|URL",
        envvar="ONRECORD_RECORD",
        callback=_without_secret,
        help="Folder of the record, or postgresql://USER@HOST/DATABASE "
        "[default: $ONRECORD_RECORD, else your data folder].",
    )(verb)


def _without_secret(
    context: click.Context, option: click.Parameter, record: str | None
) -> str | None:
    """What is given on the command line is seen by whoever lists the processes of a machine."""
    source = context.get_parameter_source(option.name or "")
    if record is not None and "://" in record and source is click.core.ParameterSource.COMMANDLINE:
        from onrecord.record import has_secret

        if has_secret(record):
            raise UsageError(
                "a password in --record: others can read it there: "
                "set PGPASSWORD, or write it to ~/.pgpass"
            )
    return record


def home(record: str | None) -> "Path | Home":
    """Where the record is. Raises UsageError for an address of anything but PostgreSQL."""
    if record is not None and "://" not in record:
        return Path(record)
    from platformdirs import user_data_path

    data = user_data_path("onrecord", appauthor=False)
    if record is None:
        return data
    from onrecord.record import ServerHome

    return ServerHome(record, data)


def dates_options(verb: _Verb) -> _Verb:
    """Give a verb `--on` and `--known`."""
    verb = click.option(
        "--known",
        metavar="DAY|INSTANT",
        help="What could be known by then: 2021-12-10 (its end, UTC) or 2021-12-10T12:00Z "
        "[default: now].",
    )(verb)
    return click.option("--on", metavar="DAY", help="The day asked about [default: today].")(verb)


def on_day(text: str | None, option: str = "--on") -> date | None:
    """The day given. Raises UsageError for anything but one whole day."""
    if text is None:
        return None
    try:
        return parse_day(text)
    except ValueError as why:
        raise UsageError(f"no such date: {text!r}: {option} takes YYYY-MM-DD") from why


def known_by(text: str | None, option: str = "--known") -> datetime:
    """The instant given, or the end of the day given, in UTC; now where none is given."""
    if text is None:
        return now()
    try:
        return end_of_day(parse_day(text)) if len(text) <= 10 else parse_instant(text)
    except ValueError as why:
        raise UsageError(
            f"no such date: {text!r}: {option} takes YYYY-MM-DD or YYYY-MM-DDTHH:MMZ"
        ) from why


def form_options(*forms: str) -> Callable[[_Verb], _Verb]:
    """Give a verb `--format` with these forms, and `--json` for short."""

    def decorate(verb: _Verb) -> _Verb:
        verb = click.option("--json", "as_json", is_flag=True, help="Short for --format json.")(
            verb
        )
        return click.option(
            "--format",
            "form",
            type=click.Choice(forms),
            default=None,
            help="Form of the answer [default: text].",
        )(verb)

    return decorate


def form_of(form: str | None, as_json: bool) -> str:
    """The form asked for. Raises UsageError where two are."""
    if as_json and form not in (None, "json", "jsonl"):
        raise UsageError(f"two forms: --json and --format {form}: give one")
    return form or ("json" if as_json else "text")


def screen_columns() -> int:
    """How wide the terminal is; 100 where there is none."""
    import shutil

    return shutil.get_terminal_size((100, 40)).columns


def has_colour() -> bool:
    """Whether the answer goes to a terminal whose user wants colours."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout.isatty() or bool(os.environ.get("FORCE_COLOR"))


def warn(message: str) -> None:
    """A line on standard error."""
    from onrecord.tell.safe import one_line

    print(f"onrecord: {one_line(message)}", file=sys.stderr)


def write(text: str) -> None:
    """Text on standard output, with what its encoding lacks shown as escapes.

    But drawings in the letters of old: as escapes they would be six times as wide.
    """
    encoding = sys.stdout.encoding or "utf-8"
    if not _can_draw(encoding):
        text = "\n".join(
            line.translate(_DRAWN_PLAINLY) if _BARS.intersection(line) else line
            for line in text.split("\n")
        )
    safe = text.encode(encoding, errors="backslashreplace").decode(encoding)
    try:
        sys.stdout.write(safe if safe.endswith("\n") else safe + "\n")
        sys.stdout.flush()
    except BrokenPipeError as why:
        raise ReaderGone from why


def _can_draw(encoding: str) -> bool:
    try:
        "".join(_BARS).encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def write_picture(path: str, picture: str) -> None:
    """A picture into a file. Raises UsageError where that cannot be written."""
    try:
        Path(path).write_text(picture, encoding="utf-8")
    except OSError as why:
        raise UsageError(f"cannot write the picture: {path}: {why.strerror}") from why


def write_json(value: Any, *, lines: bool = False) -> None:
    """A value as JSON: on one line, or indented for people.

    Characters that show nothing but turn the direction of a line or hide in it are written as
    escapes, which is the same to a program and harmless on a screen.
    """
    import json

    written = json.dumps(value, ensure_ascii=False, indent=None if lines else 2)
    write(_UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", written))
