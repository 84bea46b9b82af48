-- Put the pairs that were found into groups (copies_found: article, group, similarity, relation; copies_merged: old group, new
-- group), and say for each changed group where it likely comes from: the agency that most of its
-- members name in credits or dateline; of the members, the agency's own page, else the one whose address most others declare
-- as theirs (canonical link), else the one published first.
UPDATE copies SET group_id = copies_merged.new_id FROM copies_merged WHERE copies.group_id = copies_merged.old_id;

INSERT INTO copies (article_id, group_id, similarity, relation, is_origin, origin_agency)
SELECT article_id, group_id, similarity, relation, false, NULL
FROM copies_found ANTI JOIN copies ON copies.article_id = copies_found.article_id
ORDER BY group_id, article_id;

UPDATE copies SET similarity = copies_found.similarity, relation = copies_found.relation
FROM copies_found
WHERE copies.article_id = copies_found.article_id AND copies_found.similarity > copies.similarity;

CREATE OR REPLACE TEMP TABLE copies_members AS
SELECT copies.group_id, copies.article_id, articles.current_revision_id AS revision_id, revisions.dateline,
       coalesce(revisions.published_at, articles.first_seen_at) AS published_at,
       lower(concat_ws(' ', sources.name, split_part(articles.url_key, '/', 1), revisions.site_name)) AS outlet
FROM copies
JOIN (SELECT group_id FROM copies_found UNION SELECT new_id FROM copies_merged
      UNION SELECT group_id FROM copies GROUP BY group_id HAVING NOT bool_or(is_origin)) AS changed ON changed.group_id = copies.group_id
JOIN articles ON articles.article_id = copies.article_id
JOIN revisions ON revisions.revision_id = articles.current_revision_id
LEFT JOIN sources ON sources.source_id = articles.source_id;

CREATE OR REPLACE TEMP TABLE copies_origins AS
WITH named AS (
    SELECT m.group_id, m.article_id, coalesce(c.outlet, c.name) AS agency
    FROM copies_members AS m JOIN correspondents AS c ON c.revision_id = m.revision_id WHERE c.kind = 'agency'
    UNION
    SELECT group_id, article_id, nullif(regexp_extract(dateline, '\(([^()]{2,40})\)', 1), '') FROM copies_members
), agencies AS (
    SELECT group_id, arg_max(agency, (members, agency)) AS agency
    FROM (SELECT group_id, agency, count(*) AS members FROM named WHERE agency IS NOT NULL GROUP BY group_id, agency)
    GROUP BY group_id
), declared AS (
    SELECT m.group_id, origin.article_id, count(DISTINCT m.article_id) AS members
    FROM copies_members AS m
    JOIN fetches ON fetches.revision_id = m.revision_id AND fetches.canonical_key IS NOT NULL
    JOIN (SELECT DISTINCT article_id, page_key FROM fetches WHERE revision_id IS NOT NULL) AS origin
        ON origin.page_key = fetches.canonical_key AND origin.article_id <> m.article_id
    GROUP BY m.group_id, origin.article_id
)
SELECT m.group_id, m.article_id, agencies.agency
FROM copies_members AS m LEFT JOIN agencies ON agencies.group_id = m.group_id
LEFT JOIN declared ON declared.group_id = m.group_id AND declared.article_id = m.article_id
QUALIFY row_number() OVER (
    PARTITION BY m.group_id
    -- As a word of its own: AP is "AP News", and no part of japantimes.example.
    ORDER BY coalesce(regexp_matches(m.outlet, '(^|[^\p{L}\p{N}])' || regexp_escape(lower(agencies.agency)) || '([^\p{L}\p{N}]|$)'),
                      false) DESC,
             coalesce(declared.members, 0) DESC, m.published_at, m.article_id
) = 1;

UPDATE copies SET is_origin = (copies.article_id = copies_origins.article_id), origin_agency = copies_origins.agency
FROM copies_origins WHERE copies.group_id = copies_origins.group_id;
