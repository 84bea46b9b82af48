-- The words of every story in a table of its own, for DuckDB's full-text index.
CREATE OR REPLACE TABLE search_texts AS
SELECT article_id, headline, standfirst, body, captions FROM search;
COMMENT ON TABLE search_texts IS 'What the full-text index was built on; see the view search';
