-- How long after its publication each followed story was fetched and loaded.
--
-- Only stories whose page prints a time of day: of an imported page nobody knows when it could have been fetched first.
-- A story older than a week when it was first fetched is from an outlet's past, not late.  Loaded means the first load
-- after that fetch.
CREATE OR REPLACE VIEW story_delays AS
WITH followed AS (
    SELECT revisions.article_id, fetches.source_id, revisions.published_at, revisions.first_captured_at
    FROM revisions JOIN fetches ON fetches.fetch_id = revisions.fetch_id
    WHERE revisions.version = 1 AND revisions.published_precision <> 'day' AND fetches.channel IN ('http', 'feed', 'sitemap')
      AND revisions.first_captured_at - revisions.published_at BETWEEN INTERVAL 0 SECOND AND INTERVAL 7 DAY
)
SELECT
    followed.article_id, sources.name AS source, (followed.first_captured_at AT TIME ZONE 'UTC')::DATE AS day,
    followed.published_at, followed.first_captured_at AS fetched_at, batches.loaded_at,
    round(epoch(followed.first_captured_at - followed.published_at) / 60, 1) AS minutes_to_fetch,
    round(epoch(batches.loaded_at - followed.published_at) / 60, 1) AS minutes_to_load
FROM followed
ASOF LEFT JOIN batches ON followed.first_captured_at <= batches.loaded_at
LEFT JOIN sources ON sources.source_id = followed.source_id;
