-- What each outlet brought in the days of the report's page, the largest first.
WITH delays AS (
    SELECT source, median(minutes_to_fetch) AS delay, quantile_cont(minutes_to_fetch, 0.9) AS delay_p90,
           median(minutes_to_load) AS load_delay, count(*) AS timed
    FROM story_delays WHERE day BETWEEN $since AND $until GROUP BY source
)
SELECT
    coalesce(days.source, '(no address)') AS outlet, sum(days.new_stories) AS stories, sum(days.new_versions) AS versions,
    sum(days.pages) AS pages, sum(days.rejected) AS rejected, sum(days.words) AS words,
    round(median(days.median_words))::INTEGER AS median_words, max(days.last_fetched_at) AS latest,
    any_value(delays.delay) AS minutes_to_fetch, any_value(delays.delay_p90) AS minutes_to_fetch_p90,
    any_value(delays.load_delay) AS minutes_to_load, coalesce(any_value(delays.timed), 0) AS timed_stories
FROM outlet_days AS days LEFT JOIN delays ON delays.source IS NOT DISTINCT FROM days.source
WHERE days.day BETWEEN $since AND $until
GROUP BY days.source
ORDER BY stories DESC, pages DESC, outlet;
