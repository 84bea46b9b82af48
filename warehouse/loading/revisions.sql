-- Which pages of the batch make a new version of a story, which replace the reading of one, which change nothing.
--
-- A revision is a stretch of a story's life with one text.  It was read from one page (its raw_page_id); other pages
-- with the same text follow it (fetches.revision_id).  The result does not depend on the order of batches.

-- Pages that were read before: the revision they belong to, and whether it was read from them.
CREATE OR REPLACE TEMP TABLE earlier_readings AS
SELECT DISTINCT fetches.article_id, fetches.raw_page_id, fetches.revision_id,
       revisions.raw_page_id = fetches.raw_page_id AS represents
FROM fetches
JOIN (SELECT DISTINCT raw_page_id FROM pages WHERE known_body) AS known ON fetches.raw_page_id = known.raw_page_id
JOIN revisions ON revisions.revision_id = fetches.revision_id;

-- One row a story and body of this batch.
CREATE OR REPLACE TEMP TABLE readings AS
SELECT pages.*, earlier_readings.revision_id, earlier_readings.represents
FROM pages LEFT JOIN earlier_readings USING (article_id, raw_page_id)
WHERE pages.outcome = 'article'
QUALIFY row_number() OVER (PARTITION BY pages.article_id, pages.raw_page_id ORDER BY pages.page_no) = 1;

-- Revisions whose own page was read again, by another parser or with other rules.
CREATE OR REPLACE TEMP TABLE reread AS
SELECT readings.* FROM readings JOIN revisions ON revisions.revision_id = readings.revision_id
WHERE readings.represents
  AND (readings.content_hash, coalesce(readings.parser_version, ''), coalesce(readings.rules_version, ''))
      <> (revisions.content_hash, coalesce(revisions.parser_version, ''), coalesce(revisions.rules_version, ''));

-- Revisions whose own page, read again, is not an article or belongs to another story.  A parser crash proves nothing, and
-- neither does a page that the archive could not read (earlier versions staged such pages as rejected).
CREATE OR REPLACE TEMP TABLE withdrawn AS
SELECT DISTINCT revisions.revision_id, revisions.article_id
FROM pages
JOIN known_fetches USING (page_no)
JOIN revisions ON revisions.revision_id = known_fetches.revision_id AND revisions.raw_page_id = pages.raw_page_id
JOIN staged USING (page_no)
WHERE pages.article_id IS DISTINCT FROM revisions.article_id
  AND coalesce(staged.reason, '') NOT IN ('internal_error', 'time_budget', 'unstageable')
  AND coalesce(staged.stage, '') <> 'archive';

CREATE OR REPLACE TEMP TABLE touched AS
SELECT article_id FROM pages WHERE article_id IS NOT NULL
UNION SELECT article_id FROM withdrawn
UNION SELECT article_id FROM regrouped;

-- The touched stories' revisions as they stand after rereading, and the pages that may be new ones: a body never seen,
-- or one that followed a revision and now differs from it when read by the same parser with the same rules.
CREATE OR REPLACE TEMP TABLE timeline AS
WITH standing AS (
    SELECT revisions.revision_id, revisions.article_id, revisions.first_captured_at AS captured_at,
           coalesce(reread.content_hash, revisions.content_hash) AS content_hash,
           coalesce(reread.parser_version, revisions.parser_version) AS parser_version,
           coalesce(reread.rules_version, revisions.rules_version) AS rules_version
    FROM revisions
    JOIN touched ON touched.article_id = revisions.article_id
    LEFT JOIN reread ON reread.revision_id = revisions.revision_id
    WHERE revisions.revision_id NOT IN (SELECT revision_id FROM withdrawn)
), candidates AS (
    SELECT readings.* FROM readings LEFT JOIN standing ON standing.revision_id = readings.revision_id
    WHERE standing.revision_id IS NULL
       OR (NOT readings.represents
           AND readings.content_hash <> standing.content_hash
           AND readings.parser_version IS NOT DISTINCT FROM standing.parser_version
           AND readings.rules_version IS NOT DISTINCT FROM standing.rules_version)
), events AS (
    SELECT article_id, captured_at, content_hash, revision_id, NULL AS page_no FROM standing
    UNION ALL
    SELECT article_id, fetched_at, content_hash, NULL, page_no FROM candidates
), turns AS (
    SELECT *, content_hash IS DISTINCT FROM lag(content_hash) OVER story AS turns FROM events
    WINDOW story AS (PARTITION BY article_id ORDER BY captured_at, revision_id NULLS LAST, page_no)
)
SELECT *, count(*) FILTER (turns) OVER (
    PARTITION BY article_id ORDER BY captured_at, revision_id NULLS LAST, page_no) AS stretch
FROM turns;

-- Each stretch is one revision: the oldest that stands in it, or a new one read from its first page.
CREATE OR REPLACE TEMP TABLE stretches AS
WITH grouped AS (
    SELECT article_id, stretch, min(revision_id) AS standing_id, min(page_no) AS page_no
    FROM timeline GROUP BY article_id, stretch
)
SELECT article_id, stretch, page_no, standing_id IS NULL AS is_new,
       coalesce(standing_id, (SELECT coalesce(max(revision_id), 0) FROM revisions)
           + row_number() OVER (PARTITION BY standing_id IS NULL ORDER BY page_no)) AS revision_id
FROM grouped;

-- Revisions that go: withdrawn, or found to have the same text as the one before.
CREATE OR REPLACE TEMP TABLE gone AS
SELECT revision_id, NULL::BIGINT AS merged_into FROM withdrawn
UNION ALL
SELECT timeline.revision_id, stretches.revision_id
FROM timeline JOIN stretches USING (article_id, stretch)
WHERE timeline.revision_id <> stretches.revision_id;

-- Revisions whose rows are written: from which page, and which of them stood before.
CREATE OR REPLACE TEMP TABLE writes AS
SELECT revision_id, page_no, false AS replaces FROM stretches WHERE is_new
UNION ALL
SELECT revision_id, page_no, true FROM reread WHERE revision_id NOT IN (SELECT revision_id FROM gone);

-- The revision of every page of the batch that shows one; a page that is said to be unchanged shows the one of its time.
CREATE OR REPLACE TEMP TABLE page_revisions AS
WITH assigned AS (
    SELECT readings.article_id, readings.raw_page_id,
           coalesce(stretches.revision_id, gone.merged_into, readings.revision_id) AS revision_id
    FROM readings
    LEFT JOIN timeline ON timeline.page_no = readings.page_no
    LEFT JOIN stretches ON stretches.article_id = timeline.article_id AND stretches.stretch = timeline.stretch
    LEFT JOIN gone ON gone.revision_id = readings.revision_id
), begun AS (
    SELECT article_id, stretches.revision_id, min(timeline.captured_at) AS begins
    FROM timeline JOIN stretches USING (article_id, stretch) GROUP BY article_id, stretches.revision_id
), unchanged AS (
    SELECT pages.*, begun.revision_id
    FROM pages JOIN begun ON begun.article_id = pages.article_id AND begun.begins <= pages.fetched_at
    WHERE pages.outcome = 'unchanged'
    QUALIFY row_number() OVER (PARTITION BY pages.page_no ORDER BY begun.begins DESC) = 1
)
SELECT pages.page_no, pages.fetch_id, pages.article_id, pages.fetched_at, pages.outcome, assigned.revision_id
FROM pages JOIN assigned USING (article_id, raw_page_id) WHERE pages.outcome = 'article'
UNION ALL
SELECT page_no, fetch_id, article_id, fetched_at, outcome, revision_id FROM unchanged;
