-- A group of copies has two members or more, and one of them is its origin; a story is in one group.
SELECT format('copies: group {} has {} members and {} origins', group_id, members, origins) AS finding
FROM (SELECT group_id, count(*) AS members, count(*) FILTER (is_origin) AS origins FROM copies GROUP BY group_id)
WHERE members < 2 OR origins <> 1
UNION ALL
SELECT format('copies: article {} is in {} groups', article_id, count(*)) FROM copies GROUP BY article_id HAVING count(*) > 1
UNION ALL
SELECT format('copies: article {} has {} signatures', article_id, count(*))
FROM copy_signatures GROUP BY article_id HAVING count(*) > 1;
