-- Stories whose body is likely wrong: cut short, or with text that is not the article's.  The least likely first.
CREATE OR REPLACE VIEW unsure_articles AS
SELECT article_id, revision_id, source, url, headline, quality, word_count, last_seen_at
FROM current_articles
WHERE quality < 0.9
ORDER BY quality, article_id;
