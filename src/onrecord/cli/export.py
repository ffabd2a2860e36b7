"""`onrecord export`: the record as one file."""

from pathlib import Path

import click

from onrecord.cli import options


@click.command("export")
@click.argument("file", metavar="FILE")
@options.record_option
def command(file: str, record: str | None) -> int:
    """Write the whole record to one tar file: its journal, and every list as published.

    \b
    onrecord export record.tar
    onrecord export backup.tar --record /srv/onrecord
    """
    from onrecord.errors import RecordError
    from onrecord.record import Record, write_bundle

    kept = Record(options.home(record))
    if not kept.exists():
        raise RecordError(f"no record yet: {kept.name}: `onrecord add starter` makes one")
    count = write_bundle(kept, Path(file))
    options.write(f"exported: {count} captures to {file}")
    return 0
