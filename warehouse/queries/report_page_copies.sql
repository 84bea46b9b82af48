-- Groups of near-identical stories, of which at least one is of the report's days, the largest first.
SELECT copy_groups.origin_headline AS headline, copy_groups.articles AS stories, copy_groups.sources AS outlets,
       copy_groups.origin_agency AS agency, copy_groups.origin_url AS origin_url, copy_groups.declared_origin_url,
       copy_groups.least_similarity
FROM copy_groups
WHERE EXISTS (
    SELECT 1 FROM articles WHERE list_contains(copy_groups.article_ids, articles.article_id)
    AND (articles.first_seen_at AT TIME ZONE 'UTC')::DATE BETWEEN $since AND $until)
ORDER BY outlets DESC, stories DESC, headline, group_id LIMIT 50;
