-- What each outlet brought on each day of the report's page.
SELECT coalesce(source, '(no address)') AS outlet, day, new_stories AS stories, new_versions AS versions, pages, rejected
FROM outlet_days WHERE day BETWEEN $since AND $until
ORDER BY day, outlet;
