-- The body of a version, in order.
SELECT ordinal, kind, level, text, locator FROM blocks WHERE revision_id = $revision ORDER BY ordinal;
