-- The house of the first version: pages, stories, their versions and what stands in them.
--
-- No PRIMARY KEY, UNIQUE or FOREIGN KEY on tables that grow: the one writer hands out ids in order and looks natural
-- keys up by anti-join, which costs a tenth; warehouse/checks find what a key would have refused.
-- Words that parsers choose (kinds, roles, reasons) carry no CHECK either: DuckDB cannot drop one, and a word that is
-- new must not keep a batch out; warehouse/checks/unknown_kinds.sql reports them.  Comments: warehouse/dictionary.toml.

CREATE TABLE sources (
    source_id BIGINT NOT NULL,
    name VARCHAR NOT NULL,
    host VARCHAR,
    country VARCHAR,
    language VARCHAR,
    timezone VARCHAR,
    followed BOOLEAN NOT NULL
);

CREATE TABLE runs (
    run_id VARCHAR NOT NULL,
    flow VARCHAR NOT NULL,
    parent_run_id VARCHAR,
    parameters JSON,
    code_version VARCHAR,
    outcome VARCHAR NOT NULL,
    started_at TIMESTAMPTZ NOT NULL,
    finished_at TIMESTAMPTZ,
    counts JSON,
    messages VARCHAR[]
);

CREATE TABLE batches (
    batch_id VARCHAR NOT NULL,
    batch_number BIGINT NOT NULL,
    loaded_at TIMESTAMPTZ NOT NULL,
    pages INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    new_fetches INTEGER NOT NULL,
    new_articles INTEGER NOT NULL,
    new_revisions INTEGER NOT NULL,
    replaced_revisions INTEGER NOT NULL
);

-- One row: counts every transaction that changed what readers see; publish compares it.
CREATE TABLE change_counter (changes BIGINT NOT NULL);
INSERT INTO change_counter VALUES (0);

CREATE TABLE raw_pages (
    raw_page_id BIGINT NOT NULL,
    body_sha256 VARCHAR NOT NULL,
    byte_length BIGINT,
    media_type VARCHAR,
    charset VARCHAR,
    charset_method VARCHAR,
    warc_file VARCHAR,
    warc_offset BIGINT,
    warc_length BIGINT,
    first_fetched_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE fetches (
    fetch_id BIGINT NOT NULL,
    run_id VARCHAR NOT NULL,
    source_id BIGINT,
    channel VARCHAR NOT NULL CHECK (channel IN ('http', 'feed', 'sitemap', 'file', 'text', 'warc')),
    requested_url VARCHAR,
    final_url VARCHAR,
    http_status SMALLINT,
    etag VARCHAR,
    last_modified VARCHAR,
    fetched_at TIMESTAMPTZ NOT NULL,
    raw_page_id BIGINT,
    outcome VARCHAR NOT NULL CHECK (outcome IN ('article', 'unchanged', 'rejected')),
    reason VARCHAR,
    article_id BIGINT,
    revision_id BIGINT
);

CREATE TABLE articles (
    article_id BIGINT NOT NULL,
    source_id BIGINT,
    url_key VARCHAR NOT NULL,
    canonical_url VARCHAR,
    first_seen_at TIMESTAMPTZ NOT NULL,
    last_seen_at TIMESTAMPTZ NOT NULL,
    current_revision_id BIGINT,
    revision_count INTEGER NOT NULL
);

CREATE TABLE revisions (
    revision_id BIGINT NOT NULL,
    article_id BIGINT NOT NULL,
    version INTEGER NOT NULL,
    fetch_id BIGINT NOT NULL,
    raw_page_id BIGINT NOT NULL,
    run_id VARCHAR NOT NULL,
    first_captured_at TIMESTAMPTZ NOT NULL,
    last_captured_at TIMESTAMPTZ NOT NULL,
    headline VARCHAR USING COMPRESSION zstd,
    kicker VARCHAR,
    standfirst VARCHAR USING COMPRESSION zstd,
    byline VARCHAR,
    dateline VARCHAR,
    section VARCHAR,
    language VARCHAR,
    site_name VARCHAR,
    published_at TIMESTAMPTZ,
    published_raw VARCHAR,
    published_offset_minutes SMALLINT,
    published_precision VARCHAR,
    modified_at TIMESTAMPTZ,
    modified_raw VARCHAR,
    modified_offset_minutes SMALLINT,
    is_accessible_for_free BOOLEAN,
    word_count INTEGER NOT NULL,
    content_hash VARCHAR NOT NULL,
    parser_version VARCHAR,
    rules_version VARCHAR
);

CREATE TABLE blocks (
    revision_id BIGINT NOT NULL,
    ordinal INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    level INTEGER,
    text VARCHAR NOT NULL USING COMPRESSION zstd,
    locator VARCHAR,
    posted_at TIMESTAMPTZ,
    posted_raw VARCHAR
);

CREATE TABLE captions (
    revision_id BIGINT NOT NULL,
    ordinal INTEGER NOT NULL,
    text VARCHAR USING COMPRESSION zstd,
    credit VARCHAR,
    occurrences INTEGER NOT NULL,
    image_url VARCHAR,
    alt VARCHAR,
    locators VARCHAR[]
);

CREATE TABLE images (
    revision_id BIGINT NOT NULL,
    ordinal INTEGER NOT NULL,
    url VARCHAR NOT NULL USING COMPRESSION zstd,
    width INTEGER,
    height INTEGER,
    role VARCHAR,
    caption_ordinal INTEGER,
    alt VARCHAR
);

CREATE TABLE authors (
    revision_id BIGINT NOT NULL,
    ordinal INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    raw VARCHAR
);

CREATE TABLE correspondents (
    revision_id BIGINT NOT NULL,
    ordinal INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    name VARCHAR,
    role VARCHAR,
    outlet VARCHAR,
    location VARCHAR,
    text VARCHAR USING COMPRESSION zstd,
    locator VARCHAR
);

CREATE TABLE embeds (
    revision_id BIGINT NOT NULL,
    ordinal INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    url VARCHAR,
    provider VARCHAR
);

CREATE TABLE tags (
    revision_id BIGINT NOT NULL,
    ordinal INTEGER NOT NULL,
    tag VARCHAR NOT NULL
);

CREATE TABLE dropped_segments (
    revision_id BIGINT NOT NULL,
    ordinal INTEGER NOT NULL,
    text VARCHAR NOT NULL USING COMPRESSION zstd,
    reason VARCHAR NOT NULL,
    locator VARCHAR
);

CREATE TABLE field_evidence (
    revision_id BIGINT NOT NULL,
    field VARCHAR NOT NULL,
    method VARCHAR NOT NULL,
    rule VARCHAR,
    confidence DOUBLE
);

CREATE TABLE quarantine (
    quarantine_id BIGINT NOT NULL,
    page_key VARCHAR NOT NULL,
    source_id BIGINT,
    url VARCHAR,
    fetch_id BIGINT NOT NULL,
    raw_page_id BIGINT,
    run_id VARCHAR NOT NULL,
    stage VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    detail VARCHAR,
    attempts INTEGER NOT NULL,
    first_failed_at TIMESTAMPTZ NOT NULL,
    last_failed_at TIMESTAMPTZ NOT NULL,
    parser_version VARCHAR,
    rules_version VARCHAR,
    retry BOOLEAN NOT NULL,
    resolved_at TIMESTAMPTZ,
    resolution VARCHAR CHECK (resolution IN ('parsed', 'dismissed'))
);

CREATE TABLE publications (
    number BIGINT NOT NULL,
    changes BIGINT NOT NULL,
    published_at TIMESTAMPTZ NOT NULL,
    bytes BIGINT,
    seconds DOUBLE
);
