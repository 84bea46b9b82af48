"""copydesk doctor: check that everything is sound."""

from __future__ import annotations

import json

import click

from flows.commands.common import DONE, FAILED, Session, Verb, with_session
from flows.diagnosis import Place, findings
from flows.paths import data_paths


@click.command("doctor", cls=Verb)
@click.option("--deep", is_flag=True, help="Also read every record of the archive and compare it with its hash.")
@with_session
def command(session: Session, *, deep: bool) -> int:
    """Check that everything is sound.

    Versions that work together, configuration, free space, the archive's files, batches that wait, who holds the
    warehouse, doubled, lost or orphaned rows, and how the last runs ended.  Changes nothing.

    Exit code 0: all is well; 1: one line a finding.
    """
    found = list(findings(Place(data_paths(session.data), session.config, deep)))
    if session.json:
        click.echo(json.dumps({"findings": found}, ensure_ascii=False, indent=2))
    else:
        for finding in found:
            click.echo(" ".join(finding.split()))
        if not found:
            click.echo("All is well.")
    return FAILED if found else DONE
