-- How much there is, in one row.
SELECT
    (SELECT count(*) FROM articles WHERE current_revision_id IS NOT NULL) AS articles,
    (SELECT count(*) FROM revisions) AS versions,
    (SELECT count(DISTINCT source_id) FROM articles) AS outlets,
    (SELECT count(*) FROM captions) AS captions,
    (SELECT count(*) FROM correspondents) AS correspondents,
    (SELECT count(*) FROM fetches) AS pages,
    (SELECT count(*) FROM quarantine WHERE resolved_at IS NULL) AS in_quarantine,
    (SELECT max(fetched_at) FROM fetches) AS latest_page,
    (SELECT max(number) FROM publications) AS state,
    (SELECT max(published_at) FROM publications) AS published_at;
