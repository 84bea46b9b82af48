-- What was known of stories that are gone, and of those that are looked at now.
DELETE FROM copies WHERE article_id IN (SELECT article_id FROM copies_now) OR article_id NOT IN (SELECT article_id FROM articles);
DELETE FROM copy_signatures WHERE article_id IN (SELECT article_id FROM copies_now) OR article_id NOT IN (SELECT article_id FROM articles);
DELETE FROM copy_buckets WHERE article_id IN (SELECT article_id FROM copies_now) OR article_id NOT IN (SELECT article_id FROM articles);

-- Whose last fellow left is no copy any more.
DELETE FROM copies WHERE group_id IN (SELECT group_id FROM copies GROUP BY group_id HAVING count(*) = 1);

INSERT INTO copy_signatures SELECT article_id, revision_id, content_hash, shingles, text_hash FROM copies_now ORDER BY article_id;
INSERT INTO copy_buckets SELECT unnest(buckets), article_id FROM copies_now ORDER BY article_id;
