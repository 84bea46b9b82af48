-- Why pages became no article: one row for an outlet, a day of fetching (UTC) and a reason, with an example.
CREATE OR REPLACE VIEW reject_reasons AS
SELECT
    sources.name AS source, (fetches.fetched_at AT TIME ZONE 'UTC')::DATE AS day, fetches.reason, count(*) AS pages,
    arg_max(fetches.requested_url, fetches.fetched_at) AS example_url,
    arg_max(raw_pages.body_sha256, fetches.fetched_at) AS example_sha256
FROM fetches
LEFT JOIN sources ON sources.source_id = fetches.source_id
LEFT JOIN raw_pages ON raw_pages.raw_page_id = fetches.raw_page_id
WHERE fetches.outcome = 'rejected'
GROUP BY sources.name, day, fetches.reason;
