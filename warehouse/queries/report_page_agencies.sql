-- The share of each outlet's stories that name an agency as a source of their copy, on the report's days.
WITH totals AS (
    SELECT source, sum(new_stories) AS stories FROM outlet_days WHERE day BETWEEN $since AND $until GROUP BY source
)
SELECT coalesce(named.source, '(no address)') AS outlet, named.agency, sum(named.stories) AS stories,
       any_value(totals.stories) AS outlet_stories, sum(named.stories) / any_value(totals.stories) AS share
FROM agency_stories AS named JOIN totals ON totals.source IS NOT DISTINCT FROM named.source
WHERE named.day BETWEEN $since AND $until
GROUP BY named.source, named.agency ORDER BY stories DESC, outlet, agency;
