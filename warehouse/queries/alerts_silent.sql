-- Outlets that are followed and have brought nothing new for much longer than ever in the 30 days before, as of the last
-- time that anybody looked for new pages ($looked): also when there is only one outlet, whose silence no other one shows.
-- Longer than two days, and than twice the longest pause of an outlet with stories on 'health.days' days at least.
WITH followed AS (
    SELECT DISTINCT source_id FROM fetches WHERE source_id IS NOT NULL AND channel IN ('http', 'feed', 'sitemap')
), stories AS (
    SELECT articles.source_id, articles.first_seen_at AS seen_at, max(articles.first_seen_at) OVER (PARTITION BY articles.source_id) AS latest
    FROM articles JOIN followed ON followed.source_id = articles.source_id
    WHERE articles.first_seen_at <= $looked
), pauses AS (
    SELECT source_id, seen_at, latest, seen_at - lag(seen_at) OVER (PARTITION BY source_id ORDER BY seen_at) AS pause
    FROM stories WHERE seen_at >= latest - INTERVAL 30 DAY
), usual AS (
    SELECT source_id, max(latest) AS latest, max(pause) AS longest, count(DISTINCT seen_at::DATE) AS days FROM pauses GROUP BY source_id
)
SELECT sources.name AS outlet, usual.latest
FROM usual JOIN sources ON sources.source_id = usual.source_id
WHERE usual.days >= (SELECT max(value) FROM settings WHERE name = 'health.days')
  AND $looked - usual.latest > greatest(INTERVAL 2 DAY, 2 * usual.longest)
ORDER BY outlet;
