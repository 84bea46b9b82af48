-- Which articles are there, when were they published, and how long are they?
SELECT headline, source, published_at, word_count AS words
FROM current_articles
ORDER BY published_at DESC NULLS LAST, headline;
