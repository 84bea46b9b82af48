-- The body of every revision as one text, with a blank line between blocks.
CREATE OR REPLACE VIEW article_text AS
SELECT
    revisions.article_id, revisions.revision_id, revisions.version,
    string_agg(blocks.text, chr(10) || chr(10) ORDER BY blocks.ordinal) AS body
FROM revisions JOIN blocks ON blocks.revision_id = revisions.revision_id
GROUP BY revisions.article_id, revisions.revision_id, revisions.version;
