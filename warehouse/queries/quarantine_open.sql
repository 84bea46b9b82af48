-- Pages that wait in quarantine, the latest first; parameters: a reason or NULL, a source or NULL, a limit.
SELECT q.quarantine_id AS id, sources.name AS outlet, q.stage, q.reason, q.detail, q.attempts,
       q.last_failed_at AS last_failed, q.retry, coalesce(q.url, q.page_key) AS page
FROM quarantine AS q
LEFT JOIN sources ON sources.source_id = q.source_id
WHERE q.resolved_at IS NULL
  AND ($reason IS NULL OR q.reason = $reason)
  AND ($source IS NULL OR sources.name = $source)
ORDER BY q.last_failed_at DESC, q.quarantine_id
LIMIT $most;
