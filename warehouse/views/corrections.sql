-- Published corrections, each once, with the first version of the story that carries it.
CREATE OR REPLACE VIEW corrections AS
SELECT
    revisions.article_id, sources.name AS source, any_value(articles.url) AS url,
    arg_max(revisions.headline, revisions.version) AS headline, blocks.text AS correction,
    min(revisions.version) AS first_version, min(revisions.first_captured_at) AS first_seen_at
FROM blocks
JOIN revisions ON revisions.revision_id = blocks.revision_id
JOIN articles ON articles.article_id = revisions.article_id
LEFT JOIN sources ON sources.source_id = articles.source_id
WHERE blocks.kind = 'correction'
GROUP BY revisions.article_id, sources.name, blocks.text;
