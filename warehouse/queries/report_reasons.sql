-- Why pages of the last days were rejected; the parameter is a number of days.
-- A run's id begins with its time: pages of an old WARC file count on the day on which they were imported.  A time in
-- the future (a clock that was ahead) says nothing.
SELECT reason, count(*) AS pages, count(DISTINCT source_id) AS outlets, min(requested_url) AS for_example
FROM fetches
WHERE outcome = 'rejected' AND CASE WHEN try_strptime(left(run_id, 15), '%Y%m%dT%H%M%S')::TIMESTAMPTZ <= now()
           THEN try_strptime(left(run_id, 15), '%Y%m%dT%H%M%S')::TIMESTAMPTZ ELSE fetched_at END >= now() - to_days(?)
GROUP BY reason
ORDER BY pages DESC, reason;
