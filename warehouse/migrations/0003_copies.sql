-- Groups of near-identical articles, and what finding them needs.
CREATE TABLE copies (
    article_id BIGINT NOT NULL,
    group_id BIGINT NOT NULL,
    similarity DOUBLE NOT NULL,
    relation VARCHAR NOT NULL CHECK (relation IN ('exact', 'near')),
    is_origin BOOLEAN NOT NULL,
    origin_agency VARCHAR
);

-- Which text of each story was last looked at.
CREATE TABLE copy_signatures (
    article_id BIGINT NOT NULL,
    revision_id BIGINT NOT NULL,
    content_hash VARCHAR NOT NULL,
    shingles INTEGER NOT NULL,
    text_hash VARCHAR NOT NULL
);

-- Locality-sensitive hashing: articles that share a bucket are looked at side by side.
CREATE TABLE copy_buckets (bucket UINTEGER NOT NULL, article_id BIGINT NOT NULL);
