-- Lines that recur across an outlet's pages: no part of any one story.  Parse is given them as data.
--
-- Only lines in places where standing lines are found have a key, the same for all spellings (warehouse/line_keys.py).
-- Left out are lines that stand under one byline only, and those that name somebody who worked on the page (a
-- columnist's sign-off): on one page in fifty or more, since on a few pages any words happen to be somebody's name.
CREATE OR REPLACE VIEW site_boilerplate AS
WITH pages AS MATERIALIZED (
    SELECT articles.current_revision_id AS revision_id, split_part(articles.url_key, '/', 1) AS host, revisions.byline
    FROM articles JOIN revisions ON revisions.revision_id = articles.current_revision_id
    WHERE NOT starts_with(articles.url_key, 'sha256:')
), lines AS (
    SELECT revision_id, text, line_key, names_person FROM blocks WHERE line_key IS NOT NULL
    UNION ALL
    SELECT revision_id, text, line_key, names_person FROM dropped_segments WHERE line_key IS NOT NULL
), recurring AS (
    SELECT pages.host, lines.line_key AS line, min(lines.text) AS printed, count(DISTINCT pages.revision_id) AS pages
    FROM lines JOIN pages ON pages.revision_id = lines.revision_id
    GROUP BY pages.host, lines.line_key
    HAVING count(DISTINCT pages.revision_id) >= (SELECT value FROM settings WHERE name = 'boilerplate.pages')
       AND (count(DISTINCT pages.byline) <> 1 OR count(pages.byline) < count(*))
       AND count(DISTINCT pages.revision_id) FILTER (lines.names_person) * 50 < count(DISTINCT pages.revision_id)
), volumes AS (
    SELECT host, count(*) AS pages FROM pages GROUP BY host
)
SELECT recurring.host, recurring.line, recurring.printed, recurring.pages, recurring.pages / volumes.pages AS share
FROM recurring
JOIN volumes ON volumes.host = recurring.host
WHERE recurring.pages / volumes.pages >= (SELECT value FROM settings WHERE name = 'boilerplate.share');
