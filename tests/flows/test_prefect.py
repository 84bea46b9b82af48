"""The flows under Prefect: a real server, a run that a schedule starts, and the same rows as without.

An import or a flow call does not show what breaks here (a FastAPI that kills every flow, a SQLAlchemy under which
schedules never run), so a server is started and one cron run is waited for.
"""

import json
import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from flows.config.paths import Paths
from flows.running.engine import SETTINGS
from flows.running.run_records import RunRecord, read_run_records
from flows.serving.prefect_server import server_url
from tests.flows.desk import PAGES, ROOT, content, copydesk

pytestmark = pytest.mark.slow


def environment(home: Path) -> dict[str, str]:
    """Ours, with an empty home and nothing of a Prefect that the caller may have."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_") and k not in SETTINGS}
    return {**kept, "HOME": str(home), "PREFECT_RUNNER_POLL_FREQUENCY": "2"}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data directory for which `copydesk serve` runs, with a schedule that is due every minute."""
    data, config, home = (tmp_path_factory.mktemp(name) for name in ("data", "config", "home"))
    (config / "copydesk.toml").write_text('[schedules]\ningest = "* * * * *"\n')
    command = [sys.executable, "-m", "flows.cli", "--data", data, "--config", config, "serve", "--port", "0"]
    with (data / "serve.log").open("wb") as log:
        serving = subprocess.Popen(command, cwd=ROOT, env=environment(home), stdout=log, stderr=log)
    try:
        wait(lambda: "ingest: * * * * *" in (data / "serve.log").read_text(), seconds=360)
        yield data
    finally:
        serving.terminate()
        serving.wait(30)
    assert server_url(Paths(data), {}) is None, "the server ends with serve"
    assert list(home.iterdir()) == [], "nothing is written outside the data directory"


def wait(condition: Any, *, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds:.0f} s"
        time.sleep(0.5)


def asked(data: Path, what: str, wanted: dict[str, Any] | None = None) -> Any:
    url = server_url(Paths(data), {})
    body = json.dumps(wanted or {}).encode()
    request = Request(f"{url}/{what}/filter", data=body, headers={"Content-Type": "application/json"})
    with urlopen(request, timeout=30) as answer:
        return json.load(answer)


def flow_runs(data: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = asked(data, "flow_runs")
    return found


def ingests(data: Path) -> list[RunRecord]:
    return [record for record in read_run_records(data / "runs") if record.flow == "ingest"]


def test_commands_run_under_a_server_that_is_there(served: Path, sample_data: Path, tmp_path: Path) -> None:
    done = copydesk(served, "import", PAGES, env=environment(tmp_path))
    assert done.returncode == 3, done.stderr
    assert [line.split()[0] for line in done.stderr.splitlines()] == ["import", "parse", "load", "publish"]
    # The published file: the server's schedule may be writing to the other one.
    assert content(served / "news.duckdb") == content(sample_data / "news.duckdb")
    # The steps of a run that the schedule began meanwhile are among them, and may still be running.
    wait(lambda: {run["state_name"] for run in begun_here(served)} == {"Completed", "RejectedPages"}, seconds=60)
    assert len(begun_here(served)) >= 5
    (whole,) = [run for run in begun_here(served) if run["parent_task_run_id"] is None]
    assert whole["state_name"] == "RejectedPages" and whole["state"]["message"].endswith("quarantine list` says why.")
    assert re.fullmatch(r"import pages \d{4}-\d\d-\d\d \d\d:\d\d:\d\d", whole["name"])
    assert {"copydesk", "import"} <= set(whole["tags"])
    shown = [one["data"] for one in asked(served, "artifacts") if one["key"] == "copydesk-import"]
    assert len(shown) == 1 and "| parse pages | " in shown[0]


#: A flow with two steps: one that is locked twice, one that stays locked; then an event and a run that failed.
TRIED = """
import sys
from pathlib import Path
from flows.running import engine, prefect_runs
engine.prepare(Path(sys.argv[1], "prefect"), server=sys.argv[2])
from prefect.task_runners import ThreadPoolTaskRunner
from flows.running.job import job
tries = []
@engine.task("opens in the end", waits=(0.1, 0.1), passes=lambda found: found == "locked")
def opens():
    tries.append("opens")
    return "open" if len(tries) == 3 else "locked"
@engine.task("stays locked", waits=(0.1,), passes=lambda found: found == "locked")
def stays():
    tries.append("stays")
    return "locked"
@engine.task("fails", waits=(0.1,))
def fails():
    tries.append("fails")
    raise ValueError("as ever")
@engine.flow("load")
def step(data=None, parent=None):
    from prefect.context import FlowRunContext
    print(FlowRunContext.get().flow.task_runner._max_workers)
    with job("load", data=data, config=None, parent=parent) as this:
        this.run.end("failed")
        this.run.note("one batch is damaged")
    return this.record
@engine.flow("trial")
def trial(sources=(), data=None):
    print(opens(), stays())
    try:
        fails()
    except ValueError:
        print(*tries)
    print(prefect_runs.event("alarm.begun", "outlet.herald", "It is silent.", since=3))
    return step(data)
given = engine.run_under_prefect(
    trial, server=sys.argv[2], home=Path(sys.argv[1], "prefect"), data=sys.argv[1], sources=["herald"],
    task_runner=ThreadPoolTaskRunner(max_workers=3))
print(given.outcome)
"""


def test_steps_are_tried_again_and_prefect_is_told_the_truth(served: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", TRIED, tmp_path, str(server_url(Paths(served), {}))]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=environment(tmp_path))
    tries = "opens opens opens stays stays fails"
    assert done.stdout.splitlines() == ["open locked", tries, "True", "3", "failed"], done.stderr
    runs = {run["name"].split()[0]: run for run in flow_runs(served)}
    assert runs["trial"]["name"].startswith("trial herald 20") and "herald" in runs["trial"]["tags"]
    assert (runs["trial"]["state_type"], runs["trial"]["state"]["message"]) == ("FAILED", "one batch is damaged")
    wanted = {"filter": {"event": {"name": ["copydesk.alarm.begun"]}}}
    wait(lambda: asked(served, "events", wanted)["events"], seconds=30)
    (sent,) = asked(served, "events", wanted)["events"]
    assert sent["payload"] == {"sentence": "It is silent.", "since": 3}
    assert sent["resource"]["prefect.resource.id"] == "copydesk.outlet.herald"


LOST = """
import sys
from pathlib import Path
from flows.running import engine
engine.prepare(Path(sys.argv[1], "prefect"), server=sys.argv[2])
import httpx
from prefect.client.orchestration import SyncPrefectClient
ask, lost = SyncPrefectClient.request, sys.argv[3]
def asked(client, method, path, **given):
    if lost == "at the beginning" and path == "/flow_runs/" and given["json"]["parent_task_run_id"]:
        raise httpx.ReadTimeout("no answer")
    answer = ask(client, method, path, **given)
    if not path.endswith("set_state") or given["json"]["state"]["type"] not in ("COMPLETED", "FAILED"):
        return answer
    if lost == "each":
        raise httpx.ReadTimeout("no answer")
    return ask(client, method, path, **given)  # the same once more, as Prefect's client does without an answer
SyncPrefectClient.request = asked
@engine.task("one batch")
def batch(number):
    if number == 2:
        raise ValueError("as ever")
    return number
@engine.flow("load")
def step(number):
    return batch(number)
@engine.flow("trial")
def trial(data=None):
    try:
        step(2)
    except ValueError as error:
        return [step(1), str(error)]
print(engine.run_under_prefect(trial, server=sys.argv[2], home=Path(sys.argv[1], "prefect"), data=sys.argv[1]))
"""


@pytest.mark.parametrize("answer", ["the first", "each", "at the beginning"])
def test_an_answer_of_the_server_that_is_lost_costs_no_result(served: Path, tmp_path: Path, answer: str) -> None:
    command = [sys.executable, "-c", LOST, tmp_path, str(server_url(Paths(served), {})), answer]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=environment(tmp_path))
    assert done.stdout.splitlines()[-1:] == ["[1, 'as ever']"], done.stderr
    what = {"each": "its end could not be shown", "at the beginning": "it could not be begun"}.get(answer)
    said = f"prefect   load: {what} (ReadTimeout: no answer); the run goes on without Prefect"
    assert done.stderr.splitlines() == ([said] if what else []), done.stderr


def begun_here(data: Path) -> list[dict[str, Any]]:
    """The flow runs that no schedule began itself."""
    return [run for run in flow_runs(data) if not run["auto_scheduled"]]


def test_prefect_without_a_server(served: Path, tmp_path: Path) -> None:
    data, home = tmp_path / "data", tmp_path / "home"
    home.mkdir()
    # An empty database of its own: to make the tables takes Prefect as long as all the rest of this test.
    Paths(data).make()
    with (
        closing(sqlite3.connect(served / "prefect" / "prefect.db")) as made,
        closing(sqlite3.connect(data / "prefect" / "prefect.db")) as begun,
    ):
        made.backup(begun)
        for table in ("flow_run", "task_run", "flow_run_state", "task_run_state", "deployment", "events", "work_pool"):
            begun.execute(f"DELETE FROM {table}")
        begun.commit()
    page = PAGES / "northlight/dam-talks/page.html"
    done = copydesk(data, "--prefect", "import", page, env=environment(home))
    assert done.returncode == 0, done.stderr
    steps = ["prefect", "import", "parse", "load", "publish"]
    assert [line.split()[0] for line in done.stderr.splitlines()] == steps, done.stderr
    with closing(sqlite3.connect(data / "prefect" / "prefect.db")) as kept:
        names = kept.execute(
            "SELECT f.name FROM flow_run JOIN flow AS f ON f.id = flow_id ORDER BY start_time"
        ).fetchall()
    assert names == [("import",), ("import",), ("parse",), ("load",), ("publish",)], "the run has its verb's name"
    assert list(home.iterdir()) == []


# Behind the one above, which takes as long as the schedule needs to become due.
def test_a_schedule_starts_a_run(served: Path) -> None:
    wait(lambda: any(r.parameters.get("paths") is None and r.outcome == "done" for r in ingests(served)), seconds=360)
    scheduled = [run for run in flow_runs(served) if run["auto_scheduled"]]
    assert scheduled


def test_a_server_that_is_gone_is_not_asked(tmp_path: Path) -> None:
    paths = Paths(tmp_path)
    paths.make()
    (paths.prefect / "server.json").write_text('{"url": "http://127.0.0.1:9/api", "pid": 1}')
    assert server_url(paths, {}) is None
    assert server_url(paths, {"PREFECT_API_URL": "http://elsewhere.example/api"}) == "http://elsewhere.example/api"
    (paths.prefect / "server.json").write_text("{")
    assert server_url(paths, {}) is None
