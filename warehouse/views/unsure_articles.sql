-- Stories whose own body is likely wrong: cut short, or with text that is not the article's.  The least likely first.
CREATE OR REPLACE VIEW unsure_articles AS
SELECT
    current_articles.article_id, current_articles.revision_id, current_articles.source, current_articles.url,
    current_articles.headline, current_articles.quality, field_evidence.rule AS body_from, current_articles.word_count,
    current_articles.last_seen_at
FROM current_articles
LEFT JOIN field_evidence ON field_evidence.revision_id = current_articles.revision_id
    AND field_evidence.field = 'blocks' AND field_evidence.method = 'fallback'
WHERE current_articles.quality < 0.9
ORDER BY current_articles.quality, current_articles.article_id;
