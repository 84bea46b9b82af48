-- What was cut from a version, in order, and why.
SELECT ordinal, text, reason, locator FROM dropped_segments WHERE revision_id = $revision ORDER BY ordinal;
