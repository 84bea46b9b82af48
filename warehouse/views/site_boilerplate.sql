-- Lines that recur across an outlet's pages: no part of any one story.  Parse is given them as data.
--
-- Looked for where such lines stand: the first two and last four blocks of a body, and what was cut already.  A line that
-- names somebody who worked on the page (a columnist's sign-off), or that stands under one byline only, is none.
CREATE OR REPLACE VIEW site_boilerplate AS
WITH pages AS MATERIALIZED (
    SELECT articles.current_revision_id AS revision_id, split_part(articles.url_key, '/', 1) AS host, revisions.byline
    FROM articles JOIN revisions ON revisions.revision_id = articles.current_revision_id
    WHERE NOT starts_with(articles.url_key, 'sha256:')
), lengths AS (
    SELECT revision_id, max(ordinal) AS blocks FROM blocks GROUP BY revision_id
), edges AS (
    SELECT blocks.revision_id, blocks.text
    FROM blocks JOIN lengths ON lengths.revision_id = blocks.revision_id
    WHERE blocks.ordinal <= 2 OR blocks.ordinal > lengths.blocks - 4
    UNION ALL
    SELECT revision_id, text FROM dropped_segments
    WHERE reason NOT IN ('repeat', 'pull_quote', 'correspondent', 'photo_credit', 'metadata')
), recurring AS MATERIALIZED (
    SELECT pages.host, lower(trim(regexp_replace(edges.text, '\s+', ' ', 'g'))) AS line,
           any_value(edges.text) AS printed, count(DISTINCT pages.revision_id) AS pages,
           list(DISTINCT pages.revision_id)[1:50] AS examples
    FROM edges JOIN pages ON pages.revision_id = edges.revision_id
    WHERE length(edges.text) BETWEEN 2 AND (SELECT value FROM settings WHERE name = 'boilerplate.length')
    GROUP BY pages.host, line
    HAVING count(DISTINCT pages.revision_id) >= (SELECT value FROM settings WHERE name = 'boilerplate.pages')
       AND (count(DISTINCT pages.byline) <> 1 OR count(pages.byline) < count(*))
), signed AS (
    SELECT DISTINCT host, line
    FROM (SELECT host, line, unnest(examples) AS revision_id FROM recurring) AS shown
    JOIN (SELECT revision_id, name FROM authors UNION ALL
          SELECT revision_id, name FROM correspondents WHERE name IS NOT NULL) AS people
        ON people.revision_id = shown.revision_id
    WHERE contains(shown.line, lower(people.name))
), volumes AS (
    SELECT host, count(*) AS pages FROM pages GROUP BY host
)
SELECT recurring.host, recurring.line, recurring.printed, recurring.pages, recurring.pages / volumes.pages AS share
FROM recurring
JOIN volumes ON volumes.host = recurring.host
ANTI JOIN signed ON signed.host = recurring.host AND signed.line = recurring.line
WHERE recurring.pages / volumes.pages >= (SELECT value FROM settings WHERE name = 'boilerplate.share');
