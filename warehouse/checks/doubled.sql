-- Two rows where there must be one: what a key would have refused.
SELECT format('{} of {} stands {} times', thing, what, rows) AS finding
FROM (
    SELECT 'articles.url_key' AS thing, url_key AS what, count(*) AS rows FROM articles GROUP BY url_key HAVING count(*) > 1
    UNION ALL SELECT 'articles.article_id', article_id::VARCHAR, count(*) FROM articles GROUP BY article_id HAVING count(*) > 1
    UNION ALL SELECT 'raw_pages.body_sha256', body_sha256, count(*) FROM raw_pages GROUP BY body_sha256 HAVING count(*) > 1
    UNION ALL SELECT 'raw_pages.raw_page_id', raw_page_id::VARCHAR, count(*) FROM raw_pages GROUP BY raw_page_id HAVING count(*) > 1
    UNION ALL SELECT 'fetches.fetch_id', fetch_id::VARCHAR, count(*) FROM fetches GROUP BY fetch_id HAVING count(*) > 1
    UNION ALL
    SELECT 'fetches address, time and body', any_value(requested_url), count(*)
    FROM fetches GROUP BY requested_url, coalesce(recorded_at, fetched_at), raw_page_id HAVING count(*) > 1
    UNION ALL SELECT 'revisions.revision_id', revision_id::VARCHAR, count(*) FROM revisions GROUP BY revision_id HAVING count(*) > 1
    UNION ALL SELECT 'quarantine.page_key', page_key, count(*) FROM quarantine GROUP BY page_key HAVING count(*) > 1
    UNION ALL SELECT 'sources.name', name, count(*) FROM sources GROUP BY name HAVING count(*) > 1
    UNION ALL SELECT 'batches.batch_id', batch_id, count(*) FROM batches GROUP BY batch_id HAVING count(*) > 1
    UNION ALL SELECT 'runs.run_id', run_id, count(*) FROM runs GROUP BY run_id HAVING count(*) > 1
);
