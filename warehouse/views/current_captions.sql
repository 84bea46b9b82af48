-- Every caption of the current articles, once, with how often it stood on the page.
CREATE OR REPLACE VIEW current_captions AS
SELECT
    current_articles.article_id, current_articles.revision_id, captions.ordinal, current_articles.source,
    current_articles.headline, current_articles.published_at, captions.text AS caption, captions.credit,
    captions.occurrences, captions.image_url, captions.alt, captions.caption_key
FROM current_articles JOIN captions ON captions.revision_id = current_articles.revision_id;
