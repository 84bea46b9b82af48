-- What following each outlet came to of late: one row an outlet and outcome.  Reads only the files of runs since then,
-- whose names begin with their times (a scan of a million captures takes seconds).
-- Parameters: JSON, [[outlet, time at which its last run began], ...]; the name from which files are read; the times from
-- and until which requests count, as they are stored.
WITH runs AS (
    SELECT json_extract(value, '$[0]') AS source, json_extract(value, '$[1]') AS began FROM json_each(?)
)
SELECT
    late.source, late.outcome, max(late.fetched_at) AS latest, count(*) AS requests,
    -- ":" comes after all times: an outlet without a run has no request in its last one.
    sum(late.fetched_at >= coalesce((SELECT began FROM runs WHERE runs.source = late.source), ':')) AS in_last_run,
    -- Bodies that no batch holds yet.
    sum(EXISTS (SELECT 1 FROM bodies WHERE bodies.warc = late.warc AND bodies.offset = late.offset)
        AND NOT EXISTS (SELECT 1 FROM parsed WHERE parsed.sha256 = late.sha256)) AS waiting
FROM captures AS late
WHERE late.warc >= ? AND late.source IS NOT NULL AND late.channel IN ('http', 'feed', 'sitemap')
  AND late.fetched_at BETWEEN ? AND ?
GROUP BY late.source, late.outcome
ORDER BY late.source, late.outcome;
