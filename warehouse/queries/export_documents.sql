-- Every current article with its parts.
SELECT * FROM article_documents ORDER BY article_id;
