-- Pairs worth a look: the same words, a common bucket, or one that declares the other's address on another host as its own.  Of a bucket the oldest members stand for all of it, and of a
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
), pages AS (
    SELECT article_id, page_key, canonical_key FROM fetches WHERE revision_id IS NOT NULL
), declared AS (
    SELECT DISTINCT copy.article_id, origin.article_id AS other_id
    FROM pages AS copy
    JOIN pages AS origin ON origin.page_key = copy.canonical_key AND origin.article_id <> copy.article_id
    WHERE split_part(copy.page_key, '/', 1) <> split_part(copy.canonical_key, '/', 1)
      AND (copy.article_id IN (SELECT article_id FROM copies_now) OR origin.article_id IN (SELECT article_id FROM copies_now))
      AND copy.article_id IN (SELECT article_id FROM copy_signatures)
      AND origin.article_id IN (SELECT article_id FROM copy_signatures)
)
SELECT DISTINCT least(article_id, other_id) AS one, greatest(article_id, other_id) AS other
FROM (SELECT article_id, other_id FROM met UNION ALL SELECT article_id, other_id FROM same
      UNION ALL SELECT article_id, other_id FROM declared);
