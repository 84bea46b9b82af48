-- How likely the body is right; null for plain text and for what an earlier version read (`copydesk run reparse` fills it in).
ALTER TABLE revisions ADD COLUMN quality DOUBLE;
