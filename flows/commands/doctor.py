"""copydesk doctor: check that everything is sound."""

from __future__ import annotations

import click

from flows.commands.common import DONE, FAILED, Session, Verb, put, put_json, with_session
from flows.diagnosis import Place, findings
from flows.paths import data_paths


@click.command("doctor", cls=Verb)
@with_session
def command(session: Session) -> int:
    """Check that everything is sound.

    Versions that work together, configuration, free space, the archive, batches that wait, who holds the warehouse,
    doubled, lost or orphaned rows, and how the last runs ended.  Changes nothing.

    Exit code 0: all is well; 1: one line a finding.
    """
    found = list(findings(Place(data_paths(session.data), session.config)))
    if session.json:
        put_json({"findings": found})
    else:
        for finding in found:
            put(" ".join(finding.split()))
        if not found:
            put("All is well.")
    return FAILED if found else DONE
