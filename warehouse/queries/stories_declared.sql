-- What pages of the warehouse declare that has to do with the asked addresses (asked_keys): they declare one of these, or
-- they were read from one and declare another.  Parameter: how many pages for one address.
WITH pairs AS (
    SELECT DISTINCT page_key, canonical_key FROM fetches
    WHERE canonical_key IS NOT NULL AND revision_id IS NOT NULL
      AND (canonical_key IN (SELECT key FROM asked_keys) OR page_key IN (SELECT key FROM asked_keys))
)
SELECT page_key, canonical_key
FROM pairs
QUALIFY row_number() OVER (PARTITION BY canonical_key ORDER BY page_key) <= $most
    AND row_number() OVER (PARTITION BY page_key ORDER BY canonical_key) <= $most;
