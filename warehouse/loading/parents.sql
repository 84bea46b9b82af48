-- Writes revisions, stories and fetches, after revisions.sql has decided which page belongs to which revision.

-- Point the fetches of the batch, and those of removed revisions, to their present revision.
UPDATE fetches SET revision_id = gone.merged_into FROM gone
WHERE fetches.revision_id = gone.revision_id AND gone.merged_into IS NOT NULL;

UPDATE fetches SET revision_id = NULL, article_id = NULL, outcome = 'rejected', reason = 'withdrawn' FROM gone
WHERE fetches.revision_id = gone.revision_id AND gone.merged_into IS NULL;

UPDATE fetches SET revision_id = page_revisions.revision_id, article_id = page_revisions.article_id,
       outcome = page_revisions.outcome, reason = CASE WHEN page_revisions.outcome = 'unchanged' THEN fetches.reason END
FROM page_revisions
WHERE fetches.fetch_id = page_revisions.fetch_id AND fetches.revision_id IS DISTINCT FROM page_revisions.revision_id;

UPDATE fetches SET outcome = 'rejected', reason = staged.reason
FROM pages JOIN staged USING (page_no)
WHERE fetches.fetch_id = pages.fetch_id AND pages.outcome = 'rejected' AND pages.known_fetch
  AND (fetches.revision_id IS NULL) AND fetches.reason IS DISTINCT FROM staged.reason;

-- How long each revision stood, from the pages that show it.
CREATE OR REPLACE TEMP TABLE spans AS
SELECT revision_id, min(fetched_at) AS first_captured_at, max(fetched_at) AS last_captured_at
FROM (
    SELECT revision_id, fetched_at FROM page_revisions
    UNION ALL
    SELECT gone.merged_into, unnest([revisions.first_captured_at, revisions.last_captured_at])
    FROM gone JOIN revisions ON revisions.revision_id = gone.revision_id WHERE gone.merged_into IS NOT NULL
    UNION ALL
    SELECT revisions.revision_id, unnest([revisions.first_captured_at, revisions.last_captured_at])
    FROM revisions JOIN (SELECT DISTINCT revision_id FROM page_revisions UNION SELECT merged_into FROM gone) AS named
        ON revisions.revision_id = named.revision_id
) GROUP BY revision_id;

CREATE OR REPLACE TEMP TABLE written_revisions AS
SELECT
    writes.revision_id, pages.article_id, 0 AS version, pages.fetch_id, pages.raw_page_id, staged.run_id,
    spans.first_captured_at, spans.last_captured_at,
    a.headline, a.kicker, a.standfirst, a.byline, a.dateline, a.section, a.language, a.site_name,
    staged.published_at,
    a.published_raw,
    offset_minutes(a.published_at) AS published_offset_minutes,
    CASE WHEN staged.published_at IS NULL THEN NULL
         WHEN length(a.published_at) <= 10 THEN 'day' ELSE 'time' END AS published_precision,
    staged.modified_at,
    a.modified_at AS modified_raw,
    offset_minutes(a.modified_at) AS modified_offset_minutes,
    a.is_accessible_for_free,
    a.quality,
    coalesce(list_sum([count_words(b.text) FOR b IN a.blocks]), 0) AS word_count,
    staged.content_hash, staged.parser_version, staged.rules_version
FROM writes
JOIN pages USING (page_no)
JOIN (SELECT *, article AS a, not_after(moment(article.published_at), fetched_at) AS published_at,
             not_after(moment(article.modified_at), fetched_at) AS modified_at FROM staged) AS staged USING (page_no)
JOIN spans ON spans.revision_id = writes.revision_id;

DELETE FROM revisions WHERE revision_id IN (SELECT revision_id FROM cleared);
INSERT INTO revisions (
    revision_id, article_id, version, fetch_id, raw_page_id, run_id, first_captured_at, last_captured_at, headline, kicker,
    standfirst, byline, dateline, section, language, site_name, published_at, published_raw, published_offset_minutes,
    published_precision, modified_at, modified_raw, modified_offset_minutes, is_accessible_for_free, quality, word_count,
    content_hash, parser_version, rules_version)
SELECT
    revision_id, article_id, version, fetch_id, raw_page_id, run_id, first_captured_at, last_captured_at, headline, kicker,
    standfirst, byline, dateline, section, language, site_name, published_at, published_raw, published_offset_minutes,
    published_precision, modified_at, modified_raw, modified_offset_minutes, is_accessible_for_free, quality, word_count,
    content_hash, parser_version, rules_version
FROM written_revisions ORDER BY revision_id;

UPDATE revisions SET first_captured_at = spans.first_captured_at, last_captured_at = spans.last_captured_at
FROM spans WHERE revisions.revision_id = spans.revision_id
  AND (revisions.first_captured_at <> spans.first_captured_at OR revisions.last_captured_at <> spans.last_captured_at);

CREATE OR REPLACE TEMP TABLE versions AS
SELECT revisions.revision_id, revisions.article_id, revisions.first_captured_at, revisions.last_captured_at,
       row_number() OVER (PARTITION BY revisions.article_id ORDER BY revisions.first_captured_at, revisions.revision_id) AS version
FROM revisions JOIN touched ON touched.article_id = revisions.article_id;

UPDATE revisions SET version = versions.version FROM versions
WHERE revisions.revision_id = versions.revision_id AND revisions.version <> versions.version;

-- The current revision is the one that was seen last.
CREATE OR REPLACE TEMP TABLE standings AS
SELECT article_id, min(first_captured_at) AS first_seen_at, max(last_captured_at) AS last_seen_at, count(*) AS revision_count,
       arg_max(revision_id, (last_captured_at, version)) AS current_revision_id
FROM versions GROUP BY article_id;

UPDATE articles SET first_seen_at = standings.first_seen_at, last_seen_at = standings.last_seen_at,
       revision_count = standings.revision_count, current_revision_id = standings.current_revision_id
FROM standings
WHERE articles.article_id = standings.article_id
  AND (articles.first_seen_at, articles.last_seen_at, articles.revision_count, coalesce(articles.current_revision_id, 0))
      <> (standings.first_seen_at, standings.last_seen_at, standings.revision_count, standings.current_revision_id);

DELETE FROM articles WHERE article_id IN (SELECT article_id FROM touched ANTI JOIN standings USING (article_id));
