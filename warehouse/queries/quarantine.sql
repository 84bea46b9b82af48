-- Pages that could not become articles, with all that is needed to look at them or to try again; parameters: include
-- resolved ones, only marked ones, stage, reason, id, how many (null: no bound).
SELECT
    quarantine.quarantine_id, quarantine.url, quarantine.stage, quarantine.reason, quarantine.detail,
    quarantine.attempts, quarantine.first_failed_at, quarantine.last_failed_at, quarantine.retry,
    quarantine.resolved_at, quarantine.resolution, sources.name AS source, quarantine.run_id,
    fetches.requested_url, fetches.fetched_at, fetches.channel, raw_pages.body_sha256, raw_pages.warc_file,
    raw_pages.warc_offset, raw_pages.warc_length
FROM quarantine
JOIN fetches ON fetches.fetch_id = quarantine.fetch_id
LEFT JOIN raw_pages ON raw_pages.raw_page_id = quarantine.raw_page_id
LEFT JOIN sources ON sources.source_id = quarantine.source_id
WHERE ($resolved OR quarantine.resolved_at IS NULL)
  AND (NOT $retry OR quarantine.retry)
  AND ($stage::VARCHAR IS NULL OR quarantine.stage = $stage)
  AND ($reason::VARCHAR IS NULL OR quarantine.reason = $reason)
  AND ($id::BIGINT IS NULL OR quarantine.quarantine_id = $id)
ORDER BY quarantine.last_failed_at DESC, quarantine.quarantine_id DESC
LIMIT $most;
