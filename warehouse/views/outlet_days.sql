-- What each outlet brought on each day: one row for an outlet and a day of fetching (UTC) with at least one page.
CREATE OR REPLACE VIEW outlet_days AS
SELECT
    sources.name AS source, (fetches.fetched_at AT TIME ZONE 'UTC')::DATE AS day,
    count(*) AS pages,
    count(*) FILTER (fetches.outcome = 'rejected') AS rejected,
    count(*) FILTER (first_shown.version = 1) AS new_stories,
    count(*) FILTER (first_shown.version > 1) AS new_versions,
    sum(first_shown.word_count) FILTER (first_shown.version = 1) AS words,
    median(first_shown.word_count) FILTER (first_shown.version = 1) AS median_words,
    median(first_shown.quality) FILTER (first_shown.version = 1) AS median_quality,
    max(fetches.fetched_at) AS last_fetched_at
FROM fetches
LEFT JOIN sources ON sources.source_id = fetches.source_id
-- Of all fetches that show a version, the one that showed it first.
LEFT JOIN revisions AS first_shown ON first_shown.fetch_id = fetches.fetch_id
GROUP BY sources.name, day;
