-- Every column of every table and view, in the order in which people read them.
SELECT
    relations.name, relations.kind, coalesce(relations.comment, '') AS comment,
    columns.column_name, columns.data_type, columns.is_nullable, coalesce(columns.comment, '')
FROM (
    SELECT view_name AS name, 'view' AS kind, comment FROM duckdb_views()
    WHERE NOT internal AND schema_name = 'main' AND database_name = current_database()
    UNION ALL
    SELECT table_name, 'table', comment FROM duckdb_tables()
    WHERE NOT internal AND NOT temporary AND schema_name = 'main' AND database_name = current_database()
) AS relations
JOIN duckdb_columns() AS columns
    ON columns.table_name = relations.name AND columns.schema_name = 'main' AND columns.database_name = current_database()
ORDER BY relations.kind DESC, relations.name, columns.column_index;
