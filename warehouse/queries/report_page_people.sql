-- Whose correspondents are named, and for how many stories, in each outlet on the report's days.
SELECT coalesce(current_correspondents.source, '(no address)') AS outlet, count(DISTINCT current_correspondents.article_id) AS stories,
       count(DISTINCT current_correspondents.name) AS people,
       count(DISTINCT current_correspondents.location) AS places
FROM current_correspondents JOIN articles ON articles.article_id = current_correspondents.article_id
WHERE (articles.first_seen_at AT TIME ZONE 'UTC')::DATE BETWEEN $since AND $until
GROUP BY current_correspondents.source ORDER BY stories DESC, outlet;
