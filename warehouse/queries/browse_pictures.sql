-- The pictures of a version that have a credit and no caption.
SELECT ordinal, url, credit, alt FROM images WHERE revision_id = $revision AND credit <> '' ORDER BY ordinal;
