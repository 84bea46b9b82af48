-- What changed from one version of a story to the next: one row a field, block, caption or picture's credit.
--
-- Blocks, captions and credits that stand in both are left out.  What is left is paired by shared words, best pair first on
-- both sides; what finds no partner was added or removed.  NOT MATERIALIZED lets a filter on the article through.
CREATE OR REPLACE VIEW revision_changes AS
WITH pairs AS NOT MATERIALIZED (
    SELECT newer.article_id, newer.revision_id, newer.version, newer.first_captured_at AS changed_at,
           older.revision_id AS previous_revision_id,
           [{'field': 'headline', 'before': older.headline, 'after': newer.headline},
            {'field': 'kicker', 'before': older.kicker, 'after': newer.kicker},
            {'field': 'standfirst', 'before': older.standfirst, 'after': newer.standfirst},
            {'field': 'byline', 'before': older.byline, 'after': newer.byline},
            {'field': 'dateline', 'before': older.dateline, 'after': newer.dateline}] AS fields
    FROM revisions AS newer
    JOIN revisions AS older ON older.article_id = newer.article_id AND older.version = newer.version - 1
), parts AS NOT MATERIALIZED (
    SELECT revision_id, 'block' AS field, ordinal, kind, text FROM blocks
    UNION ALL
    SELECT revision_id, 'caption', ordinal, 'caption', concat_ws(' / ', text, credit) FROM captions
    UNION ALL
    SELECT revision_id, 'credit', ordinal, 'credit', credit FROM images WHERE credit <> ''
), sides AS MATERIALIZED (
    SELECT pairs.revision_id, true AS newer, parts.field, parts.ordinal, parts.kind, parts.text,
           row_number() OVER (PARTITION BY pairs.revision_id, parts.field, parts.kind, parts.text ORDER BY parts.ordinal) AS nth
    FROM pairs JOIN parts ON parts.revision_id = pairs.revision_id
    UNION ALL
    SELECT pairs.revision_id, false, parts.field, parts.ordinal, parts.kind, parts.text,
           row_number() OVER (PARTITION BY pairs.revision_id, parts.field, parts.kind, parts.text ORDER BY parts.ordinal)
    FROM pairs JOIN parts ON parts.revision_id = pairs.previous_revision_id
), different AS MATERIALIZED (
    SELECT mine.*, list_distinct(string_split_regex(lower(mine.text), '[^\p{L}\p{N}\p{M}]+')) AS words
    FROM sides AS mine
    WHERE NOT EXISTS (
        SELECT 1 FROM sides AS other
        WHERE other.revision_id = mine.revision_id AND other.newer <> mine.newer AND other.field = mine.field
          AND other.kind = mine.kind AND other.text = mine.text AND other.nth = mine.nth)
), candidates AS (
    SELECT old.revision_id, old.field, old.ordinal AS old_ordinal, new.ordinal AS new_ordinal,
           old.text AS before, new.text AS after,
           len(list_intersect(old.words, new.words)) / greatest(len(old.words), len(new.words), 1) AS likeness
    FROM different AS old
    JOIN different AS new ON new.revision_id = old.revision_id AND new.field = old.field AND new.newer AND NOT old.newer
), matches AS MATERIALIZED (
    SELECT * FROM candidates
    WHERE likeness >= 0.4
    QUALIFY row_number() OVER (PARTITION BY revision_id, field, old_ordinal
                               ORDER BY likeness DESC, abs(new_ordinal - old_ordinal), new_ordinal) = 1
        AND row_number() OVER (PARTITION BY revision_id, field, new_ordinal
                               ORDER BY likeness DESC, abs(new_ordinal - old_ordinal), old_ordinal) = 1
), changes AS (
    SELECT revision_id, unnest(fields).field AS field, NULL::INTEGER AS ordinal,
           unnest(fields).before AS before, unnest(fields).after AS after
    FROM pairs
    UNION ALL
    SELECT revision_id, field, new_ordinal, before, after FROM matches
    UNION ALL
    SELECT different.revision_id, different.field, different.ordinal,
           CASE WHEN NOT newer THEN text END, CASE WHEN newer THEN text END
    FROM different
    LEFT JOIN matches ON matches.revision_id = different.revision_id AND matches.field = different.field
        AND CASE WHEN newer THEN matches.new_ordinal ELSE matches.old_ordinal END = different.ordinal
    WHERE matches.revision_id IS NULL
)
SELECT
    pairs.article_id, changes.revision_id, pairs.previous_revision_id, pairs.version, pairs.changed_at,
    changes.field, changes.ordinal,
    CASE WHEN changes.before IS NULL THEN 'added' WHEN changes.after IS NULL THEN 'removed' ELSE 'changed' END AS change,
    changes.before, changes.after,
    CASE WHEN changes.before IS NULL THEN length(changes.after) WHEN changes.after IS NULL THEN length(changes.before)
         ELSE levenshtein(changes.before, changes.after) END AS characters
FROM changes JOIN pairs ON pairs.revision_id = changes.revision_id
WHERE changes.before IS DISTINCT FROM changes.after;
