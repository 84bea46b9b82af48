-- Outlets whose pages changed for the worse on the report's days, with what is usual; the newest first.
SELECT source AS outlet, day, measure, value, usual, pages
FROM source_health WHERE alarm AND day BETWEEN $since AND $until
ORDER BY day DESC, outlet, measure;
