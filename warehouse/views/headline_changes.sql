-- Headlines that an outlet changed after publication, as they were and as they became.
CREATE OR REPLACE VIEW headline_changes AS
SELECT
    newer.article_id, newer.revision_id, sources.name AS source, articles.url, newer.version,
    older.headline AS before, newer.headline AS after, newer.first_captured_at AS changed_at,
    round(epoch(newer.first_captured_at - coalesce(newer.published_at, articles.first_seen_at)) / 3600, 1) AS hours_after
FROM revisions AS newer
JOIN revisions AS older ON older.article_id = newer.article_id AND older.version = newer.version - 1
JOIN articles ON articles.article_id = newer.article_id
LEFT JOIN sources ON sources.source_id = articles.source_id
WHERE newer.headline <> older.headline;
