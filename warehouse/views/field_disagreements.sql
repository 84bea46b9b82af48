-- Fields for which a page prints one thing and declares another: one row a version and field.
--
-- Two texts agree when one holds the other, or all of its words, whatever stands between them; two times when they lie
-- within a day, since zones and days without an hour differ by no more.  A time that cannot be read agrees with all.
CREATE OR REPLACE VIEW field_disagreements AS
WITH told AS (
    SELECT article_id, revision_id, field, ordinal, value, source, chosen, printed,
           lower(strip_accents(regexp_replace(value, '[^\p{L}\p{N}\p{M}]+', '', 'g'))) AS folded,
           [word FOR word IN string_split_regex(lower(strip_accents(value)), '[^\p{L}\p{N}\p{M}]+') IF word <> ''] AS words,
           CASE WHEN field IN ('published_at', 'modified_at') THEN try_cast(value AS TIMESTAMPTZ) END AS moment
    FROM field_candidates
), first_printed AS (
    SELECT * FROM told WHERE printed QUALIFY row_number() OVER (PARTITION BY revision_id, field ORDER BY ordinal) = 1
), compared AS (
    SELECT said.article_id, said.revision_id, said.field,
           said.value AS printed, said.source AS printed_source, said.chosen AS printed_chosen,
           other.value AS declared, other.source AS declared_source, other.ordinal,
           CASE WHEN said.field IN ('published_at', 'modified_at')
                THEN coalesce(abs(epoch(said.moment) - epoch(other.moment)) <= 86400, true)
                ELSE contains(said.folded, other.folded) OR contains(other.folded, said.folded)
                  OR list_has_all(said.words, other.words) OR list_has_all(other.words, said.words) END AS agree
    FROM first_printed AS said
    JOIN told AS other ON other.revision_id = said.revision_id AND other.field = said.field AND NOT other.printed
)
SELECT article_id, revision_id, field, printed, printed_source, declared, declared_source,
       CASE WHEN printed_chosen THEN 'printed' ELSE 'declared' END AS chosen
FROM compared
QUALIFY NOT bool_or(agree) OVER (PARTITION BY revision_id, field)
    AND row_number() OVER (PARTITION BY revision_id, field ORDER BY ordinal) = 1;
