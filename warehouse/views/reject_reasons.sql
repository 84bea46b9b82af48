-- Why pages became no article: one row for an outlet, a day of fetching (UTC) and a reason, with an example.
CREATE OR REPLACE VIEW reject_reasons AS
SELECT
    sources.name AS source, (fetches.fetched_at AT TIME ZONE 'UTC')::DATE AS day, fetches.reason, count(*) AS pages,
    last(fetches.requested_url ORDER BY fetches.fetched_at, fetches.fetch_id) AS example_url,
    last(raw_pages.body_sha256 ORDER BY fetches.fetched_at, fetches.fetch_id) AS example_sha256
FROM fetches
LEFT JOIN sources ON sources.source_id = fetches.source_id
LEFT JOIN raw_pages ON raw_pages.raw_page_id = fetches.raw_page_id
WHERE fetches.outcome = 'rejected'
GROUP BY sources.name, day, fetches.reason;
