"""copydesk doctor: checks the installation, the configuration and the data directory."""

from __future__ import annotations

import click

from flows.cli.commands.session import DONE, FAILED, Session, Verb, put_json, tell, with_session
from flows.cli.diagnosis import CheckedPlace, findings, remarks
from flows.config.paths import data_paths
from flows.printing.hints import as_typed


@click.command("doctor", cls=Verb)
@click.option("--deep", is_flag=True, help="Also read every record of the archive and compare it with its hash.")
@with_session
def command(session: Session, *, deep: bool) -> int:
    """Check installation, configuration and data.

    Checks library versions, configuration, free space, the archive's files, batches that wait, who holds the warehouse,
    duplicate, lost or orphaned rows, and how the last runs ended.  Changes nothing.  A note is not a fault: it says
    what could be better, such as pages that an older version parsed.

    Exit code 0: no fault; 1: faults, one line each.
    """
    place = CheckedPlace(data_paths(session.data), session.config, deep)
    found, noted = list(findings(place)), list(remarks(place))
    if session.json:
        put_json({"findings": [*map(as_typed, found)], "remarks": [*map(as_typed, noted)]})
    else:
        for line in (*(found or ["All is well."]), *(f"Note: {remark}" for remark in noted)):
            tell(" ".join(line.split()))
    return FAILED if found else DONE
