-- Pages that earlier versions rejected, and whose articles they withdrew, because the archive could not be read at that
-- moment: the last reading proves nothing about them.  Not those that somebody dismissed.
SELECT DISTINCT raw_pages.body_sha256
FROM fetches JOIN raw_pages ON raw_pages.raw_page_id = fetches.raw_page_id
WHERE fetches.outcome = 'rejected' AND fetches.reason = 'damaged'
  AND NOT EXISTS (SELECT 1 FROM quarantine
                  WHERE quarantine.raw_page_id = fetches.raw_page_id AND quarantine.resolution = 'dismissed')
ORDER BY raw_pages.body_sha256;
