-- Pages of the batch that were loaded before; a fetch is known by URL, time and body.  Where its clock was ahead, either
-- of its times tells it.
CREATE OR REPLACE TEMP TABLE known_fetches AS
SELECT staged.page_no, fetches.fetch_id, fetches.article_id, fetches.revision_id, fetches.fetched_at
FROM fetches
JOIN staged ON fetches.requested_url IS NOT DISTINCT FROM staged.requested_url
    AND (fetches.fetched_at = staged.told_at OR fetches.recorded_at = staged.told_at)
LEFT JOIN batch_bodies ON batch_bodies.body_sha256 = staged.body_sha256
WHERE fetches.raw_page_id IS NOT DISTINCT FROM batch_bodies.raw_page_id
QUALIFY row_number() OVER (PARTITION BY staged.page_no ORDER BY fetches.fetch_id) = 1;

UPDATE staged SET fetched_at = known_fetches.fetched_at
FROM known_fetches WHERE staged.page_no = known_fetches.page_no AND staged.fetched_at <> known_fetches.fetched_at;

-- Another parser may read another declared address from the same page.
UPDATE fetches SET canonical_url = staged.canonical_url, canonical_key = staged.canonical_key
FROM known_fetches JOIN staged USING (page_no)
WHERE fetches.fetch_id = known_fetches.fetch_id AND staged.outcome = 'article'
  AND (fetches.canonical_url IS DISTINCT FROM staged.canonical_url OR fetches.canonical_key IS DISTINCT FROM staged.canonical_key);
