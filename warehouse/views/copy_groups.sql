-- Groups of near-identical articles: how many, in how many outlets, and where they likely come from.
CREATE OR REPLACE VIEW copy_groups AS
SELECT
    copies.group_id, count(*) AS articles, count(DISTINCT current_articles.source) AS sources,
    min(copies.similarity) AS least_similarity, any_value(copies.origin_agency) AS origin_agency,
    any_value(copies.article_id) FILTER (copies.is_origin) AS origin_article_id,
    any_value(current_articles.headline) FILTER (copies.is_origin) AS origin_headline,
    any_value(current_articles.url) FILTER (copies.is_origin) AS origin_url,
    list(copies.article_id ORDER BY copies.article_id) AS article_ids,
    mode(pages.canonical_url) FILTER (split_part(pages.page_key, '/', 1) <> split_part(pages.canonical_key, '/', 1)) AS declared_origin_url
FROM copies
JOIN current_articles ON current_articles.article_id = copies.article_id
JOIN revisions ON revisions.revision_id = current_articles.revision_id
JOIN fetches AS pages ON pages.fetch_id = revisions.fetch_id
GROUP BY copies.group_id;
