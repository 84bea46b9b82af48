-- Stories in the order of their publication, the newest first: one page of the list.
SELECT article_id, source, headline, published_at, first_seen_at, word_count, quality, revision_count, byline
FROM current_articles
WHERE ($source IS NULL OR source = $source)
ORDER BY coalesce(published_at, first_seen_at) DESC, article_id DESC
LIMIT $most OFFSET $after;
