-- Captions that stand in several articles: the same picture, used again.
CREATE OR REPLACE VIEW photo_reuse AS
SELECT
    any_value(caption ORDER BY published_at, article_id) AS caption, any_value(credit ORDER BY published_at, article_id) AS credit,
    count(DISTINCT article_id) AS articles, count(DISTINCT source) AS sources,
    min(published_at) AS first_published_at, max(published_at) AS last_published_at,
    list(DISTINCT article_id ORDER BY article_id) AS article_ids
FROM current_captions
WHERE caption <> ''
GROUP BY lower(regexp_replace(caption, '\s+', ' ', 'g'))
HAVING count(DISTINCT article_id) > 1;
