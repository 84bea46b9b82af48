-- Which addresses are of one page, in the archive's index.  All of it can be made anew from the table `captures`, but
-- for addresses that only redirected to a page that was held: these are asked once more.

-- One row says that a page with this key is in the archive.  The key is that of the address that was requested, of the one
-- that it was redirected to, or of one that the page declares for its story.
CREATE TABLE IF NOT EXISTS page_keys (
    key TEXT NOT NULL,                  -- parsers.addresses.page_key
    requested_url TEXT NOT NULL,        -- of its captures
    declared INTEGER NOT NULL,          -- 1 when only the page says so
    PRIMARY KEY (key, requested_url)
) WITHOUT ROWID;

-- One row is a capture with a page whose keys are not made yet.
CREATE TABLE IF NOT EXISTS unkeyed (
    requested_url TEXT NOT NULL,
    url TEXT NOT NULL,
    declared TEXT NOT NULL,             -- as in captures; empty for none
    PRIMARY KEY (requested_url, url, declared)
) WITHOUT ROWID;

-- One row: by which rules on addresses the keys were made.
CREATE TABLE IF NOT EXISTS keyed_by (version TEXT NOT NULL);

CREATE TRIGGER IF NOT EXISTS captures_wait_for_keys AFTER INSERT ON captures
WHEN NEW.outcome IN ('fetched', 'not_modified') AND NEW.sha256 IS NOT NULL
BEGIN
    INSERT OR IGNORE INTO unkeyed (requested_url, url, declared)
    VALUES (NEW.requested_url, NEW.url, coalesce(NEW.declared, ''));
END;
