-- The views of somebody's DuckDB file; names as in foreign_duckdb_columns.
SELECT
    if(schema_name = 'main', '', '"' || replace(schema_name, '"', '""') || '".')
    || '"' || replace(view_name, '"', '""') || '"' AS place
FROM duckdb_views()
WHERE NOT internal AND database_name = current_database();
