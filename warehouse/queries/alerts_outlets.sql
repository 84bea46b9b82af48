-- Outlets that got worse and are not well again: the last alarm of each measure, unless a later day that can be judged
-- came back to what was usual at that alarm.  (The view alarms on the first bad day only: the second is not beyond it.)
-- After 30 days what was worse is what is usual.
WITH limits AS (
    SELECT max(value) FILTER (name = 'health.drop') AS drop_to, max(value) FILTER (name = 'health.rise') AS rise_by,
           max(value) FILTER (name = 'health.pages') AS pages
    FROM settings
), last_day AS (
    SELECT max(day) AS day FROM source_health
), alarmed AS (
    SELECT source, measure, max(day) AS day, max_by(value, day) AS value, max_by(usual, day) AS usual, max_by(pages, day) AS pages
    FROM source_health WHERE alarm GROUP BY source, measure
), later AS (
    SELECT alarmed.source, alarmed.measure, bool_or(
        CASE WHEN health.measure = 'articles' THEN health.day < last_day.day AND health.value >= limits.drop_to * alarmed.usual
             WHEN health.pages < limits.pages THEN false
             WHEN health.measure IN ('words', 'captions') THEN health.value >= limits.drop_to * alarmed.usual
             ELSE health.value <= alarmed.usual + limits.rise_by END) AS is_well
    FROM alarmed
    JOIN source_health AS health ON health.source = alarmed.source AND health.measure = alarmed.measure AND health.day > alarmed.day
    CROSS JOIN limits CROSS JOIN last_day
    GROUP BY alarmed.source, alarmed.measure
)
SELECT alarmed.source AS outlet, alarmed.measure, alarmed.day, alarmed.value, alarmed.usual, alarmed.pages,
       -- The last page of that day, to be looked at.
       (SELECT max_by(coalesce(fetches.final_url, fetches.requested_url), fetches.fetched_at)
        FROM fetches JOIN sources ON sources.source_id = fetches.source_id
        WHERE sources.name = alarmed.source AND (fetches.fetched_at AT TIME ZONE 'UTC')::DATE = alarmed.day
          AND fetches.raw_page_id IS NOT NULL) AS example
FROM alarmed
LEFT JOIN later ON later.source = alarmed.source AND later.measure = alarmed.measure
CROSS JOIN last_day
WHERE NOT coalesce(later.is_well, false) AND alarmed.day >= last_day.day - 30
ORDER BY outlet, alarmed.measure;
