"""How a verb starts a flow: under Prefect or not, and what its run record means for the exit code."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flows import engine
from flows.commands.common import DONE, FAILED, REJECTED, Session, put_json
from flows.configuration import NO_RULES, configured
from flows.paths import data_paths
from flows.progress import line
from flows.registry import find_flow
from flows.runs import RunRecord
from flows.server import server_url

_CODES = {"done": DONE, "waiting": DONE, "rejected": REJECTED}


def start(session: Session, name: str, **parameters: Any) -> int:
    """Run a flow with the session's directories; the exit code comes back."""
    configured(session.config, parsing=name not in NO_RULES)  # not only when Prefect has started
    flow = find_flow(name)
    paths = data_paths(session.data)
    url = server_url(paths)
    under_prefect = session.prefect if session.prefect is not None else url is not None
    if under_prefect and url is None:
        line("prefect", "starts for this run alone (some ten seconds); `copydesk serve` keeps one ready")
    record = engine.run(
        flow,
        under_prefect=under_prefect,
        home=paths.prefect,
        server=url,
        data=str(paths.root),
        config=str(session.config) if session.config else None,
        **parameters,
    )
    if session.json:
        put_json(asdict(record))
    return exit_code(record)


def exit_code(record: RunRecord) -> int:
    """0 done (batches that wait for the warehouse are no failure), 3 done with rejected pages, 1 failed."""
    return _CODES.get(record.outcome, FAILED)
