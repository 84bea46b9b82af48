-- What the keys of pages in quarantine are made of: number, address, body.
SELECT quarantine.quarantine_id, quarantine.url, raw_pages.body_sha256
FROM quarantine LEFT JOIN raw_pages ON raw_pages.raw_page_id = quarantine.raw_page_id
ORDER BY quarantine.quarantine_id;
