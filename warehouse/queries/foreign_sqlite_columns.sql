-- The columns of one table or view of somebody's SQLite file, in order.
SELECT name FROM pragma_table_info(?) ORDER BY cid;
