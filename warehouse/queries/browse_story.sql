-- One story as it was seen last.
SELECT * FROM current_articles WHERE article_id = $article;
