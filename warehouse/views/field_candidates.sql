-- What a page gave for a field, and where: one row a version, field and value, of fields for which it gave several.
CREATE OR REPLACE VIEW field_candidates AS
WITH listed AS (
    SELECT revisions.article_id, field_evidence.revision_id, field_evidence.field,
           -- A language that the text denies is kept beside the one that was taken, which is the version's own.
           CASE WHEN field_evidence.field = 'language'
                THEN list_prepend({'value': revisions.language, 'source': 'text'}, field_evidence.candidates)
                ELSE field_evidence.candidates END AS candidates
    FROM field_evidence
    JOIN revisions ON revisions.revision_id = field_evidence.revision_id
    WHERE len(field_evidence.candidates) > 0
)
SELECT article_id, revision_id, field, ordinal, candidate.value AS value, candidate.source AS source,
       ordinal = 1 AS chosen,
       regexp_matches(candidate.source, '^(h[1-6]|printed|text)$| in the page$') AS printed
FROM (
    SELECT article_id, revision_id, field, unnest(candidates) AS candidate, generate_subscripts(candidates, 1) AS ordinal
    FROM listed
);
