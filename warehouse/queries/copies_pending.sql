-- Stories whose current version was not compared with the others yet, with their text; parameter: how many.
WITH pending AS (
    SELECT articles.article_id, revisions.revision_id, revisions.content_hash
    FROM articles
    JOIN revisions ON revisions.revision_id = articles.current_revision_id
    LEFT JOIN copy_signatures ON copy_signatures.article_id = articles.article_id
    WHERE copy_signatures.revision_id IS DISTINCT FROM revisions.revision_id
       OR copy_signatures.content_hash <> revisions.content_hash
    ORDER BY articles.article_id
    LIMIT ?
)
SELECT pending.article_id, pending.revision_id, pending.content_hash,
       coalesce(string_agg(blocks.text, chr(10) ORDER BY blocks.ordinal), '') AS body
FROM pending LEFT JOIN blocks ON blocks.revision_id = pending.revision_id
GROUP BY pending.article_id, pending.revision_id, pending.content_hash
ORDER BY pending.article_id;
