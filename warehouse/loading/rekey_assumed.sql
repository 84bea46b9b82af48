-- Of earlier versions it is only assumed what a story's other pages declare (migration 0006).  Where the addresses differ in
-- their parameters alone, and were stories of their own, they had been taken for one, and declared nothing.
UPDATE fetches SET canonical_url = NULL, canonical_key = NULL FROM articles
WHERE articles.article_id = fetches.article_id AND fetches.canonical_key <> articles.url_key
  AND split_part(fetches.page_key, '?', 1) = split_part(fetches.canonical_key, '?', 1);

UPDATE articles SET canonical_url = url
WHERE canonical_url <> url AND article_id NOT IN (SELECT article_id FROM fetches WHERE canonical_url IS NOT NULL AND article_id IS NOT NULL);
