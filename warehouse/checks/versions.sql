-- Versions of a story are numbered 1, 2, 3, the story knows how many there are and which was seen last, and no two
-- neighbours have the same text.
SELECT format('article {}: {} versions numbered up to {}, the article says {}', article_id, versions, last, said) AS finding
FROM (
    SELECT articles.article_id, count(*) AS versions, count(DISTINCT revisions.version) AS numbers, max(revisions.version) AS last,
           any_value(articles.revision_count) AS said
    FROM articles JOIN revisions ON revisions.article_id = articles.article_id
    GROUP BY articles.article_id
)
WHERE versions <> last OR versions <> numbers OR versions <> said
UNION ALL
SELECT format('article {}: version {} has the text of the one before', newer.article_id, newer.version)
FROM revisions AS newer
JOIN revisions AS older ON older.article_id = newer.article_id AND older.version = newer.version - 1
WHERE older.content_hash = newer.content_hash
UNION ALL
SELECT format('article {}: first or last seen does not fit its versions', articles.article_id)
FROM articles
JOIN (SELECT article_id, min(first_captured_at) AS first_seen_at, max(last_captured_at) AS last_seen_at
      FROM revisions GROUP BY article_id) AS spans ON spans.article_id = articles.article_id
WHERE articles.first_seen_at <> spans.first_seen_at OR articles.last_seen_at <> spans.last_seen_at;
