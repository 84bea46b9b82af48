-- Pages whose story is another one than their addresses alone would say (decided: address, declared address, key of the
-- story): those of the batch get its key, and versions that were read from them before move to it.
UPDATE staged SET url_key = decided.url_key
FROM decided
WHERE staged.outcome = 'article' AND staged.page_key = decided.page_key
  AND staged.canonical_key IS NOT DISTINCT FROM decided.canonical_key AND staged.url_key <> decided.url_key;

CREATE OR REPLACE TEMP TABLE moved AS
SELECT revisions.revision_id, revisions.article_id, decided.url_key
FROM decided
JOIN fetches ON fetches.page_key = decided.page_key AND fetches.canonical_key IS NOT DISTINCT FROM decided.canonical_key
JOIN revisions ON revisions.fetch_id = fetches.fetch_id
JOIN articles ON articles.article_id = revisions.article_id
WHERE articles.url_key <> decided.url_key;

-- All versions of the stories that change, each with the key that it has now.
CREATE OR REPLACE TEMP TABLE involved AS
SELECT revisions.revision_id, revisions.article_id, revisions.fetch_id, revisions.first_captured_at,
       coalesce(moved.url_key, articles.url_key) AS url_key
FROM revisions
JOIN articles ON articles.article_id = revisions.article_id
LEFT JOIN moved ON moved.revision_id = revisions.revision_id
WHERE revisions.article_id IN (SELECT article_id FROM moved) OR articles.url_key IN (SELECT url_key FROM moved);

-- A story keeps its number with its oldest version; of stories that become one, the smallest number stays.
CREATE OR REPLACE TEMP TABLE homes AS
SELECT url_key, min(article_id) AS article_id, false AS is_new
FROM (SELECT article_id, arg_min(url_key, (first_captured_at, revision_id)) AS url_key FROM involved GROUP BY article_id)
GROUP BY url_key;

INSERT INTO homes (url_key, article_id, is_new)
SELECT url_key, (SELECT coalesce(max(article_id), 0) FROM articles) + row_number() OVER (ORDER BY min(revision_id)), true
FROM involved ANTI JOIN homes USING (url_key) GROUP BY url_key;

INSERT INTO articles (article_id, source_id, url_key, first_seen_at, last_seen_at, revision_count)
SELECT homes.article_id, fetches.source_id, homes.url_key, fetches.fetched_at, fetches.fetched_at, 0
FROM homes
JOIN (SELECT url_key, arg_min(fetch_id, (first_captured_at, revision_id)) AS fetch_id FROM involved GROUP BY url_key) AS first
    ON first.url_key = homes.url_key
JOIN fetches ON fetches.fetch_id = first.fetch_id
WHERE homes.is_new ORDER BY homes.article_id;

UPDATE articles SET url_key = homes.url_key FROM homes
WHERE articles.article_id = homes.article_id AND articles.url_key <> homes.url_key;

UPDATE revisions SET article_id = homes.article_id
FROM involved JOIN homes USING (url_key)
WHERE revisions.revision_id = involved.revision_id AND revisions.article_id <> homes.article_id;

UPDATE fetches SET article_id = homes.article_id
FROM involved JOIN homes USING (url_key)
WHERE fetches.revision_id = involved.revision_id AND fetches.article_id <> homes.article_id;

DELETE FROM articles WHERE article_id IN (SELECT article_id FROM involved) AND article_id NOT IN (SELECT article_id FROM homes);

-- Bring the stories in known_fetches up to date.
UPDATE known_fetches SET article_id = fetches.article_id FROM fetches
WHERE fetches.fetch_id = known_fetches.fetch_id AND fetches.article_id IS DISTINCT FROM known_fetches.article_id;

-- Under which address a story is read, and which one its pages declare.
UPDATE articles SET url = told.url, canonical_url = told.canonical_url
FROM (
    SELECT homes.article_id,
           coalesce(
               arg_min(f.canonical_url, f.fetched_at) FILTER (coalesce(f.canonical_key, f.page_key) = homes.url_key),
               arg_min(f.address, f.fetched_at) FILTER (f.page_key = homes.url_key),
               arg_min(f.address, f.fetched_at)
           ) AS url,
           coalesce(arg_min(f.canonical_url, f.fetched_at), arg_min(f.address, f.fetched_at)) AS canonical_url
    FROM homes
    JOIN (SELECT *, coalesce(final_url, requested_url) AS address FROM fetches WHERE outcome = 'article') AS f
        ON f.article_id = homes.article_id
    GROUP BY homes.article_id
) AS told
WHERE articles.article_id = told.article_id;

-- Their versions are numbered and joined anew (warehouse/loading/revisions.sql).
INSERT INTO regrouped (article_id) SELECT article_id FROM homes;
