-- Pages that could not become articles, one row a page however often it was tried; a later success resolves them.
CREATE OR REPLACE TEMP TABLE failures AS
SELECT staged.page_key, pages.page_no, pages.fetch_id, pages.raw_page_id, staged.fetched_at, staged.run_id, staged.stage,
       staged.reason, staged.detail, staged.parser_version, staged.rules_version, staged.source_name,
       coalesce(staged.final_url, staged.requested_url) AS url,
       count(*) OVER (PARTITION BY staged.page_key) AS attempts,
       min(staged.fetched_at) OVER (PARTITION BY staged.page_key) AS first_failed_at
FROM staged JOIN pages USING (page_no)
WHERE staged.outcome = 'rejected'
QUALIFY row_number() OVER (PARTITION BY staged.page_key ORDER BY pages.page_no DESC) = 1;

CREATE OR REPLACE TEMP TABLE known_failures AS
SELECT failures.page_no, quarantine.quarantine_id
FROM quarantine JOIN failures ON quarantine.page_key = failures.page_key;

-- The same failure in another batch (same fetch, parser and rules) is not a new attempt.
UPDATE quarantine SET
    attempts = quarantine.attempts + failures.attempts, fetch_id = failures.fetch_id, raw_page_id = failures.raw_page_id,
    run_id = failures.run_id, stage = failures.stage, reason = failures.reason, detail = failures.detail,
    last_failed_at = greatest(quarantine.last_failed_at, failures.fetched_at),
    parser_version = failures.parser_version, rules_version = failures.rules_version,
    retry = false, resolved_at = NULL, resolution = NULL
FROM failures JOIN known_failures USING (page_no)
WHERE quarantine.quarantine_id = known_failures.quarantine_id
  AND (quarantine.fetch_id <> failures.fetch_id
       OR quarantine.parser_version IS DISTINCT FROM failures.parser_version
       OR quarantine.rules_version IS DISTINCT FROM failures.rules_version
       OR quarantine.retry);

INSERT INTO quarantine (
    quarantine_id, page_key, source_id, url, fetch_id, raw_page_id, run_id, stage, reason, detail, attempts, first_failed_at,
    last_failed_at, parser_version, rules_version, retry, resolved_at, resolution)
SELECT (SELECT coalesce(max(quarantine_id), 0) FROM quarantine) + row_number() OVER (ORDER BY page_no),
       page_key, sources.source_id, url, fetch_id, raw_page_id, run_id, coalesce(stage, 'parse'), coalesce(reason, 'unknown'), detail,
       attempts, first_failed_at, fetched_at, parser_version, rules_version, false, NULL, NULL
FROM (FROM failures ANTI JOIN known_failures USING (page_no)) AS fresh
LEFT JOIN sources ON sources.name = fresh.source_name;

-- A page that is said to be unchanged could be had: it is what it was when its bytes came last, an article or none.
CREATE OR REPLACE TEMP TABLE had_again AS
SELECT quarantine.quarantine_id, shown.fetched_at, bodies.outcome, bodies.reason, bodies.fetch_id, bodies.raw_page_id
FROM (SELECT page_key, max(fetched_at) AS fetched_at FROM staged WHERE outcome = 'unchanged' GROUP BY page_key) AS shown
JOIN quarantine ON quarantine.page_key = shown.page_key AND quarantine.resolved_at IS NULL
    AND quarantine.stage = 'fetch' AND quarantine.last_failed_at <= shown.fetched_at
JOIN fetches AS bodies ON bodies.page_key = shown.page_key AND bodies.raw_page_id IS NOT NULL
    AND bodies.fetched_at <= shown.fetched_at
QUALIFY row_number() OVER (PARTITION BY quarantine.quarantine_id ORDER BY bodies.fetched_at DESC, bodies.fetch_id DESC) = 1;

UPDATE quarantine SET resolved_at = had_again.fetched_at, resolution = 'parsed', retry = false
FROM had_again WHERE quarantine.quarantine_id = had_again.quarantine_id AND had_again.outcome <> 'rejected';

UPDATE quarantine SET stage = 'parse', reason = coalesce(had_again.reason, 'unknown'), detail = NULL,
    fetch_id = had_again.fetch_id, raw_page_id = had_again.raw_page_id
FROM had_again WHERE quarantine.quarantine_id = had_again.quarantine_id AND had_again.outcome = 'rejected';

UPDATE quarantine SET resolved_at = parsed.fetched_at, resolution = 'parsed', retry = false
FROM (SELECT page_key, max(fetched_at) AS fetched_at FROM staged WHERE outcome = 'article' GROUP BY page_key) AS parsed
WHERE quarantine.page_key = parsed.page_key AND quarantine.resolved_at IS NULL
  AND quarantine.last_failed_at <= parsed.fetched_at;
