-- Which of these addresses (lone_keys: the address, its host, the number of its steps) pages lie below, in the warehouse or
-- in the batch.
WITH near AS (
    SELECT DISTINCT string_split(page_key, '/') AS steps
    FROM (SELECT page_key FROM fetches WHERE revision_id IS NOT NULL
          UNION ALL SELECT page_key FROM staged WHERE outcome = 'article')
    WHERE split_part(page_key, '/', 1) IN (SELECT host FROM lone_keys)
)
SELECT DISTINCT lone_keys.key
FROM near
JOIN (SELECT DISTINCT depth FROM lone_keys) AS depths ON len(near.steps) > depths.depth
JOIN lone_keys ON lone_keys.depth = depths.depth AND lone_keys.key = array_to_string(near.steps[1:depths.depth], '/');
