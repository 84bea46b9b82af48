-- The WARC files that pages were read from, with how many pages each of them gave.
SELECT warc_file, count(*) AS pages FROM raw_pages WHERE warc_file IS NOT NULL GROUP BY warc_file ORDER BY warc_file;
