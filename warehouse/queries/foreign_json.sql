-- A file of JSON Lines as the table pages; {path} is its quoted path, {longest} the bytes of the longest row.
-- All rows decide the types, and objects with many keys stay objects.
CREATE VIEW pages AS
FROM read_json('{path}', format = 'newline_delimited', sample_size = -1, map_inference_threshold = -1,
               maximum_object_size = {longest});
