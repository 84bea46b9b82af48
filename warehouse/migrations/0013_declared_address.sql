-- Whether a page came without an address and was read under the one that it declares; null for what an earlier version
-- loaded.
ALTER TABLE fetches ADD COLUMN url_declared BOOLEAN;
