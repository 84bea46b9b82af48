-- What new readings of pages (the relation `readings`) say the pages are, beside what the warehouse says of them: one row
-- an outlet, earlier verdict and new one.
--
-- was, becomes: article, the reason of a rejection, or "not loaded" for a page that the warehouse does not know.
WITH known AS (
    SELECT readings.body_sha256, sources.name AS outlet,
           CASE WHEN fetches.fetch_id IS NULL THEN 'not loaded'
                WHEN fetches.outcome = 'rejected' THEN coalesce(fetches.reason, 'rejected') ELSE 'article' END AS was
    FROM readings
    LEFT JOIN raw_pages ON raw_pages.body_sha256 = readings.body_sha256
    LEFT JOIN fetches ON fetches.raw_page_id = raw_pages.raw_page_id
    LEFT JOIN sources ON sources.source_id = fetches.source_id
    QUALIFY row_number() OVER (PARTITION BY readings.body_sha256 ORDER BY fetches.fetched_at DESC, fetches.fetch_id DESC) = 1
)
SELECT coalesce(known.outlet, readings.source, '') AS outlet, known.was,
       CASE WHEN readings.outcome = 'article' THEN 'article' ELSE readings.reason END AS becomes,
       count(*) AS pages,
       list(coalesce(readings.final_url, readings.requested_url) ORDER BY readings.body_sha256)[:3] AS examples
FROM readings JOIN known USING (body_sha256)
GROUP BY ALL
ORDER BY ALL;
