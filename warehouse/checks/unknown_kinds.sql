-- Kinds and roles that are not in the parsers' lists.
SELECT format('{} is {} in {} rows', thing, kind, rows) AS finding
FROM (
    SELECT 'blocks.kind' AS thing, kind, count(*) AS rows FROM blocks
    WHERE kind NOT IN ('paragraph', 'subhead', 'quote', 'list_item', 'table', 'preformatted', 'correction', 'live_post')
    GROUP BY kind
    UNION ALL
    SELECT 'correspondents.kind', kind, count(*) FROM correspondents
    WHERE kind NOT IN ('package', 'reporting', 'contribution', 'writing', 'editing', 'agency', 'production')
    GROUP BY kind
    UNION ALL
    SELECT 'images.role', role, count(*) FROM images WHERE role NOT IN ('lead', 'inline', 'gallery') GROUP BY role
    UNION ALL
    SELECT 'embeds.kind', kind, count(*) FROM embeds
    WHERE kind NOT IN ('video', 'audio', 'social', 'document', 'map', 'other')
    GROUP BY kind
);
