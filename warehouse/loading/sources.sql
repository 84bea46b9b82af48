-- Outlets that are seen for the first time.
INSERT INTO sources (source_id, name, host, followed)
SELECT (SELECT coalesce(max(source_id), 0) FROM sources) + row_number() OVER (ORDER BY page_no), source_name, source_host, false
FROM (SELECT source_name, min(source_host) AS source_host, min(page_no) AS page_no FROM staged
      WHERE source_name IS NOT NULL GROUP BY source_name) AS named
ANTI JOIN sources ON sources.name = named.source_name;
