-- Pages that declare another address than their own, and which.
SELECT DISTINCT page_key, canonical_key FROM fetches
WHERE canonical_key IS NOT NULL AND revision_id IS NOT NULL AND outcome = 'article'
ORDER BY page_key, canonical_key;
