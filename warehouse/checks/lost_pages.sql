-- A page that became no article stands in quarantine, open or resolved.
SELECT format('fetch {} was rejected ({}) and stands in no quarantine', fetches.fetch_id, fetches.reason) AS finding
FROM fetches
WHERE outcome = 'rejected' AND coalesce(reason, '') <> 'withdrawn'
  AND NOT EXISTS (SELECT 1 FROM quarantine WHERE quarantine.fetch_id = fetches.fetch_id)
  AND NOT EXISTS (SELECT 1 FROM quarantine WHERE quarantine.raw_page_id = fetches.raw_page_id)
  AND NOT EXISTS (SELECT 1 FROM quarantine WHERE quarantine.url = coalesce(fetches.final_url, fetches.requested_url));
