-- A time that lay in the future when its page was loaded is no time of the fetch: that is then the time of loading, and
-- what the clock had said stands beside it.
ALTER TABLE fetches ADD COLUMN recorded_at TIMESTAMPTZ;

UPDATE fetches SET recorded_at = fetched_at, fetched_at = now() WHERE fetched_at > now();
UPDATE raw_pages SET first_fetched_at = now() WHERE first_fetched_at > now();
UPDATE revisions SET first_captured_at = least(first_captured_at, now()), last_captured_at = now() WHERE last_captured_at > now();
UPDATE articles SET first_seen_at = least(first_seen_at, now()), last_seen_at = now() WHERE last_seen_at > now();
UPDATE quarantine SET first_failed_at = least(first_failed_at, now()), last_failed_at = now() WHERE last_failed_at > now();
UPDATE quarantine SET resolved_at = now() WHERE resolved_at > now();
