-- Who did what for the current articles, from where, for whom.
CREATE OR REPLACE VIEW current_correspondents AS
SELECT
    current_articles.article_id, current_articles.revision_id, correspondents.ordinal, current_articles.source,
    current_articles.headline, current_articles.published_at, correspondents.kind, correspondents.name,
    correspondents.role, correspondents.outlet, correspondents.location, correspondents.text AS printed
FROM current_articles JOIN correspondents ON correspondents.revision_id = current_articles.revision_id;
