-- The batch is done: this row and everything above are one transaction.
INSERT INTO batches (
    batch_id, batch_number, loaded_at, pages, rejected, new_fetches, new_articles, new_revisions, replaced_revisions)
SELECT
    (SELECT batch_id FROM this_batch),
    (SELECT coalesce(max(batch_number), 0) FROM batches) + 1,
    now(),
    (SELECT count(*) FROM staged),
    (SELECT count(*) FROM staged WHERE outcome = 'rejected'),
    (SELECT count(*) FROM pages WHERE NOT known_fetch),
    (SELECT count(*) FROM new_stories),
    (SELECT count(*) FROM writes WHERE NOT replaces),
    (SELECT count(*) FROM writes WHERE replaces);

UPDATE change_counter SET changes = changes + 1;
