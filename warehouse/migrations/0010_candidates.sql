-- What a page gives for a field besides the value that was chosen; null for what was stored before, and when there is nothing.
ALTER TABLE field_evidence ADD COLUMN candidates STRUCT("value" VARCHAR, source VARCHAR)[];
