-- Pages in quarantine get the keys that were made anew (rekeyed: number of the entry, key of its page).
UPDATE quarantine SET page_key = rekeyed.page_key FROM rekeyed
WHERE quarantine.quarantine_id = rekeyed.id AND quarantine.page_key <> rekeyed.page_key;

-- Entries that turn out to be of one page: the one that failed last stays, and is over when the page was parsed or
-- dismissed since.
CREATE OR REPLACE TEMP TABLE same_page AS
SELECT page_key, arg_max(quarantine_id, (last_failed_at, quarantine_id)) AS quarantine_id, sum(attempts)::INTEGER AS attempts,
       min(first_failed_at) AS first_failed_at, max(last_failed_at) AS last_failed_at,
       max(resolved_at) AS resolved_at, arg_max(resolution, resolved_at) AS resolution
FROM quarantine GROUP BY page_key HAVING count(*) > 1;

DELETE FROM quarantine
WHERE page_key IN (SELECT page_key FROM same_page) AND quarantine_id NOT IN (SELECT quarantine_id FROM same_page);

UPDATE quarantine SET attempts = same_page.attempts, first_failed_at = same_page.first_failed_at,
       resolved_at = CASE WHEN same_page.resolved_at >= same_page.last_failed_at THEN same_page.resolved_at END,
       resolution = CASE WHEN same_page.resolved_at >= same_page.last_failed_at THEN same_page.resolution END
FROM same_page WHERE quarantine.quarantine_id = same_page.quarantine_id;

-- Entries that another page had resolved, whose address was taken for the same.
UPDATE quarantine SET resolved_at = NULL, resolution = NULL
WHERE resolution = 'parsed'
  AND page_key NOT IN (SELECT page_key FROM fetches WHERE outcome <> 'rejected' OR reason = 'withdrawn');

-- Pages that shared the entry of another page get their own; what was wrong with them is told by their reason alone.
INSERT INTO quarantine (
    quarantine_id, page_key, source_id, url, fetch_id, raw_page_id, run_id, stage, reason, detail, attempts, first_failed_at,
    last_failed_at, parser_version, rules_version, retry, resolved_at, resolution)
SELECT (SELECT coalesce(max(quarantine_id), 0) FROM quarantine) + row_number() OVER (ORDER BY lost.fetch_id),
       lost.page_key, fetches.source_id, coalesce(fetches.final_url, fetches.requested_url), lost.fetch_id, fetches.raw_page_id,
       fetches.run_id, CASE WHEN fetches.raw_page_id IS NULL THEN 'fetch' ELSE 'parse' END, coalesce(fetches.reason, 'unknown'),
       NULL, lost.attempts, lost.first_failed_at, fetches.fetched_at, NULL, NULL, false,
       parsed.fetched_at, CASE WHEN parsed.fetched_at IS NOT NULL THEN 'parsed' END
FROM (
    SELECT fetches.page_key, arg_max(fetches.fetch_id, (fetches.fetched_at, fetches.fetch_id)) AS fetch_id,
           count(*) AS attempts, min(fetches.fetched_at) AS first_failed_at, max(fetches.fetched_at) AS last_failed_at
    FROM fetches ANTI JOIN quarantine ON quarantine.page_key = fetches.page_key
    WHERE fetches.outcome = 'rejected' AND coalesce(fetches.reason, '') <> 'withdrawn'
    GROUP BY fetches.page_key
) AS lost
JOIN fetches ON fetches.fetch_id = lost.fetch_id
LEFT JOIN (SELECT page_key, max(fetched_at) AS fetched_at FROM fetches WHERE outcome = 'article' GROUP BY page_key) AS parsed
    ON parsed.page_key = lost.page_key AND parsed.fetched_at >= lost.last_failed_at;
