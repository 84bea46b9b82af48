-- What new readings of pages (the relation `readings`, with the columns of warehouse.staged.SCHEMA) would change in the
-- fields of the versions that were read from the same pages: one row an outlet, field and kind of change.
--
-- change: gained, lost, changed or same (a value in both); a field that is empty in both makes no row.  examples: three
-- pages with both values.  A page that stands for a version which another page gave is not compared: its fields are
-- stored nowhere.
WITH held AS (
    SELECT readings.body_sha256, revisions.revision_id, revisions.article_id, sources.name AS outlet
    FROM readings
    JOIN raw_pages ON raw_pages.body_sha256 = readings.body_sha256
    JOIN revisions ON revisions.raw_page_id = raw_pages.raw_page_id
    JOIN articles ON articles.article_id = revisions.article_id
    LEFT JOIN sources ON sources.source_id = articles.source_id
    WHERE readings.outcome = 'article'
    QUALIFY row_number() OVER (PARTITION BY readings.body_sha256 ORDER BY revisions.revision_id DESC) = 1
), texts AS (
    SELECT revision_id, string_agg(text, chr(10) ORDER BY ordinal) AS said FROM blocks SEMI JOIN held USING (revision_id) GROUP BY ALL
), named AS (
    SELECT revision_id, string_agg(name, ', ' ORDER BY ordinal) AS said FROM authors SEMI JOIN held USING (revision_id) GROUP BY ALL
), tagged AS (
    SELECT revision_id, string_agg(tag, ', ' ORDER BY ordinal) AS said FROM tags SEMI JOIN held USING (revision_id) GROUP BY ALL
), captioned AS (
    SELECT revision_id, string_agg(concat_ws(' / ', text, credit), chr(10) ORDER BY ordinal) AS said
    FROM captions SEMI JOIN held USING (revision_id) GROUP BY ALL
), pictured AS (
    SELECT revision_id, string_agg(concat_ws(' / ', url, credit), chr(10) ORDER BY ordinal) AS said
    FROM images SEMI JOIN held USING (revision_id) GROUP BY ALL
), sent AS (
    SELECT revision_id, string_agg(concat_ws(' / ', kind, name, role, outlet, location), chr(10) ORDER BY ordinal) AS said
    FROM correspondents SEMI JOIN held USING (revision_id) GROUP BY ALL
), embedded AS (
    SELECT revision_id, string_agg(concat_ws(' / ', kind, url), chr(10) ORDER BY ordinal) AS said
    FROM embeds SEMI JOIN held USING (revision_id) GROUP BY ALL
), sides AS (
    SELECT
        coalesce(held.outlet, '') AS outlet, held.article_id, held.body_sha256,
        coalesce(readings.final_url, readings.requested_url) AS url,
        unnest([
            {'field': 'headline', 'before': old.headline, 'after': readings.article.headline},
            {'field': 'kicker', 'before': old.kicker, 'after': readings.article.kicker},
            {'field': 'standfirst', 'before': old.standfirst, 'after': readings.article.standfirst},
            {'field': 'byline', 'before': old.byline, 'after': readings.article.byline},
            {'field': 'authors', 'before': named.said, 'after': array_to_string(readings.article.authors, ', ')},
            {'field': 'dateline', 'before': old.dateline, 'after': readings.article.dateline},
            {'field': 'published_at', 'before': old.published_at::VARCHAR,
             'after': not_after(moment(readings.article.published_at), readings.fetched_at)::VARCHAR},
            {'field': 'modified_at', 'before': old.modified_at::VARCHAR,
             'after': not_after(moment(readings.article.modified_at), readings.fetched_at)::VARCHAR},
            {'field': 'section', 'before': old.section, 'after': readings.article.section},
            {'field': 'tags', 'before': tagged.said, 'after': array_to_string(readings.article.tags, ', ')},
            {'field': 'language', 'before': old.language, 'after': readings.article.language},
            {'field': 'site_name', 'before': old.site_name, 'after': readings.article.site_name},
            {'field': 'is_accessible_for_free', 'before': old.is_accessible_for_free::VARCHAR,
             'after': readings.article.is_accessible_for_free::VARCHAR},
            {'field': 'body', 'before': texts.said,
             'after': array_to_string([b.text FOR b IN readings.article.blocks], chr(10))},
            {'field': 'captions', 'before': captioned.said,
             'after': array_to_string([concat_ws(' / ', c.text, c.credit) FOR c IN readings.article.captions], chr(10))},
            {'field': 'images', 'before': pictured.said,
             'after': array_to_string([concat_ws(' / ', i.url, i.credit) FOR i IN readings.article.images], chr(10))},
            {'field': 'correspondents', 'before': sent.said, 'after': array_to_string(
                [concat_ws(' / ', c.kind, c.name, c.role, c.outlet, c.location) FOR c IN readings.article.correspondents], chr(10))},
            {'field': 'embeds', 'before': embedded.said,
             'after': array_to_string([concat_ws(' / ', e.kind, e.url) FOR e IN readings.article.embeds], chr(10))}
        ], recursive := true)
    FROM held
    JOIN readings ON readings.body_sha256 = held.body_sha256
    JOIN revisions AS old ON old.revision_id = held.revision_id
    LEFT JOIN texts ON texts.revision_id = held.revision_id
    LEFT JOIN named ON named.revision_id = held.revision_id
    LEFT JOIN tagged ON tagged.revision_id = held.revision_id
    LEFT JOIN captioned ON captioned.revision_id = held.revision_id
    LEFT JOIN pictured ON pictured.revision_id = held.revision_id
    LEFT JOIN sent ON sent.revision_id = held.revision_id
    LEFT JOIN embedded ON embedded.revision_id = held.revision_id
), compared AS (
    SELECT * REPLACE (nullif(before, '') AS before, nullif(after, '') AS after) FROM sides
)
SELECT outlet, field,
       CASE WHEN before IS NULL THEN 'gained' WHEN after IS NULL THEN 'lost'
            WHEN before = after THEN 'same' ELSE 'changed' END AS change,
       count(*) AS pages,
       list({'article_id': article_id, 'url': url, 'before': before, 'after': after} ORDER BY body_sha256)
           FILTER (WHERE before IS DISTINCT FROM after)[:3] AS examples
FROM compared
WHERE before IS NOT NULL OR after IS NOT NULL
GROUP BY ALL
ORDER BY ALL;
