-- Why pages of the report's days became no article, the most frequent reason first, with the latest example of each.
SELECT reason, sum(pages) AS pages, count(DISTINCT source) AS outlets, last(example_url ORDER BY day, source NULLS FIRST) AS example_url,
       last(example_sha256 ORDER BY day, source NULLS FIRST) AS example_sha256
FROM reject_reasons WHERE day BETWEEN $since AND $until
GROUP BY reason ORDER BY pages DESC, reason;
