-- The correspondents of a version, in order.
SELECT ordinal, kind, name, role, outlet, location, text, locator FROM correspondents WHERE revision_id = $revision ORDER BY ordinal;
