-- Outlets that were named by a host of some of their pages (renamed: number of the outlet, its host) get one row each.
CREATE OR REPLACE TEMP TABLE outlets AS
SELECT source_id, min(source_id) OVER (PARTITION BY name) AS stays_id, name
FROM (SELECT source_id, name FROM renamed
      UNION ALL SELECT source_id, name FROM sources WHERE name IN (SELECT name FROM renamed));

UPDATE fetches SET source_id = outlets.stays_id FROM outlets
WHERE fetches.source_id = outlets.source_id AND outlets.source_id <> outlets.stays_id;
UPDATE articles SET source_id = outlets.stays_id FROM outlets
WHERE articles.source_id = outlets.source_id AND outlets.source_id <> outlets.stays_id;
UPDATE quarantine SET source_id = outlets.stays_id FROM outlets
WHERE quarantine.source_id = outlets.source_id AND outlets.source_id <> outlets.stays_id;

UPDATE sources SET name = outlets.name, host = coalesce(sources.host, outlets.name) FROM outlets
WHERE sources.source_id = outlets.stays_id;
UPDATE sources SET host = name WHERE source_id IN (SELECT source_id FROM renamed) AND NOT followed;
DELETE FROM sources WHERE source_id IN (SELECT source_id FROM outlets WHERE source_id <> stays_id);
