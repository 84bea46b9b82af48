-- The blocks, cut lines and people of some revisions, one row a revision, as lists in the order of the page; parameters:
-- the first and the last revision.
WITH asked AS (
    SELECT revision_id FROM revisions WHERE revision_id BETWEEN $first AND $last
), bodies AS (
    SELECT revision_id, list(ordinal ORDER BY ordinal) AS ordinals, list(text ORDER BY ordinal) AS texts
    FROM blocks WHERE revision_id BETWEEN $first AND $last GROUP BY revision_id
), cuts AS (
    SELECT revision_id, list(ordinal ORDER BY ordinal) AS ordinals, list(text ORDER BY ordinal) AS texts,
           list(reason ORDER BY ordinal) AS reasons
    FROM dropped_segments WHERE revision_id BETWEEN $first AND $last GROUP BY revision_id
), people AS (
    SELECT revision_id, list(name) AS names
    FROM (SELECT revision_id, name FROM authors WHERE revision_id BETWEEN $first AND $last
          UNION ALL SELECT revision_id, name FROM correspondents WHERE revision_id BETWEEN $first AND $last)
    GROUP BY revision_id
)
SELECT asked.revision_id, coalesce(bodies.ordinals, []), coalesce(bodies.texts, []), coalesce(cuts.ordinals, []),
       coalesce(cuts.texts, []), coalesce(cuts.reasons, []), coalesce(people.names, [])
FROM asked
LEFT JOIN bodies ON bodies.revision_id = asked.revision_id
LEFT JOIN cuts ON cuts.revision_id = asked.revision_id
LEFT JOIN people ON people.revision_id = asked.revision_id;
