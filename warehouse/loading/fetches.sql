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

-- An earlier version may not have known the outlet of a page, or did not note whether the page itself names its address:
-- a reading of today tells both, of the page and of its story.
UPDATE fetches SET source_id = coalesce(fetches.source_id, sources.source_id),
                   url_declared = coalesce(fetches.url_declared, staged.url_declared)
FROM pages JOIN staged USING (page_no) LEFT JOIN sources ON sources.name = staged.source_name
WHERE fetches.fetch_id = pages.fetch_id AND pages.known_fetch
  AND (fetches.source_id IS NULL AND sources.source_id IS NOT NULL
       OR fetches.url_declared IS NULL AND staged.url_declared IS NOT NULL);

UPDATE articles SET source_id = told.source_id
FROM (SELECT pages.article_id, arg_min(sources.source_id, page_no) AS source_id
      FROM pages JOIN staged USING (page_no) JOIN sources ON sources.name = staged.source_name
      GROUP BY pages.article_id) AS told
WHERE articles.article_id = told.article_id AND articles.source_id IS NULL;
