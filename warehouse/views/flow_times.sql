-- How long each flow took and how it ended: one row for a flow and a day (UTC).
CREATE OR REPLACE VIEW flow_times AS
SELECT
    flow, (started_at AT TIME ZONE 'UTC')::DATE AS day, count(*) AS runs,
    count(*) FILTER (outcome IN ('failed', 'killed')) AS failed,
    count(*) FILTER (outcome = 'waiting') AS waited,
    median(epoch(finished_at - started_at)) AS median_seconds,
    max(epoch(finished_at - started_at)) AS longest_seconds,
    sum(epoch(finished_at - started_at)) AS total_seconds,
    last(run_id ORDER BY epoch(finished_at - started_at) NULLS FIRST, run_id) AS longest_run_id,
    sum(coalesce(try_cast(counts ->> 'pages' AS BIGINT), 0)) AS pages
FROM runs
GROUP BY flow, day;
