-- Small readings of one value that several scripts need; temporary, so that a published file needs none of them.

-- Minutes east of UTC that an ISO 8601 string states ("+05:30" is 330, "Z" is 0); NULL when it states none.
CREATE OR REPLACE TEMP MACRO offset_minutes(iso) AS
    CASE WHEN iso ILIKE '%z' AND length(iso) > 10 THEN 0
         WHEN regexp_matches(iso, 'T.*[+-]\d\d:?\d\d$')
         THEN (CASE WHEN regexp_extract(iso, '([+-])\d\d:?\d\d$', 1) = '-' THEN -1 ELSE 1 END)
            * (regexp_extract(iso, '[+-](\d\d):?\d\d$', 1)::INTEGER * 60 + regexp_extract(iso, '[+-]\d\d:?(\d\d)$', 1)::INTEGER)
    END;

-- Words of a text: what blanks set apart; in scripts that set none apart (Han, kana), characters.
CREATE OR REPLACE TEMP MACRO count_words(prose) AS
    CASE WHEN prose = '' THEN 0
         WHEN regexp_matches(prose, '[\p{Han}\p{Hiragana}\p{Katakana}]')
         THEN len(regexp_extract_all(prose, '[\p{Han}\p{Hiragana}\p{Katakana}]|[^\s\p{Han}\p{Hiragana}\p{Katakana}]+'))
         ELSE len(string_split(prose, ' ')) END;
