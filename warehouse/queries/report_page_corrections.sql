-- Corrections that were first seen on the report's days, the newest first.
SELECT coalesce(source, '(no address)') AS outlet, url, headline, correction, first_version, first_seen_at
FROM corrections WHERE (first_seen_at AT TIME ZONE 'UTC')::DATE BETWEEN $since AND $until
ORDER BY first_seen_at DESC, url, correction LIMIT 50;
