-- Everything about one page in quarantine; the parameter is its id.
SELECT q.quarantine_id AS id, sources.name AS outlet, coalesce(q.url, q.page_key) AS page, q.stage, q.reason, q.detail,
       q.attempts, q.first_failed_at, q.last_failed_at, q.parser_version, q.rules_version, q.run_id, q.retry,
       q.resolved_at, q.resolution, raw_pages.body_sha256, raw_pages.byte_length, raw_pages.media_type,
       raw_pages.warc_file, raw_pages.warc_offset
FROM quarantine AS q
LEFT JOIN sources ON sources.source_id = q.source_id
LEFT JOIN raw_pages ON raw_pages.raw_page_id = q.raw_page_id
WHERE q.quarantine_id = ?;
