-- Bodies that were never seen before; then the id of every body of the batch.
CREATE OR REPLACE TEMP TABLE bodies AS
SELECT body_sha256, min(page_no) AS page_no FROM staged WHERE body_sha256 IS NOT NULL GROUP BY body_sha256;

CREATE OR REPLACE TEMP TABLE known_bodies AS
SELECT bodies.body_sha256, raw_pages.raw_page_id FROM raw_pages JOIN bodies ON raw_pages.body_sha256 = bodies.body_sha256;

INSERT INTO raw_pages (
    raw_page_id, body_sha256, byte_length, media_type, charset, charset_method, warc_file, warc_offset, warc_length,
    first_fetched_at)
SELECT
    (SELECT coalesce(max(raw_page_id), 0) FROM raw_pages) + row_number() OVER (ORDER BY page_no),
    body_sha256, byte_length, media_type, charset, charset_method, warc_file, warc_offset, warc_length, fetched_at
FROM staged
WHERE page_no IN (SELECT page_no FROM bodies ANTI JOIN known_bodies USING (body_sha256));

CREATE OR REPLACE TEMP TABLE batch_bodies AS
SELECT body_sha256, raw_page_id, true AS known FROM known_bodies
UNION ALL
SELECT raw_pages.body_sha256, raw_pages.raw_page_id, false
FROM raw_pages JOIN (FROM bodies ANTI JOIN known_bodies USING (body_sha256)) AS fresh
    ON raw_pages.body_sha256 = fresh.body_sha256;

-- Another version may read the same page in another charset; a page that is rejected does not say in which it was read.
UPDATE raw_pages SET charset = staged.charset, charset_method = staged.charset_method
FROM known_bodies JOIN staged USING (body_sha256)
WHERE raw_pages.raw_page_id = known_bodies.raw_page_id AND raw_pages.first_fetched_at = staged.fetched_at
  AND staged.charset IS NOT NULL
  AND (raw_pages.charset, raw_pages.charset_method) IS DISTINCT FROM (staged.charset, staged.charset_method);
