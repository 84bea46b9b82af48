-- A page that is said to be unchanged declares nothing: it belongs to the story that was last seen at its address.
UPDATE staged SET url_key = shown.url_key
FROM (
    SELECT page_no, arg_max(url_key, seen_at) AS url_key
    FROM (
        SELECT staged.page_no, articles.url_key, fetches.fetched_at AS seen_at
        FROM staged
        JOIN fetches ON fetches.page_key = staged.page_key AND fetches.fetched_at <= staged.fetched_at
        JOIN articles ON articles.article_id = fetches.article_id
        WHERE staged.outcome = 'unchanged' AND fetches.revision_id IS NOT NULL
        UNION ALL
        SELECT staged.page_no, other.url_key, other.fetched_at
        FROM staged
        JOIN staged AS other ON other.page_key = staged.page_key AND other.fetched_at <= staged.fetched_at
        WHERE staged.outcome = 'unchanged' AND other.outcome = 'article'
    ) GROUP BY page_no
) AS shown
WHERE staged.page_no = shown.page_no AND staged.url_key <> shown.url_key;
