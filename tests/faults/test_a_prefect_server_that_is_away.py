"""Prefect's server hangs, dies, fails or forgets, before or after a flow's work: the work is done once, and its result
counts."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from flows.running import prefect_away
from flows.running.engine import ForAWhile, prepare

Run = Callable[[], Any]


class Flow:
    """A function that counts its calls, run under a Prefect that misbehaves."""

    def __init__(self, error: Exception | None = None) -> None:
        self.calls, self.error = 0, error

    def work(self) -> str:
        self.calls += 1
        if self.error is not None:
            raise self.error
        return "done"

    def run(self, prefect: Run, *, before: bool, again: type[Exception] | None = None) -> Any:
        """Run the function; `prefect` is what Prefect does instead of calling it (before=True) or after it was
        called."""
        from flows.running.kept_results import keep_result, run_and_keep

        def begun() -> Any:
            if before:
                return prefect()
            try:
                keep_result(self.work)
            except Exception:  # Prefect makes a state of it
                return prefect()
            return prefect()

        return run_and_keep("load", begun, alone=self.work, again=again)


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prefect_away, "_away", prefect_away._Away())
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")


def raises(error: BaseException) -> Run:
    def raised() -> Any:
        raise error

    return raised


def failed() -> Any:
    """Prefect's state for a step that failed since its server could not say whether there is a free slot."""
    from prefect.states import Failed

    return Failed(data=RuntimeError("Unable to acquire concurrency slots: 500 Internal Server Error"))


SILENT = httpx.ReadTimeout("no answer")
FAULTS = [raises(SILENT), raises(ConnectionResetError("gone")), failed]


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("fault", FAULTS)
def test_the_work_is_done_once(fault: Run, before: bool, capsys: pytest.CaptureFixture[str]) -> None:
    flow = Flow()
    assert flow.run(fault, before=before) == "done"
    assert flow.run(fault, before=before) == "done" and flow.calls == 2
    told = capsys.readouterr().err.splitlines()
    assert len(told) == (0 if fault is failed and not before else 1)
    assert all(one.startswith("prefect   load: it") and one.endswith("goes on without Prefect") for one in told)


@pytest.mark.parametrize("before", [True, False])
def test_an_error_of_the_work_is_its_result(before: bool) -> None:
    flow = Flow(ValueError("as ever"))
    with pytest.raises(ValueError, match="as ever"):
        flow.run(raises(SILENT), before=before)
    assert flow.calls == 1


def test_a_step_that_waits_to_be_tried_again_is_done_alone() -> None:
    flow = Flow(ForAWhile("load"))

    def gone() -> Any:
        flow.error = None
        raise SILENT

    assert flow.run(gone, before=False, again=ForAWhile) == "done" and flow.calls == 2


@pytest.mark.parametrize("how", ["cancelled", "aborted"])
def test_what_was_cancelled_in_prefect_is_not_begun(how: str) -> None:
    from prefect.exceptions import Abort
    from prefect.states import Cancelled

    from flows.running.kept_results import CancelledInPrefect

    flow = Flow()
    with pytest.raises(CancelledInPrefect, match=r"load was cancelled .*run it again to go on"):
        flow.run(raises(Abort("by a user")) if how == "aborted" else Cancelled, before=True)
    assert flow.calls == 0
    if how == "aborted":
        assert flow.run(raises(Abort("by a user")), before=False) == "done"


@pytest.fixture
def server() -> Iterator[tuple[str, list[int]]]:
    """The address of a web server, and a list whose last number is the status code of its next answer."""
    codes = [503]

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(codes[-1])
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    served = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=served.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{served.server_address[1]}/api", codes
    served.shutdown()


def test_prefect_is_asked_again_when_its_server_is_ready(
    server: tuple[str, list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    url, codes = server
    monkeypatch.setenv("PREFECT_API_URL", url)
    monkeypatch.setattr(prefect_away, "_PAUSE", 0.0)
    flow, asked = Flow(), []

    def run() -> Any:
        asked.append(1)
        raise SILENT

    for expected in (1, 1):
        flow.run(run, before=True)
        assert len(asked) == expected, "a server that is not ready is left alone"
    codes.append(401)  # it lives, and wants to know who asks
    flow.run(run, before=True)
    assert len(asked) == 2 and flow.calls == 3


@pytest.mark.parametrize(
    ("environ", "direct"),
    [
        ({}, "127.0.0.1"),
        ({"NO_PROXY": "intern.example"}, "intern.example,127.0.0.1"),
        ({"no_proxy": "localhost,127.0.0.1", "NO_PROXY": "other.example"}, "localhost,127.0.0.1"),
    ],
)
def test_a_proxy_leads_to_no_server_of_this_machine(tmp_path: Path, environ: dict[str, str], direct: str) -> None:
    environ |= {"HTTP_PROXY": "http://127.0.0.1:9"}
    prepare(tmp_path, server="http://127.0.0.1:4200/api", environ=environ)
    assert environ.get("no_proxy") == direct
    elsewhere = {"PREFECT_API_URL": "https://prefect.example/api"}
    prepare(tmp_path, server="https://prefect.example/api", environ=elsewhere)
    assert "no_proxy" not in elsewhere
