"""The lake: a copy of each table of the published file as a Delta table, in a folder or on object storage."""
