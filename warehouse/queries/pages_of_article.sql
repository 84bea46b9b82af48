-- The raw pages of a story, of all its versions and of what was rejected of it, and their addresses.
SELECT DISTINCT raw_pages.body_sha256, coalesce(fetches.final_url, fetches.requested_url)
FROM fetches
LEFT JOIN raw_pages USING (raw_page_id)
WHERE fetches.article_id = ?
