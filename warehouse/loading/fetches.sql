-- Every page of the batch with its ids.
CREATE OR REPLACE TEMP TABLE pages AS
SELECT
    staged.page_no, staged.outcome, staged.fetched_at, staged.content_hash, staged.parser_version, staged.rules_version,
    batch_bodies.raw_page_id, batch_bodies.known AS known_body, batch_stories.article_id,
    known_fetches.fetch_id IS NOT NULL AS known_fetch,
    coalesce(known_fetches.fetch_id, (SELECT coalesce(max(fetch_id), 0) FROM fetches)
        + row_number() OVER (PARTITION BY known_fetches.fetch_id IS NULL ORDER BY staged.page_no)) AS fetch_id
FROM staged
LEFT JOIN batch_bodies USING (body_sha256)
LEFT JOIN batch_stories ON batch_stories.url_key = staged.url_key AND staged.outcome <> 'rejected'
LEFT JOIN known_fetches USING (page_no);

INSERT INTO fetches (
    fetch_id, run_id, source_id, channel, requested_url, final_url, url_declared, http_status, etag, last_modified,
    fetched_at, raw_page_id, outcome, reason, article_id, revision_id, page_key, canonical_url, canonical_key, recorded_at)
SELECT pages.fetch_id, staged.run_id, sources.source_id, staged.channel, staged.requested_url, staged.final_url,
       staged.url_declared, staged.http_status, staged.etag, staged.last_modified, staged.fetched_at,
       pages.raw_page_id, staged.outcome, staged.reason, pages.article_id, NULL, staged.page_key, staged.canonical_url, staged.canonical_key,
       CASE WHEN staged.told_at > staged.fetched_at THEN staged.told_at END
FROM pages JOIN staged USING (page_no) LEFT JOIN sources ON sources.name = staged.source_name
WHERE NOT pages.known_fetch
ORDER BY pages.fetch_id;
