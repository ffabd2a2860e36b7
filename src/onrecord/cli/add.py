"""`onrecord add`: captures, or the starter record, into the record."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.cli import options

if TYPE_CHECKING:
    from onrecord.intake import Found
    from onrecord.record import Added, Record

_STARTER = "starter"


@click.command("add")
@click.argument("paths", nargs=-1, metavar="PATH…")
@click.option("--source", metavar="ID", help="The list that the files are of.")
@click.option("--captured", metavar="INSTANT", help="Since when the files were held, in UTC.")
@click.option("--accept", metavar="ID", help="Let a download out of quarantine, in place of PATH.")
@click.option("--withdraw", metavar="ID", help="Take a capture back, in place of PATH.")
@click.option("--because", metavar="TEXT", help="Why; written into the journal.")
@click.option("--by", metavar="NAME", help="Who withdraws it.")
@options.record_option
@options.form_options("text", "json")
def command(
    paths: tuple[str, ...],
    source: str | None,
    captured: str | None,
    accept: str | None,
    withdraw: str | None,
    because: str | None,
    by: str | None,
    record: str | None,
    form: str | None,
    as_json: bool,
) -> int:
    """Add captures to the record: folders with a capture.toml, files, or `starter`.

    A folder is searched for captures. Files without a capture.toml are together one capture, and
    need --source and --captured, but for OpenSanctions' exports, which tell their own instant. What
    is refused leaves the record as it was; the rest is in.

    \b
    onrecord add starter
    onrecord add sdn.csv alt.csv --source us_ofac_sdn --captured 2021-12-10T18:50Z
    onrecord add entities.ftm.json
    onrecord add --accept us_ofac_sdn-0123456789ab --because "OFAC announced the removals"
    onrecord add --withdraw us_ofac_sdn@2021-12-10T18:50:16Z --because "a copy of another day"
    """
    from onrecord.record import Record

    into = Record(options.home(record))
    if withdraw is not None:
        if paths or accept is not None or because is None:
            raise click.UsageError("--withdraw ID and --because TEXT stand alone, without a PATH")
        return _withdraw(into, withdraw, because, by, options.form_of(form, as_json))
    if by is not None:
        raise click.UsageError("--by NAME goes with --withdraw ID")
    if accept is not None or because is not None:
        return _accept(into, paths, accept, because, options.form_of(form, as_json))
    if not paths:
        raise click.UsageError("missing argument 'PATH…'")
    return _add(
        into, _progress(list(_found(paths, source, captured))), options.form_of(form, as_json)
    )


def _add(into: "Record", every: "Iterator[Found]", shape: str) -> int:
    """Add what was found, one by one; gives the exit status of the worst of it."""
    from onrecord.errors import GuardError, OnrecordError
    from onrecord.intake import refuse_early

    now = options.now()
    told = []
    worst: list[OnrecordError] = []
    for found in every:
        try:
            if found.refused is not None:
                raise found.refused
            if found.capture is None:
                raise AssertionError("neither a capture nor a refusal")
            refuse_early(found.capture, now)
            added = into.add(found.capture, now)
        except OnrecordError as why:
            worst.append(why)
            options.warn(str(why))
            continue
        for finding in added.findings:
            options.warn(f"{found.where}: {finding.says}")
        told.append(_plain(added))
        if shape == "text":
            options.write(_line(added))
    if shape == "json":
        options.write_json(told)
    if any(isinstance(why, GuardError) for why in worst):
        return GuardError.exit_status
    return worst[0].exit_status if worst else 0


def _accept(
    into: "Record", paths: Sequence[str], accept: str | None, because: str | None, shape: str
) -> int:
    """Release a download from quarantine."""
    from onrecord.errors import UsageError
    from onrecord.intake import Quarantine

    if paths or accept is None or because is None:
        raise UsageError("--accept ID and --because TEXT stand together, and without a PATH")
    added = Quarantine(into.home).release(accept, because, into, options.now())
    if shape == "json":
        options.write_json([_plain(added)])
    else:
        options.write(_line(added))
    return 0


def _withdraw(into: "Record", named: str, because: str, by: str | None, shape: str) -> int:
    """Take a capture back; as known from now on it counts no more."""
    from onrecord.intake import withdraw
    from onrecord.model.dates import write_instant
    from onrecord.tell.safe import one_line

    taken = withdraw(into, named, because, options.now(), by)
    captured = write_instant(taken.captured)
    if shape == "json":
        plain = {"source": taken.source, "captured": captured, "withdrawn": True}
        options.write_json(plain | {"because": taken.because, "at": write_instant(taken.at)})
    else:
        options.write(one_line(f"withdrawn: {taken.source} of {captured}: {taken.because}"))
    return 0


def _found(paths: Sequence[str], source: str | None, captured: str | None) -> "Iterator[Found]":
    """All captures named, oldest first where a folder holds several."""
    from onrecord.errors import OnrecordError
    from onrecord.intake import Found, captures_at, given, shipped

    instant = None if captured is None else options.known_by(captured, "--captured")
    files = [Path(p) for p in paths if p != _STARTER and Path(p).name != "capture.toml"]
    files = [p for p in files if not p.is_dir()]
    if files:
        try:
            yield Found(str(files[0]), given(files, source, instant))
        except OnrecordError as why:
            yield Found(str(files[0]), refused=why)
    for path in paths:
        if path == _STARTER:
            yield Found(_STARTER, shipped())
        elif Path(path) not in files:
            try:
                yield from captures_at(Path(path))
            except OnrecordError as why:
                yield Found(path, refused=why)


def _progress(found: "list[Found]") -> "Iterator[Found]":
    """The same, with a bar on standard error where that is a terminal and there is much."""
    import sys

    if len(found) < 3 or not sys.stderr.isatty():
        yield from found
        return
    with click.progressbar(found, label="adding", file=sys.stderr) as bar:
        yield from bar


def _plain(added: "Added") -> dict[str, object]:
    from onrecord.model.dates import write_instant

    return {
        "source": added.source,
        "captured": write_instant(added.captured),
        "added": added.is_new,
        **({"restored": True} if added.is_restored else {}),
        "entries": added.entries,
        "findings": [
            {"code": f.code, "says": f.says, "damages": f.damages} for f in added.findings
        ],
    }


def _line(added: "Added") -> str:
    from onrecord import sources
    from onrecord.model.dates import write_instant

    what = "facts" if sources.get(added.source).facts else "entries"
    state = "added" if added.is_new else "held already"
    if added.is_restored:
        state = "restored"
    return f"{state}: {added.source} of {write_instant(added.captured)}, {added.entries:,} {what}"
