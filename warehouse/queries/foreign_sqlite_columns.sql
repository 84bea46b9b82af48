-- The columns of the tables and views of somebody's SQLite file, in order; not SQLite's own tables.
SELECT tables.name, columns.name
FROM sqlite_master AS tables JOIN pragma_table_info(tables.name) AS columns
WHERE tables.type IN ('table', 'view') AND tables.name NOT LIKE 'sqlite\_%' ESCAPE '\'
ORDER BY tables.rowid, columns.cid;
