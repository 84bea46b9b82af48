-- Which articles are there, when were they published, and how long are they?
SELECT coalesce(published_at::DATE::VARCHAR, 'no date') AS published, coalesce(source, 'a file') AS source, language,
    word_count AS words, regexp_replace(headline, '^(.{59}).{2,}$', '\1…') AS headline
FROM current_articles
ORDER BY published_at DESC NULLS LAST, current_articles.headline;
