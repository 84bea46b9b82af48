-- Lets queries find columns that an index of an earlier version lacks, where the file is only read; {columns} are these.
CREATE TEMP VIEW captures AS SELECT *, {columns} FROM main.captures;
