-- Pages that declare an address in question (keys_in_question) or were read from it, of the batch and of the warehouse: own
-- address, declared one, when first seen, some of their texts, the key of their story.  Parameter: how many pages
-- for one address, null for all.
WITH shown AS (
    SELECT fetches.page_key, fetches.canonical_key, fetches.fetched_at, fetches.revision_id, articles.url_key, NULL AS page_no
    FROM fetches JOIN articles ON articles.article_id = fetches.article_id
    WHERE fetches.revision_id IS NOT NULL AND fetches.outcome = 'article'
      AND (fetches.canonical_key IN (SELECT key FROM keys_in_question) OR fetches.page_key IN (SELECT key FROM keys_in_question))
    UNION ALL
    SELECT page_key, canonical_key, fetched_at, NULL, NULL, page_no
    FROM staged
    WHERE outcome = 'article'
      AND (canonical_key IN (SELECT key FROM keys_in_question) OR page_key IN (SELECT key FROM keys_in_question))
), pairs AS (
    SELECT page_key, canonical_key, min(fetched_at) AS first_seen_at, min(url_key) AS url_key, bool_or(page_no IS NOT NULL) AS staged
    FROM shown GROUP BY page_key, canonical_key
), chosen AS (
    SELECT pairs.*
    FROM pairs JOIN keys_in_question ON keys_in_question.key IN (pairs.page_key, pairs.canonical_key)
    QUALIFY staged OR $most::BIGINT IS NULL
         OR row_number() OVER (PARTITION BY key, key = page_key ORDER BY staged, page_key, canonical_key) <= $most
), versions AS (
    SELECT DISTINCT shown.page_key, shown.canonical_key, shown.revision_id
    FROM shown JOIN chosen ON chosen.page_key = shown.page_key AND chosen.canonical_key IS NOT DISTINCT FROM shown.canonical_key
    WHERE shown.revision_id IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY shown.page_key, shown.canonical_key ORDER BY shown.revision_id DESC) <= 8
), bodies AS (
    SELECT blocks.revision_id, string_agg(blocks.text, chr(10) ORDER BY blocks.ordinal) AS body
    FROM blocks WHERE blocks.revision_id IN (SELECT revision_id FROM versions) GROUP BY blocks.revision_id
), texts AS (
    SELECT versions.page_key, versions.canonical_key, concat_ws(chr(10), revisions.headline, bodies.body) AS text
    FROM versions
    JOIN revisions ON revisions.revision_id = versions.revision_id
    LEFT JOIN bodies ON bodies.revision_id = versions.revision_id
    UNION ALL
    SELECT page_key, canonical_key,
           concat_ws(chr(10), article.headline, array_to_string([block.text FOR block IN article.blocks], chr(10)))
    FROM staged WHERE page_no IN (SELECT page_no FROM shown)
)
SELECT DISTINCT chosen.page_key, chosen.canonical_key, chosen.first_seen_at,
       coalesce(told.texts, []) AS texts, chosen.url_key
FROM chosen
LEFT JOIN (SELECT page_key, canonical_key, list(DISTINCT text) AS texts FROM texts GROUP BY page_key, canonical_key) AS told
    ON told.page_key = chosen.page_key AND told.canonical_key IS NOT DISTINCT FROM chosen.canonical_key
ORDER BY chosen.page_key, chosen.canonical_key;
