-- A page that became no article stands in quarantine, open or resolved, under its key: another of its addresses may have
-- failed since, and one body may stand at several.
SELECT format('fetch {} was rejected ({}) and stands in no quarantine', fetches.fetch_id, fetches.reason) AS finding
FROM fetches ANTI JOIN quarantine ON quarantine.page_key = fetches.page_key
WHERE fetches.outcome = 'rejected' AND coalesce(fetches.reason, '') <> 'withdrawn';
