"""The flows as Prefect knows them, for schedules: `copydesk serve` and prefect.yaml name what stands here.

Importing this module imports Prefect; nothing but Prefect imports it.
"""

from __future__ import annotations

from flows.engine import end_silently
from flows.registry import FLOWS, find_flow
from flows.terminal import guard

end_silently()
guard()

scrape = find_flow("scrape").prefect
import_pages = find_flow("import").prefect
parse = find_flow("parse").prefect
load = find_flow("load").prefect
publish = find_flow("publish").prefect
reparse = find_flow("reparse").prefect
retry = find_flow("retry").prefect
ingest = find_flow("ingest").prefect

#: Flow -> where Prefect finds it.
ENTRYPOINTS = {name: f"flows.deployments.{'import_pages' if name == 'import' else name}" for name in FLOWS}
