-- Stories that hold every word, ranked by DuckDB's full-text index (BM25).
SELECT a.article_id, a.source, a.url, a.headline, a.published_at, ranked.score
FROM (SELECT article_id,
             fts_main_search_texts.match_bm25(article_id, array_to_string($words::VARCHAR[], ' '), conjunctive := 1) AS score
      FROM search_texts) AS ranked
JOIN current_articles AS a ON a.article_id = ranked.article_id
WHERE ranked.score IS NOT NULL
ORDER BY ranked.score DESC, a.published_at DESC NULLS LAST, a.article_id
LIMIT $most;
