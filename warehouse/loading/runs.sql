-- Run records; the latest record of a run replaces earlier ones.
DELETE FROM runs WHERE run_id IN (SELECT run_id FROM incoming_runs);
INSERT INTO runs (
    run_id, flow, parent_run_id, parameters, code_version, outcome, started_at, finished_at, counts, messages)
SELECT run_id, flow, parent, parameters::JSON, code_version, outcome, started_at, finished_at, counts::JSON, messages
FROM incoming_runs
QUALIFY row_number() OVER (PARTITION BY run_id ORDER BY finished_at DESC NULLS LAST) = 1
ORDER BY started_at, run_id;
