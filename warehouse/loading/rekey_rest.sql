-- Every page without a decision belongs to the story at its own address.
INSERT INTO decided (page_key, canonical_key, url_key)
SELECT pages.page_key, pages.canonical_key, pages.page_key
FROM (SELECT DISTINCT page_key, canonical_key FROM fetches WHERE revision_id IS NOT NULL AND outcome = 'article') AS pages
WHERE NOT EXISTS (SELECT 1 FROM decided WHERE decided.page_key = pages.page_key
                  AND decided.canonical_key IS NOT DISTINCT FROM pages.canonical_key);
