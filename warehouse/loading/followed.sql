-- What sources.toml says of outlets, over what is known of them; nothing is written when nothing differs.
UPDATE sources SET
    host = coalesce(said.host, sources.host), country = coalesce(said.country, sources.country),
    language = coalesce(said.language, sources.language), timezone = coalesce(said.timezone, sources.timezone),
    followed = said.followed
FROM incoming_sources AS said
WHERE said.name = sources.name
  AND (sources.followed <> said.followed
       OR coalesce(said.host, sources.host) IS DISTINCT FROM sources.host
       OR coalesce(said.country, sources.country) IS DISTINCT FROM sources.country
       OR coalesce(said.language, sources.language) IS DISTINCT FROM sources.language
       OR coalesce(said.timezone, sources.timezone) IS DISTINCT FROM sources.timezone);

UPDATE sources SET followed = false WHERE followed AND name NOT IN (SELECT name FROM incoming_sources);

INSERT INTO sources (source_id, name, host, country, language, timezone, followed)
SELECT (SELECT coalesce(max(source_id), 0) FROM sources) + row_number() OVER (ORDER BY name),
       name, host, country, language, timezone, followed
FROM incoming_sources ANTI JOIN sources USING (name);
