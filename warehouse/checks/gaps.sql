-- Parts of a version are numbered 1, 2, 3: a gap is a lost row, a number twice a doubled one.
SELECT format('{} of revision {}: {} rows, numbered up to {}', part, revision_id, rows, last) AS finding
FROM (
    SELECT 'blocks' AS part, revision_id, count(*) AS rows, max(ordinal) AS last FROM blocks GROUP BY revision_id
    UNION ALL SELECT 'captions', revision_id, count(*), max(ordinal) FROM captions GROUP BY revision_id
    UNION ALL SELECT 'images', revision_id, count(*), max(ordinal) FROM images GROUP BY revision_id
    UNION ALL SELECT 'authors', revision_id, count(*), max(ordinal) FROM authors GROUP BY revision_id
    UNION ALL SELECT 'correspondents', revision_id, count(*), max(ordinal) FROM correspondents GROUP BY revision_id
    UNION ALL SELECT 'embeds', revision_id, count(*), max(ordinal) FROM embeds GROUP BY revision_id
    UNION ALL SELECT 'tags', revision_id, count(*), max(ordinal) FROM tags GROUP BY revision_id
    UNION ALL SELECT 'dropped_segments', revision_id, count(*), max(ordinal) FROM dropped_segments GROUP BY revision_id
)
WHERE rows <> last;
