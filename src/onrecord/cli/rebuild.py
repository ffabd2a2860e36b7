"""`onrecord rebuild`: the tables anew from archive and journal."""

import click

from onrecord.cli import options


@click.command("rebuild")
@options.record_option
def command(record: str | None) -> int:
    """Throw away all that is derived and make it again; the fingerprint comes out the same.

    \b
    onrecord rebuild
    onrecord rebuild --record /srv/onrecord
    """
    from onrecord.record import Record

    kept = Record(options.home(record))
    count = kept.rebuild(options.now())
    with kept.view(options.now()) as view:
        options.write(f"rebuilt from {count} captures: fingerprint {view.state.fingerprint}")
    return 0
