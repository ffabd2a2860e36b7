"""`onrecord verify`: whether archive, journal and record are as they were written."""

import click

from onrecord.cli import options


@click.command("verify")
@options.record_option
def command(record: str | None) -> int:
    """Read the whole archive and the journal, and name whatever is damaged.

    \b
    onrecord verify
    onrecord verify --record /srv/onrecord
    """
    from onrecord.errors import RecordError
    from onrecord.record import Record

    kept = Record(options.home(record))
    if not kept.exists():
        raise RecordError(f"no record yet: {kept.name}: `onrecord add starter` makes one")
    damages = list(kept.damages())
    for damage in damages:
        options.warn(damage.says)
    if damages:
        return RecordError.exit_status
    captures = kept.captures()
    options.write(f"whole: {sum(map(len, captures.values()))} captures of {len(captures)} sources")
    return 0
