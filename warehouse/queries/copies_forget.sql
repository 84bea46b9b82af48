-- Delete the copies data of stories that are gone, and of those that are compared now.
CREATE OR REPLACE TEMP TABLE copies_stale AS
SELECT article_id FROM copy_signatures WHERE article_id IN (SELECT article_id FROM copies_now)
UNION ALL
SELECT article_id FROM copy_signatures ANTI JOIN articles USING (article_id);

DELETE FROM copies WHERE article_id IN (SELECT article_id FROM copies_stale);
DELETE FROM copy_signatures WHERE article_id IN (SELECT article_id FROM copies_stale);
DELETE FROM copy_buckets WHERE article_id IN (SELECT article_id FROM copies_stale);

-- A group with one member left is not a group of copies any more.
DELETE FROM copies WHERE group_id IN (SELECT group_id FROM copies GROUP BY group_id HAVING count(*) = 1);

INSERT INTO copy_signatures (article_id, revision_id, content_hash, shingles, text_hash)
SELECT article_id, revision_id, content_hash, shingles, text_hash FROM copies_now ORDER BY article_id;
INSERT INTO copy_buckets (bucket, article_id)
SELECT unnest(buckets), article_id FROM copies_now ORDER BY article_id;
