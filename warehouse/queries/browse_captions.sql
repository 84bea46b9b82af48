-- The captions of a version, in order, each once.
SELECT ordinal, text, credit, occurrences, image_url, alt, locators FROM captions WHERE revision_id = $revision ORDER BY ordinal;
