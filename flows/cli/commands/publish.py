"""copydesk publish: publishes the warehouse, and keeps its tables in a lake, too."""

from __future__ import annotations

import click

from flows.cli.commands.completing import files
from flows.cli.commands.session import Session, Verb, with_session
from flows.cli.commands.start import start_flow


@click.command("publish", cls=Verb)
@click.option(
    "--lake",
    metavar="URL",
    shell_complete=files,
    help="Also keep each table as a Delta table there: s3://bucket/prefix, or a folder.  [lake in copydesk.toml]",
)
@with_session
def command(session: Session, lake: str | None) -> int:
    """Publish the warehouse, for those who read it here and in a lake.

    The published file is a copy of the warehouse that is swapped in whole; `copydesk import` and `copydesk ingest` end
    with this.  A lake is a place where many machines read the same tables, with DuckDB, Polars, Spark or Trino; it
    gets what changed since the last publish, and needs the extra `lake`.  Credentials for object storage come from the
    environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION, AWS_ENDPOINT_URL).

    Exit code 0: done; 1: failed, also when only the lake could not be written: the published file is new all the same,
    and the next publish catches up.
    """
    return start_flow(session, "publish", **({"lake": lake} if lake else {}))
