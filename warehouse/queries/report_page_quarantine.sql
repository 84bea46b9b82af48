-- Pages that wait in quarantine, by reason, whenever they came.
SELECT stage, reason, count(*) AS pages, max(last_failed_at) AS latest
FROM quarantine WHERE resolved_at IS NULL
GROUP BY stage, reason ORDER BY pages DESC, reason;
