-- Every current article with its parts, and the two columns that name its directory.
SELECT *, coalesce(source, 'none') AS outlet, strftime(coalesce(published_at, first_seen_at) AT TIME ZONE 'UTC', '%Y-%m') AS month
FROM article_documents ORDER BY outlet, month, article_id;
