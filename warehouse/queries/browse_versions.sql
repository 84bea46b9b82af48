-- The versions of a story, the newest first.
SELECT revision_id, version, headline, first_captured_at, last_captured_at, word_count, quality, parser_version
FROM revisions WHERE article_id = $article ORDER BY version DESC;
