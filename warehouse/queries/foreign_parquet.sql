-- A Parquet file of somebody's as the table pages; {path} is its quoted path.
CREATE VIEW pages AS FROM read_parquet('{path}');
