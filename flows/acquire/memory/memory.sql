-- What following outlets remembers between runs: the file following.sqlite beside the archive's index.  All of it may be
-- lost: then lists are read in full once more, and the archive tells which of their pages it holds.  Times are seconds
-- since 1970, spans are seconds.

PRAGMA user_version = 1;

-- One row is one feed, sitemap or sitemap index of one outlet.
CREATE TABLE IF NOT EXISTS lists (
    source TEXT NOT NULL,
    address TEXT NOT NULL,
    channel TEXT NOT NULL,              -- feed or sitemap: as what it is named
    named_by TEXT,                      -- the index that names it; NULL: the user
    told_at REAL,                       -- when it changed last, according to that index
    etag TEXT,                          -- validators of what was read last; NULL: the next answer must be in full
    last_modified TEXT,
    first_at REAL NOT NULL,             -- when it was met first
    asked_at REAL,                      -- when it was requested last
    read_at REAL,                       -- when it was read in full last
    brought_at REAL,                    -- when it brought something new last
    brought INTEGER NOT NULL DEFAULT 0, -- how often it did, the first reading left out
    gap REAL,                           -- the usual time between two such readings
    declared REAL,                      -- how long an answer is good, according to itself
    failing_since REAL,                 -- when the present row of failures began; NULL: it did not fail last
    outcome TEXT,                       -- of the last request
    next_at REAL NOT NULL,              -- when to request it again
    PRIMARY KEY (source, address)
) WITHOUT ROWID;

-- One row is one page that is still to be requested: new or changed according to a list, failed, or young.
CREATE TABLE IF NOT EXISTS pages (
    source TEXT NOT NULL,
    key TEXT NOT NULL,                  -- what all addresses of the page have in common
    url TEXT NOT NULL,
    channel TEXT NOT NULL,              -- how it was found: feed, sitemap or http
    forms TEXT NOT NULL,                -- its other listed addresses, one a line, asked for when this one fails for good
    list TEXT,                          -- the list that named it first; NULL: sources.toml
    told_at REAL,                       -- when it was published or changed last, according to its list
    why TEXT NOT NULL,                  -- new, changed, failed, young (asked again while it changes) or given_up
    wanted_at REAL NOT NULL,            -- when this row was written; a later capture in the archive has done its work
    first_at REAL,                      -- when it was fetched first, or first in a changed version
    failures INTEGER NOT NULL DEFAULT 0,
    failing_since REAL,
    outcome TEXT,                       -- of the last request
    next_at REAL,                       -- when to request it; NULL: given up
    UNIQUE (source, key)
);
CREATE INDEX IF NOT EXISTS pages_by_time ON pages (source, next_at);

-- One row is one host, with its port where the address names one.
CREATE TABLE IF NOT EXISTS hosts (
    host TEXT PRIMARY KEY,
    left_at REAL,                       -- when the last request to it left, of any run
    crawl_delay REAL NOT NULL DEFAULT 0,
    rests INTEGER NOT NULL DEFAULT 0,   -- how often in a row it was left alone after refusals
    failing_since REAL,                 -- when it was first left alone, of the present row
    rests_until REAL,                   -- no request before this time
    why TEXT,                           -- one sentence
    page_refused INTEGER NOT NULL DEFAULT 0 -- 1: only a page that it gives ends the present row
) WITHOUT ROWID;

-- One row is the robots.txt of one origin.
CREATE TABLE IF NOT EXISTS robots (
    origin TEXT PRIMARY KEY,
    text TEXT,                          -- NULL: there is no such file
    known INTEGER NOT NULL,             -- 0: it could never be read or found missing
    good_until REAL NOT NULL,           -- not requested again before
    lifetime REAL NOT NULL,             -- how long its last answer was good
    etag TEXT,
    last_modified TEXT,
    undefined_since REAL                -- since when it cannot be reached (RFC 9309, 2.3.1.4); NULL: it can
) WITHOUT ROWID;
