-- Hosts that refuse: since their last page came nothing but 403, 429 and challenges, three times or for a day at least.
-- With the line that brings their stories from a public crawl.  The parameter is a number of days: how long ago it was
-- refused last, at the most.
WITH asked AS (
    SELECT
        fetches.source_id, fetches.fetched_at, fetches.page_key, fetches.reason, fetches.http_status,
        regexp_replace(regexp_extract(lower(fetches.requested_url), '^https?://(?:[^/?#]*@)?([^/?#:]+)', 1), '^www\.', '') AS host,
        fetches.outcome = 'rejected' AND (fetches.reason = 'blocked' OR fetches.http_status IN (403, 429)) AS refused,
        fetches.outcome <> 'rejected' OR fetches.raw_page_id IS NOT NULL AS came
    FROM fetches
    WHERE fetches.channel IN ('http', 'feed', 'sitemap') AND fetches.fetched_at <= now()
), welcome AS (
    SELECT host, max(fetched_at) FILTER (came) AS last_page FROM asked GROUP BY host
), refusals AS (
    SELECT asked.*
    FROM asked JOIN welcome ON welcome.host = asked.host
    WHERE asked.refused AND asked.host <> '' AND (welcome.last_page IS NULL OR asked.fetched_at > welcome.last_page)
)
SELECT
    coalesce(mode(sources.name), refusals.host) AS outlet,
    refusals.host AS host,
    min(refusals.fetched_at) AS since,
    count(*) AS refused,
    max(refusals.fetched_at) AS latest,
    coalesce(mode(quarantine.detail), 'The server answered ' || mode(refusals.http_status) || '.') AS said,
    CASE WHEN regexp_full_match(refusals.host, '[\p{L}\p{N}.-]+')
         THEN 'copydesk import cc-news --host ' || refusals.host || ' --since '
              || strftime(min(refusals.fetched_at) AT TIME ZONE 'UTC', '%Y-%m-%d') END AS bring
FROM refusals
LEFT JOIN sources ON sources.source_id = refusals.source_id
LEFT JOIN quarantine ON quarantine.page_key = refusals.page_key AND quarantine.stage = 'fetch' AND quarantine.reason = refusals.reason
GROUP BY refusals.host
HAVING (count(*) >= 3 OR max(refusals.fetched_at) - min(refusals.fetched_at) >= INTERVAL 1 DAY)
   AND max(refusals.fetched_at) >= now() - to_days(?)
ORDER BY refused DESC, outlet;
