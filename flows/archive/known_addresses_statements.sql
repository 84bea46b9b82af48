-- The statements on the tables of known_addresses.sql, each behind a line with its name.

-- name: version
SELECT version FROM keyed_by;

-- name: forget_version
DELETE FROM keyed_by;

-- name: keep_version
INSERT INTO keyed_by (version) VALUES (:version);

-- name: forget_keys
DELETE FROM page_keys;

-- All captures that hold a page wait for their keys again.
-- name: wait_all
INSERT OR IGNORE INTO unkeyed (requested_url, url, declared)
SELECT requested_url, url, coalesce(declared, '') FROM captures
WHERE outcome IN ('fetched', 'not_modified') AND sha256 IS NOT NULL;

-- name: waiting
SELECT requested_url, url, declared FROM unkeyed LIMIT :most;

-- name: keyed
DELETE FROM unkeyed WHERE requested_url = ? AND url = ? AND declared = ?;

-- name: keep_key
INSERT INTO page_keys (key, requested_url, declared) VALUES (?, ?, ?)
ON CONFLICT DO UPDATE SET declared = min(declared, excluded.declared);

-- name: named
SELECT requested_url, declared FROM page_keys WHERE key = :key LIMIT :most;

-- name: is_refused
SELECT 1 FROM refused WHERE sha256 = :sha256;

-- name: is_parsed
SELECT 1 FROM parsed WHERE sha256 = :sha256 LIMIT 1;

-- name: forget_refusal
DELETE FROM refused WHERE sha256 = ?;

-- name: keep_refusal
INSERT OR IGNORE INTO refused (sha256) VALUES (?);
