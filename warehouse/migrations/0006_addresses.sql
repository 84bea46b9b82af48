-- Addresses are compared by other rules from here on (parsers.addresses), and what a page declares as its address is kept:
-- keys are made anew by warehouse/rekey.py, which runs right after this and whenever the rules change.
ALTER TABLE fetches ADD COLUMN page_key VARCHAR;
ALTER TABLE fetches ADD COLUMN canonical_url VARCHAR;
ALTER TABLE fetches ADD COLUMN canonical_key VARCHAR;
ALTER TABLE articles ADD COLUMN url VARCHAR;

-- One row: the version of the rules by which keys were made; empty when they were made by none of them.
CREATE TABLE address_rules (version VARCHAR NOT NULL);
INSERT INTO address_rules VALUES ('');

-- Of earlier versions only a story's first page is known with its declared address; its other pages came to the story
-- because they declared the same one, or because their addresses were taken for the same.
UPDATE fetches SET canonical_url = articles.canonical_url FROM articles
WHERE fetches.article_id = articles.article_id AND articles.canonical_url <> coalesce(fetches.final_url, fetches.requested_url, '');
UPDATE articles SET url = canonical_url;
