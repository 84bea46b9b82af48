-- Pictures that stand in several stories, the most used first; at least one of the stories is of the report's days.
SELECT photo_reuse.caption, photo_reuse.credit, photo_reuse.articles AS stories, photo_reuse.sources AS outlets
FROM photo_reuse
WHERE EXISTS (
    SELECT 1 FROM articles WHERE list_contains(photo_reuse.article_ids, articles.article_id)
    AND (articles.first_seen_at AT TIME ZONE 'UTC')::DATE BETWEEN $since AND $until)
ORDER BY stories DESC, outlets DESC, caption, caption_key LIMIT 50;
