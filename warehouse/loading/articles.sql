-- Stories that are seen for the first time; then the id of every story of the batch.
CREATE OR REPLACE TEMP TABLE stories AS
SELECT url_key, min(page_no) FILTER (outcome = 'article') AS page_no
FROM staged WHERE outcome IN ('article', 'unchanged') GROUP BY url_key;

CREATE OR REPLACE TEMP TABLE known_stories AS
SELECT stories.url_key, articles.article_id FROM articles JOIN stories ON articles.url_key = stories.url_key;

CREATE OR REPLACE TEMP TABLE new_stories AS
SELECT
    (SELECT coalesce(max(article_id), 0) FROM articles) + row_number() OVER (ORDER BY page_no) AS article_id,
    url_key, page_no
FROM stories ANTI JOIN known_stories USING (url_key)
WHERE page_no IS NOT NULL;

-- It is read under the address that its page declares, where that is the story's.
INSERT INTO articles (article_id, source_id, url_key, canonical_url, url, first_seen_at, last_seen_at, revision_count)
SELECT n.article_id, sources.source_id, n.url_key, coalesce(s.canonical_url, s.final_url, s.requested_url),
       CASE WHEN coalesce(s.canonical_key, n.url_key) = n.url_key THEN coalesce(s.canonical_url, s.final_url, s.requested_url)
            ELSE coalesce(s.final_url, s.requested_url) END,
       s.fetched_at, s.fetched_at, 0
FROM new_stories AS n JOIN staged AS s USING (page_no) LEFT JOIN sources ON sources.name = s.source_name
ORDER BY n.article_id;

CREATE OR REPLACE TEMP TABLE batch_stories AS
SELECT url_key, article_id FROM known_stories UNION ALL SELECT url_key, article_id FROM new_stories;
