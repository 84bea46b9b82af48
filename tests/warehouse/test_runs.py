"""Run records: one row a run, the latest word counts."""

from duckdb import DuckDBPyConnection

from tests.warehouse.batches import NOON, at
from warehouse.runs import load_runs


def test_a_run_has_one_record_the_latest(connection: DuckDBPyConnection) -> None:
    begun = {"run_id": "r1", "flow": "parse", "outcome": "running", "started_at": NOON, "parameters": {"limit": 5}}
    assert load_runs(connection, [begun]) == 1
    ended = {"outcome": "done", "finished_at": at(1).isoformat(), "counts": {"pages": 3}, "messages": ("All well.",)}
    load_runs(connection, [{**begun, **ended}])
    found = connection.execute(
        "SELECT outcome, finished_at, parameters->>'limit', counts->>'pages', messages FROM runs"
    ).fetchall()
    assert found == [("done", at(1), "5", "3", ["All well."])]
    assert load_runs(connection, []) == 0
