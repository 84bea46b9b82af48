-- From where correspondents worked: one row for an outlet, a day (UTC) on which the story was first fetched, and a place.
CREATE OR REPLACE VIEW correspondent_places AS
SELECT
    current_correspondents.source, (current_articles.first_seen_at AT TIME ZONE 'UTC')::DATE AS day,
    current_correspondents.location AS place, count(DISTINCT current_correspondents.article_id) AS stories,
    count(DISTINCT current_correspondents.name) AS people,
    list(DISTINCT current_correspondents.name ORDER BY current_correspondents.name)
        FILTER (current_correspondents.name IS NOT NULL) AS names
FROM current_correspondents JOIN current_articles ON current_articles.article_id = current_correspondents.article_id
WHERE current_correspondents.location <> ''
GROUP BY current_correspondents.source, day, place;
