-- The batch as this load sees it: one row a fetch, in a fixed order (see warehouse/incoming.py), with the content hash.
CREATE OR REPLACE TEMP TABLE staged AS
SELECT
    -- A server that says "not modified" (304) rejects nothing: it shows the version that it showed before.
    -- A time in the future is none: the page was seen when it was loaded, at the latest.
    incoming.* REPLACE (
        CASE WHEN outcome = 'rejected' AND reason = 'not_modified' THEN 'unchanged' ELSE outcome END AS outcome,
        least(fetched_at, now()) AS fetched_at),
    incoming.fetched_at AS told_at,
    -- What the reader of the page reads, and nothing else: never raw bytes, never times, tags or section.  Empty
    -- fields leave no trace, so a field that is added here later changes no hash of a page that has none of it.
    CASE WHEN outcome = 'article' THEN md5(concat_ws(chr(30),
        'headline' || chr(31) || nullif(article.headline, ''),
        'kicker' || chr(31) || nullif(article.kicker, ''),
        'standfirst' || chr(31) || nullif(article.standfirst, ''),
        'byline' || chr(31) || nullif(article.byline, ''),
        'dateline' || chr(31) || nullif(article.dateline, ''),
        'blocks' || chr(31) || nullif(array_to_string([b.kind || chr(31) || b.text FOR b IN article.blocks], chr(30)), ''),
        'captions' || chr(31) || nullif(array_to_string(
            [concat_ws(chr(31), c.text, c.credit) FOR c IN article.captions], chr(30)), ''),
        'credits' || chr(31) || nullif(array_to_string(
            [i.credit FOR i IN article.images IF i.credit <> ''], chr(30)), '')
    )) END AS content_hash
FROM incoming;
