"""`onrecord same`: judge that two are one party."""

import click

from onrecord.cli import options
from onrecord.cli.judgement import judge, judging_options


@click.command("same")
@judging_options
def command(
    one: str,
    other: str,
    because: str | None,
    by: str | None,
    withdraw: bool,
    record: str | None,
    form: str | None,
    as_json: bool,
) -> int:
    """Judge that ONE and OTHER, parties or entries of lists, are one party.

    The judgement is known from now on, moves no answer as known before, is shown with its reason
    wherever it counts, and is taken back with --withdraw.

    \b
    onrecord same us_ofac_sdn/33537 gb_fcdo/MYA0031 --because "one address, one director"
    onrecord same us_ofac_sdn/33537 gb_fcdo/MYA0031 --withdraw --because "mistaken"
    """
    shape = options.form_of(form, as_json)
    return judge("same", (one, other), because, by, withdraw, record, shape)
