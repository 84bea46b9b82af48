-- The columns of the tables and views of somebody's DuckDB file, in order; names of tables as they stand in a query.
SELECT
    if(schema_name = 'main', '', '"' || replace(schema_name, '"', '""') || '".')
    || '"' || replace(table_name, '"', '""') || '"' AS place,
    column_name
FROM duckdb_columns()
WHERE NOT internal AND database_name = current_database()
ORDER BY table_oid, column_index;
