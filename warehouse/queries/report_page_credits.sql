-- Who supplied the pictures of the stories of the report's days.
SELECT photo_credits.credit, count(*) AS pictures, count(DISTINCT photo_credits.article_id) AS stories,
       count(DISTINCT photo_credits.source) AS outlets
FROM photo_credits JOIN articles ON articles.article_id = photo_credits.article_id
WHERE (articles.first_seen_at AT TIME ZONE 'UTC')::DATE BETWEEN $since AND $until
GROUP BY photo_credits.credit ORDER BY pictures DESC, photo_credits.credit;
