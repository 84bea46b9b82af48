-- The outlets that have stories, with how many.
SELECT source, count(*) AS stories FROM current_articles WHERE source IS NOT NULL GROUP BY source ORDER BY stories DESC, source;
