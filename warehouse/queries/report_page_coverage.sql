-- In which share of each outlet's stories each field is there, in the days of the report's page.
SELECT coalesce(source, '(no address)') AS outlet, field, sum(filled) AS filled, sum(stories) AS stories,
       sum(filled) / sum(stories) AS share
FROM field_coverage WHERE day BETWEEN $since AND $until
GROUP BY source, field;
