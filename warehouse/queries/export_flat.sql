-- Every current article as one flat row, for spreadsheets.
SELECT current_articles.*, article_text.body
FROM current_articles LEFT JOIN article_text ON article_text.revision_id = current_articles.revision_id
ORDER BY current_articles.article_id;
