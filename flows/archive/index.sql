-- The archive's index.  All tables but `parsed`, `refused` and `staged` can be rebuilt from the WARC files; when those are
-- lost, all pages are parsed again.

-- One row is one WARC file and how much of it this index knows.
CREATE TABLE IF NOT EXISTS files (
    warc TEXT PRIMARY KEY,              -- name without suffix
    indexed_end INTEGER NOT NULL        -- bytes from the start that are indexed
) WITHOUT ROWID;

-- One row is a closed file that lies in a store, as of its upload or of the last listing; one without a name says that
-- the store was listed.
CREATE TABLE IF NOT EXISTS stored (
    store TEXT NOT NULL,                -- address of the store
    warc TEXT NOT NULL,                 -- name without suffix
    bytes INTEGER NOT NULL,
    PRIMARY KEY (store, warc)
) WITHOUT ROWID;

-- One row is one capture: one request or one imported file.
CREATE TABLE IF NOT EXISTS captures (
    warc TEXT NOT NULL,
    offset INTEGER NOT NULL,
    length INTEGER NOT NULL,
    requested_url TEXT NOT NULL,
    url TEXT NOT NULL,
    fetched_at TEXT NOT NULL,           -- UTC, ISO 8601, sorts by time
    channel TEXT NOT NULL,
    source TEXT,
    outcome TEXT NOT NULL,
    detail TEXT NOT NULL,
    status INTEGER,
    media_type TEXT,
    charset TEXT,
    etag TEXT,
    last_modified TEXT,
    sha256 TEXT,                        -- of the body; NULL without one
    declared TEXT,                      -- other addresses that the page says are its story's, joined by a space
    url_declared INTEGER NOT NULL DEFAULT 0, -- whether url is the one that the page declares, since the import named none
    PRIMARY KEY (warc, offset)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS captures_by_address ON captures (requested_url, fetched_at);

-- One row is one distinct body and the record that holds it.
CREATE TABLE IF NOT EXISTS bodies (
    sha256 TEXT PRIMARY KEY,
    warc TEXT NOT NULL,
    offset INTEGER NOT NULL,
    body_length INTEGER NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS bodies_by_place ON bodies (warc, offset);

-- One row is a part of a file that cannot be read: found when the file was indexed, or a record that turned out to be
-- damaged and was deleted from the tables above.  It is read again when the archive is opened and the file has changed:
-- it may have been restored from a copy.
CREATE TABLE IF NOT EXISTS gaps (
    warc TEXT NOT NULL,
    offset INTEGER NOT NULL,
    length INTEGER NOT NULL,
    why TEXT NOT NULL,
    seen TEXT NOT NULL,                 -- state of the file when that was found: inode, size, change time
    PRIMARY KEY (warc, offset)
) WITHOUT ROWID;

-- One row says by which parser with which rules a body was parsed last, and which batch holds the result.  (Files of
-- versions before 0.3 may hold several rows a body.)
CREATE TABLE IF NOT EXISTS parsed (
    sha256 TEXT NOT NULL,
    parser_version TEXT NOT NULL,
    rules_version TEXT NOT NULL,
    batch_id TEXT NOT NULL,
    PRIMARY KEY (sha256, parser_version, rules_version)
) WITHOUT ROWID;

-- One row is a body that its last parser refused as an article: another address of its story may be worth a request.
CREATE TABLE IF NOT EXISTS refused (sha256 TEXT PRIMARY KEY) WITHOUT ROWID;

-- One row says that a capture without a new body (a failure, an unchanged page) is in a staged batch.
-- The id `bodiless` is not a batch: no file of the archive holds the body of its captures; they wait for it.
CREATE TABLE IF NOT EXISTS staged (
    warc TEXT NOT NULL,
    offset INTEGER NOT NULL,
    batch_id TEXT NOT NULL,
    PRIMARY KEY (warc, offset)
) WITHOUT ROWID;
