"""Makes the flows entry points of Prefect deployments, to which `copydesk serve` and prefect.yaml refer.

A scheduled run first checks whether the flow is running already, since two runs would do the same work twice.
Prefect's own concurrency limit is not used: a killed run would hold its slot for ever.  This module imports Prefect,
and is imported only by Prefect and by serve.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

from prefect import Flow, flow
from prefect.client.orchestration import get_client
from prefect.context import FlowRunContext
from prefect.states import Completed

from flows.config.paths import Paths, data_paths
from flows.errors import sentence
from flows.printing import log
from flows.printing.progress import line
from flows.printing.terminal_text import guard
from flows.reporting.after_run import renew
from flows.running import prefect_away, prefect_runs
from flows.running.engine import end_silently, evaluate_annotations
from flows.running.parameters import google_docstring
from flows.running.registry import FLOWS, find_flow
from flows.serving.flow_runs import cancel, mark_crashed, running_record, should_have_begun, waiting_runs

end_silently()
guard()
log.follow_environment()


def _scheduled(name: str) -> Flow[..., Any]:
    """Make the function that Prefect runs by schedule for a flow.

    When the flow is running already, the function only says so.  Else it runs the flow, writes the report, and sends an
    event that the run has ended.
    """
    work = find_flow(name).fn

    @functools.wraps(work)
    def once(*args: Any, **options: Any) -> Any:
        named = options.get("data")
        paths = data_paths(Path(named) if named else None)
        other = running_record(paths.runs, name)
        if other is not None:
            why = f"{name} is running already (PID {other.pid}); this run is left out"
            line(name, why)
            return Completed(name="LeftOut", message=why)
        try:
            _tidy(paths)
        except Exception as error:  # told: the work does not need it
            prefect_away.note_failure(name, "earlier runs could not be tidied up", error)
        try:
            result = work(*args, **options)
        except Exception as error:
            line(name, sentence(error), level="error")
            raise
        renew(paths, options.get("config"))
        prefect_runs.show_table(result, named)
        prefect_runs.ended(result)
        return prefect_runs.state_of(result)

    # Prefect shows what a docstring in this form says of each parameter.
    once.__doc__ = google_docstring(work)
    evaluate_annotations(once, work)
    return flow(name=name, flow_run_name=prefect_runs.own_name, persist_result=False)(once)


def _tidy(paths: Paths) -> None:
    """Cancel earlier scheduled runs that never began, since this run replaces them, and mark killed runs as crashed."""
    context = FlowRunContext.get()
    this = context.flow_run if context else None
    if this is None or this.deployment_id is None:
        return
    with get_client(sync_client=True) as client:
        mark_crashed(client, paths.runs, data=paths.root, alive={this.id})
        late = [
            run for run in waiting_runs(client, {this.deployment_id}) if run.auto_scheduled and should_have_begun(run)
        ]
        cancel(client, late, "Missed", f"Run {this.name} replaces all runs that were missed.")


scrape = _scheduled("scrape")
import_pages = _scheduled("import")
parse = _scheduled("parse")
load = _scheduled("load")
publish = _scheduled("publish")
reparse = _scheduled("reparse")
retry = _scheduled("retry")
ingest = _scheduled("ingest")

#: Flow -> its entry point, by which Prefect imports it.
ENTRYPOINTS = {name: f"flows.serving.deployments.{'import_pages' if name == 'import' else name}" for name in FLOWS}
