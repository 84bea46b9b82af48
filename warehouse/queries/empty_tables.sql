-- Statements that make the same tables, empty, in another database.
SELECT 'CREATE TABLE "' || replace(columns.table_name, '"', '""') || '" ('
       || string_agg('"' || replace(column_name, '"', '""') || '" ' || data_type, ', ' ORDER BY column_index) || ')'
FROM duckdb_columns() AS columns
JOIN duckdb_tables() AS tables
    ON tables.table_oid = columns.table_oid AND tables.database_name = columns.database_name
WHERE NOT tables.internal AND NOT tables.temporary AND tables.schema_name = 'main'
  AND tables.database_name = current_database()
GROUP BY columns.table_name;
