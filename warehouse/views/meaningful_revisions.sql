-- Versions of a story that say something else than the one before; typing errors put right are left out.
--
-- A typing error: a passage of which, case, punctuation and white space aside, at most three letters changed, and in
-- which every number stayed what it was.
CREATE OR REPLACE VIEW meaningful_revisions AS
WITH folded AS (
    SELECT *,
        regexp_replace(lower(before), '[^\p{L}\p{N}\p{M}]+', '', 'g') AS letters_before,
        regexp_replace(lower(after), '[^\p{L}\p{N}\p{M}]+', '', 'g') AS letters_after
    FROM revision_changes
)
SELECT
    article_id, revision_id, previous_revision_id, version, changed_at,
    count(*) AS changes, sum(characters) AS characters,
    list(DISTINCT field ORDER BY field) AS fields,
    bool_or(field = 'headline') AS headline_changed
FROM folded
WHERE change <> 'changed'
   OR levenshtein(letters_before, letters_after) > 3
   OR regexp_extract_all(before, '\p{N}+') <> regexp_extract_all(after, '\p{N}+')
GROUP BY article_id, revision_id, previous_revision_id, version, changed_at;
