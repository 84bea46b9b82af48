-- What all printings of one caption share, on any page; rows from before it are given letters and digits in lower case.
ALTER TABLE captions ADD COLUMN caption_key VARCHAR;
UPDATE captions SET caption_key = coalesce(
    nullif(lower(regexp_replace(text, '[^\p{L}\p{N}]+', '', 'g')), ''), nullif(trim(text), ''));
