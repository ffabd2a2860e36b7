"""`onrecord update`: the lists fetched from their publishers, guarded, all of each or nothing."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from onrecord.cli import options

if TYPE_CHECKING:
    from onrecord.intake.limits import World
    from onrecord.intake.update import Updated


@click.command("update")
@click.argument("wanted", nargs=-1, metavar="[SOURCE…]")
@click.option("--base", metavar="URL", help="Another address to look for the file names of SOURCE.")
@options.record_option
@options.form_options("text", "json")
def command(
    wanted: tuple[str, ...], base: str | None, record: str | None, form: str | None, as_json: bool
) -> int:
    """Fetch lists from their publishers: all of them, or those named.

    What arrives is checked before anything is written. What fails goes into quarantine, which is
    shown by the verb sources, and the last good state stays.

    \b
    onrecord update
    onrecord update us_ofac_sdn
    onrecord update us_ofac_sdn --base https://mirror.example/lists/
    """
    from onrecord import sources
    from onrecord.errors import UsageError
    from onrecord.intake.update import fetchable, status_of, told, update
    from onrecord.record import Record

    shape = options.form_of(form, as_json)
    if base is not None and len(wanted) != 1:
        raise UsageError("no single source: --base URL: name the one SOURCE that is there")
    lists = [sources.get(one) for one in dict.fromkeys(wanted)] or fetchable()
    results: list[Updated] = []
    into = Record(options.home(record))
    for one in update(into, lists, _world(), base=base, progress=_progress()):
        results.append(one)
        _end_progress()
        if one.error is not None:
            options.warn(str(one.error))
        for finding in one.findings:
            options.warn(f"{one.source}: {finding.says}")
        if one.error is None and shape == "text":
            options.write(told(one))
    if shape == "json":
        options.write_json([_plain(one) for one in results])
    return status_of(results)


def _world() -> "World":
    """The real one: its clocks, and chance for the pauses."""
    import random
    import time

    from onrecord.intake.fetch import proxy_of_environment
    from onrecord.intake.limits import World

    return World(options.now, time.monotonic, time.sleep, random.random, proxy=proxy_of_environment)


def _progress() -> Callable[[str, int, int | None], None] | None:
    """A line on standard error that grows, where that is a terminal."""
    if not sys.stderr.isatty():
        return None

    def show(address: str, received: int, expected: int | None) -> None:
        of = f" of {expected / 1e6:,.1f}" if expected else ""
        name = address.rsplit("/", 1)[-1]
        print(f"\r\x1b[K{name}: {received / 1e6:,.1f}{of} MB", end="", file=sys.stderr)

    return show


def _end_progress() -> None:
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr)


def _plain(one: "Updated") -> dict[str, object]:
    from onrecord.model.dates import write_instant

    plain: dict[str, object] = {
        "source": one.source,
        "outcome": one.outcome.value,
        "at": write_instant(one.at),
    }
    if one.error is not None:
        return plain | {"says": str(one.error), "status": one.error.exit_status}
    findings = [{"code": f.code, "says": f.says, "damages": f.damages} for f in one.findings]
    return plain | {"entries": one.entries, "stale": one.stale, "findings": findings}
