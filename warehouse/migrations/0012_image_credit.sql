-- Who supplied a picture that has no caption; null for what an earlier version read (`copydesk run reparse` fills it in).
ALTER TABLE images ADD COLUMN credit VARCHAR;
