-- How the fields of a version were found.
SELECT field, method, rule, confidence FROM field_evidence WHERE revision_id = $revision ORDER BY field;
