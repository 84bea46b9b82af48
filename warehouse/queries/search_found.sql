-- The texts of the stories that a search found, to cut snippets out of them.
SELECT article_id, body, standfirst, captions FROM search WHERE article_id IN (SELECT unnest($found::BIGINT[]));
