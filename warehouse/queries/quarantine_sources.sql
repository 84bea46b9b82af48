-- Open failures to fetch or read what holds pages and is none itself: lists, files, and records or members of files.
SELECT quarantine.quarantine_id, fetches.requested_url, quarantine.last_failed_at
FROM quarantine JOIN fetches ON fetches.fetch_id = quarantine.fetch_id
WHERE quarantine.resolved_at IS NULL AND quarantine.stage = 'fetch' AND fetches.raw_page_id IS NULL
  AND fetches.requested_url IS NOT NULL AND fetches.channel IN ('feed', 'sitemap', 'file', 'warc')
ORDER BY quarantine.quarantine_id;
