"""SQL and loading: normalised tables in DuckDB, one writer, a published read-only copy."""
