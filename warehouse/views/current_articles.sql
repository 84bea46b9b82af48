-- One row a story, as it was seen last.
CREATE OR REPLACE VIEW current_articles AS
SELECT
    articles.article_id, revisions.revision_id, revisions.version, sources.name AS source, articles.url,
    revisions.headline, revisions.kicker, revisions.standfirst, revisions.byline, revisions.dateline, revisions.section,
    revisions.language, revisions.published_at, revisions.modified_at, revisions.word_count, revisions.quality,
    revisions.is_accessible_for_free, articles.first_seen_at, articles.last_seen_at, articles.revision_count, articles.canonical_url,
    articles.article_id IN (SELECT article_id FROM fetches WHERE url_declared AND article_id IS NOT NULL) AS url_declared
FROM articles
JOIN revisions ON revisions.revision_id = articles.current_revision_id
LEFT JOIN sources ON sources.source_id = articles.source_id;
