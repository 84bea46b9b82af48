-- The searched texts: one row for each story with all its words, field by field.
CREATE OR REPLACE VIEW search AS
SELECT
    current_articles.article_id, current_articles.source, current_articles.url, current_articles.published_at,
    current_articles.language, current_articles.headline, current_articles.standfirst, texts.body, pictures.captions
FROM current_articles
LEFT JOIN (SELECT revision_id, string_agg(text, chr(10) ORDER BY ordinal) AS body FROM blocks GROUP BY revision_id) AS texts
    ON texts.revision_id = current_articles.revision_id
LEFT JOIN (SELECT revision_id, string_agg(concat_ws(' ', text, credit), chr(10) ORDER BY ordinal) AS captions
           FROM (SELECT revision_id, ordinal, text, credit FROM captions
                 UNION ALL SELECT revision_id, ordinal, NULL, credit FROM images WHERE credit <> '')
           GROUP BY revision_id) AS pictures
    ON pictures.revision_id = current_articles.revision_id;
