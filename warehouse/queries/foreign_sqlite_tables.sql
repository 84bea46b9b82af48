-- The tables and views of somebody's SQLite file, in order; not SQLite's own tables.  Virtual tables are left out, with
-- the tables in which they keep their data (full-text search): their code may be missing here, and what they index
-- stands in another table.
WITH
    own AS (SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'),
    parts AS (
        SELECT own.name || '_' || suffix AS name
        FROM own CROSS JOIN (
            SELECT 'data' AS suffix UNION ALL SELECT 'idx' UNION ALL SELECT 'content' UNION ALL SELECT 'docsize'
            UNION ALL SELECT 'config' UNION ALL SELECT 'segments' UNION ALL SELECT 'segdir' UNION ALL SELECT 'stat'
        )
    )
SELECT tables.name
FROM sqlite_master AS tables
WHERE
    tables.type IN ('table', 'view') AND tables.name NOT LIKE 'sqlite\_%' ESCAPE '\'
    AND tables.name NOT IN (SELECT name FROM own) AND tables.name NOT IN (SELECT name FROM parts)
ORDER BY tables.rowid;
