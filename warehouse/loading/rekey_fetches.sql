-- Fetches get the keys that were made anew (rekeyed: number of the fetch, its key, the key of the address it declares).
UPDATE fetches SET page_key = rekeyed.page_key, canonical_key = rekeyed.canonical_key
FROM rekeyed
WHERE fetches.fetch_id = rekeyed.id
  AND (fetches.page_key IS DISTINCT FROM rekeyed.page_key OR fetches.canonical_key IS DISTINCT FROM rekeyed.canonical_key);
