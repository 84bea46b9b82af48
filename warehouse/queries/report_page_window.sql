-- The days of the report's page: the parameter days, up to the last day with a page; and what is published.
SELECT
    (max(day) - (CAST($days AS INTEGER) - 1))::DATE AS since, max(day) AS until,
    (SELECT max(number) FROM publications) AS state, (SELECT max(published_at) FROM publications) AS published_at,
    (SELECT count(*) FROM articles) AS all_stories
FROM outlet_days;
