-- Stories that name an agency as a source of their copy: one row for an outlet, a day (UTC) and an agency.
--
-- An agency is named in a credit ("Northland Wire contributed", a dateline, a tail).  `outlet_stories` counts all stories
-- of that outlet and day, so that shares can be told; a story with two agencies counts for each.
CREATE OR REPLACE VIEW agency_stories AS
WITH named AS (
    SELECT source, article_id, coalesce(outlet, name) AS agency FROM current_correspondents
    WHERE kind = 'agency' AND coalesce(outlet, name) <> '' GROUP BY ALL
), days AS (
    SELECT article_id, source, (first_seen_at AT TIME ZONE 'UTC')::DATE AS day FROM current_articles
), totals AS (
    SELECT source, day, count(*) AS stories FROM days GROUP BY source, day
)
SELECT days.source, days.day, named.agency, count(*) AS stories, any_value(totals.stories) AS outlet_stories
FROM named
JOIN days ON days.article_id = named.article_id
JOIN totals ON totals.source IS NOT DISTINCT FROM days.source AND totals.day = days.day
GROUP BY days.source, days.day, named.agency;
