-- What the last days brought, one row an outlet; the parameter is a number of days.
-- A run's id begins with its time: pages of an old WARC file count on the day on which they were imported.  A time in
-- the future (a clock that was ahead) says nothing.
SELECT
    coalesce(sources.name, '(no address)') AS outlet,
    count(*) AS pages,
    count(*) FILTER (fetches.outcome = 'article') AS articles,
    count(*) FILTER (fetches.outcome = 'rejected') AS rejected,
    count(DISTINCT fetches.article_id) FILTER (articles.first_seen_at >= now() - to_days(?)) AS new_stories,
    median(revisions.word_count)::INTEGER AS words,
    count(*) FILTER (fetches.outcome = 'article' AND revisions.headline IS NULL) AS no_headline,
    count(*) FILTER (fetches.outcome = 'article' AND revisions.published_at IS NULL) AS no_time,
    max(fetches.fetched_at) AS latest
FROM fetches
LEFT JOIN sources ON sources.source_id = fetches.source_id
LEFT JOIN articles ON articles.article_id = fetches.article_id
LEFT JOIN revisions ON revisions.revision_id = fetches.revision_id
WHERE CASE WHEN try_strptime(left(fetches.run_id, 15), '%Y%m%dT%H%M%S')::TIMESTAMPTZ <= now()
           THEN try_strptime(left(fetches.run_id, 15), '%Y%m%dT%H%M%S')::TIMESTAMPTZ ELSE fetches.fetched_at END >= now() - to_days(?)
GROUP BY outlet
ORDER BY pages DESC, outlet;
