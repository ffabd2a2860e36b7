"""The program `onrecord`: its verbs, and how it ends."""

import gc
import importlib
import os
import signal
import sys
from types import FrameType
from typing import Any, NoReturn

import click

from onrecord import __version__
from onrecord.cli.options import ReaderGone
from onrecord.errors import OnrecordError

# verb: what --help says of it; a module of this name here is imported only when it is used
_VERBS = {
    "demo": "Read the example report and set it against the starter record.",
    "add": "Add captures of lists, or the starter record, to the record.",
    "update": "Fetch lists from their publishers, and check what arrives.",
    "sources": "Name the lists that are read, and what the record holds of each.",
    "screen": "Screen names: who may be meant, and how each stood.",
    "history": "Tell every measure on a party, authority by authority.",
    "changes": "Tell what entered, left or changed on the lists between two days.",
    "basis": "Tell what an order hangs on, what hangs on it, and what would fall with it.",
    "expiring": "Tell what ends or lapses soon: terms, emergencies to be continued.",
    "same": "Judge that two parties or entries are one party.",
    "different": "Judge that two parties or entries are two parties.",
    "read": "Read a report: who said what, when, on whose word.",
    "brief": "Set a report against the record of its own day, and since.",
    "receipt": "Check a receipt: ask its question again, on what it rests on.",
    "export": "Write the whole record to one file.",
    "import": "Add every capture of an exported record.",
    "verify": "Check that archive, journal and record are as they were written.",
    "rebuild": "Make all that is derived anew, from archive and journal.",
}
_COLLECT_AFTER = 50_000
_INTERRUPTED, _TERMINATED = 130, 143


class _Verbs(click.Group):
    """Verbs that are imported when they are called, so that --help need not import the rest."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(_VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in _VERBS:
            return None
        # `import` is a word of the language, and no module can be called so
        name = "import_" if cmd_name == "import" else cmd_name
        module = importlib.import_module(f"onrecord.cli.{name}")
        command = module.command
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Verbs"):
            formatter.write_dl(list(_VERBS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in _VERBS and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], _VERBS, n=2)
            hint = f"did you mean {' or '.join(near)}?" if near else "`onrecord --help` names them"
            raise click.UsageError(f"no such verb: {args[0]!r}: {hint}")
        return super().resolve_command(ctx, args)


@click.command(
    cls=_Verbs,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Try `onrecord demo`, then `onrecord add starter`.",
)
@click.version_option(__version__, prog_name="onrecord", message="%(prog)s %(version)s")
def program() -> None:
    """Who was under sanctions, by whom and on what ground, on any day: and what a report claims.

    Every answer is of two days: --on (when was it so) and --known (what could be known by then).
    """


def main() -> NoReturn:
    """Run the program with the process's own arguments, and end the process."""
    # modules and entries stay, and to look them through for cycles again and again is a tenth of
    # the time of a short verb; usual is every 700 objects
    gc.set_threshold(_COLLECT_AFTER)
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run a verb; gives the exit status. What is refused is told in one line."""
    signal.signal(signal.SIGTERM, _terminated)
    try:
        status: Any = program.main(arguments, prog_name="onrecord", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as end:
        return end.exit_code
    except (click.Abort, KeyboardInterrupt):
        _tell("interrupted: what was finished is kept")
        return _INTERRUPTED
    except click.UsageError as why:
        _tell(_usage(why))
        return 2
    except OnrecordError as why:
        _tell(str(why))
        return why.exit_status
    except (BrokenPipeError, ReaderGone):
        # whoever read has read enough; nothing more may be written, not even at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as why:
        if why.errno is None:
            raise
        if why.filename is not None:
            _tell(f"cannot be used: {why.filename}: {why.strerror}: see who may read and write it")
            return 5
        _tell(f"cannot write the answer: standard output: {why.strerror}")
        return 5
    return status if isinstance(status, int) else 0


def _terminated(number: int, frame: FrameType | None) -> NoReturn:
    del number, frame
    # not an exception that some handler below might take for its own
    raise SystemExit(_TERMINATED)


def _usage(why: click.UsageError) -> str:
    message = why.format_message().rstrip(".")
    verb = why.ctx.command_path if why.ctx is not None else "onrecord"
    return f"{message[:1].lower()}{message[1:]}: `{verb} --help` shows how"


def _tell(message: str) -> None:
    from onrecord.tell.safe import one_line

    print(f"onrecord: {one_line(message)}", file=sys.stderr)
