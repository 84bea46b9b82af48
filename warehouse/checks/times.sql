-- Times that cannot be.
SELECT format('revision {}: published at {}, a day or more after it was fetched', revisions.revision_id, published_at) AS finding
FROM revisions JOIN fetches ON fetches.fetch_id = revisions.fetch_id
WHERE published_at > fetches.fetched_at + INTERVAL 1 DAY
UNION ALL
SELECT format('article {}: last seen before it was first seen', article_id) FROM articles WHERE last_seen_at < first_seen_at
UNION ALL
SELECT format('revision {}: last captured before it was first captured', revision_id)
FROM revisions WHERE last_captured_at < first_captured_at;
