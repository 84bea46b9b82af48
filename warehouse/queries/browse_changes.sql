-- What changed from version to version of a story, the newest version first.
SELECT version, changed_at, field, ordinal, change, before, after
FROM revision_changes WHERE article_id = $article ORDER BY version DESC, field <> 'headline', field, ordinal NULLS FIRST;
