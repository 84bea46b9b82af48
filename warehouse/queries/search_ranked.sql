-- Stories that hold every word, ranked by DuckDB's full-text index (BM25 over all fields); words that stand in the headline
-- or the standfirst count once more, for a story is about what its headline says.
WITH found AS (
    SELECT article_id,
           fts_main_search_texts.match_bm25(article_id, array_to_string($words::VARCHAR[], ' '), conjunctive := 1) AS score
    FROM search_texts
), raised AS (
    SELECT article_id, score
           + 2 * coalesce(fts_main_search_texts.match_bm25(
               article_id, array_to_string($words::VARCHAR[], ' '), fields := 'headline'), 0)
           + coalesce(fts_main_search_texts.match_bm25(
               article_id, array_to_string($words::VARCHAR[], ' '), fields := 'standfirst'), 0) AS score
    FROM found WHERE score IS NOT NULL
)
SELECT a.article_id, a.source, a.url, a.headline, a.published_at, raised.score
FROM raised JOIN current_articles AS a ON a.article_id = raised.article_id
ORDER BY raised.score DESC, a.published_at DESC NULLS LAST, a.article_id
LIMIT $most;
