"""What a run is called in Prefect, and when Prefect tries again; test_prefect.py has the rest, with a server."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from flows.acquire.following.follow import SourceTally
from flows.parsing.cluster.under_prefect import submitted
from flows.running.ahead import Ahead
from flows.running.engine import task
from flows.running.prefect_runs import run_name, tags
from flows.scrape import _no_list_came
from tests.flows.desk import ROOT

NOW = datetime(2026, 5, 1, 8, 0, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("parameters", "about"),
    [
        ({}, ""),
        ({"sources": [], "data": "/srv"}, ""),
        ({"sources": ["herald"]}, "herald "),
        ({"sources": ("a", "b", "c", "d", "e")}, "a, b, c and 2 more "),
        ({"source": "herald"}, "herald "),
        ({"paths": ["/srv/crawls/a.warc.gz", "/srv/b/"]}, "a.warc.gz, b "),
        ({"paths": ["/", "x" * 100]}, f"/, {'x' * 40} "),
        ({"sources": {"of": "another kind"}}, ""),
        ({"sources": ["{curly} 100%"]}, "{curly} 100% "),
    ],
)
def test_the_name_of_a_run(parameters: Mapping[str, Any], about: str) -> None:
    assert run_name("scrape", parameters, NOW) == f"scrape {about}2026-05-01 08:00:12"


def test_the_tags_of_a_run() -> None:
    assert tags("ingest", {"sources": ["herald", "post"]}) == ["copydesk", "ingest", "herald", "post"]
    assert tags("reparse", {"source": "herald", "data": "x"}) == ["copydesk", "reparse", "herald"]


@pytest.mark.parametrize(
    ("tallies", "again"),
    [
        ([], False),
        ([SourceTally("herald", {}, ("its feed could not be read",))], True),
        ([SourceTally("herald", {}, ("its feed could not be read",)), SourceTally("post", {"fetched": 1})], False),
        ([SourceTally("herald", {"http_error": 1}, ("one of two feeds could not be read",))], False),
        ([SourceTally("herald")], False),  # its list is empty
    ],
)
def test_outlets_are_followed_again_when_no_list_came(tallies: list[SourceTally], again: bool) -> None:
    assert _no_list_came(tallies) is again


def test_a_run_without_prefect_imports_nothing_of_it() -> None:
    code = (
        "import sys, tempfile, flows.parse\nfrom flows.running import prefect_runs\nfrom flows.load import load\n"
        "home = tempfile.mkdtemp()\nrecord = load(data=home)\nprefect_runs.ended(record)\n"
        "assert prefect_runs.event('alarm.begun', 'outlet.herald', 'It is silent.') is False\n"
        "others = ('prefect', 'opentelemetry', 'dask', 'distributed')\n"
        "sys.exit(any(name.partition('.')[0] in others for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_step_on_a_worker_is_not_told_what_is_for_this_process_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    from prefect.context import FlowRunContext  # here: it takes two seconds

    class Client:
        """Takes the place of prefect-dask's, which sends the context of the run."""

        def submit(self, step: object, **told: object) -> object:
            context = FlowRunContext.get()
            assert context is not None
            return pickle.dumps(context.parameters), told["parameters"], told["resources"]

    run = FlowRunContext.model_construct(parameters={"ahead": Ahead(), "data": "/srv/news"})
    with run:
        sent = submitted(Client(), task("parse a batch")(len), ("parcel", "batch"), resources={"copydesk 1": 1})
        assert FlowRunContext.get() is run
    assert sent == (pickle.dumps({}), {"args": ("parcel", "batch")}, {"copydesk 1": 1})
