-- Each outlet's day against its own last 30: an alarm on the first day of a broken layout, none for a quiet Sunday.
--
-- What a page shows (words, captions, missing fields, rejects) is compared with all days; how many articles there were,
-- with the same days of the week, and only once the day is over.  An alarm needs both: beyond everything of the
-- last 30 days, and far from their median: further than chance takes so few pages (three standard deviations of a
-- count or a share; a share that was never seen counts as one in twenty).  Thresholds: settings 'health.*'.
CREATE OR REPLACE VIEW source_health AS
WITH limits AS (
    SELECT max(value) FILTER (name = 'health.drop') AS drop_to, max(value) FILTER (name = 'health.rise') AS rise_by,
           max(value) FILTER (name = 'health.days') AS days, max(value) FILTER (name = 'health.weekdays') AS weekdays,
           max(value) FILTER (name = 'health.pages') AS pages
    FROM settings
), fetched AS (
    SELECT source_id, (fetched_at AT TIME ZONE 'UTC')::DATE AS day, count(*) AS pages, avg((outcome = 'rejected')::INTEGER) AS rejected
    FROM fetches WHERE source_id IS NOT NULL GROUP BY source_id, day
), captioned AS (
    SELECT revision_id, count(*) AS captions FROM captions GROUP BY revision_id
), read_pages AS (
    SELECT articles.source_id, (revisions.first_captured_at AT TIME ZONE 'UTC')::DATE AS day,
           count(*) AS revisions, count(*) FILTER (revisions.version = 1) AS articles, median(revisions.word_count) AS words,
           avg(coalesce(captioned.captions, 0)) AS captions,
           avg((revisions.headline IS NULL)::INTEGER) AS no_headline,
           avg((revisions.standfirst IS NULL)::INTEGER) AS no_standfirst,
           avg((revisions.byline IS NULL)::INTEGER) AS no_byline,
           avg((revisions.published_at IS NULL)::INTEGER) AS no_published_at,
           avg((revisions.word_count = 0)::INTEGER) AS no_body
    FROM revisions
    JOIN articles ON articles.article_id = revisions.article_id
    LEFT JOIN captioned ON captioned.revision_id = revisions.revision_id
    WHERE articles.source_id IS NOT NULL
    GROUP BY articles.source_id, day
), calendar AS (
    SELECT source_id, unnest(generate_series(min(day), (SELECT max(day) FROM fetched), INTERVAL 1 DAY))::DATE AS day
    FROM fetched GROUP BY source_id
), measured AS (
    SELECT calendar.source_id, calendar.day, coalesce(fetched.pages, 0) AS pages, unnest([
        {'measure': 'articles', 'kind': 'volume', 'value': coalesce(read_pages.articles, 0)::DOUBLE},
        {'measure': 'words', 'kind': 'level', 'value': read_pages.words::DOUBLE},
        {'measure': 'captions', 'kind': 'level', 'value': read_pages.captions},
        {'measure': 'no_headline', 'kind': 'share', 'value': read_pages.no_headline},
        {'measure': 'no_standfirst', 'kind': 'share', 'value': read_pages.no_standfirst},
        {'measure': 'no_byline', 'kind': 'share', 'value': read_pages.no_byline},
        {'measure': 'no_published_at', 'kind': 'share', 'value': read_pages.no_published_at},
        {'measure': 'no_body', 'kind': 'share', 'value': read_pages.no_body},
        {'measure': 'rejected', 'kind': 'share', 'value': fetched.rejected}
    ], recursive := true)
    FROM calendar
    LEFT JOIN fetched ON fetched.source_id = calendar.source_id AND fetched.day = calendar.day
    LEFT JOIN read_pages ON read_pages.source_id = calendar.source_id AND read_pages.day = calendar.day
), compared AS (
    SELECT *,
        count(value) OVER month AS days, median(value) OVER month AS usual, avg(value) OVER month AS mean, min(value) OVER month AS lowest, max(value) OVER month AS highest,
        count(value) OVER weekday AS weekdays, median(value) OVER weekday AS weekday_usual, min(value) OVER weekday AS weekday_lowest
    FROM measured
    -- The calendar has a row for every day, so that rows count days (and 4 weeks are the 30 days' share of a weekday).
    WINDOW month AS (PARTITION BY source_id, measure ORDER BY day ROWS BETWEEN 30 PRECEDING AND 1 PRECEDING),
           weekday AS (PARTITION BY source_id, measure, dayofweek(day) ORDER BY day ROWS BETWEEN 4 PRECEDING AND 1 PRECEDING)
)
SELECT
    sources.name AS source, compared.day, compared.measure, compared.value,
    CASE WHEN kind = 'volume' AND compared.weekdays >= limits.weekdays THEN weekday_usual ELSE usual END AS usual,
    compared.pages,
    coalesce(CASE kind
        WHEN 'volume' THEN compared.day < (SELECT max(day) FROM fetched) AND (
            (compared.weekdays >= limits.weekdays AND weekday_usual >= limits.pages
             AND value < limits.drop_to * weekday_usual AND value < weekday_lowest
             AND weekday_usual - value >= 3 * sqrt(weekday_usual))
            OR (compared.days >= limits.days AND value = 0 AND lowest > 0 AND usual >= limits.pages))
        WHEN 'level' THEN compared.pages >= limits.pages AND compared.days >= limits.days
            AND value < limits.drop_to * usual AND value < lowest
            AND (compared.measure <> 'captions' OR mean - value >= 3 * sqrt(mean / compared.pages))
        ELSE compared.pages >= limits.pages AND compared.days >= limits.days
            AND value > usual + limits.rise_by AND value > highest
            AND value - mean >= 3 * sqrt(greatest(mean, 0.05) * (1 - mean) / compared.pages)
    END, false) AS alarm
FROM compared
JOIN sources ON sources.source_id = compared.source_id
CROSS JOIN limits
WHERE compared.value IS NOT NULL;
