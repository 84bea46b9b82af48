-- Headlines that were changed on the report's days, the latest after publication first.
SELECT coalesce(source, '(no address)') AS outlet, url, before, after, changed_at, hours_after
FROM headline_changes WHERE (changed_at AT TIME ZONE 'UTC')::DATE BETWEEN $since AND $until
ORDER BY hours_after DESC, changed_at DESC, article_id, version LIMIT 50;
