-- Keys of lines that are computed anew (keyed_blocks, keyed_dropped: revision, place, key), written where they differ.
UPDATE blocks SET line_key = keyed_blocks.line_key, names_person = keyed_blocks.names_person
FROM keyed_blocks
WHERE blocks.revision_id = keyed_blocks.revision_id AND blocks.ordinal = keyed_blocks.ordinal
  AND (blocks.line_key IS DISTINCT FROM keyed_blocks.line_key OR blocks.names_person IS DISTINCT FROM keyed_blocks.names_person);

UPDATE dropped_segments SET line_key = keyed_dropped.line_key, names_person = keyed_dropped.names_person
FROM keyed_dropped
WHERE dropped_segments.revision_id = keyed_dropped.revision_id AND dropped_segments.ordinal = keyed_dropped.ordinal
  AND (dropped_segments.line_key IS DISTINCT FROM keyed_dropped.line_key
       OR dropped_segments.names_person IS DISTINCT FROM keyed_dropped.names_person);
