-- Pages in whose stories a body of the user's program stands.
SELECT DISTINCT raw_pages.body_sha256
FROM field_evidence
JOIN fetches ON fetches.revision_id = field_evidence.revision_id
JOIN raw_pages ON raw_pages.raw_page_id = fetches.raw_page_id
WHERE field_evidence.field = 'blocks' AND field_evidence.method = 'fallback';
