-- Captions that stand in several articles, by caption key: the same picture, used again, whatever its credit.
CREATE OR REPLACE VIEW photo_reuse AS
WITH uses AS (
    SELECT caption_key, source, min(published_at) AS first_published_at
    FROM current_captions WHERE caption <> '' GROUP BY ALL
), outlets AS (
    SELECT caption_key, list({'source': source, 'first_published_at': first_published_at}
                             ORDER BY first_published_at, source) AS outlets
    FROM uses GROUP BY caption_key
), credited AS (
    SELECT caption_key, credit, min((published_at, article_id)) AS place
    FROM current_captions WHERE credit <> '' GROUP BY ALL
), suppliers AS (
    SELECT caption_key, list(credit ORDER BY place, credit) AS credits FROM credited GROUP BY caption_key
)
SELECT
    caption_key, any_value(caption ORDER BY published_at, article_id) AS caption,
    any_value(credit ORDER BY published_at, article_id) AS credit,
    any_value(suppliers.credits) AS credits, any_value(outlets.outlets) AS outlets,
    count(DISTINCT article_id) AS articles, count(DISTINCT source) AS sources,
    min(published_at) AS first_published_at, max(published_at) AS last_published_at,
    list(DISTINCT article_id ORDER BY article_id) AS article_ids
FROM current_captions
LEFT JOIN outlets USING (caption_key)
LEFT JOIN suppliers USING (caption_key)
WHERE caption <> ''
GROUP BY caption_key
HAVING count(DISTINCT article_id) > 1;
