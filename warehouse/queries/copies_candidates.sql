-- Pairs worth a look: the same words, or a common bucket.  Of a bucket the oldest members stand for all of it, and of a
-- story's neighbours the ten nearest are enough to find its group: both keep the cost linear, however large a group.
WITH wanted AS (
    SELECT article_id, unnest(buckets) AS bucket FROM copies_now
), members AS (
    SELECT copy_buckets.bucket, copy_buckets.article_id
    FROM copy_buckets JOIN (SELECT DISTINCT bucket FROM wanted) AS asked ON copy_buckets.bucket = asked.bucket
    QUALIFY row_number() OVER (PARTITION BY copy_buckets.bucket ORDER BY copy_buckets.article_id) <= 20
), met AS (
    SELECT wanted.article_id, members.article_id AS other_id, count(*) AS shared
    FROM wanted JOIN members ON members.bucket = wanted.bucket AND members.article_id <> wanted.article_id
    GROUP BY wanted.article_id, members.article_id
    QUALIFY row_number() OVER (PARTITION BY wanted.article_id ORDER BY shared DESC, members.article_id) <= 10
), same AS (
    SELECT now.article_id, min(copy_signatures.article_id) AS other_id
    FROM copies_now AS now
    JOIN copy_signatures ON copy_signatures.text_hash = now.text_hash AND copy_signatures.article_id <> now.article_id
    WHERE now.shingles > 0
    GROUP BY now.article_id
)
SELECT DISTINCT least(article_id, other_id) AS one, greatest(article_id, other_id) AS other
FROM (SELECT article_id, other_id FROM met UNION ALL SELECT article_id, other_id FROM same);
