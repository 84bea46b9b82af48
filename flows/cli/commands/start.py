"""Starts a flow for a command, under Prefect or not, and gives the exit code that its outcome stands for."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flows.cli.commands.session import DONE, FAILED, REJECTED, Session, put_json
from flows.config.check_configuration import configured
from flows.config.paths import Paths, data_paths
from flows.printing.progress import line
from flows.running import engine
from flows.running.registry import find_flow
from flows.running.run_records import RunRecord
from flows.serving.kept_server import start_for_this_process
from flows.serving.leftover_processes import mark_children
from flows.serving.prefect_server import server_url
from warehouse.arrow_alone import without_pandas

#: Counts of pages that did not become articles, in the record of parse, or of the run that parse was a step of.
_NOT_ARTICLES = ("rejected", "unreadable", "parse_rejected", "parse_unreadable")


def start_flow(session: Session, name: str, *, called: str | None = None, **parameters: Any) -> int:
    """Run the flow of this name on the session's directories; gives the exit code.

    `called`: name of the flow in Prefect; None: `name`.  `parameters`: those of the flow.  Raises UsageError for an
    unknown flow, ConfigError for a mistake in the configuration, and what the flow raises.
    """
    configured(session.config)  # also when Prefect does not start
    flow = find_flow(name)
    paths = data_paths(session.data)
    mark_children(paths)
    without_pandas()
    record = engine.run_under_prefect(
        flow,
        server=_server(session, paths),
        home=paths.prefect,
        called=called,
        data=str(paths.root),
        config=str(session.config) if session.config else None,
        **parameters,
    )
    if session.json:
        put_json(asdict(record))
    return exit_code_of(record)


def _server(session: Session, paths: Paths) -> str | None:
    """Find the address of the Prefect API to run under; None: run without Prefect."""
    if session.prefect is False:
        return None
    url = server_url(paths)
    if url is None and session.prefect:
        line("prefect", "starts for this run alone (some ten seconds); `copydesk serve` keeps one ready")
        return start_for_this_process(paths)
    return url


def exit_code_of(record: RunRecord) -> int:
    """Choose the exit code of a finished run: DONE, REJECTED or FAILED.

    A run whose batches wait until another program frees the warehouse has not failed.
    """
    if record.outcome == "waiting":
        return REJECTED if any(record.counts.get(name) for name in _NOT_ARTICLES) else DONE
    return {"done": DONE, "rejected": REJECTED}.get(record.outcome, FAILED)
