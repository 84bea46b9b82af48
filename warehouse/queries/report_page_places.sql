-- From where correspondents worked in the stories of the report's days.
SELECT place, sum(stories) AS stories, count(DISTINCT source) AS outlets, len(list_distinct(flatten(list(coalesce(names, []))))) AS people
FROM correspondent_places WHERE day BETWEEN $since AND $until
GROUP BY place ORDER BY stories DESC, place;
