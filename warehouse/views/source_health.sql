-- Each outlet's day against its own last 30: an alarm on the first day of a broken layout, none for a quiet Sunday.
--
-- What a page shows (words, captions, missing fields, rejects) is compared with all days; how many articles there were,
-- with the same days of the week, and only once the day is over.  An alarm needs both: beyond everything of the
-- last 30 days, and far from their median: further than chance takes so few pages (three standard deviations of a
-- count or a share; a share that was never seen counts as one in twenty).  Thresholds: settings 'health.*'.
--
-- An outlet that is not known for 'health.days' days yet is compared with its own first stories: an alarm when the newest
-- ones, without a break, all lack what nearly all before them had, longer in a row than chance would do it.
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
), young AS (
    SELECT source_id FROM fetched CROSS JOIN limits GROUP BY source_id, limits.days HAVING count(*) < limits.days
), first_stories AS (
    SELECT articles.source_id, revisions.first_captured_at AS came, revisions.revision_id AS number, revisions.word_count AS words,
           revisions.headline, revisions.standfirst, revisions.byline, revisions.published_at, captioned.captions,
           row_number() OVER (PARTITION BY articles.source_id ORDER BY revisions.first_captured_at, revisions.revision_id) AS place
    FROM revisions
    JOIN articles ON articles.article_id = revisions.article_id
    SEMI JOIN young ON young.source_id = articles.source_id
    LEFT JOIN captioned ON captioned.revision_id = revisions.revision_id
    WHERE revisions.version = 1
), lengths AS (
    SELECT source_id, median(words) AS words FROM first_stories WHERE place <= 20 GROUP BY source_id
), lacking AS (
    -- What one story may lack by itself (a byline at night, a picture) needs twice as many in a row.
    SELECT source_id, came, number, unnest([
        {'measure': 'words', 'times': 1, 'lacks': stories.words < limits.drop_to * lengths.words, 'value': stories.words::DOUBLE},
        {'measure': 'captions', 'times': 2, 'lacks': stories.captions IS NULL, 'value': coalesce(stories.captions, 0)::DOUBLE},
        {'measure': 'no_headline', 'times': 1, 'lacks': stories.headline IS NULL, 'value': NULL},
        {'measure': 'no_standfirst', 'times': 2, 'lacks': stories.standfirst IS NULL, 'value': NULL},
        {'measure': 'no_byline', 'times': 2, 'lacks': stories.byline IS NULL, 'value': NULL},
        {'measure': 'no_published_at', 'times': 1, 'lacks': stories.published_at IS NULL, 'value': NULL},
        {'measure': 'no_body', 'times': 1, 'lacks': stories.words = 0, 'value': NULL}
    ], recursive := true)
    FROM first_stories AS stories JOIN lengths USING (source_id) CROSS JOIN limits
    UNION ALL
    SELECT source_id, fetched_at, fetch_id, 'rejected', 1, outcome = 'rejected', NULL
    FROM fetches SEMI JOIN young ON young.source_id = fetches.source_id
    WHERE fetches.raw_page_id IS NOT NULL
), in_order AS (
    SELECT *, row_number() OVER (PARTITION BY source_id, measure ORDER BY came, number) AS place FROM lacking
), last_whole AS (
    SELECT source_id, measure, max(place) FILTER (NOT lacks) AS place FROM in_order GROUP BY source_id, measure
), broken AS (
    SELECT
        in_order.source_id, in_order.measure,
        (min(in_order.came) FILTER (in_order.place > last_whole.place) AT TIME ZONE 'UTC')::DATE AS day,
        count(*) FILTER (in_order.place > last_whole.place) AS pages,
        coalesce(median(in_order.value) FILTER (in_order.place > last_whole.place), 1) AS value,
        coalesce(median(in_order.value) FILTER (in_order.place <= last_whole.place),
                 avg(in_order.lacks::INTEGER) FILTER (in_order.place <= last_whole.place)) AS usual
    FROM in_order
    JOIN last_whole ON last_whole.source_id = in_order.source_id AND last_whole.measure = in_order.measure
    CROSS JOIN limits
    GROUP BY in_order.source_id, in_order.measure, in_order.times, last_whole.place, limits.pages
    -- By chance once in ten thousand times, where a share of which nothing was seen is taken for one in some (Laplace).
    HAVING count(*) FILTER (in_order.place > last_whole.place) >= limits.pages * in_order.times
       AND last_whole.place >= limits.pages
       AND power((count(*) FILTER (in_order.lacks AND in_order.place <= last_whole.place) + 1) / (last_whole.place + 2),
                 count(*) FILTER (in_order.place > last_whole.place)) < 0.0001
)
SELECT
    sources.name AS source, compared.day, compared.measure, coalesce(broken.value, compared.value) AS value,
    CASE WHEN broken.day IS NOT NULL THEN broken.usual
         WHEN kind = 'volume' AND compared.weekdays >= limits.weekdays THEN weekday_usual ELSE compared.usual END AS usual,
    coalesce(broken.pages, compared.pages) AS pages,
    broken.day IS NOT NULL OR coalesce(CASE kind
        WHEN 'volume' THEN compared.day < (SELECT max(day) FROM fetched) AND (
            (compared.weekdays >= limits.weekdays AND weekday_usual >= limits.pages
             AND compared.value < limits.drop_to * weekday_usual AND compared.value < weekday_lowest
             AND weekday_usual - compared.value >= 3 * sqrt(weekday_usual))
            OR (compared.days >= limits.days AND compared.value = 0 AND lowest > 0 AND compared.usual >= limits.pages))
        WHEN 'level' THEN compared.pages >= limits.pages AND compared.days >= limits.days
            AND compared.value < limits.drop_to * compared.usual AND compared.value < lowest
            AND (compared.measure <> 'captions' OR mean - compared.value >= 3 * sqrt(mean / compared.pages))
        ELSE compared.pages >= limits.pages AND compared.days >= limits.days
            AND compared.value > compared.usual + limits.rise_by AND compared.value > highest
            AND compared.value - mean >= 3 * sqrt(greatest(mean, 0.05) * (1 - mean) / compared.pages)
    END, false) AS alarm
FROM compared
JOIN sources ON sources.source_id = compared.source_id
LEFT JOIN broken ON broken.source_id = compared.source_id AND broken.day = compared.day AND broken.measure = compared.measure
CROSS JOIN limits
WHERE compared.value IS NOT NULL;
