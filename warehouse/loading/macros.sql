-- Small functions that several scripts need; temporary, so that they are not in the published file.

-- Minutes east of UTC that an ISO 8601 string states ("+05:30" is 330, "Z" is 0); NULL when it states none.
CREATE OR REPLACE TEMP MACRO offset_minutes(iso) AS
    CASE WHEN iso ILIKE '%z' AND length(iso) > 10 THEN 0
         WHEN regexp_matches(iso, 'T.*[+-]\d\d:?\d\d$')
         THEN (CASE WHEN regexp_extract(iso, '([+-])\d\d:?\d\d$', 1) = '-' THEN -1 ELSE 1 END)
            * (regexp_extract(iso, '[+-](\d\d):?\d\d$', 1)::INTEGER * 60 + regexp_extract(iso, '[+-]\d\d:?(\d\d)$', 1)::INTEGER)
    END;

-- The number of words of a text; of characters in scripts without blanks between words (Han, kana).  A text of ASCII,
-- which has as many bytes as characters, need not be searched for these.
CREATE OR REPLACE TEMP MACRO count_words(prose) AS
    CASE WHEN prose = '' THEN 0
         WHEN strlen(prose) > length(prose) AND regexp_matches(prose, '[\p{Han}\p{Hiragana}\p{Katakana}]')
         THEN len(regexp_extract_all(prose, '[\p{Han}\p{Hiragana}\p{Katakana}]|[^\s\p{Han}\p{Hiragana}\p{Katakana}]+'))
         ELSE len(string_split(prose, ' ')) END;

-- A time that a page states, where it is one of the years 1 to 9999 (what else a cast takes, no client can read).
CREATE OR REPLACE TEMP MACRO moment(iso) AS
    CASE WHEN regexp_matches(iso, '^\d{4}-\d')
          AND try_cast(iso AS TIMESTAMPTZ) BETWEEN TIMESTAMPTZ '0001-01-02 00:00:00+00' AND TIMESTAMPTZ '9999-12-30 00:00:00+00'
         THEN try_cast(iso AS TIMESTAMPTZ) END;

-- A time that a page states, unless it lies more than a day after its fetch: clocks and time zones differ by less.
CREATE OR REPLACE TEMP MACRO not_after(stated, fetched) AS CASE WHEN stated <= fetched + INTERVAL 1 DAY THEN stated END;

-- Stories that got other versions than they had, before the pages of the batch are looked at.
CREATE OR REPLACE TEMP TABLE regrouped (article_id BIGINT);
