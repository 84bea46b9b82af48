-- The index itself; a script of its own, since DuckDB looks for the table before any of a script is run.  A word is
-- a run of letters and digits: DuckDB's own idea of it has no digits.
PRAGMA create_fts_index('search_texts', 'article_id', 'headline', 'standfirst', 'body', 'captions',
                        stemmer = 'none', stopwords = 'none', ignore = '[^\p{L}\p{N}]+', overwrite = 1);
