-- In how many of an outlet's stories a field is there: one row for an outlet, a day of fetching (UTC) and a field.
CREATE OR REPLACE VIEW field_coverage AS
WITH told AS (
    SELECT revision_id, 'authors' AS field FROM authors GROUP BY revision_id
    UNION ALL SELECT revision_id, 'tags' FROM tags GROUP BY revision_id
    UNION ALL SELECT revision_id, 'captions' FROM captions GROUP BY revision_id
    UNION ALL SELECT revision_id, 'correspondents' FROM correspondents GROUP BY revision_id
    UNION ALL SELECT revision_id, 'images' FROM images GROUP BY revision_id
), listed AS (
    SELECT revision_id, list(field) AS fields FROM told GROUP BY revision_id
), stories AS (
    SELECT sources.name AS source, (revisions.first_captured_at AT TIME ZONE 'UTC')::DATE AS day, revisions.*,
           coalesce(listed.fields, []) AS fields
    FROM revisions
    JOIN articles ON articles.article_id = revisions.article_id
    LEFT JOIN sources ON sources.source_id = articles.source_id
    LEFT JOIN listed ON listed.revision_id = revisions.revision_id
    WHERE revisions.version = 1
), asked AS (
    SELECT source, day, unnest([
        {'field': 'headline', 'there': headline IS NOT NULL}, {'field': 'standfirst', 'there': standfirst IS NOT NULL},
        {'field': 'kicker', 'there': kicker IS NOT NULL}, {'field': 'byline', 'there': byline IS NOT NULL},
        {'field': 'authors', 'there': list_contains(fields, 'authors')},
        {'field': 'dateline', 'there': dateline IS NOT NULL}, {'field': 'section', 'there': section IS NOT NULL},
        {'field': 'published_at', 'there': published_at IS NOT NULL}, {'field': 'modified_at', 'there': modified_at IS NOT NULL},
        {'field': 'body', 'there': word_count > 0}, {'field': 'captions', 'there': list_contains(fields, 'captions')},
        {'field': 'images', 'there': list_contains(fields, 'images')},
        {'field': 'correspondents', 'there': list_contains(fields, 'correspondents')},
        {'field': 'tags', 'there': list_contains(fields, 'tags')}, {'field': 'language', 'there': language IS NOT NULL}
    ], recursive := true)
    FROM stories
)
SELECT source, day, field, count(*) AS stories, count(*) FILTER (there) AS filled, avg(there::INTEGER) AS share
FROM asked
GROUP BY source, day, field;
