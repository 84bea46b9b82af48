-- Which articles are there, when were they published, and how long are they?
SELECT left(headline, 60) AS headline, source, published_at, word_count AS words
FROM current_articles
ORDER BY published_at DESC NULLS LAST, current_articles.headline;
