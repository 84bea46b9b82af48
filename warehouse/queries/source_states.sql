-- What is stored of each outlet that was followed: when its pages were fetched first and last, and how many stories of
-- it were seen first in the last days; the parameter is a number of days.  Imported pages do not count.
WITH followed AS (
    SELECT source_id, min(fetched_at) AS first_fetched, max(fetched_at) FILTER (outcome <> 'rejected' AND fetched_at <= now()) AS latest
    FROM fetches WHERE channel IN ('http', 'feed', 'sitemap') GROUP BY source_id
), fresh AS (
    SELECT source_id, count(*) AS stories FROM articles
    WHERE first_seen_at BETWEEN now() - to_days(?) AND now() GROUP BY source_id
)
SELECT sources.name AS outlet, followed.first_fetched, followed.latest, coalesce(fresh.stories, 0) AS new_stories
FROM followed
JOIN sources ON sources.source_id = followed.source_id
LEFT JOIN fresh ON fresh.source_id = followed.source_id
ORDER BY outlet;
