-- The raw page that an article's current revision was read from, and its address.
SELECT p.body_sha256, coalesce(f.final_url, f.requested_url)
FROM articles a
JOIN revisions r ON r.revision_id = a.current_revision_id
JOIN raw_pages p ON p.raw_page_id = r.raw_page_id
JOIN fetches f ON f.fetch_id = r.fetch_id
WHERE a.article_id = ?
