-- Shingles have other numbers from here on, and so have buckets: the next load compares all texts anew.
DELETE FROM copies;
DELETE FROM copy_signatures;
DELETE FROM copy_buckets;
