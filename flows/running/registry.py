"""Finds flows by name, and imports their modules only then: some load an HTTP client, some DuckDB."""

from __future__ import annotations

import importlib

from flows.errors import UsageError
from flows.running.engine import Flow
from flows.running.run_records import RunRecord

#: Name -> module and attribute.
FLOWS = {
    "scrape": "flows.scrape:scrape",
    "import": "flows.import_pages:import_pages",
    "parse": "flows.parse:parse",
    "load": "flows.load:load",
    "publish": "flows.publish:publish",
    "reparse": "flows.reparse:reparse",
    "retry": "flows.retry:retry",
    "ingest": "flows.ingest:ingest",
}


def find_flow(name: str) -> Flow[..., RunRecord]:
    """Find the flow of this name; raises UsageError, which lists the known names."""
    if name not in FLOWS:
        raise UsageError(f"There is no flow '{name}'; known are: {', '.join(FLOWS)}.")
    module, _, attribute = FLOWS[name].partition(":")
    found = getattr(importlib.import_module(module), attribute)
    assert isinstance(found, Flow)
    return found
