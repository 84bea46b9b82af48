-- What the keys of fetches are made of: number, address, body, declared address.
SELECT fetches.fetch_id, coalesce(fetches.final_url, fetches.requested_url), raw_pages.body_sha256, fetches.canonical_url
FROM fetches LEFT JOIN raw_pages ON raw_pages.raw_page_id = fetches.raw_page_id
ORDER BY fetches.fetch_id;
