-- What all spellings of a line share (parsers.folding.line_key), for lines that may recur across an outlet's pages.  Python
-- computes it when a page is loaded; warehouse/lines.py fills it in for the rows from before, right after this.
ALTER TABLE blocks ADD COLUMN line_key VARCHAR;
ALTER TABLE blocks ADD COLUMN names_person BOOLEAN;
ALTER TABLE dropped_segments ADD COLUMN line_key VARCHAR;
ALTER TABLE dropped_segments ADD COLUMN names_person BOOLEAN;

-- One row: which version of the rules made these keys, and for lines up to which length; 0 when they are still to be made.
CREATE TABLE line_rules (version INTEGER NOT NULL, longest INTEGER NOT NULL);
INSERT INTO line_rules (version, longest) VALUES (0, 0);
