-- Stories that hold every word somewhere, ranked: where a word stands weighs more than how often.  Needs no extension.
WITH asked AS (
    SELECT DISTINCT lower(word) AS word FROM (SELECT unnest($words::VARCHAR[]) AS word)
), stories AS (
    SELECT article_id, coalesce(lower(headline), '') AS headline, coalesce(lower(standfirst), '') AS standfirst,
           coalesce(lower(body), '') AS body, coalesce(lower(captions), '') AS captions
    FROM search
), found AS (
    SELECT stories.article_id,
           8 * ln(1 + len(string_split(headline, word)) - 1) + 4 * ln(1 + len(string_split(standfirst, word)) - 1)
           + 2 * ln(1 + len(string_split(captions, word)) - 1) + ln(1 + len(string_split(body, word)) - 1) AS weight
    FROM stories CROSS JOIN asked
    WHERE contains(headline, word) OR contains(standfirst, word) OR contains(captions, word) OR contains(body, word)
)
SELECT a.article_id, a.source, a.url, a.headline, a.published_at, ranked.score
FROM (SELECT article_id, sum(weight) AS score FROM found GROUP BY article_id
      HAVING count(*) = (SELECT count(*) FROM asked)) AS ranked
JOIN current_articles AS a ON a.article_id = ranked.article_id
ORDER BY ranked.score DESC, a.published_at DESC NULLS LAST, a.article_id
LIMIT $most;
