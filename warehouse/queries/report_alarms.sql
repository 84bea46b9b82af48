-- Outlets whose pages changed for the worse in the last days; the parameter is a number of days.
SELECT source AS outlet, day, measure, round(value, 2) AS value, round(usual, 2) AS usual, pages
FROM source_health
WHERE alarm AND day >= (now() - to_days(?))::DATE
ORDER BY day DESC, outlet, measure;
