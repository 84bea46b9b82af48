-- Who supplied the pictures of the current articles: the credits of their captions, and those of pictures without a caption.
CREATE OR REPLACE VIEW photo_credits AS
SELECT article_id, revision_id, source, headline, published_at, credit, caption, image_url, occurrences
FROM current_captions WHERE credit <> ''
UNION ALL
SELECT
    current_articles.article_id, current_articles.revision_id, current_articles.source, current_articles.headline,
    current_articles.published_at, images.credit, NULL, images.url, 1
FROM current_articles JOIN images ON images.revision_id = current_articles.revision_id
WHERE images.credit <> '';
