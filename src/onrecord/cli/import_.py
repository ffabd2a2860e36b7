"""`onrecord import`: the captures of another record."""

from pathlib import Path

import click

from onrecord.cli import options


@click.command("import")
@click.argument("file", metavar="FILE")
@options.record_option
def command(file: str, record: str | None) -> int:
    """Add every capture of an exported record; what is held already stays as it is.

    Each capture is added by itself: interrupted, it goes on where it stopped when run again.

    \b
    onrecord import record.tar
    onrecord import backup.tar --record /srv/onrecord
    """
    from onrecord.errors import NotFound
    from onrecord.record import Record, import_bundle

    path = Path(file)
    if not path.exists():
        raise NotFound(f"no such file: {file}")
    new = list(import_bundle(Record(options.home(record)), path, options.now()))
    options.write(f"imported: {sum(new)} captures, {len(new) - sum(new)} held already")
    return 0
