-- The names of all outlets.
SELECT name FROM sources ORDER BY name
