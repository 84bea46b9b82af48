-- The statements on the tables of memory.sql, each behind a line with its name.

-- name: lists
SELECT * FROM lists WHERE source = :source ORDER BY address;

-- name: list
SELECT * FROM lists WHERE source = :source AND address = :address;

-- name: keep_list
INSERT OR REPLACE INTO lists VALUES (
    :source, :address, :channel, :named_by, :told_at, :etag, :last_modified, :first_at, :asked_at, :read_at,
    :brought_at, :brought, :gap, :declared, :failing_since, :outcome, :next_at);

-- name: drop_list
DELETE FROM lists WHERE source = :source AND address = :address;

-- name: page
SELECT * FROM pages WHERE source = :source AND key = :key;

-- name: pages
SELECT * FROM pages WHERE source = :source ORDER BY next_at IS NULL, next_at, key LIMIT :most;

-- name: due_pages
SELECT * FROM pages
WHERE source = :source AND channel <> 'http'
AND (next_at <= :now OR next_at > :farthest OR (:failed AND why = 'failed'))
ORDER BY why = 'young', why = 'failed', told_at IS NULL, told_at DESC, rowid LIMIT :most OFFSET :after;

-- name: count_due
SELECT count(*) AS n FROM pages
WHERE source = :source AND channel <> 'http'
AND (next_at <= :now OR next_at > :farthest OR (:failed AND why = 'failed'));

-- name: named_pages
SELECT * FROM pages WHERE source = :source AND channel = 'http';

-- name: count_pages
SELECT why, count(*) AS n FROM pages WHERE source = :source GROUP BY why;

-- name: keep_page
INSERT INTO pages VALUES (
    :source, :key, :url, :channel, :forms, :list, :told_at, :why, :wanted_at, :first_at, :failures, :failing_since, :outcome,
    :next_at)
ON CONFLICT (source, key) DO UPDATE SET
    url = excluded.url, channel = excluded.channel, forms = excluded.forms, list = excluded.list, told_at = excluded.told_at,
    why = excluded.why, wanted_at = excluded.wanted_at, first_at = excluded.first_at, failures = excluded.failures,
    failing_since = excluded.failing_since, outcome = excluded.outcome, next_at = excluded.next_at;

-- name: drop_page
DELETE FROM pages WHERE source = :source AND key = :key;

-- name: host
SELECT * FROM hosts WHERE host = :host;

-- name: hosts
SELECT * FROM hosts WHERE rests_until > :now ORDER BY rests_until;

-- name: meet_host
INSERT OR IGNORE INTO hosts (host) VALUES (:host);

-- name: reserve
UPDATE hosts SET left_at = :now WHERE host = :host
AND (left_at IS NULL OR left_at <= :now - :delay OR left_at > :now + :delay);

-- name: left
UPDATE hosts SET left_at = :now WHERE host = :host;

-- name: crawl_delay
UPDATE hosts SET crawl_delay = :delay WHERE host = :host;

-- name: rest
UPDATE hosts SET
    rests = :rests, failing_since = :failing_since, rests_until = :until, why = :why, page_refused = :page_refused
WHERE host = :host;

-- name: robots
SELECT * FROM robots WHERE origin = :origin;

-- name: keep_robots
INSERT OR REPLACE INTO robots VALUES (
    :origin, :text, :known, :good_until, :lifetime, :etag, :last_modified, :undefined_since);

-- name: activity
SELECT source, max(at) AS at FROM (
    SELECT source, coalesce(asked_at, first_at) AS at FROM lists UNION ALL SELECT source, wanted_at FROM pages)
WHERE at <= :now GROUP BY source;

-- name: drop_lists
DELETE FROM lists WHERE source = :source;

-- name: drop_pages
DELETE FROM pages WHERE source = :source;
