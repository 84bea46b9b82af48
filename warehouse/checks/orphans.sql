-- Rows whose parent is not there: what a foreign key would have refused.
SELECT format('{} {} has no {}', child, id, parent) AS finding
FROM (
    SELECT DISTINCT part AS child, parts.revision_id AS id, 'revision' AS parent
    FROM (
        SELECT DISTINCT 'blocks of revision' AS part, revision_id FROM blocks
        UNION ALL SELECT DISTINCT 'captions of revision', revision_id FROM captions
        UNION ALL SELECT DISTINCT 'images of revision', revision_id FROM images
        UNION ALL SELECT DISTINCT 'authors of revision', revision_id FROM authors
        UNION ALL SELECT DISTINCT 'correspondents of revision', revision_id FROM correspondents
        UNION ALL SELECT DISTINCT 'embeds of revision', revision_id FROM embeds
        UNION ALL SELECT DISTINCT 'tags of revision', revision_id FROM tags
        UNION ALL SELECT DISTINCT 'dropped_segments of revision', revision_id FROM dropped_segments
        UNION ALL SELECT DISTINCT 'field_evidence of revision', revision_id FROM field_evidence
    ) AS parts
    ANTI JOIN revisions ON revisions.revision_id = parts.revision_id
    UNION ALL
    SELECT 'revision', revision_id, 'article' FROM revisions ANTI JOIN articles ON articles.article_id = revisions.article_id
    UNION ALL
    SELECT 'revision', revision_id, 'raw page' FROM revisions ANTI JOIN raw_pages ON raw_pages.raw_page_id = revisions.raw_page_id
    UNION ALL
    SELECT 'revision', revision_id, 'fetch' FROM revisions ANTI JOIN fetches ON fetches.fetch_id = revisions.fetch_id
    UNION ALL
    SELECT 'article', article_id, 'current revision'
    FROM articles ANTI JOIN revisions ON revisions.revision_id = articles.current_revision_id AND revisions.article_id = articles.article_id
    UNION ALL
    SELECT 'fetch', fetch_id, 'revision of its article'
    FROM (SELECT fetch_id, article_id, revision_id FROM fetches WHERE outcome = 'article') AS shown
    ANTI JOIN revisions ON revisions.revision_id = shown.revision_id AND revisions.article_id = shown.article_id
    UNION ALL
    SELECT 'fetch', fetch_id, 'raw page'
    FROM (SELECT fetch_id, raw_page_id FROM fetches WHERE raw_page_id IS NOT NULL) AS stored
    ANTI JOIN raw_pages ON raw_pages.raw_page_id = stored.raw_page_id
    UNION ALL
    SELECT 'raw page', raw_page_id, 'fetch' FROM raw_pages ANTI JOIN fetches ON fetches.raw_page_id = raw_pages.raw_page_id
    UNION ALL
    SELECT 'quarantine entry', quarantine_id, 'fetch' FROM quarantine ANTI JOIN fetches ON fetches.fetch_id = quarantine.fetch_id
    UNION ALL
    SELECT 'image of revision', images.revision_id, 'caption'
    FROM (SELECT revision_id, caption_ordinal FROM images WHERE caption_ordinal IS NOT NULL) AS images
    ANTI JOIN captions ON captions.revision_id = images.revision_id AND captions.ordinal = images.caption_ordinal
);
